"""How a resolution compares with a known truth.

Pairwise precision, recall and F1, and B-cubed (Bagga and Baldwin 1998), both over the truth's
mentions; a true mention that ingestion did not find is a group of its own, so that it costs recall.
Calibration over the scored pairs: Brier score (Brier 1950) and reliability bins.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from workbench.case import Case
from workbench.errors import WorkbenchError

COLUMNS = {"mention_key", "kind", "entity_key"}


@dataclass(frozen=True)
class Measures:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Bin:
    """Pairs said to be between ``low`` and ``high``: how many, mean probability, share true."""

    low: float
    high: float
    pairs: int
    mean_probability: float
    share_true: float


@dataclass(frozen=True)
class Calibration:
    """Brier score (None without scored pairs) and the reliability bins."""

    brier: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class KindEvaluation:
    """One kind; ``mentions`` counts the truth's mentions and how many ingestion found."""

    pairwise: Measures
    bcubed: Measures
    calibration: Calibration
    mentions: dict[str, int]


@dataclass(frozen=True)
class Evaluation:
    """Per kind of mention."""

    kinds: dict[str, KindEvaluation]

    def as_json(self) -> dict[str, dict[str, object]]:
        """Plain values, kinds as keys."""
        return {kind: asdict(found) for kind, found in self.kinds.items()}


# Grain: one true mention with its key taken apart.
_TRUTH = """
    CREATE OR REPLACE TEMP TABLE truth AS
    SELECT mention_key, kind, entity_key,
        regexp_extract(mention_key, '^(.*)#', 1) AS file_name,
        try_cast(regexp_extract(mention_key, '#([0-9]+)-[0-9]+$', 1) AS INTEGER) AS start_char,
        try_cast(regexp_extract(mention_key, '#[0-9]+-([0-9]+)$', 1) AS INTEGER) AS end_char,
        coalesce(regexp_extract(mention_key, '#(.*)!', 1), '') AS sheet,
        try_cast(regexp_extract(mention_key, '[#!]([0-9]+)(:[^:]*)?$', 1) AS BIGINT) AS row_number,
        regexp_extract(mention_key, ':([^:]*)$', 1) AS field
    FROM read_csv($path, all_varchar = true, header = true)
"""

# Grain: one true mention and the mention that ingestion made of it, NULL where it made none:
# by key; by overlapping span; by the communication row named; or as the row's only one of its kind.
_MATCHED = """
    CREATE OR REPLACE TEMP TABLE matched AS
    WITH by_key AS (
        SELECT truth.mention_key, mention_id, 4 AS trust
        FROM truth JOIN mention USING (mention_key, kind)
    ), by_span AS (
        SELECT truth.mention_key, mention_id,
            (least(truth.end_char, mention.end_char)
                - greatest(truth.start_char, mention.start_char))
            / (greatest(truth.end_char, mention.end_char)
                - least(truth.start_char, mention.start_char))::DOUBLE AS trust
        FROM truth JOIN source USING (file_name)
        JOIN mention ON mention.source_id = source.source_id AND mention.kind = truth.kind
            AND mention.start_char < truth.end_char AND mention.end_char > truth.start_char
    ), by_call AS (
        SELECT truth.mention_key,
            CASE WHEN truth.kind = 'phone' AND lower(truth.field) LIKE 'b%' THEN b_mention
                 WHEN truth.kind = 'phone' AND lower(truth.field) LIKE 'a%' THEN a_mention
                 ELSE item.mention_id END AS mention_id,
            2 AS trust
        FROM truth JOIN source USING (file_name)
        JOIN communication AS call ON call.source_id = source.source_id
            AND call.row_number = truth.row_number AND call.sheet = truth.sheet
        LEFT JOIN mention AS item ON item.source_id = source.source_id AND item.kind = truth.kind
            AND ((truth.kind = 'handset' AND left(item.normalised, 14) = left(call.imei, 14))
                OR (truth.kind = 'sim' AND item.normalised = call.imsi))
    ), by_row AS (
        SELECT truth.mention_key, min(mention_id) AS mention_id, 1 AS trust
        FROM truth JOIN source USING (file_name)
        JOIN mention ON mention.source_id = source.source_id AND mention.kind = truth.kind
            AND mention.row_number = truth.row_number
            AND coalesce(mention.sheet, '') = truth.sheet
        GROUP BY truth.mention_key HAVING count(*) = 1
    ), best AS (
        SELECT mention_key, first(mention_id ORDER BY trust DESC, mention_id) AS mention_id
        FROM (FROM by_key UNION ALL FROM by_span UNION ALL FROM by_call UNION ALL FROM by_row)
        WHERE mention_id IS NOT NULL GROUP BY mention_key
    )
    SELECT truth.kind, truth.entity_key, best.mention_id,
        coalesce(entity_id, 'missing ' || truth.mention_key) AS entity_id
    FROM truth LEFT JOIN best USING (mention_key) LEFT JOIN entity_member USING (mention_id)
    QUALIFY best.mention_id IS NULL OR row_number() OVER (
        PARTITION BY best.mention_id, truth.kind, truth.entity_key) = 1
"""

# Grain: one kind with its contingency counts.
_COUNTS = """
    WITH cell AS (
        SELECT kind, entity_id, entity_key, count(*)::DOUBLE AS n FROM matched GROUP BY ALL
    ), ours AS (
        SELECT kind, entity_id, sum(n) AS n FROM cell GROUP BY ALL
    ), theirs AS (
        SELECT kind, entity_key, sum(n) AS n FROM cell GROUP BY ALL
    ), pairs AS (
        SELECT kind, sum(n * (n - 1) / 2) AS agreed FROM cell GROUP BY kind
    ), said AS (
        SELECT kind, sum(n * (n - 1) / 2) AS pairs FROM ours GROUP BY kind
    ), true_ AS (
        SELECT kind, sum(n * (n - 1) / 2) AS pairs FROM theirs GROUP BY kind
    ), cubed AS (
        SELECT kind, sum(cell.n * cell.n / ours.n) / sum(cell.n) AS precision,
            sum(cell.n * cell.n / theirs.n) / sum(cell.n) AS recall
        FROM cell JOIN ours USING (kind, entity_id) JOIN theirs USING (kind, entity_key)
        GROUP BY kind
    )
    SELECT kind, agreed, said.pairs, true_.pairs, cubed.precision, cubed.recall,
        count(*)::BIGINT, count(mention_id)::BIGINT
    FROM pairs JOIN said USING (kind) JOIN true_ USING (kind) JOIN cubed USING (kind)
    JOIN matched USING (kind)
    GROUP BY ALL ORDER BY kind
"""

# Grain: one tenth of the probability scale; the last bin includes 1. Merges by an equal selector
# are pairs too: each member with the one before it.
_BINS = """
    WITH judged AS (
        SELECT probability AS p, (l.entity_key = r.entity_key)::INTEGER AS y
        FROM pair_score
        JOIN matched AS l ON l.mention_id = left_mention
        JOIN matched AS r ON r.mention_id = right_mention
        WHERE pair_score.kind = $kind
        UNION ALL
        SELECT cohesion, (entity_key = lag(entity_key) OVER of_entity)::INTEGER
        FROM matched JOIN entity USING (entity_id)
        WHERE matched.kind = $kind AND $kind NOT IN (SELECT kind FROM pair_score)
        WINDOW of_entity AS (PARTITION BY entity_id ORDER BY mention_id)
    )
    SELECT least(floor(p * 10), 9) / 10 AS low, count(*), avg(p), avg(y), sum((p - y) * (p - y))
    FROM judged WHERE y IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def evaluate(case: Case, truth_csv: Path) -> Evaluation:
    """Compare the current entities with a CSV of ``mention_key,kind,entity_key``.

    Raises WorkbenchError when the file has other columns or is no text.
    """
    try:
        with truth_csv.open(encoding="utf-8-sig") as file:
            header = file.readline().strip().split(",")
    except UnicodeDecodeError as error:
        raise WorkbenchError(f"{truth_csv}: is no CSV in UTF-8. Save it as such.") from error
    if not set(header) >= COLUMNS:
        raise WorkbenchError(
            f"{truth_csv}: needs the columns {', '.join(sorted(COLUMNS))} in its first row."
        )
    db = case.db.cursor()
    try:
        db.execute(_TRUTH, {"path": str(truth_csv)})
    except duckdb.Error as error:
        raise WorkbenchError(
            f"{truth_csv}: is no CSV with the same columns in every row. Correct it."
        ) from error
    db.execute(_MATCHED)
    found = {}
    for kind, agreed, said, true_, *cubed, mentions, known in db.execute(_COUNTS).fetchall():
        bins = db.execute(_BINS, {"kind": kind}).fetchall()
        found[kind] = KindEvaluation(
            _measures(_share(agreed, said), _share(agreed, true_)),
            _measures(*cubed),
            _calibration(bins),
            {"true": mentions, "found": known},
        )
    db.close()
    return Evaluation(found)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _measures(precision: float, recall: float) -> Measures:
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Measures(round(precision, 4), round(recall, 4), round(f1, 4))


def _calibration(rows: list[tuple[float, int, float, float, float]]) -> Calibration:
    pairs = sum(row[1] for row in rows)
    if not pairs:
        return Calibration(None, ())
    bins = tuple(
        Bin(round(low, 1), round(low + 0.1, 1), n, round(mean, 4), round(true_, 4))
        for low, n, mean, true_, _ in rows
    )
    return Calibration(round(sum(row[4] for row in rows) / pairs, 5), bins)
