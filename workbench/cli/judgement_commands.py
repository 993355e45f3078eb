"""explain, review, judgements: why they are one, what waits for a word, and who said what."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

import entity_resolution
from entity_resolution import Judgement, Member, Membership, Pair, Waiting
from entity_resolution import judgements as words
from entity_resolution.explanations import PairExplanation
from workbench.access.masking import HIDDEN, Masking
from workbench.case import Case
from workbench.cli import membership_picture, waterfall_picture
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming, record_consultation
from workbench.cli.output import print_json, print_table
from workbench.errors import UnknownObjectError


@click.command(cls=CaseCommand)
@case_argument
@click.argument("left")
@click.argument("right", required=False)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the weights into this .svg or .png file.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Of one entity: how many mentions to show, the weakest linked first.",
)
@json_option
def explain(
    case_folder: Path, left: str, right: str | None, picture: Path | None, top: int, as_json: bool
) -> None:
    """Say why two entities or mentions are held to be one, or two; of one, why each mention is in.

    LEFT and RIGHT are entity ids, labels, pseudonyms or mention keys; without RIGHT, every mention
    of the entity LEFT is shown with the link that holds it there. Weights are in bits: each bit
    above 0 doubles the odds that they are one, each below halves them. What is known of protected
    persons is not shown. The look is logged.

    \b
    Examples:
      workbench explain gjoka person-12
      workbench explain gjoka person-12 person-31
      workbench explain gjoka person-12 person-31 --picture why.svg
    """
    with Case.open(case_folder, write=True) as case:
        naming = Naming(case)
        if right is None:
            _explain_entity(case, naming, naming.entity(left), picture, top, as_json=as_json)
        else:
            sides = _meant(case, naming, left), _meant(case, naming, right)
            _explain_pair(case, naming, sides, picture, as_json=as_json)


def _explain_pair(
    case: Case, naming: Naming, named: tuple[str, str], picture: Path | None, *, as_json: bool
) -> None:
    found = entity_resolution.explain_pair(case, *named)
    sides = (found.left_entity, found.right_entity)
    pair = _masked(found, naming)
    names = [naming.label(side) for side in sides]
    if picture and pair.scored:
        steps = entity_resolution.waterfall(pair.scored[0])
        title = f"{names[0]} and {names[1]}: {pair.scored[0].probability:.0%}"
        waterfall_picture.save(picture, title, steps)
    record_consultation(case, "explain", sorted(set(sides)))
    if as_json:
        print_json(_pair_json(pair, names))
        return
    _show_pair(pair, names)
    if picture:
        click.echo(f"Drawn: {picture}" if pair.scored else "Nothing was compared to be drawn.")


def _explain_entity(
    case: Case, naming: Naming, entity: str, picture: Path | None, top: int, *, as_json: bool
) -> None:
    found = entity_resolution.membership(case, entity)
    label = naming.label(entity)
    shown = [_masked_member(member, naming, entity) for member in found.members[:top]]
    keys = {member.mention_id: naming.shown.text(member.mention_key) for member in found.members}
    if picture:
        rows = [
            (f"{m.written} ({m.mention_key})", m.link.match_weight, m.link.sentence)
            for m in shown
            if m.link
        ]
        membership_picture.save(picture, f"{label} ({entity})", rows)
    record_consultation(case, "explain", [entity])
    if as_json:
        print_json(_membership_json(found, label, shown))
        return
    _show_membership(found, label, shown, keys)
    if picture:
        click.echo(f"Drawn: {picture}")


def _masked_member(member: Member, naming: Naming, entity: str) -> Member:
    hide = bool(naming.protected((entity,)))
    link = member.link and _masked_scores(member.link, naming.shown, hide=hide)
    return replace(
        member,
        mention_key=naming.shown.text(member.mention_key),
        written=HIDDEN if hide else naming.shown.text(member.written),
        link=link and replace(link, sentence=naming.shown.text(link.sentence)),
    )


def _membership_json(found: Membership, label: str, shown: list[Member]) -> dict[str, Any]:
    weakest = found.weakest
    return {
        "entity": found.entity_id,
        "label": label,
        "kind": found.kind,
        "mentions": len(found.members),
        "left_out": len(found.members) - len(shown),
        "weakest": weakest and weakest.mention_id,
        "members": [asdict(member) for member in shown],
    }


def _show_membership(
    found: Membership, label: str, shown: list[Member], keys: dict[int, str]
) -> None:
    click.echo(f"{label} ({found.entity_id}), mentions: {len(found.members):,}")
    weakest = next((member for member in shown if member.link), None)
    if weakest and weakest.link:
        click.echo(
            f"Weakest link: {weakest.mention_key}, {weakest.link.probability:.1%}; without it "
            f"{weakest.holds:,} of the mentions would stand apart."
        )
    print_table(
        "Why each mention is in it, the weakest linked first",
        ["mention", "written", "tied to", "probability", "because"],
        [
            (
                member.mention_key,
                member.written,
                keys.get(member.through) if member.through else None,
                member.link.probability if member.link else None,
                member.link.sentence if member.link else "the mention the others are tied to",
            )
            for member in shown
        ],
    )
    if len(found.members) > len(shown):
        click.echo(f"{len(found.members) - len(shown):,} better linked mentions are left out.")


def _meant(case: Case, naming: Naming, named: str) -> str:
    """An entity's id, or a mention's key or number as it is."""
    try:
        return naming.entity(named)
    except UnknownObjectError:
        row = case.db.execute(
            "SELECT count(*) FROM mention WHERE mention_key = $named "
            "OR mention_id = try_cast($named AS BIGINT)",
            {"named": named},
        ).fetchone()
        if row and row[0]:
            return named
        raise


def _masked(pair: Pair, naming: Naming) -> Pair:
    """Without what would give a protected person away: of such a pair no value is shown."""
    hide = bool(naming.protected((pair.left_entity, pair.right_entity)))
    return replace(
        pair,
        scored=tuple(_masked_scores(found, naming.shown, hide=hide) for found in pair.scored),
        judgements=tuple(_masked_word(word, naming.shown) for word in pair.judgements),
    )


def _masked_scores(found: PairExplanation, shown: Masking, *, hide: bool) -> PairExplanation:
    def value(written: str | None) -> str | None:
        return written and (HIDDEN if hide else shown.text(written))

    parts = tuple(replace(p, left=value(p.left), right=value(p.right)) for p in found.parts)
    return replace(found, parts=parts)


def _masked_word(word: Judgement, shown: Masking) -> Judgement:
    withdrawn = word.withdrawn_reason
    return replace(
        word,
        reason=shown.text(word.reason),
        withdrawn_reason=withdrawn and shown.text(withdrawn),
    )


def _pair_json(pair: Pair, names: list[str]) -> dict[str, Any]:
    return {
        "left": {"entity": pair.left_entity, "label": names[0]},
        "right": {"entity": pair.right_entity, "label": names[1]},
        "together": pair.together,
        "sentence": pair.sentence,
        "judgements": pair.judgements,
        "held_apart": [asdict(held) | {"sentence": held.sentence} for held in pair.apart],
        "pairs": [
            asdict(found) | {"waterfall": entity_resolution.waterfall(found)}
            for found in pair.scored
        ],
    }


def _show_pair(pair: Pair, names: list[str]) -> None:
    click.echo(f"{names[0]} ({pair.left_entity}) and {names[1]} ({pair.right_entity})")
    click.echo(pair.sentence)
    if not pair.scored:
        return
    print_table(
        "The likeliest pair of mentions, weights in bits",
        ["weight", "sum", "what", "left", "right"],
        [
            (step.weight, step.total, step.label, step.left, step.right)
            for step in entity_resolution.waterfall(pair.scored[0])
        ],
    )
    if len(pair.scored) > 1:
        least = pair.scored[-1].probability
        click.echo(f"{len(pair.scored) - 1:,} other pairs of mentions, down to {least:.0%}.")


@click.command(cls=CaseCommand)
@case_argument
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
def review(case_folder: Path, top: int, as_json: bool) -> None:
    """List the pairs that wait for a word, with what would change the network most first.

    'Newly connected' counts the pairs of others who would have the merged entity between them. The
    look is logged.

    \b
    Example:
      workbench review gjoka --top 10
    """
    with Case.open(case_folder, write=True) as case:
        naming = Naming(case)
        queue = entity_resolution.review_queue(case, top)
        record_consultation(case, "review", ["review queue"])
    if as_json:
        print_json([_waiting_json(waiting, naming) for waiting in queue])
        return
    print_table(
        f"{len(queue):,} pairs wait for a word (workbench explain, workbench judge)",
        ["left", "right", "who", "probability", "mentions", "ties", "shared", "newly connected"],
        [
            (
                waiting.left_entity,
                waiting.right_entity,
                f"{naming.label(waiting.left_entity)} / {naming.label(waiting.right_entity)}",
                waiting.pair.probability,
                waiting.mentions,
                f"{waiting.left_ties} + {waiting.right_ties}",
                waiting.shared_ties,
                waiting.newly_connected,
            )
            for waiting in queue
        ],
    )


def _waiting_json(waiting: Waiting, naming: Naming) -> dict[str, Any]:
    hide = bool(naming.protected((waiting.left_entity, waiting.right_entity)))
    return asdict(waiting) | {
        "left_label": naming.label(waiting.left_entity),
        "right_label": naming.label(waiting.right_entity),
        "pair": _masked_scores(waiting.pair, naming.shown, hide=hide),
    }


@click.command(cls=CaseCommand)
@case_argument
@json_option
def judgements(case_folder: Path, as_json: bool) -> None:
    """List who said what on whom, withdrawn words too, and where analysts disagree.

    Of several words on one pair the latest counts. The look is logged.

    \b
    Example:
      workbench judgements gjoka
    """
    with Case.open(case_folder, write=True) as case:
        naming = Naming(case)
        entity_of = dict(
            case.db.execute("SELECT mention_id, entity_id FROM entity_member").fetchall()
        )
        made = [_masked_word(word, naming.shown) for word in words.history(case)]
        record_consultation(case, "judgements", ["judgements"])
    disagreed = words.disagreements(made)
    listed = [_word_json(word, entity_of, naming) for word in made]
    if as_json:
        numbers = [[word.judgement_id for word in differing] for differing in disagreed]
        print_json({"judgements": listed, "disagreements": numbers})
        return
    print_table(
        f"{len(made):,} judgements",
        ["no.", "said", "left", "right", "by", "at (UTC)", "reason", "withdrawn"],
        [
            (
                word.judgement_id,
                word.decision,
                shown["left_label"],
                shown["right_label"],
                word.author,
                word.made_at_utc,
                word.reason,
                f"{word.withdrawn_by}: {word.withdrawn_reason}" if word.withdrawn_by else None,
            )
            for word, shown in zip(made, listed, strict=True)
        ],
    )
    for differing in disagreed:
        said = ", ".join(f"{w.author} said {w.decision} (no. {w.judgement_id})" for w in differing)
        click.echo(f"Disagreement: {said}. The latest counts.")


def _word_json(word: Judgement, entity_of: dict[int, str], naming: Naming) -> dict[str, Any]:
    left, right = entity_of.get(word.left_mention, ""), entity_of.get(word.right_mention, "")
    return asdict(word) | {
        "left_entity": left,
        "right_entity": right,
        "left_label": naming.label(left),
        "right_label": naming.label(right),
    }
