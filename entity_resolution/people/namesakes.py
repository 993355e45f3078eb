"""Persons whom a source sets apart: "another man of the same name", "një Leonard Nika tjetër".

A source that goes out of its way to say so means somebody else than everyone means by that name.
"""

import tomllib
from functools import cache
from importlib.resources import files

from workbench.case import Case

# Grain: one person mention, of the sources asked for, that its sentence sets apart from others of
# the name. ``gap_before`` and ``gap_after`` are the words up to the neighbouring persons of the
# sentence, folded.
_SET_APART = """
    WITH folding AS (
        SELECT passage.source_id, passage_no, start_char, end_char, substring(document.text,
            start_char + 1, end_char - start_char) AS sentence
        FROM passage JOIN document USING (source_id)
        WHERE source_id IN (SELECT source_id FROM source_asked)
    ), placed AS (
        SELECT mention_id, sentence,
            lag(mention.end_char, 1, folding.start_char) OVER following - folding.start_char
                AS since,
            mention.start_char - folding.start_char AS start_at,
            mention.end_char - folding.start_char AS end_at,
            lead(mention.start_char, 1, folding.end_char) OVER following - folding.start_char
                AS until,
            lead(mention_id) OVER following IS NULL AS is_last
        FROM mention JOIN folding USING (source_id, passage_no)
        WHERE mention.kind = 'person'
        WINDOW following AS (PARTITION BY source_id, passage_no ORDER BY mention.start_char)
    ), gaps AS (
        SELECT mention_id, is_last,
            folded(substring(sentence, since + 1, start_at - since)) AS gap_before,
            folded(substring(sentence, end_at + 1, until - end_at)) AS gap_after
        FROM placed
    )
    SELECT mention_id FROM gaps
    WHERE regexp_matches(gap_before, $same_name)
        OR (is_last AND regexp_matches(gap_after, $same_name))
        OR regexp_matches(gap_before, $before) OR regexp_matches(gap_after, $after)
    ORDER BY mention_id
"""

# Serbian Cyrillic to Latin letter by letter is enough for the words looked for.
_FOLDED = """
    CREATE OR REPLACE TEMP MACRO folded(written) AS strip_accents(replace(replace(replace(replace(
        translate(lower(written), 'абвгдежзијклмнопрстћуфхцчш', 'abvgdezzijklmnoprstcufhccs'),
        'ђ', 'dj'), 'љ', 'lj'), 'њ', 'nj'), 'đ', 'dj'))
"""


def set_apart(case: Case) -> list[int]:
    """Ids of the person mentions, of the sources in ``source_asked``, that their sentences set
    apart from others of the same name."""
    cues = _cues()
    case.db.execute(_FOLDED)
    found = case.db.execute(
        _SET_APART,
        {
            "same_name": "|".join(cues["same_name"]),
            "before": rf"\b(?:{'|'.join(cues['before'])})[\s(„“\"']*$",
            "after": rf"^[\s)“”\"']*(?:{'|'.join(cues['after'])})\b",
        },
    ).fetchall()
    return [row[0] for row in found]


@cache
def _cues() -> dict[str, list[str]]:
    text = files("entity_resolution.people").joinpath("data/namesakes.toml").read_text("utf-8")
    return tomllib.loads(text)
