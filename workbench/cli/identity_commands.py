"""resolve, entities, judge, undo, evaluate: who is who."""

from pathlib import Path

import click

import entity_resolution
from workbench import steps
from workbench.access.masking import HIDDEN
from workbench.case import Case
from workbench.cli import rehearsal_report, reliability_picture
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming
from workbench.cli.output import print_json, print_table, progress_bar
from workbench.vocabulary import Decision, MentionKind


@click.command(cls=CaseCommand)
@case_argument
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--afresh", is_flag=True, help="Learn weights and score all pairs again.")
@json_option
def resolve(case_folder: Path, dry_run: bool, afresh: bool, as_json: bool) -> None:
    """Decide which mentions are the same person, phone or vehicle, with probabilities.

    Judgements made before are kept. Pairs whose mentions are as they were are not compared again,
    and a small addition does not change the weights: --afresh does all of it anew.

    \b
    Examples:
      workbench resolve gjoka --dry-run
      workbench resolve gjoka
    """
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        if dry_run:
            naming = Naming(case)
            changes = entity_resolution.rehearse(
                case, lambda: entity_resolution.resolve(case, progress, afresh=afresh)
            )
        else:
            report = steps.resolve(case, progress, afresh=afresh)
    if dry_run:
        if as_json:
            print_json(rehearsal_report.as_json(changes, naming))
        else:
            rehearsal_report.show(changes, naming)
        return
    if as_json:
        print_json(report)
    else:
        print_resolution(report)


def print_resolution(report: entity_resolution.ResolutionReport) -> None:
    """Show a run's counts per kind."""
    print_table(
        f"Resolution run {report.run_id}",
        ["kind", "mentions", "entities", "to review", "weights"],
        [(k.kind, k.mentions, k.entities, k.to_review, k.method) for k in report.kinds],
    )


@click.command(cls=CaseCommand)
@case_argument
@click.option("--kind", type=click.Choice([str(k) for k in MentionKind]), help="Only this kind.")
@click.option("--search", help="Name, number or plate, in any script or spelling.")
@json_option
def entities(case_folder: Path, kind: str | None, search: str | None, as_json: bool) -> None:
    """List resolved entities; protected persons under their pseudonym.

    \b
    Example:
      workbench entities gjoka --kind person --search Ђока
    """
    with Case.open(case_folder) as case:
        naming = Naming(case)
        found = [
            {
                "entity": entity.entity_id,
                "kind": entity.kind,
                "label": naming.label(entity.entity_id),
                "mentions": entity.mentions,
                "cohesion": entity.cohesion,
                "protected": naming.shown.is_protected(entity.entity_id),
            }
            for entity in _searched(case, naming, kind, search)
        ]
    if as_json:
        print_json(found)
    else:
        print_table(
            f"{len(found):,} entities",
            ["entity", "kind", "label", "mentions", "cohesion", "protected"],
            [list(entity.values()) for entity in found],
        )


def _searched(
    case: Case, naming: Naming, kind: str | None, search: str | None
) -> list[entity_resolution.Entity]:
    """Protected persons, and theirs, by pseudonym only: a name that hits would tell who it is."""
    every = entity_resolution.entities(case, kind=kind)
    if not search:
        return every
    like = {found.entity_id for found in entity_resolution.entities(case, kind, search)}
    wanted = search.casefold().strip()
    return [
        entity
        for entity in every
        if (
            wanted in naming.label(entity.entity_id).casefold()
            if naming.shown.is_protected(entity.entity_id)
            else entity.entity_id in like and HIDDEN not in naming.label(entity.entity_id)
        )
    ]


@click.command(cls=CaseCommand)
@case_argument
@click.argument("left")
@click.argument("right")
@click.argument("decision", type=click.Choice([str(d) for d in Decision]))
@click.option("--reason", required=True, help="Why; it stands in the case with your name.")
@json_option
def judge(
    case_folder: Path, left: str, right: str, decision: str, reason: str, as_json: bool
) -> None:
    """Say whether two mentions or entities are the same; outlasts every later run.

    LEFT and RIGHT are entity ids or mention keys.

    \b
    Example:
      workbench judge gjoka person-12 person-31 different --reason "born 1984 and 1991"
    """
    with Case.open(case_folder, write=True) as case:
        made = steps.judge(case, left, right, Decision(decision), reason)
    if as_json:
        print_json(made)
    else:
        click.echo(
            f"Judgement {made.judgement_id}: {made.decision}. "
            f"Undo with: workbench undo {case_folder} {made.judgement_id} --reason …"
        )


@click.command(cls=CaseCommand)
@case_argument
@click.argument("judgement", type=int, required=False)
@click.option("--run", type=int, help="Instead: take back all that this resolution run merged.")
@click.option("--lesson", type=int, help="Instead: take back what judgements taught (learn).")
@click.option("--reason", required=True, help="Why it is withdrawn.")
@json_option
def undo(
    case_folder: Path,
    judgement: int | None,
    run: int | None,
    lesson: int | None,
    reason: str,
    as_json: bool,
) -> None:
    """Withdraw a judgement; it stays in the record as withdrawn.

    With --run, all judgements that the run was the first to honour are withdrawn, and what else it
    merged is judged different; each of these judgements can be withdrawn in turn.

    \b
    Examples:
      workbench undo gjoka 3 --reason "birth date was misread"
      workbench undo gjoka --run 7 --reason "merged by a faulty list"
      workbench undo gjoka --lesson 1 --reason "taught by cousins of one name"
    """
    if [judgement, run, lesson].count(None) != 2:
        raise click.UsageError("name a judgement, or a run with --run, or a --lesson.")
    with Case.open(case_folder, write=True) as case:
        if run is not None:
            undone = steps.undo_run(case, run, reason)
        elif judgement is not None:
            withdrawn = steps.undo(case, judgement, reason)
        elif lesson is not None:
            unlearnt = steps.unlearn(case, lesson, reason)
    if run is not None:
        _show_undone(undone, as_json)
    elif lesson is not None:
        if as_json:
            print_json(unlearnt)
        else:
            click.echo(f"Lesson {unlearnt.lesson_id} is withdrawn.")
    elif as_json:
        print_json(withdrawn)
    else:
        click.echo(f"Judgement {withdrawn.judgement_id} is withdrawn.")


def _show_undone(undone: entity_resolution.RunUndone, as_json: bool) -> None:
    if as_json:
        print_json(undone)
        return
    click.echo(
        f"Run {undone.run_id}: {len(undone.withdrawn):,} judgements withdrawn, "
        f"{len(undone.kept_apart):,} merges now judged different."
    )


@click.command(cls=CaseCommand)
@case_argument
@click.argument("truth", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw said against true probabilities into this .svg or .png file.",
)
@json_option
def evaluate(case_folder: Path, truth: Path, picture: Path | None, as_json: bool) -> None:
    """Compare the resolution with a known truth (mention_key, kind, entity_key).

    \b
    Examples:
      workbench evaluate demo_case truth/mentions.csv
      workbench evaluate demo_case truth/mentions.csv --picture reliability.svg
    """
    with Case.open(case_folder) as case:
        found = entity_resolution.evaluate(case, truth)
    if picture:
        drawn = {kind: measured.calibration for kind, measured in found.kinds.items()}
        reliability_picture.save(picture, drawn)
    if as_json:
        print_json(found.as_json())
        return
    print_table(
        "Against the truth",
        ["kind", "precision", "recall", "F1", "B³ precision", "B³ recall", "B³ F1", "Brier"],
        [
            (
                kind,
                *(
                    value
                    for found_by in (measured.pairwise, measured.bcubed)
                    for value in (found_by.precision, found_by.recall, found_by.f1)
                ),
                measured.calibration.brier,
            )
            for kind, measured in found.kinds.items()
        ],
    )
    print_table(
        "How far probabilities can be trusted",
        ["kind", "said", "pairs", "mean said", "true"],
        [
            (kind, f"{one.low:.1f}–{one.high:.1f}", one.pairs, one.mean_probability, one.share_true)
            for kind, measured in found.kinds.items()
            for one in measured.calibration.bins
        ],
    )
    if picture:
        click.echo(f"Picture: {picture}")
