"""What ``network`` prints: the network, its ranking, what is left out, what records cover."""

from dataclasses import dataclass

import click
import pandas as pd

from graph.bias import EgoBias, ego_bias
from graph.build import Network
from graph.coverage import PhoneCoverage, coverage
from graph.measures import MEASURES, Measure
from graph.ranking import NOT_RANKED, Ranking, rank
from graph.uncertainty import with_intervals
from workbench.case import Case
from workbench.cli.naming import Naming
from workbench.cli.output import print_table


@dataclass(frozen=True)
class NetworkReport:
    """A network with its ranking (None: its strongest relationships are shown instead)."""

    network: Network
    naming: Naming
    top: int
    ranking: Ranking | None
    coverage: tuple[PhoneCoverage, ...]
    bias: EgoBias | None

    @classmethod
    def of(
        cls, case: Case, naming: Naming, found: Network, measure: Measure | None, top: int
    ) -> "NetworkReport":
        """Measure the network and look up what its records cover."""
        ranking = with_intervals(case, found, rank(found, measure, top)) if measure else None
        covered = coverage(case, found.chosen)
        bias = ego_bias(found, measure, covered) if measure else None
        return cls(found, naming, top, ranking, covered, bias)

    # ------------------------------------------------------------- for scripts

    def as_json(self) -> dict[str, object]:
        """As ``network --json`` prints it."""
        omitted = self.network.left_out + (self.ranking.left_out if self.ranking else ())
        return {
            "measure": self.ranking and str(self.ranking.measure),
            "entities": len(self.network.entities),
            "relationships": len(self.network.relationships),
            "left_out": [omission.as_json() for omission in omitted],
            "set_apart": [
                {"entity": s.entity_id, "label": self.naming.label(s.entity_id), "reason": s.reason}
                for s in self.network.set_apart
            ],
            "coverage": [self._covered(held) for held in self.coverage],
        } | (self._ranked(self.ranking) if self.ranking else {"strongest": self._strongest()})

    def _ranked(self, ranking: Ranking) -> dict[str, object]:
        return {
            "question": ranking.question,
            "sampled_from": ranking.sampled_from,
            "ranking": [
                {
                    "entity": one.entity_id,
                    "label": self.naming.label(one.entity_id),
                    "value": one.value,
                    "rank": one.rank,
                    "rank_low": one.rank_low,
                    "rank_high": one.rank_high,
                    "records_held": self._is_observed(one.entity_id),
                }
                for one in ranking.ranked
            ],
            "warnings": self._warnings(),
            "not_ranked": [
                {"entity": self.naming.label(entity), "reason": NOT_RANKED}
                for entity in self._asked_protected()
            ],
        }

    def _strongest(self) -> list[dict[str, object]]:
        ties = self.network.relationships.sort_values(
            ["count", "relationship_id"], ascending=[False, True]
        )
        return [
            {
                "relationship": tie.relationship_id,
                "kind": tie.kind,
                "left": self.naming.label(str(tie.left_entity)),
                "right": self.naming.label(str(tie.right_entity)),
                "count": tie.count,
                "first_utc": _time(tie.first_utc),
                "last_utc": _time(tie.last_utc),
                "sources": tie.sources,
                "nature": tie.nature,
            }
            for tie in ties.head(self.top).itertuples(index=False)
        ]

    def _covered(self, held: PhoneCoverage) -> dict[str, object]:
        return {
            "phone": held.phone,
            "label": self._named(held),
            "sources": held.sources,
            "stated_from_utc": held.stated_from_utc,
            "stated_to_utc": held.stated_to_utc,
            "first_utc": held.first_utc,
            "last_utc": held.last_utc,
            "days": held.days,
            "gaps": [{"first_day": first, "last_day": last} for first, last in held.gaps],
            "records": held.records,
        }

    def _named(self, held: PhoneCoverage) -> str:
        return self.naming.label(held.phone) if held.phone else "not identified"

    def _is_observed(self, entity_id: str) -> bool:
        return self.bias is not None and entity_id in self.bias.observed

    def _warnings(self) -> list[str]:
        if self.bias is None or self.bias.share is None or not self.bias.is_strong:
            return []
        warning = (
            "The ranking follows the choice of records: whoever's records are held outranks the "
            f"others in {self.bias.share:.0%} of pairs. Compare within one of the two groups, or "
            "ask for the records of others."
        )
        return [warning]

    def _asked_protected(self) -> list[str]:
        return self.naming.protected(self.network.chosen.around)

    # ------------------------------------------------------------- for people

    def show(self) -> None:
        """Print tables: the ranking or relationships, then how far to trust them."""
        click.echo(
            f"{len(self.network.entities):,} entities, "
            f"{len(self.network.relationships):,} relationships"
        )
        if self.ranking:
            self._show_ranking(self.ranking)
        else:
            rows = [list(tie.values()) for tie in self._strongest()]
            print_table(
                "Strongest relationships (UTC). Their evidence: workbench trace CASE RELATIONSHIP",
                ["relationship", "kind", "left", "right", "count", "first", "last"]
                + ["sources", "nature"],
                rows,
            )
        self._show_limits()

    def _show_ranking(self, ranking: Ranking) -> None:
        described = MEASURES[ranking.measure]
        print_table(
            f"{ranking.question} {str(ranking.measure).capitalize()}: {described.definition} "
            f"({described.reference})",
            ["rank", "could be", "entity", "label", "value", "own records held"],
            [
                (
                    one.rank,
                    "" if one.rank_low is None else f"{one.rank_low}–{one.rank_high}",
                    one.entity_id,
                    self.naming.label(one.entity_id),
                    one.value,
                    self._is_observed(one.entity_id),
                )
                for one in ranking.ranked
            ],
        )
        if ranking.sampled_from:
            click.echo(f"Estimated from a sample of {ranking.sampled_from:,} entities.")
        for warning in self._warnings():
            click.secho(warning, fg="yellow")
        for entity in self._asked_protected():
            click.echo(f"{self.naming.label(entity)}: {NOT_RANKED}.", err=True)

    def _show_limits(self) -> None:
        omitted = self.network.left_out + (self.ranking.left_out if self.ranking else ())
        click.echo("Left out:" if omitted else "Nothing is left out.")
        for omission in omitted:
            counts = {k: v for k, v in omission.as_json().items() if k != "reason"}
            amounts = ", ".join(f"{count:,} {what}" for what, count in counts.items())
            click.echo(f"  {omission.reason}: {amounts}")
        for service in self.network.set_apart:
            click.echo(f"  {self.naming.label(service.entity_id)}: {service.reason}")
        print_table(
            "Records held (UTC): nothing is known of calls between phones that are not among these",
            ["phone", "from", "to", "days with any", "records"],
            [
                (self._named(held), held.first_utc, held.last_utc, _days(held), held.records)
                for held in self.coverage
            ],
        )


def _days(held: PhoneCoverage) -> str:
    """How many of the days from the first record to the last have any."""
    silent = sum((last - first).days + 1 for first, last in held.gaps)
    return f"{held.days:,} of {held.days + silent:,}"


def _time(value: object) -> str | None:
    return value.isoformat() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None
