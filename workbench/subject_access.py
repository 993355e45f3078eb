"""What the case holds on one person, for that person (Directive (EU) 2016/680, art. 14).

All data with their sources, categories, legal bases, recipients and times of review; other persons
who are protected stay hidden in it. Sources whose handling code holds them back are counted only.
"""

import hashlib
import html
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

from workbench import retention, sources
from workbench.access import for_export
from workbench.case import EXPORTS, Case
from workbench.clock import now_utc
from workbench.encrypting import leaving
from workbench.errors import RefusedError, WorkbenchError
from workbench.evidence.handling import Purpose, withheld
from workbench.evidence.reduced import without
from workbench.evidence.trace import trace
from workbench.vocabulary import Action, MentionKind

FORMAT = "subject"


@dataclass(frozen=True)
class Said:
    """Something a source says of the person; ``nature`` tells facts from assessments."""

    source: int
    what: str
    value: str
    nature: str = "fact"


@dataclass(frozen=True)
class Quoted:
    """A row or sentence that speaks of the person."""

    source: int
    place: str
    text: str
    nature: str
    grade: str


@dataclass(frozen=True)
class Origin:
    """A source that speaks of the person: whence, on what basis, and until when it is kept."""

    source: int
    kind: str
    authority: str | None
    legal_basis: str | None
    received_at: str | None
    handling_code: str
    grade: str
    added_at_utc: datetime
    review_on: date | None


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom data may have gone that speak of the person."""

    export: int
    recipient: str
    purpose: str
    made_at_utc: datetime


@dataclass(frozen=True)
class Report:
    """All data on one person; times in UTC."""

    case_title: str
    case_reference: str
    made_at_utc: datetime
    person: str
    categories: tuple[Said, ...]
    particulars: tuple[Said, ...]
    relations: tuple[Said, ...]
    quoted: tuple[Quoted, ...]
    sources: tuple[Origin, ...]
    recipients: tuple[Recipient, ...]
    sources_withheld: int


def report(case: Case, entity_id: str, permissions: Mapping[int, str] | None = None) -> Report:
    """Collect what the case holds on a person (entity id).

    Raises RefusedError for a protected person whom the present user has not unlocked for exports.
    """
    if not entity_id.startswith(f"{MentionKind.PERSON}-"):
        raise RefusedError(f"{entity_id}: is no person.")
    shown = for_export(case)
    if shown.is_protected(entity_id):
        raise RefusedError(
            f"{shown.label(entity_id)}: is protected, and the report names them. Unlock first: "
            "workbench unlock CASE PERSON --reason R --exports."
        )
    held = withheld(sources.every(case.db), Purpose.JUDICIAL, permissions or {})
    with without(case, [one.source_id for one in held]) as rest:
        made = _collected(rest, entity_id)
        evidence = trace(rest, entity_id, shown=shown).evidence if made.sources else ()
    days = {one.source_id: one.review_on for one in retention.reviews(case)}
    return replace(
        made,
        person=shown.label(entity_id),
        case_title=shown.text(made.case_title),
        case_reference=shown.text(made.case_reference),
        relations=tuple(replace(said, value=shown.text(said.value)) for said in made.relations),
        quoted=tuple(
            Quoted(e.source_id, e.place.label, e.text, e.nature or "fact", e.grade)
            for e in evidence
        ),
        sources=tuple(replace(one, review_on=days.get(one.source)) for one in made.sources),
        recipients=tuple(
            replace(one, recipient=shown.text(one.recipient))
            for one in _recipients(case, entity_id)
        ),
        sources_withheld=_of_person(case, entity_id) - len(made.sources),
    )


_MINE = "SELECT mention_id FROM entity_member WHERE entity_id = $entity"
_CATEGORIES = f"""
    SELECT DISTINCT source_id, 'category', CASE WHEN minor THEN category || ', minor'
        ELSE category END FROM person_status JOIN mention USING (mention_id)
    WHERE mention_id IN ({_MINE}) ORDER BY ALL
"""
_PARTICULARS = f"""
    SELECT source_id, 'name', text FROM mention WHERE mention_id IN ({_MINE})
    UNION SELECT source_id, name, written FROM attribute JOIN mention USING (mention_id)
    WHERE mention_id IN ({_MINE}) ORDER BY ALL
"""
# Grain: one claim that is not refused with the person on one side; the other side as written.
_RELATIONS = f"""
    SELECT DISTINCT claim.source_id, CASE WHEN negated THEN 'not ' ELSE '' END || claim.kind,
        other.text, nature
    FROM claim JOIN mention AS other ON other.mention_id =
        CASE WHEN left_mention IN ({_MINE}) THEN right_mention ELSE left_mention END
    WHERE state <> 'refused' AND (left_mention IN ({_MINE}) OR right_mention IN ({_MINE}))
    ORDER BY ALL
"""
_SOURCES = f"""
    SELECT source_id, source.kind, authority, legal_basis, received_at, handling_code,
        source_reliability || information_credibility, added_at_utc, NULL
    FROM source WHERE source_id IN (
        SELECT source_id FROM mention WHERE mention_id IN ({_MINE})) ORDER BY source_id
"""


def _collected(case: Case, entity_id: str) -> Report:
    values = {"entity": entity_id}
    with case.db.cursor() as db:
        return Report(
            case.property("title"),
            case.property("reference"),
            now_utc().replace(microsecond=0),
            entity_id,
            tuple(Said(*row) for row in db.execute(_CATEGORIES, values).fetchall()),
            tuple(Said(*row) for row in db.execute(_PARTICULARS, values).fetchall()),
            tuple(Said(*row) for row in db.execute(_RELATIONS, values).fetchall()),
            (),
            tuple(Origin(*row) for row in db.execute(_SOURCES, values).fetchall()),
            (),
            0,
        )


def _of_person(case: Case, entity_id: str) -> int:
    with case.db.cursor() as db:
        return len(db.execute(_SOURCES, {"entity": entity_id}).fetchall())


def _recipients(case: Case, entity_id: str) -> tuple[Recipient, ...]:
    """Whoever got an export since the first source on the person was in the case."""
    with case.db.cursor() as db:
        found = db.execute(
            "SELECT export_id, recipient, purpose, made_at_utc FROM export WHERE made_at_utc >= ("
            "SELECT min(added_at_utc) FROM source JOIN mention USING (source_id) "
            "JOIN entity_member USING (mention_id) WHERE entity_id = ?) ORDER BY export_id",
            [entity_id],
        ).fetchall()
    return tuple(Recipient(*row) for row in found)


# ------------------------------------------------------------------ writing


def write(
    case: Case, entity_id: str, out: Path, permissions: Mapping[int, str] | None = None
) -> Report:
    """Write the report (.json, or .html for reading) and log that it was given out."""
    if out.suffix.lower() not in (".json", ".html"):
        raise RefusedError(f"{out}: name a .html file to read, or a .json file for programs.")
    inside = case.folder.resolve()
    if inside in out.resolve().parents and (inside / EXPORTS) not in out.resolve().parents:
        raise RefusedError(f"{out}: is inside the case. Name another file, or one in exports.")
    leaving.check_outside(case.folder, out)
    made = report(case, entity_id, permissions)
    text = _json(made) if out.suffix.lower() == ".json" else _html(made)
    waiting = out.with_name(f".{out.name}.part")
    try:
        waiting.write_text(text, encoding="utf-8")
        with case.transaction():
            _log(case, entity_id, made, hashlib.sha256(text.encode()).hexdigest())
            waiting.replace(out)
    except OSError as error:
        raise WorkbenchError(f"{out}: cannot be written ({error.strerror}).") from error
    finally:
        waiting.unlink(missing_ok=True)
    return made


def _log(case: Case, entity_id: str, made: Report, digest: str) -> None:
    number = case.next_id("export", "export_id")
    case.db.execute(
        "INSERT INTO export VALUES (?, ?, 'the person concerned', 'subject access', ?, ?, ?)",
        [number, FORMAT, case.user, made.made_at_utc, digest],
    )
    detail = {"command": "subject", "export": f"export-{number}", "sha256": digest}
    case.record(Action.DISCLOSURE, entity_id, detail)


def _json(made: Report) -> str:
    return json.dumps(asdict(made), ensure_ascii=False, indent=1, default=str) + "\n"


_HEADINGS = {
    "categories": "What you are in this case, as its sources say",
    "particulars": "Particulars",
    "relations": "Relations that sources state",
    "quoted": "Where you are spoken of, word for word",
    "sources": "Sources",
    "recipients": "Who received data from this case since",
}


def _html(made: Report) -> str:
    """A page to read or print; whatever sources say is text in it, never markup."""
    parts = [_table(title, getattr(made, name)) for name, title in _HEADINGS.items()]
    head = html.escape(f"{made.case_title} {made.case_reference}".strip())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Data held on a person</title><style>body{font:15px sans-serif;margin:2rem}"
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3rem .6rem;"
        "text-align:left;vertical-align:top}</style></head><body>"
        f"<h1>Data held on {html.escape(made.person)}</h1>"
        f"<p>Case: {head}. Made {made.made_at_utc:%Y-%m-%d %H:%M} UTC. "
        f"{made.sources_withheld} further sources are not shown: their handling does not allow it, "
        "and a supervisory authority may look at them. You may ask for data to be put right, "
        f"erased or restricted.</p>{''.join(parts)}</body></html>\n"
    )


def _table(title: str, rows: tuple[object, ...]) -> str:
    if not rows:
        return f"<h2>{html.escape(title)}</h2><p>Nothing.</p>"
    names = list(vars(rows[0]))
    head = "".join(f"<th>{html.escape(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(f"<tr>{''.join(map(_cell, vars(row).values()))}</tr>" for row in rows)
    return f"<h2>{html.escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


def _cell(value: object) -> str:
    return f"<td>{html.escape('' if value is None else str(value))}</td>"
