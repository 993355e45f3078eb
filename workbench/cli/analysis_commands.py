"""path, compare, disrupt: how two are connected, what changed, what an arrest would do."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from graph.build import Network, NetworkFilter, Projection, network
from graph.build.calls import Window
from graph.cohesion import CutPoint, cut_points
from graph.comparison import Comparison, with_intervals
from graph.comparison import compare as compare_networks
from graph.coverage import coverage
from graph.disruption import Disruption, Range, fragmentation_range
from graph.disruption import disrupt as remove
from graph.key_players import Goal, KeyPlayers, key_players
from graph.measures import Measure
from graph.paths import Path as Way
from graph.paths import several
from graph.ranking import NOT_RANKED
from graph.relays import Step, first_arrival
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option, picture_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.naming import Naming, record_consultation
from workbench.cli.network_picture import save
from workbench.cli.output import print_json, print_table
from workbench.cli.pictures_of import of_comparison, of_disruption, of_steps, of_ways
from workbench.cli.resolved import require_resolved
from workbench.errors import RefusedError
from workbench.vocabulary import MentionKind

DAYS = "a day as 2024-09-16 or a time as 2024-09-16T09:41, in the case's zone"


@click.command(cls=CaseCommand)
@case_argument
@click.argument("one")
@click.argument("other")
@click.option("--count", type=click.IntRange(min=1), default=3, show_default=True)
@click.option(
    "--through",
    multiple=True,
    type=click.Choice([str(kind) for kind in MentionKind]),
    help="Only through entities of this kind. Repeatable.",
)
@click.option("--as-stated", is_flag=True, help="With phones, vehicles, places: not folded.")
@click.option("--in-time", is_flag=True, help="How word could first have come from ONE to OTHER.")
@click.option("--from", "start", type=Moment(), help=f"From {DAYS}.")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@picture_option
@json_option
def path(
    case_folder: Path,
    one: str,
    other: str,
    count: int,
    through: tuple[str, ...],
    as_stated: bool,
    in_time: bool,
    start: date | None,
    end: date | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Show how two entities are connected: the shortest ways, and the relationships of each step.

    With --in-time, ONE and OTHER are phones, and no communication comes before the one it follows.

    \b
    Example:
      workbench path gjoka person-3 person-12 --count 3
    """
    with Case.open(case_folder, write=True) as case:
        require_resolved(case)
        naming = Naming(case)
        ends = naming.entity(one), naming.entity(other)
        window = Window(*stretch_utc(case, start, end))
        steps: Sequence[Step] = ()
        ways: Sequence[Way] = ()
        projection = Projection.ALL if as_stated or in_time else Projection.ACTORS
        found = network(
            case,
            NetworkFilter(from_utc=window.from_utc, to_utc=window.to_utc, projection=projection),
        )
        if in_time:
            steps = first_arrival(case, *ends, window=window)
        else:
            ways = several(found, *ends, count, through=through or None)
        record_consultation(case, "path", ends)
    if picture:
        title = f"From {naming.label(ends[0])} to {naming.label(ends[1])}"
        drawn = of_steps(found, steps, title) if in_time else of_ways(found, ways, title)
        save(picture, drawn, naming.label)
    if as_json:
        print_json(
            {"steps": [_step(naming, step) for step in steps]}
            if in_time
            else {"paths": [_way(naming, way) for way in ways]}
        )
    elif in_time:
        _show_steps(naming, steps)
    else:
        _show_ways(naming, ways)


def _step(naming: Naming, step: Step) -> dict[str, object]:
    return {
        "from": naming.label(step.sender),
        "to": naming.label(step.receiver),
        "start_utc": step.start_utc,
        "source": step.source_id,
        "row": step.row_number,
    } | ({"sheet": step.sheet} if step.sheet else {})


def _way(naming: Naming, way: Way) -> dict[str, object]:
    return {
        "length": len(way),
        "entities": [{"entity": e, "label": naming.label(e)} for e in way.entities],
        "relationships": way.steps,
    }


def _show_steps(naming: Naming, steps: Sequence[Step]) -> None:
    if not steps:
        click.echo("No word could have come from the one to the other by these records.")
        return
    rows = [
        [naming.label(step.sender), naming.label(step.receiver), step.start_utc, step.source_id]
        + [f"{step.sheet}!{step.row_number}" if step.sheet else step.row_number]
        for step in steps
    ]
    print_table("How word could first have come", ["from", "to", "UTC", "source", "row"], rows)


def _show_ways(naming: Naming, ways: Sequence[Way]) -> None:
    if not ways:
        click.echo("They are not connected in this network.")
    for number, way in enumerate(ways, 1):
        click.echo(f"{number}. {' – '.join(naming.label(entity) for entity in way.entities)}")
        for ties in way.steps:
            click.echo(f"   {', '.join(ties)}")


@click.command(cls=CaseCommand)
@case_argument
@click.option("--from", "start", type=Moment(), help=f"The first period begins: {DAYS}.")
@click.option("--at", "turn", type=Moment(), required=True, help="The second period begins.")
@click.option("--to", "end", type=Moment(), help="The second period ends (its day included).")
@click.option(
    "--measure",
    type=click.Choice([str(m) for m in Measure]),
    default=str(Measure.BETWEENNESS),
    show_default=True,
)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True)
@picture_option
@json_option
def compare(
    case_folder: Path,
    start: date | None,
    turn: date,
    end: date | None,
    measure: str,
    top: int,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Show what changed from the time before a moment to the time after it.

    \b
    Example:
      workbench compare gjoka --at 2024-09-16 --measure betweenness
    """
    with Case.open(case_folder) as case:
        require_resolved(case)
        naming = Naming(case)
        from_utc, _ = stretch_utc(case, start, None)
        turn_utc, to_utc = stretch_utc(case, turn, end)
        if from_utc and turn_utc and from_utc >= turn_utc:
            raise click.BadParameter(f"{turn}: is not after {start}.", param_hint="--at")
        before = network(case, NetworkFilter(from_utc=from_utc, to_utc=turn_utc))
        after = network(case, NetworkFilter(from_utc=turn_utc, to_utc=to_utc))
        found = compare_networks(before, after, Measure(measure), top)
        found = with_intervals(case, before, after, found)
        held = [_phones_held(case, part) for part in (before, after)]
    if picture:
        save(picture, of_comparison(before, after, found, f"Before and after {turn}"), naming.label)
    if as_json:
        print_json(_comparison(naming, found) | {"phones_with_records": held})
        return
    click.echo(
        f"Relationships: {found.ties_gone:,} gone, {found.ties_new:,} new, {found.ties_kept:,} "
        f"kept ({found.stability:.0%} of all). Entities: {len(found.entities_gone):,} gone, "
        f"{len(found.entities_new):,} new. Records are held about {held[0]:,} phones before and "
        f"{held[1]:,} after: what is not recorded looks gone."
    )
    print_table(
        f"Ranks by {measure} before and after",
        ["entity", "label", "before", "could be", "after", "could be", "clear"],
        [
            (m.entity_id, naming.label(m.entity_id), m.before, _span(m.before_low, m.before_high))
            + (m.after, _span(m.after_low, m.after_high), m.is_clear)
            for m in found.moved
        ],
    )


def _span(low: int | None, high: int | None) -> str:
    return "" if low is None else f"{low}–{high}"


def _phones_held(case: Case, part: Network) -> int:
    return sum(held.phone is not None for held in coverage(case, part.chosen))


def _comparison(naming: Naming, found: Comparison) -> dict[str, object]:
    def named(entities: Sequence[str]) -> list[dict[str, str]]:
        return [{"entity": entity, "label": naming.label(entity)} for entity in entities]

    return {
        "measure": str(found.measure),
        "entities_gone": named(found.entities_gone),
        "entities_new": named(found.entities_new),
        "ties_gone": found.ties_gone,
        "ties_new": found.ties_new,
        "ties_kept": found.ties_kept,
        "stability": found.stability,
        "moved": [
            asdict(m) | {"label": naming.label(m.entity_id), "clear": m.is_clear}
            for m in found.moved
        ],
    }


@click.command(cls=CaseCommand)
@case_argument
@click.argument("entities", nargs=-1, metavar="[ENTITY…]")
@click.option("--count", type=click.IntRange(min=1, max=10), default=3, show_default=True)
@click.option("--goal", type=click.Choice([str(g) for g in Goal]), default=str(Goal.FRAGMENT))
@picture_option
@json_option
def disrupt(
    case_folder: Path,
    entities: tuple[str, ...],
    count: int,
    goal: str,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Show what removing people does to the network, at once and after others took over.

    Without an ENTITY, it looks for the set of --count people without whom most pairs cannot reach
    each other (--goal fragment), or who are nearest to all others (--goal reach).

    \b
    Examples:
      workbench disrupt gjoka person-3 person-12
      workbench disrupt gjoka --count 3 --goal fragment
    """
    with Case.open(case_folder, write=bool(entities)) as case:
        require_resolved(case)
        naming = Naming(case)
        removed = tuple(naming.entity(words) for words in entities)
        for hidden in naming.protected(removed):
            raise RefusedError(f"{naming.label(hidden)}: {NOT_RANKED}, nor removed in play.")
        found = network(case)
        players = None if removed else key_players(found, count, Goal(goal))
        effect = remove(found, players.entities if players else removed)
        between = fragmentation_range(found, effect)
        cuts = cut_points(found)
        if removed:
            record_consultation(case, "disrupt", removed)
    if picture:
        without = ", ".join(naming.label(entity) for entity in effect.removed)
        save(picture, of_disruption(found, effect, f"Without {without}"), naming.label)
    named_cuts = [cut for cut in cuts if cut.entity_id not in found.protected][:10]
    if as_json:
        print_json(_disruption(naming, players, effect, between, named_cuts))
    else:
        _show_disruption(naming, players, effect, between, named_cuts)


def _disruption(
    naming: Naming,
    players: KeyPlayers | None,
    effect: Disruption,
    between: Range,
    cuts: Sequence[CutPoint],
) -> dict[str, object]:
    return {
        "goal": players and str(players.goal),
        "value": players and players.value,
        "removed": [{"entity": e, "label": naming.label(e)} for e in effect.removed],
        "before": effect.before,
        "after": effect.after,
        "replaced": effect.replaced,
        "fragmentation_range": between,
        "replacements": [
            asdict(one) | {"label": naming.label(one.successor)} for one in effect.replacements
        ],
        "cut_points": [asdict(cut) | {"label": naming.label(cut.entity_id)} for cut in cuts],
        "left_out": [o.as_json() for o in players.left_out] if players else [],
    }


def _show_disruption(
    naming: Naming,
    players: KeyPlayers | None,
    effect: Disruption,
    between: Range,
    cuts: Sequence[CutPoint],
) -> None:
    names = ", ".join(naming.label(entity) for entity in effect.removed)
    click.echo(f"Without {names}:" if not players else f"Key players ({players.goal}): {names}")
    print_table(
        "What becomes of the network",
        ["", "entities", "ties", "pieces", "largest", "fragmentation", "distance"]
        + ["fragmentation could be"],
        [
            (name, *asdict(shape).values(), f"{low:.2f}–{high:.2f}")
            for name, shape, (low, high) in (
                ("now", effect.before, between.before),
                ("without them", effect.after, between.after),
                ("others took over", effect.replaced, between.replaced),
            )
        ],
    )
    for one in effect.replacements:
        click.echo(
            f"  {naming.label(one.successor)} could take over from {naming.label(one.removed)}: "
            f"{one.shared} common contacts"
        )
    print_table(
        "Cut points: without them the network falls apart",
        ["entity", "label", "pieces", "cut off"],
        [(c.entity_id, naming.label(c.entity_id), c.parts, c.cut_off) for c in cuts],
    )
