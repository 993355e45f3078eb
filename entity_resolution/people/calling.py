"""What a text says that people are called: "Leonard Nika, whom Zorić calls 'Komandanti'".

Only quoted short mentions are looked at, so that hardly any sentence is read.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from entity_resolution.names import latin
from workbench.case import Case

_QUOTES = "\"'„“”«»‚‘’`"
_BEFORE = 260
"""Characters before a nickname in which the person it belongs to is looked for."""

# Grain: one quoted person mention, of the sources asked for, with the text before it and the
# persons named there.
_QUOTED = """
    WITH person AS (
        SELECT mention_id, source_id, mention.text, start_char, end_char FROM mention
        WHERE kind = 'person' AND start_char IS NOT NULL
            AND source_id IN (SELECT source_id FROM source_asked)
    ), quoted AS (
        SELECT person.*, greatest(start_char - $before, 0) AS since, document.text AS whole
        FROM person JOIN document USING (source_id)
        WHERE contains($quotes, nullif(document.text[start_char], ''))
    )
    SELECT quoted.text,
        substring(whole, since + 1, quoted.start_char - since) AS before,
        list({'id': person.mention_id, 'start': person.start_char - since,
            'end': person.end_char - since} ORDER BY person.start_char) AS persons
    FROM quoted JOIN person ON person.source_id = quoted.source_id
        AND person.start_char >= since AND person.end_char < quoted.start_char
    GROUP BY quoted.mention_id, quoted.text, quoted.start_char, since, whole
    ORDER BY quoted.mention_id
"""


def nicknames(case: Case) -> list[tuple[int, str]]:
    """Person mentions of the sources in ``source_asked`` with what their text says they are
    called."""
    rows = case.db.execute(_QUOTED, {"before": _BEFORE, "quotes": _QUOTES}).fetchall()
    bearers = [(_bearer(_marked(before, persons)), nickname) for nickname, before, persons in rows]
    return [(bearer, nickname) for bearer, nickname in bearers if bearer is not None]


def _marked(before: str, persons: list[dict[str, int]]) -> str:
    """The text, folded, with each person as their id in angle brackets."""
    made, at = "", 0
    for person in persons:
        made += latin(before[at : person["start"]]) + f"<{person['id']}>"
        at = person["end"]
    return re.sub(r"\s+", " ", made + latin(before[at:]).rstrip(_QUOTES + " ,"))


def _bearer(text: str) -> int | None:
    """The person before the pronoun of a relative clause, or the only one of the last clauses."""
    for pattern in _patterns():
        match = pattern.search(text)
        if match:
            return int(match[1])
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = files("entity_resolution.people").joinpath("data/calling.toml").read_text("utf-8")
    words = {name: "|".join(found) for name, found in tomllib.loads(text).items()}
    subject = r"(?:(?:^|[.;] )[^<>.;]*|, (?:a|dok|dhe|ndersa|and|while) )<(\d+)>[^<>;]{0,170}?\b"
    called = rf"(?:\w+ ){{0,2}}(?:{words['called']})(?: \w+){{0,2}}"
    return (
        # A (of Fier), whom (B) calls N
        re.compile(
            rf"<(\d+)>[^<>.;]{{0,40}}, ?(?:\w+ )?(?:{words['whom']}) (?:<\d+> )?{called} ?[,:]?$"
        ),
        # A ... and they call him N. He was ... They call him N.
        re.compile(rf"{subject}(?:{words['them']}) {called} ?[,:]?$"),
        re.compile(rf"{subject}(?:{words['called']}) (?:{words['them']}) ?[,:]?$"),
    )
