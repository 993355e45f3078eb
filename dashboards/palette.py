"""Colours, shapes and signs: one meaning each, told apart without colour, by day and by night.

Colours are those of Okabe and Ito (2008), chosen to stay distinct under colour-blindness.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from graph.build import COMMUNICATES, MENTIONED_WITH
from graph.build.relationships import MUTUAL
from workbench.vocabulary import ClaimKind, MentionKind

BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
VERMILLION, PINK, GREY = "#D55E00", "#CC79A7", "#5F6B7A"
VIOLET, OCHRE, TEAL = "#6A4C93", "#8C6D00", "#117A8B"


class Scheme(StrEnum):
    """Light or dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Ink:
    """The colours of a scheme's canvas."""

    paper: str
    text: str
    muted: str
    selected: str
    path: str
    strong: str
    came: str
    went: str
    changed: str


INK = {
    Scheme.LIGHT: Ink(
        "#ffffff",
        "#1b2733",
        "#8a95a1",
        "#111827",
        "#B3009B",
        "#B2182B",
        "#1A7F37",
        "#B2182B",
        "#A65E00",
    ),
    Scheme.DARK: Ink(
        "#141a21",
        "#e8edf2",
        "#6b7682",
        "#ffffff",
        "#FF6AE6",
        "#F4603E",
        "#4AC26B",
        "#FF7B72",
        "#F0A840",
    ),
}


@dataclass(frozen=True)
class Sign:
    """How a kind of entity is drawn: a shape of Cytoscape.js, a colour, a white icon in it."""

    shape: str
    colour: str
    icon: str


SIGNS = {
    MentionKind.PERSON: Sign("ellipse", BLUE, "person"),
    MentionKind.PHONE: Sign("round-rectangle", GREEN, "phone"),
    MentionKind.HANDSET: Sign("rectangle", TEAL, "handset"),
    MentionKind.SIM: Sign("cut-rectangle", TEAL, "sim"),
    MentionKind.VEHICLE: Sign("round-hexagon", "#B87A00", "vehicle"),
    MentionKind.VESSEL: Sign("round-pentagon", "#B87A00", "vessel"),
    MentionKind.DOCUMENT: Sign("round-tag", "#2E86C1", "document"),
    MentionKind.ACCOUNT: Sign("octagon", OCHRE, "account"),
    MentionKind.PLACE: Sign("round-diamond", VERMILLION, "place"),
    MentionKind.ORGANISATION: Sign("round-octagon", "#A8487F", "organisation"),
}
PROTECTED = Sign("", VIOLET, "shield")
"""Colour and icon of what is shown under a pseudonym; the shape still tells the kind."""


def sign_of(kind: str) -> Sign:
    """The sign of a kind of entity; an unknown kind gets a plain one."""
    known = {str(name): sign for name, sign in SIGNS.items()}
    return known.get(kind, Sign("ellipse", GREY, "document"))


class Family(StrEnum):
    """Kinds of relationship that are alike, and share a colour."""

    COMMUNICATION = "communication"
    HOLDING = "holding"
    MOVEMENT = "movement"
    MONEY = "money"
    COMMAND = "command"
    ACQUAINTANCE = "acquaintance"
    SEIZURE = "seizure"


FAMILIES: dict[Family, tuple[str, ...]] = {
    Family.COMMUNICATION: (COMMUNICATES, ClaimKind.CALLS),
    Family.HOLDING: (
        ClaimKind.USES,
        ClaimKind.OWNS,
        ClaimKind.HOLDS,
        ClaimKind.REGISTERED_TO,
        ClaimKind.INSERTED_IN,
    ),
    Family.MOVEMENT: (
        ClaimKind.DRIVES,
        ClaimKind.TRAVELS_IN,
        ClaimKind.TRAVELS_WITH,
        ClaimKind.TRANSPORTS,
        ClaimKind.PRESENT_AT,
        ClaimKind.LIVES_AT,
        ClaimKind.LODGES,
    ),
    Family.MONEY: (ClaimKind.PAYS, ClaimKind.EMPLOYS, ClaimKind.SUPPLIES),
    Family.COMMAND: (ClaimKind.INSTRUCTS, ClaimKind.THREATENS, ClaimKind.RECRUITS),
    Family.ACQUAINTANCE: (
        ClaimKind.KNOWS,
        ClaimKind.MEETS,
        ClaimKind.RELATED_TO,
        MENTIONED_WITH,
    ),
    Family.SEIZURE: (ClaimKind.SEIZED_FROM, ClaimKind.SEIZED_WITH),
}
_UNDIRECTED = frozenset({COMMUNICATES, MENTIONED_WITH, *map(str, MUTUAL)})
_FAMILY_OF = {str(kind): family for family, kinds in FAMILIES.items() for kind in kinds}

FAMILY_COLOURS: dict[Family, dict[Scheme, str]] = {
    Family.COMMUNICATION: {Scheme.LIGHT: "#66788A", Scheme.DARK: "#8CA0B3"},
    Family.HOLDING: {Scheme.LIGHT: GREEN, Scheme.DARK: "#2FC59B"},
    Family.MOVEMENT: {Scheme.LIGHT: "#C98700", Scheme.DARK: "#F0B429"},
    Family.MONEY: {Scheme.LIGHT: "#B0508A", Scheme.DARK: "#E59AC6"},
    Family.COMMAND: {Scheme.LIGHT: VERMILLION, Scheme.DARK: "#FF8A3D"},
    Family.ACQUAINTANCE: {Scheme.LIGHT: BLUE, Scheme.DARK: SKY},
    Family.SEIZURE: {Scheme.LIGHT: VIOLET, Scheme.DARK: "#B79CE0"},
}


def family_of(kind: str) -> Family:
    """The family of a kind of relationship."""
    return _FAMILY_OF.get(kind, Family.ACQUAINTANCE)


def is_directed(kind: str) -> bool:
    """Whether a relationship of this kind goes from its left side to its right."""
    return kind not in _UNDIRECTED


def kinds_in_order() -> list[str]:
    """Every kind of relationship there can be, family by family."""
    return [str(kind) for kinds in FAMILIES.values() for kind in kinds]


@cache
def icon_uri(name: str) -> str:
    """An icon as a data address, so that a canvas needs to fetch nothing."""
    text = (files("dashboards") / "assets" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return "data:image/svg+xml;utf8," + quote(text.strip())
