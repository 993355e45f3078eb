"""What a run would change, told before it is done."""

from typing import Any

import click

from entity_resolution import Changes
from entity_resolution.explanations import PairExplanation
from workbench.cli.naming import Naming
from workbench.cli.output import print_table


def as_json(changes: Changes, naming: Naming) -> dict[str, Any]:
    """The changes for scripts, with labels that may be shown."""
    return {
        "merges": [
            {
                "entities": merge.entities,
                "labels": [naming.label(entity) for entity in merge.entities],
                "kind": merge.kind,
                "probability": merge.because and merge.because.probability,
                "because": _why(merge.because),
            }
            for merge in changes.merges
        ],
        "splits": [
            {
                "entity": split.entity,
                "label": naming.label(split.entity),
                "kind": split.kind,
                "parts": split.parts,
            }
            for split in changes.splits
        ],
        "new": changes.new,
        "grown": changes.grown,
        "lost_mentions": changes.lost_mentions,
        "waiting": {"before": changes.waiting_before, "after": changes.waiting_after},
        "kinds": changes.report.kinds,
    }


def show(changes: Changes, naming: Naming) -> None:
    """What would change, and that nothing did."""
    show_done(changes, naming)
    click.echo("Nothing was changed: the case and its log are as they were.")


def show_done(changes: Changes, naming: Naming) -> None:
    """The changes as tables."""
    if not (changes.merges or changes.splits):
        click.echo("Nobody is merged or parted.")
    if changes.merges:
        print_table(
            f"Merged: {len(changes.merges):,}",
            ["kept", "merged into it", "probability", "because"],
            [
                (
                    _named(naming, merge.entities[0]),
                    ", ".join(_named(naming, gone) for gone in merge.entities[1:]),
                    merge.because.probability if merge.because else None,
                    _why(merge.because),
                )
                for merge in changes.merges
            ],
        )
    if changes.splits:
        print_table(
            f"Fallen apart: {len(changes.splits):,}",
            ["entity", "mentions in each part"],
            [
                (_named(naming, split.entity), " + ".join(f"{size:,}" for size in split.parts))
                for split in changes.splits
            ],
        )
    new = ", ".join(f"{kind} {count:,}" for kind, count in changes.new.items())
    click.echo(
        f"New entities: {new or 'none'}. Entities that gain mentions: {changes.grown:,}. Mentions "
        f"that are no more: {changes.lost_mentions:,}. Pairs that wait for a word: "
        f"{changes.waiting_before:,} before, {changes.waiting_after:,} after."
    )


def _named(naming: Naming, entity: str) -> str:
    return f"{naming.label(entity)} ({entity})"


def _why(pair: PairExplanation | None) -> str:
    return pair.sentence if pair else "an analyst's word, or equal numbers"
