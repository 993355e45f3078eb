"""What ``network --roles``, ``--alike`` and ``--communities`` print."""

from collections.abc import Sequence

import click

from graph.build import Network, Omission
from graph.communities import Communities
from graph.roles import Alike, Roles
from workbench.cli.naming import Naming
from workbench.cli.output import print_json, print_table

_LISTED = 12


def omitted(omission: Omission) -> str:
    """What is left out, with its counts, in words."""
    counts = {k: v for k, v in omission.as_json().items() if k != "reason"}
    return f"{omission.reason}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items())


def print_roles(naming: Naming, found: Roles, *, as_json: bool) -> None:
    """Who has a like place in the network."""
    if as_json:
        print_json(
            {
                "roles": [
                    {"contacts": role.contacts, "clustering": role.clustering, "core": role.core}
                    | {"reason": role.reason, "members": _named(naming, role.members)}
                    for role in found.roles
                ],
                "left_out": [omission.as_json() for omission in found.left_out],
            }
        )
        return
    print_table(
        "Roles: like places in the network, whoever the contacts are",
        ["role", "who", "what they have in common"],
        [
            (number, _listed([naming.label(entity) for entity in role.members]), role.reason)
            for number, role in enumerate(found.roles, 1)
        ],
    )
    for omission in found.left_out:
        click.echo(f"Left out: {omitted(omission)}")


def print_alike(naming: Naming, entity: str, found: Sequence[Alike], *, as_json: bool) -> None:
    """Who shares most contacts with an entity."""
    if as_json:
        print_json(
            {
                "entity": entity,
                "alike": [
                    {"entity": one.entity_id, "label": naming.label(one.entity_id)}
                    | {"share": one.share, "common": _named(naming, one.common)}
                    for one in found
                ],
            }
        )
        return
    print_table(
        f"Who shares most contacts with {naming.label(entity)} (Jaccard index)",
        ["entity", "label", "share", "in common"],
        [
            (one.entity_id, naming.label(one.entity_id), one.share)
            + (_listed([naming.label(contact) for contact in one.common]),)
            for one in found
        ],
    )


def print_communities(
    naming: Naming, network: Network, found: Communities, *, as_json: bool
) -> None:
    """Who holds together more than chance would have it, and how firm the borders are."""
    of = found.of(network)
    groups: list[list[str]] = [[] for _ in range(found.count)]
    for entity, group in of.items():
        groups[group].append(entity)
    if as_json:
        print_json(
            {
                "modularity": found.modularity,
                "stability": found.stability,
                "communities": [_named(naming, members) for members in groups],
                "left_out": [omission.as_json() for omission in network.left_out],
            }
        )
        return
    print_table(
        f"Communities (Leiden): modularity {found.modularity:.2f}, stability {found.stability:.2f} "
        "(1: every run draws the same borders)",
        ["community", "entities", "who"],
        [
            (number, len(members), _listed([naming.label(entity) for entity in members]))
            for number, members in enumerate(groups, 1)
        ],
    )
    for omission in network.left_out:
        click.echo(f"Left out: {omitted(omission)}")


def _named(naming: Naming, entities: Sequence[str]) -> list[dict[str, str]]:
    return [{"entity": entity, "label": naming.label(entity)} for entity in entities]


def _listed(labels: Sequence[str]) -> str:
    more = len(labels) - _LISTED
    return ", ".join(labels[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")
