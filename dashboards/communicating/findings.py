"""What patterns found about somebody, as cards: who, how likely, why, what speaks against it."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from dashboards.workspace import Workspace
from workbench.evidence.kept_rows import KeptRow, kept_row

_ENTITY = re.compile(r"[a-z]+-\d+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)")


@dataclass(frozen=True)
class Finding:
    """One candidate of a pattern. ``who``: entities (ids) by their part in it.

    ``things`` are handsets and SIMs by their part. ``rows`` are source, sheet and row of
    the records it rests on, ``relationships`` the ids of those it rests on.
    """

    pattern: str
    who: tuple[tuple[str, str], ...]
    things: tuple[tuple[str, str], ...]
    score: float
    reason: str
    cautions: tuple[str, ...]
    rows: tuple[KeptRow, ...]
    relationships: tuple[str, ...]

    @property
    def entities(self) -> set[str]:
        """All that it names."""
        return {entity for _, entity in self.who}

    @property
    def key(self) -> str:
        """What it is known by, as long as it rests on the same."""
        # Without the empty sheet, as keys of findings collected before sheets were kept are.
        rows = [row if row[1] else row[::2] for row in self.rows]
        told = [self.pattern, *self.who, *self.things, *rows, *self.relationships]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def as_content(self) -> dict[str, object]:
        """As it is kept in a report; ``from_content`` reads it."""
        return asdict(self)

    @classmethod
    def from_content(cls, kept: Mapping[str, Any]) -> "Finding":
        """A finding that was kept."""
        pairs = ("who", "things")
        return cls(
            **dict(kept)
            | {name: tuple(tuple(pair) for pair in kept[name]) for name in pairs}
            | {name: tuple(kept[name]) for name in ("cautions", "relationships")}
            | {"rows": tuple(kept_row(row) for row in kept["rows"])}
        )


def about(
    workspace: Workspace, pattern: str, groups: Sequence[Collection[str]]
) -> tuple[Finding, ...]:
    """What a pattern found about somebody of the groups of entities, likeliest first.

    What names several of the groups comes before what names one.
    """
    named = [
        (sum(not one.entities.isdisjoint(group) for group in groups), one)
        for one in every(workspace, pattern)
    ]
    return tuple(one for count, one in sorted(named, key=lambda n: -n[0]) if count)


def every(workspace: Workspace, pattern: str) -> tuple[Finding, ...]:
    """All that a pattern found, likeliest first."""
    found = workspace.findings(pattern).as_json(str)
    candidates = cast("list[dict[str, Any]]", found["candidates"])
    made = (_finding(pattern, candidate) for candidate in candidates)
    return tuple(sorted(made, key=lambda one: -one.score))


def _finding(pattern: str, candidate: Mapping[str, Any]) -> Finding:
    named = [(part, value) for part, one in candidate.items() for value in _values(one)]
    who = [(part, value) for part, value in named if _ENTITY.fullmatch(value)]
    parts = ("constant", "before", "after")
    things = [(part, value) for part, value in named if part in parts and value.isdigit()]
    evidence = list(_evidence(candidate))
    relations = [one for one in evidence if isinstance(one, str)]
    return Finding(
        pattern,
        tuple((part, entity) for part, entity in who if not part.endswith("_entity")),
        tuple(things),
        float(candidate.get("score", 0.0)),
        str(candidate["reason"]),
        tuple(candidate.get("cautions") or ()),
        tuple(dict.fromkeys(row_of(one) for one in evidence if _is_row(one))),
        tuple(dict.fromkeys([*(candidate.get("relationships") or ()), *relations])),
    )


def _values(value: object) -> list[str]:
    """Texts in a candidate's field, alone or in a list."""
    every = value if isinstance(value, list | tuple) else [value]
    return [one for one in every if isinstance(one, str)]


def _evidence(value: object) -> Iterator[Any]:
    """All that stands under ``evidence``, however deep."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "evidence":
                yield from inner
            else:
                yield from _evidence(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _evidence(inner)


def row_of(evidence: Mapping[str, Any]) -> tuple[int, str, int]:
    """Source, sheet and row of a record, as patterns name it for scripts."""
    return evidence["source"], evidence.get("sheet", ""), evidence["row"]


def _is_row(value: object) -> bool:
    return isinstance(value, Mapping) and "row" in value


def in_local_time(workspace: Workspace, words: str) -> str:
    """A reason in the page's language, its moments, told in UTC, in the case's zone."""
    texts = workspace.texts

    def local(found: re.Match[str]) -> str:
        return texts.moment(datetime.fromisoformat(found.group()))

    return _MOMENT.sub(local, texts.said(words)).replace(" UTC", "")
