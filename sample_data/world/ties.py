"""Who talks to whom in ordinary times, and what truly binds them."""

from dataclasses import dataclass

from sample_data.world.cast import family_slots


@dataclass(frozen=True)
class Tie:
    """``per_day`` communications on average; ``kind`` as vocabulary.ClaimKind, left does it."""

    left: str
    right: str
    kind: str
    per_day: float


_NETWORK = (
    Tie("organiser", "lieutenant", "instructs", 1.2),
    Tie("organiser", "recruiter", "instructs", 0.8),
    Tie("organiser", "recruiter_abroad", "instructs", 0.5),
    Tie("organiser", "money_al", "instructs", 0.6),
    Tie("organiser", "forger", "employs", 0.15),
    Tie("organiser", "driver_al", "employs", 0.5),
    Tie("lieutenant", "driver_me", "instructs", 0.5),
    Tie("lieutenant", "driver_me2", "instructs", 0.5),
    Tie("lieutenant", "driver_ba", "instructs", 0.4),
    Tie("lieutenant", "spotter_me", "instructs", 0.4),
    Tie("lieutenant", "keeper_me", "pays", 0.5),
    Tie("lieutenant", "keeper_ba", "pays", 0.4),
    Tie("lieutenant", "border_officer", "pays", 0.06),
    Tie("supplier", "lieutenant", "supplies", 0.3),
    Tie("lieutenant", "money_ba", "knows", 0.2),
    Tie("recruiter", "recruiter_abroad", "knows", 0.6),
    Tie("forger", "recruiter", "supplies", 0.3),
    Tie("recruiter", "driver_al", "knows", 0.3),
    Tie("money_al", "money_ba", "pays", 0.3),
    Tie("money_ba", "driver_ba", "pays", 0.15),
    Tie("driver_me", "spotter_me", "knows", 0.5),
    Tie("driver_me2", "spotter_me", "knows", 0.4),
    Tie("driver_me", "driver_me2", "knows", 0.5),
    Tie("driver_ba", "spotter_ba", "knows", 0.6),
    Tie("driver_ba", "keeper_ba", "knows", 0.3),
    Tie("keeper_ba", "money_ba", "knows", 0.4),
    Tie("driver_me", "brother", "related_to", 0.7),
    Tie("driver_al", "cousin", "related_to", 0.5),
    Tie("driver_al", "keeper_me", "knows", 0.1),
)
# People and services whose calls mean nothing to the case.
_EVERYDAY = (
    Tie("namesake_organiser", "rental", "knows", 0.1),
    Tie("namesake_driver", "family_keeper_ba", "knows", 0.05),
    Tie("lieutenant", "taxi", "knows", 0.15),
    Tie("driver_me2", "taxi", "knows", 0.1),
    Tie("supplier", "taxi", "knows", 0.15),
    Tie("border_officer", "taxi", "knows", 0.08),
    Tie("lieutenant", "pizzeria", "knows", 0.2),
    Tie("driver_me", "pizzeria", "knows", 0.2),
    Tie("spotter_me", "pizzeria", "knows", 0.2),
    Tie("border_officer", "pizzeria", "knows", 0.15),
    Tie("taxi_driver", "taxi", "knows", 0.6),
    Tie("taxi", "pizzeria", "knows", 0.5),
    Tie("taxi", "exchange", "knows", 0.2),
    Tie("driver_al", "rental", "knows", 0.05),
)
_CALLED_BY_CALL_CENTRE = (
    "organiser", "lieutenant", "driver_me2", "driver_ba", "spotter_me", "keeper_ba", "money_al",
    "border_officer", "money_ba", "driver_me",
)  # fmt: skip
_FAMILY_PER_DAY = 1.2


def all_ties() -> tuple[Tie, ...]:
    """Every tie, the network's first."""
    family = tuple(Tie(m, r, "related_to", _FAMILY_PER_DAY) for m, r in family_slots())
    centre = tuple(Tie("call_centre", slot, "knows", 0.12) for slot in _CALLED_BY_CALL_CENTRE)
    return _NETWORK + family + _EVERYDAY + centre


def true_relationships() -> tuple[Tie, ...]:
    """Ties between people that matter to the case, and families."""
    family = tuple(Tie(m, r, "related_to", _FAMILY_PER_DAY) for m, r in family_slots())
    return _NETWORK + family
