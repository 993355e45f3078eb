"""A small case along the coast: one operator's file and one statement, entities as told here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from graph.build import refresh
from ingest import intake
from ingest.observations import Attribute, Claim, Mention, Observations, SpanLocator, Status
from workbench import originals, sources
from workbench.access import protect
from workbench.case import Case
from workbench.clock import now_utc
from workbench.sources import Reconciliation, Source
from workbench.vocabulary import (
    AttributeName,
    ClaimKind,
    MentionKind,
    Nature,
    PersonCategory,
    SourceKind,
)

PROTECTED_WORDS = ("Naima", "Karzai", "Karzaj", "Наима", "682000444", "1994")
"""What must never leave the server."""

STATEMENT = (
    "I know Dritan Gjoka from Durres. Dritan Gjoka met Mirko Bošković in Ulcinj on 3 March 2024. "
    "Мирко Бошковић је возио Naimu Karzai у возилу PG AB123. "
    "I think that Dritan Gjoka pays Goran Perović. "
    "Naima Karzai, born 1994-05-06, used the number 068 200 0444."
)

HEADER = "Numri A;Numri B;Data;Ora;Kohëzgjatja;Lloji;Drejtimi;IMEI;IMSI;Qeliza;Vendndodhja"
DRITAN, MIRKO, GORAN, NAIMA, UNKNOWN = (
    "+355672000111",
    "+38269000222",
    "+38762000333",
    "+355682000444",
    "+38269000555",
)
FIRST_CALL = datetime(2024, 3, 1, 8, 0)


@dataclass
class Coast:
    """The case and the entity ids of its people, by surname."""

    case: Case
    people: dict[str, str]


def build(folder: Path, strangers: int = 0) -> Coast:
    """Make the case; ``strangers`` are further numbers, each called twice by Dritan."""
    case = Case.create(
        folder, title="Operation Test Coast", reference="T-1", time_zone="Europe/Podgorica"
    )
    intake.add(case, _call_records(folder.parent, strangers), intake.AddOptions(country="AL"))
    with case.transaction():
        people = _statement(case, folder.parent)
        _phones(case)
        protect(case)
        refresh(case)
    return Coast(case, people)


def _call_records(folder: Path, strangers: int) -> Path:
    pairs = [(DRITAN, MIRKO)] * 6 + [(DRITAN, GORAN)] * 3 + [(DRITAN, NAIMA), (DRITAN, UNKNOWN)]
    pairs += [(DRITAN, f"+3826900{n:04d}") for n in range(1000, 1000 + strangers)] * 2
    lines = ["Adriatel sh.a. - Drejtoria", f"Numri i kërkuar;{_written(DRITAN)}", "", HEADER]
    for number, (caller, called) in enumerate(pairs):
        when = FIRST_CALL + timedelta(hours=5 * number)
        lines.append(
            f"{_written(caller)};{_written(called)};{when:%d.%m.%Y;%H:%M:%S};00:01:20;Zë;Dalëse;"
            "019999076742149;276992984274494;276-99-1100-20002;Shkodër"
        )
    file = folder / "Adriatel_355672000111.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return file


def _written(number: str) -> str:
    return number.replace("+", "00")


def _statement(case: Case, folder: Path) -> dict[str, str]:
    file = folder / "statement_17.txt"
    file.write_text(STATEMENT, encoding="utf-8")
    incoming = originals.receive(case.folder, file)
    originals.keep(case.folder, incoming)
    source_id = case.next_id("source", "source_id")
    source = Source(
        source_id=source_id,
        sha256=incoming.sha256,
        file_name=file.name,
        kind=SourceKind.WITNESS_STATEMENT,
        media_type="text/plain",
        bytes=incoming.bytes,
        encoding="utf-8",
        language="en",
        country="ME",
        time_zone="Europe/Podgorica",
        authority="Uprava policije",
        received_from=None,
        received_at=None,
        legal_basis=None,
        handling_code="H1",
        source_reliability="B",
        information_credibility="2",
        grading_scheme="4x4",
        template=None,
        template_version=None,
        parser_version="1",
        target_written=None,
        period_from_utc=None,
        period_to_utc=None,
        added_by="tester",
        added_at_utc=now_utc(),
    )
    spans = _sentences()
    sources.insert(case.db, source, [Reconciliation("", len(spans), len(spans), 0, 0)])
    case.db.execute("INSERT INTO document VALUES (?, ?, [0], 'en', 'Latn')", [source_id, STATEMENT])
    case.db.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?, 1)",
        [(source_id, n, start, end) for n, (start, end) in enumerate(spans, 1)],
    )
    return _said(case, source_id, file.name)


def _sentences() -> list[tuple[int, int]]:
    ends = [i + 1 for i, c in enumerate(STATEMENT) if c == "." and STATEMENT[i + 1 : i + 2] in " "]
    starts = [0] + [end + 1 for end in ends[:-1]]
    return list(zip(starts, ends, strict=True))


def _said(case: Case, source_id: int, file_name: str) -> dict[str, str]:
    said = Observations()
    people = {
        "Gjoka": _everywhere(said, MentionKind.PERSON, "Dritan Gjoka"),
        "Bošković": _everywhere(said, MentionKind.PERSON, "Mirko Bošković", "Мирко Бошковић"),
        "Perović": _everywhere(said, MentionKind.PERSON, "Goran Perović"),
        "Karzai": _everywhere(said, MentionKind.PERSON, "Naima Karzai", "Naimu Karzai"),
    }
    (car,) = _everywhere(said, MentionKind.VEHICLE, "PG AB123")
    (phone,) = _everywhere(said, MentionKind.PHONE, "068 200 0444", normalised=NAIMA)
    gjoka, mirko, goran, naima = people.values()
    _claim(said, 2, ClaimKind.MEETS, gjoka[1], mirko[0], start=datetime(2024, 3, 3))
    _claim(said, 3, ClaimKind.TRANSPORTS, mirko[1], naima[0])
    _claim(said, 3, ClaimKind.DRIVES, mirko[1], car)
    _claim(said, 4, ClaimKind.PAYS, gjoka[2], goran[0], nature=Nature.ASSESSMENT)
    _claim(said, 5, ClaimKind.USES, naima[1], phone)
    said_of = {gjoka[0]: "suspect", mirko[0]: "suspect", naima[0]: "smuggled_migrant"}
    for mention, category in said_of.items():
        _status(said, mention, PersonCategory(category))
    said.attributes += _attributes(gjoka[0], naima[1])
    said.store(case, source_id, file_name)
    return _entities(case, [*people.values(), [car]], source_id)


def _everywhere(
    said: Observations, kind: MentionKind, *forms: str, normalised: str | None = None
) -> list[Mention]:
    found = sorted(
        (start, form)
        for form in forms
        for start in range(len(STATEMENT))
        if STATEMENT.startswith(form, start)
    )
    return [
        said.mention(kind, form, _span(start, start + len(form)), normalised or forms[0])
        for start, form in found
    ]


def _span(start: int, end: int) -> SpanLocator:
    number = next(n for n, (first, last) in enumerate(_sentences(), 1) if first <= start < last)
    return SpanLocator(number, start, end)


def _claim(
    said: Observations,
    sentence: int,
    kind: ClaimKind,
    left: Mention,
    right: Mention,
    *,
    start: datetime | None = None,
    nature: Nature = Nature.FACT,
) -> None:
    where = SpanLocator(sentence, *_sentences()[sentence - 1])
    said.claims.append(Claim(kind, left, right, where, nature=nature, start_utc=start))


def _status(said: Observations, mention: Mention, category: PersonCategory) -> None:
    said.statuses.append(Status(mention, category, category))


def _attributes(gjoka: Mention, naima: Mention) -> list[Attribute]:
    return [
        Attribute(gjoka, AttributeName.ADDRESS, "Durrës", "Durres"),
        Attribute(naima, AttributeName.BIRTH_DATE, "1994-05-06", "1994-05-06"),
    ]


def _entities(case: Case, groups: Sequence[Sequence[Mention]], source_id: int) -> dict[str, str]:
    first = case.db.execute(
        "SELECT min(mention_id) FROM mention WHERE source_id = ?", [source_id]
    ).fetchall()[0][0]
    ids = {}
    for number, group in enumerate(groups, 1):
        kind, label = group[0].kind, group[-1].normalised or ""
        entity = f"{kind}-{number}"
        case.db.execute("INSERT INTO entity VALUES (?, ?, ?, 1, 0.97)", [entity, kind, label])
        case.db.executemany(
            "INSERT INTO entity_member VALUES (?, ?)", [(entity, first + m.number) for m in group]
        )
        ids[label.split()[-1]] = entity
    return ids


def _phones(case: Case) -> None:
    """One entity per number, and who is known to use which."""
    case.db.execute(
        "INSERT INTO entity SELECT 'phone-' || row_number() OVER (ORDER BY normalised), 'phone', "
        "normalised, 1, 1 FROM (SELECT DISTINCT normalised FROM mention WHERE kind = 'phone')"
    )
    case.db.execute(
        "INSERT INTO entity_member SELECT entity_id, mention_id FROM mention JOIN entity "
        "ON entity.kind = 'phone' AND label = normalised WHERE mention.kind = 'phone'"
    )
    case.db.execute(
        "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature, "
        "passage_no, start_char, end_char) "
        "SELECT 100 + row_number() OVER (ORDER BY owner), 2, 'uses', person, mention_id, 'fact', "
        "1, 0, 33 FROM (VALUES (?, 'Dritan Gjoka'), (?, 'Мирко Бошковић'), "
        "(?, 'Goran Perović')) AS known(number, owner) "
        "JOIN mention ON normalised = number AND kind = 'phone' "
        "JOIN (SELECT text, min(mention_id) AS person FROM mention GROUP BY text) AS named "
        "ON named.text = owner",
        [DRITAN, MIRKO, GORAN],
    )
