"""Words on what a document was read to say, as a page tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboards.reviewing.objects import Named
from dashboards.workspace import Workspace
from ingest.corrections.claims import ClaimForm
from ingest.corrections.mentions import MentionForm
from ingest.corrections.places import Named as NamedPlace
from workbench import reviewing
from workbench.errors import RefusedError
from workbench.vocabulary import (
    ClaimKind,
    MentionKind,
    Nature,
    PersonCategory,
    ReviewedKind,
)

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """What is to be done: to which source and object, why, and what the fields of a form say."""

    kind: str
    source: int
    on: Named | None
    reason: str
    fields: Json = field(default_factory=dict)
    told: Json = field(default_factory=dict)

    @property
    def lifts(self) -> bool:
        """Whether it is meant though somebody is shown by name again."""
        return bool(self.fields.get("lift_protection"))


def perform(workspace: Workspace, act: Act) -> Named | None:
    """Say the word; returns what it is on. Raises WorkbenchError."""
    with workspace.writing():
        match act.kind:
            case "accept" if act.on:
                reviewing.accept(workspace.case, act.on.kind, [act.on.number], act.reason)
                return act.on
            case "refuse" if act.on:
                reviewing.refuse(
                    workspace.case,
                    act.on.kind,
                    [act.on.number],
                    act.reason,
                    lift_protection=act.lifts,
                )
                return act.on
            case "correct" if act.on:
                return _correct(workspace, act, act.on)
            case "add":
                form = _mention(act)
                number, _ = reviewing.add_mention(workspace.case, act.source, form, act.reason)
                return Named(ReviewedKind.MENTION, number)
            case "add-claim":
                claim, _ = reviewing.add_claim(
                    workspace.case,
                    act.source,
                    _claim(act),
                    act.reason,
                    act.told.get("passage"),
                    _row(act.told),
                )
                return Named(ReviewedKind.CLAIM, claim)
            case "withdraw":
                word = reviewing.withdraw(
                    workspace.case, int(act.told["word"]), act.reason, lift_protection=act.lifts
                )
                return Named(word.object_kind, word.object_id)
    raise RefusedError("nothing is chosen to say a word on.")  # fmt: skip


def _correct(workspace: Workspace, act: Act, on: Named) -> Named:
    if on.kind is ReviewedKind.MENTION:
        reviewing.correct_mention(
            workspace.case, on.number, _mention(act), act.reason, lift_protection=act.lifts
        )
    elif on.kind is ReviewedKind.CLAIM:
        reviewing.correct_claim(workspace.case, on.number, _claim(act), act.reason)
    else:
        whom = act.fields.get("concerns")
        if not whom:
            raise RefusedError("say whom the sign concerns.")
        reviewing.concern(workspace.case, on.number, int(whom), act.reason)
    return on


def _mention(act: Act) -> MentionForm:
    said = act.fields
    kind, status, minor = said.get("kind"), said.get("status"), said.get("minor")
    attribute, value = said.get("attribute"), (said.get("value") or "").strip()
    return MentionForm(
        _place(act.told),
        MentionKind(kind) if kind else None,
        (said.get("reads") or "").strip() or None,
        {attribute: [value] if value else []} if attribute else {},
        PersonCategory(status) if status else None,
        {"yes": True, "no": False}.get(minor or ""),
    )


def _place(told: Json) -> NamedPlace | None:
    """Where on the page something was marked: characters, or words of a passage or row."""
    if "start" in told:
        return NamedPlace(at=(int(told["start"]), int(told["end"])))
    if "quote" in told:
        return NamedPlace(
            quote=str(told["quote"]),
            passage_no=told.get("passage"),
            row_number=told.get("row"),
            sheet=told.get("sheet") or "",
        )
    return None


def _row(told: Json) -> tuple[str, int] | None:
    """The row of a table in which a claim stands."""
    row = told.get("row")
    return None if row is None else (str(told.get("sheet") or ""), int(row))


def _claim(act: Act) -> ClaimForm:
    said = act.fields
    kind, nature = said.get("kind"), said.get("nature")
    left, right = said.get("left"), said.get("right")
    return ClaimForm(
        kind=ClaimKind(kind) if kind else None,
        left_mention=int(left) if left else None,
        right_mention=int(right) if right else None,
        nature=Nature(nature) if nature else None,
        first_hand={"yes": True, "no": False}.get(said.get("first_hand") or ""),
        negated={"yes": True, "no": False}.get(said.get("denied") or ""),
    )
