"""What a case shows at first sight, for the end of a demonstration."""

from pathlib import Path

import click

import graph.build
from graph.measures import MEASURES, Measure
from graph.ranking import rank
from workbench.access import Masking
from workbench.case import Case

_SHOWN = 5


def print_findings(case: Case) -> None:
    """Show who best connects the network, what was left out of it, and where to go from here."""
    network = graph.build.network(case)
    shown = Masking.load(case)
    ranking = rank(network, Measure.BETWEENNESS, _SHOWN)
    click.secho(
        f"{MEASURES[Measure.BETWEENNESS].question} "
        f"({len(network.entities):,} people and phones, {len(network.relationships):,} ties)",
        bold=True,
    )
    for place in ranking.ranked:
        click.echo(f"  {place.rank}. {shown.label(place.entity_id)} ({place.entity_id})")
    for omission in ranking.left_out:
        click.echo(f"  not listed: {omission.entities:,}: {omission.reason}")
    for service in network.set_apart:
        click.echo(f"  set apart: {shown.label(service.entity_id)}: {service.reason}")
    click.secho("Go on with", bold=True)
    first = ranking.ranked[0].entity_id if ranking.ranked else "ENTITY"
    for line in _next(case.folder, first):
        click.echo(f"  workbench {line}")


def _next(folder: Path, entity_id: str) -> list[str]:
    return [
        f"network {folder} --measure betweenness --top 10",
        f"trace {folder} {entity_id}",
        f'export {folder} --format summary --out summary.zip --for "Court"',
    ]
