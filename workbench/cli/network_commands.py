"""network, trace: who is tied to whom, who matters, and the evidence behind it."""

from datetime import date
from pathlib import Path

import click

from graph.build import COMMUNICATES, MENTIONED_WITH, NetworkFilter, Projection, Services
from graph.build import network as build
from graph.cells import Sector
from graph.communities import communities
from graph.measures import Measure
from graph.ranking import NOT_RANKED
from graph.roles import alike as alike_to
from graph.roles import roles
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, Grade, case_argument, json_option, picture_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.naming import SIDES, Naming, record_consultation
from workbench.cli.network_picture import Marks, Picture, save
from workbench.cli.network_report import NetworkReport
from workbench.cli.output import print_json
from workbench.cli.resolved import require_resolved
from workbench.cli.role_report import omitted, print_alike, print_communities, print_roles
from workbench.errors import RefusedError
from workbench.evidence.trace import Evidence, Trace
from workbench.evidence.trace import trace as evidence_behind
from workbench.vocabulary import ClaimKind, MentionKind

KINDS = [COMMUNICATES, *(str(kind) for kind in ClaimKind), MENTIONED_WITH]


@click.command(cls=CaseCommand)
@case_argument
@click.option("--measure", type=click.Choice([str(m) for m in Measure]), help="Rank by this.")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--from", "start", type=Moment(), help="From this day or time (the case's zone).")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@click.option("--around", multiple=True, metavar="ENTITY", help="Only around these. Repeatable.")
@click.option("--hops", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--as-stated", is_flag=True, help="With phones, vehicles, places: not folded.")
@click.option("--with-services", is_flag=True, help="Keep taxis, call centres, short numbers.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    metavar="KIND",
    help="Only relationships of this kind (communicates, travels_with, seized_with …). Repeatable.",
)
@click.option(
    "--with-mentions",
    is_flag=True,
    help="Also who is named together in a sentence or row of a document (mentioned_with).",
)
@click.option("--place", "places", multiple=True, help="Only what was there. Repeatable.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=int,
    metavar="NUMBER",
    help="Only what this file says, by its number in `sources`. Repeatable.",
)
@click.option("--least-grade", type=Grade(), help="Only sources so good or better, such as B2.")
@click.option("--accepted-only", is_flag=True, help="Of documents only what an analyst accepted.")
@click.option("--roles", "by_role", is_flag=True, help="Group by like places in the network.")
@click.option("--communities", "by_group", is_flag=True, help="Who holds together, and how firmly.")
@click.option("--alike", metavar="ENTITY", help="Who shares most contacts with ENTITY.")
@picture_option
@json_option
def network(
    case_folder: Path,
    measure: str | None,
    top: int,
    start: date | None,
    end: date | None,
    around: tuple[str, ...],
    hops: int,
    as_stated: bool,
    with_services: bool,
    kinds: tuple[str, ...],
    with_mentions: bool,
    places: tuple[str, ...],
    sources: tuple[int, ...],
    least_grade: str | None,
    accepted_only: bool,
    by_role: bool,
    by_group: bool,
    alike: str | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Show the network: its strongest relationships, or who comes first by a measure.

    Phones count for whoever held them at the time. What is left out, and whose records the case
    holds, stands below. Protected persons are never ranked.

    \b
    Examples:
      workbench network gjoka --measure betweenness --top 10
      workbench network gjoka --around person-12 --hops 2 --from 2024-09-01 --to 2024-09-30
      workbench network gjoka --kind travels_with --kind seized_with --least-grade B2
      workbench network gjoka --with-mentions --around person-12
      workbench network gjoka --place Bar --picture network.png
    """
    asked = (*around, *([alike] if alike else []))
    with Case.open(case_folder, write=bool(asked)) as case:
        require_resolved(case)
        naming = Naming(case)
        named = tuple(naming.entity(words) for words in asked)
        centres = named[: len(around)]
        for hidden in naming.protected(named[len(around) :]):
            raise RefusedError(f"{naming.label(hidden)}: {NOT_RANKED}, nor compared with others.")
        from_utc, to_utc = stretch_utc(case, start, end)
        chosen = NetworkFilter(
            from_utc=from_utc,
            to_utc=to_utc,
            around=centres,
            hops=hops,
            projection=Projection.ALL if as_stated else Projection.ACTORS,
            services=Services.KEEP if with_services else Services.APART,
            accepted_only=accepted_only,
            kinds=frozenset(kinds) or None,
            sources=frozenset(sources) or None,
            least_grade=least_grade,
            places=frozenset(places),
            co_mentions=with_mentions or MENTIONED_WITH in kinds,
        )
        by = Measure(measure) if measure else None
        found = build(case, chosen)
        if named:
            record_consultation(case, "network", named)
        if not (by_role or by_group or alike):
            report = NetworkReport.of(case, naming, found, by, top)
    if picture:
        notes = tuple(omitted(omission) for omission in found.left_out)
        marks = Marks(meant=frozenset(named))
        save(picture, Picture("The network", found, marks, notes), naming.label)
    if by_role:
        print_roles(naming, roles(found), as_json=as_json)
    elif by_group:
        print_communities(naming, found, communities(found), as_json=as_json)
    elif alike:
        print_alike(naming, named[-1], alike_to(found, named[-1], top), as_json=as_json)
    elif as_json:
        print_json(report.as_json())
    else:
        report.show()


@click.command(cls=CaseCommand)
@case_argument
@click.argument("object_name", metavar="ENTITY|RELATION")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many. [default: all]")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Skip so many before.")
@json_option
def trace(
    case_folder: Path, object_name: str, limit: int | None, offset: int, as_json: bool
) -> None:
    """Print the rows and sentences behind an entity or a relationship, word for word.

    A relationship is named as `network` prints it (LEFT~KIND~RIGHT), an entity by id, pseudonym or
    label; a claim ('claim-7') and a row ('records.csv#17') will do as well. What would give a
    protected person away is replaced, and marked as redacted. The look is logged.

    \b
    Examples:
      workbench trace gjoka person-12
      workbench trace gjoka person-12~communicates~phone-3 --json
    """
    with Case.open(case_folder, write=True) as case:
        naming = Naming(case)
        object_id = naming.object(object_name)
        found = evidence_behind(
            case, object_id, limit, offset, shown=naming.shown, projection=_read_as(object_id)
        )
        record_consultation(case, "trace", [object_id])
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


def _read_as(object_id: str) -> Projection:
    """Two phones are meant themselves, whoever held them; others as the network shows them."""
    sides = object_id.split(SIDES)
    phones = sum(side.startswith(f"{MentionKind.PHONE}-") for side in sides)
    return Projection.ALL if phones == 2 else Projection.ACTORS


def _show(found: Trace) -> None:
    rest = "" if found.pieces == found.total else f" of {found.total:,}"
    click.echo(f"{found.pieces:,}{rest} pieces of evidence behind {found.object_id}")
    if found.beside:
        click.echo(f"Further rows shown with them, which name their sides: {found.beside:,}")
    linked = [item for item in found.evidence if item.same_as]
    if linked:
        click.echo(
            f"They record {found.communications:,} communications; {len(linked):,} rows are one of "
            "several records of the same one."
        )
    for item in found.evidence:
        click.echo(f"\n{_place(item)}")
        click.echo(f"  {item.text}")
        for cell in item.cells:
            click.echo(f"  cell {cell.cell_written}: {cell.words} (S{cell.source_id} {_row(cell)})")
        for other in item.same_as:
            click.echo(f"  the same communication as {other}")


def _row(cell: Sector) -> str:
    return f"“{cell.sheet}” r.{cell.row_number}" if cell.sheet else f"r.{cell.row_number}"


def _place(item: Evidence) -> str:
    marks = [item.place.label, item.file, f"sha256 {item.sha256[:12]}", item.grade]
    marks += [item.handling_code] + (["redacted"] if item.redacted else [])
    marks += [item.state] if item.state else []
    return " · ".join(marks)
