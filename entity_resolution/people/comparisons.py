"""Persons across sources: what to compare, which pairs to consider, with which weights.

Shipped m and u probabilities were set from generated cases (see docs/evaluation.md) and are used
where a case is too small to learn its own.
"""

from entity_resolution.model import Block, Comparison, Level, Model, Sure, Together
from entity_resolution.people.bearers import (
    FATHERS_RARER_THAN,
    MANY_BEARERS,
    ONE_BEARER,
    RARER_THAN,
    SEVERAL_BEARERS,
)
from entity_resolution.people.name_scores import TWO_NAMES
from entity_resolution.people.records import LONG_NUMBER

_EITHER_EMPTY = "len({0}_l) = 0 OR len({0}_r) = 0"
_EITHER_NULL = "{0}_l IS NULL OR {0}_r IS NULL"
_ALIKE = "names_alike >= {0}"
_SAME = _ALIKE.format(0.95) + " AND is_full_l AND is_full_r"
# A slip of the pen in one word of a name makes another spelling.
_SLIPS = "(is_full_l AND is_full_r AND slips_between <= {0})"
_ONE_SLIP = _SLIPS.format(1)
_SLIP = (
    f"(({_ALIKE.format(0.84)} AND is_full_l AND is_full_r) OR {_ONE_SLIP}) "
    "AND least(seen_in_l, seen_in_r) = 1"
)
_BORNE = 0.75  # share of true pairs that give the full name alike
_NAMESAKES = 0.03  # pairs of namesakes who belong to one circle, for each true pair


def _same_full_name() -> tuple[Level, ...]:
    """A level for each order of rarity: strangers bear a name as often as the name is frequent."""
    m = _BORNE / (len(RARER_THAN) + 1)
    levels, rarer = [], 0.0000001
    for edge in (*RARER_THAN, None):
        among_strangers = ((rarer * edge) ** 0.5 if edge else 2 * rarer) * m / _BORNE
        label = f"same full name, one that 1 in {round(1 / rarer):,} bear"
        sql = f"{_SAME} AND greatest(frequency_l, frequency_r) <= {edge!r}" if edge else _SAME
        levels.append(Level(label, sql, m, among_strangers, m * _NAMESAKES / _BORNE))
        rarer = edge or rarer
    return tuple(levels)


def _borne_by_many() -> tuple[Level, ...]:
    """In a large case very many pairs of strangers bear a frequent name: so many as are counted.
    The last number: pairs of namesakes for each true pair, where none are."""
    kinds = zip(reversed(MANY_BEARERS), (0.02, 0.03), (10.0, 1.0), strict=True)
    return tuple(
        Level(
            f"same full name, borne by more than {edge}",
            f"{_SAME} AND rivals_l > {edge}",
            m,
            0.000001,
            per_prior,
            told=True,
            met_by=Together(Block(("name_key",)), f"is_full AND rivals = {edge + 1}"),
        )
        for edge, m, per_prior in kinds
    )


_OTHER_BIRTH = ("birth_date", "other birth date")

# A name's u has two parts: how often strangers bear it, and that namesakes turn up in a case more
# often than chance would have it (``u_per_prior``: per share of pairs that match).
_NAME = Comparison(
    "name",
    "name",
    (
        Level("no name", _EITHER_NULL.format("name_key")),
        Level(
            "one is said to be another person of the name",
            f"({_ALIKE.format(0.85)} OR {_ONE_SLIP}) AND set_apart_l <> set_apart_r",
            0.01,
            0.0001,
            0.5,
        ),
        *_borne_by_many(),
        # Bearers are told apart by their birth dates: where these err, so do they.
        Level(
            "same full name, borne by many",
            f"{_SAME} AND rivals_l > {SEVERAL_BEARERS}",
            0.05,
            0.000001,
            0.55,
            rests_on=_OTHER_BIRTH,
        ),
        Level(
            "same full name, borne by several",
            f"{_SAME} AND rivals_l > {ONE_BEARER}",
            0.2,
            0.000001,
            0.22,
            rests_on=_OTHER_BIRTH,
        ),
        *_same_full_name(),
        # Every phone has its "Ana" and its "Beqo": without the number that says little.
        Level(
            "called alike in a phone's contacts, with another number",
            "(is_contact_l OR is_contact_r) AND NOT (is_full_l AND is_full_r) "
            "AND NOT list_has_any(phones_l, phones_r) "
            f"AND (list_has_any(handles_l, handles_r) OR {_ALIKE.format(0.7)})",
            0.06,
            0.0015,
            0.02,
        ),
        Level(
            "known by the same nickname",
            "NOT (is_full_l AND is_full_r) AND list_has_any(handles_l, handles_r) "
            "AND (is_quoted_l OR len(alias_keys_l) > 0) AND (is_quoted_r OR len(alias_keys_r) > 0)",
            0.05,
            0.00003,
            0.002,
        ),
        Level(
            "full names much alike",
            f"{_ALIKE.format(0.9)} AND is_full_l AND is_full_r",
            0.12,
            0.00001,
            0.02,
        ),
        Level("a slip in one of the full names", _SLIP, 0.05, 0.00005, 0.005, told=True),
        Level(
            "full names alike",
            f"{_ALIKE.format(0.84)} AND is_full_l AND is_full_r",
            0.05,
            0.000003,
            0.005,
        ),
        Level(
            "surname and initial",
            f"{_ALIKE.format(0.9)} AND (is_full_l OR is_full_r)",
            0.03,
            0.000005,
            0.02,
        ),
        Level(
            "part of the name, borne by nobody else",
            f"{_ALIKE.format(0.7)} AND least(bearers_l, bearers_r) = 1 "
            "AND coalesce(bearers_l = 1, true) AND coalesce(bearers_r = 1, true)",
            0.05,
            0.00003,
            0.004,
        ),
        Level("part of the name", _ALIKE.format(0.7), 0.06, 0.00006, 0.04),
        Level(
            "two slips in one of the full names",
            f"{_SLIPS.format(2)} AND least(seen_in_l, seen_in_r) = 1",
            0.01,
            0.000003,
            0.005,
            told=True,
        ),
        # Another surname in marriage, another given name in a second passport.
        Level(
            "one word of the name alike, and the birth date or a document",
            f"{_SLIPS.format(90)} AND (coalesce(birth_date_l = birth_date_r, false) "
            "OR list_has_any(documents_l, documents_r))",
            0.008,
            0.01,
            told=True,
        ),
        # Twins have names that both exist.
        Level(
            "one word of the name alike, the other another name",
            _SLIPS.format(TWO_NAMES),
            0.00002,
            0.02,
            told=True,
        ),
        Level("another name", "ELSE", 0.004, 0.97, told=True),
    ),
    # Random pairs hold too few namesakes to learn from how often two people share a name.
    learnt=False,
    told_by=Sure(Block(("birth_date",), lists=("documents",))),
)
_BIRTH = Comparison(
    "birth_date",
    "birth_date",
    (
        Level("not known", _EITHER_NULL.format("birth_year")),
        Level("same day", "birth_date_l = birth_date_r", 0.83, 0.0002),
        Level(
            "day and month changed places",
            "birth_date_l = left(birth_date_r, 5) || right(birth_date_r, 2) || '-' || "
            "substr(birth_date_r, 6, 2)",
            0.02,
            0.0001,
        ),
        Level(
            "one figure differs, or two changed places",
            # The first says no to nearly all, in a tenth of the time; it takes equal lengths only.
            "CASE WHEN strlen(birth_date_l) = strlen(birth_date_r) "
            "THEN hamming(birth_date_l, birth_date_r) <= 2 ELSE true END "
            "AND damerau_levenshtein(birth_date_l, birth_date_r) = 1",
            0.05,
            0.004,
        ),
        Level(
            "same year, day not given",
            "birth_year_l = birth_year_r AND (birth_date_l IS NULL OR birth_date_r IS NULL)",
            0.09,
            0.04,
        ),
        Level(_OTHER_BIRTH[1], "ELSE", 0.01, 0.955, told=True),
    ),
    told_by=Sure(Block(("name_key",), lists=("documents",))),
)
# Two of one name are mostly of one country: how often they agree by chance is counted there.
_OF_ONE_COUNTRY = "nationality_l = nationality_r"


def _same_father() -> tuple[Level, ...]:
    """A level for each order of rarity of the name."""
    rarer, rare = FATHERS_RARER_THAN
    kinds = (
        ("rarer than 1 in 300", f"<= {rarer}", 0.35, 0.003),
        ("rarer than 1 in 100", f"<= {rare}", 0.25, 0.007),
        ("a frequent one", f"> {rare}", 0.25, 0.015),
    )
    frequency = "greatest(father_frequency_l, father_frequency_r)"
    return tuple(
        Level(f"same father's name, {said}", sql, m, u, strangers=sql)
        for said, bounds, m, u in kinds
        for sql in (f"father_key_l = father_key_r AND {frequency} {bounds}",)
    )


_FATHER = Comparison(
    "father",
    "father",
    (
        Level("not known", _EITHER_NULL.format("father_key")),
        *_same_father(),
        Level(
            "father's name alike",
            "fathers_alike >= 0.8",
            0.12,
            0.02,
        ),
        Level("other father's name", "ELSE", 0.03, 0.955),
    ),
    strangers_where=_OF_ONE_COUNTRY,
)
_ALIASES = Comparison(
    "aliases",
    "aliases",
    (
        Level(
            "not known",
            f"{_EITHER_EMPTY.format('alias_keys')} OR NOT is_full_l OR NOT is_full_r",
        ),
        Level("same alias", "list_has_any(alias_keys_l, alias_keys_r)", 0.8, 0.002),
        Level("other aliases", "ELSE", 0.2, 0.998),
    ),
)
# Two documents are one person's more often than two numbers are a slip apart by chance.
_DOCUMENTS = Comparison(
    "documents",
    "documents",
    (
        Level("not known", _EITHER_EMPTY.format("documents")),
        Level("same document", "list_has_any(documents_l, documents_r)", 0.75, 0.00002),
        Level(
            "a document number with a slip",
            "len(list_filter(documents_l, one -> len(list_filter(documents_r, other -> "
            f"length(one) >= {LONG_NUMBER} AND damerau_levenshtein(one, other) = 1)) > 0)) > 0",
            0.03,
            0.0001,
        ),
        Level("other documents", "ELSE", 0.22, 0.99988),
    ),
)
# Share of their letters by threes that both have (Dice's coefficient).
_PARTS_IN_COMMON = (
    "2 * len(list_intersect(address_parts_l, address_parts_r)) "
    "/ (len(address_parts_l) + len(address_parts_r))"
)
_COMMON = "(is_common_address_l OR is_common_address_r)"
_SAME_HOUSE = "coalesce(house_number_l = house_number_r, true)"
_ADDRESS = Comparison(
    "address",
    "address",
    (
        Level("not known", _EITHER_NULL.format("address")),
        Level(
            "same town or village, or an address that many give",
            f"{_PARTS_IN_COMMON} >= 0.6 AND {_COMMON}",
            0.1,
            0.01,
        ),
        # Relatives live together: in a small case that is a large share of all pairs.
        Level("same address", "address_key_l = address_key_r", 0.45, 0.0001, 0.3),
        Level(
            "address much alike",
            f"{_PARTS_IN_COMMON} >= 0.65 AND {_SAME_HOUSE}",
            0.1,
            0.0001,
            0.1,
        ),
        Level(
            "address alike, same house number",
            f"{_PARTS_IN_COMMON} >= 0.4 AND house_number_l = house_number_r",
            0.05,
            0.0001,
            0.1,
        ),
        Level("address alike", f"{_PARTS_IN_COMMON} >= 0.45", 0.03, 0.001, 0.1),
        Level("address partly alike", f"{_PARTS_IN_COMMON} >= 0.3", 0.06, 0.01),
        Level("other address", "ELSE", 0.21, 0.978),
    ),
)
_SAME_PLACE = "birth_place_l = birth_place_r"
_ALIKE_IN_PART = f"NOT (is_full_l AND is_full_r) AND NOT {_ALIKE.format(0.9)}"


_BIRTH_PLACE = Comparison(
    "birth_place",
    "birth_place",
    (
        Level("not known", _EITHER_NULL.format("birth_place")),
        Level("same birth place", _SAME_PLACE, 0.85, 0.1, strangers=_SAME_PLACE),
        Level("other birth place", "ELSE", 0.15, 0.9),
    ),
    strangers_where=_OF_ONE_COUNTRY,
)


def _around(
    of: str, where: str, most: float, several_per_prior: float, one_per_prior: float
) -> tuple[Level, ...]:
    """How many stand beside both. Strangers seldom do so in a large case; who bears a rare name
    without being the one meant is mostly a relative, who does. ``most``: what u comes to at most,
    for each m."""
    kinds = (
        ("several", "beside_both >= 2", 0.32, 0.004, several_per_prior),
        ("one", "beside_both = 1", 0.33, 0.008, one_per_prior),
    )
    return tuple(
        Level(
            f"{count} of the same people around them{of}",
            f"{shared} AND {where}",
            m,
            u,
            per_prior,
            most_u=most * m,
            strangers=shared,
        )
        for count, shared, m, u, per_prior in kinds
    )


# An explanation names nobody else: who stood beside may be protected.
_ASSOCIATES = Comparison(
    "associates",
    "company",
    (
        Level(
            "not known",
            "beside_both IS NULL",
        ),
        *_around(
            ", the name borne by several",
            f"{_SAME} AND rivals_l > {ONE_BEARER} AND rivals_l <= {SEVERAL_BEARERS}",
            0.6,
            500.0,
            700.0,
        ),
        *_around(
            ", the name rare",
            f"{_SAME} AND greatest(frequency_l, frequency_r) <= {RARER_THAN[1]!r} "
            f"AND rivals_l <= {ONE_BEARER}",
            1.0,
            1_500.0,
            2_000.0,
        ),
        *_around(", a part of the name", _ALIKE_IN_PART, 1.0, 10.0, 40.0),
        *_around("", "true", 3.0, 8.0, 5.0),
        Level("other people around them", "ELSE", 0.35, 0.9725, -13.0),
    ),
    # In a small case everybody stands among the same people.
    learnt=False,
)


def _shared(name: str, m: float, u: float, same: str, other: str) -> Comparison:
    return Comparison(
        name,
        name,
        (
            Level("not known", _EITHER_EMPTY.format(name)),
            Level(same, f"list_has_any({name}_l, {name}_r)", m, u),
            Level(other, "ELSE", 1 - m, 1 - u),
        ),
    )


def _equal(name: str, m: float, u: float, *, learnt: bool = True) -> Comparison:
    said = name.replace("_", " ")
    return Comparison(
        name,
        name,
        (
            Level("not known", _EITHER_NULL.format(name)),
            Level(f"same {said}", f"{name}_l = {name}_r", m, u),
            Level(f"other {said}", "ELSE", 1 - m, 1 - u),
        ),
        learnt,
    )


MODEL = Model(
    comparisons=(
        _NAME,
        _BIRTH,
        _FATHER,
        _DOCUMENTS,
        _shared("phones", 0.45, 0.003, "same phone", "other phones"),
        _ALIASES,
        _shared("vehicles", 0.4, 0.02, "same vehicle", "other vehicles"),
        # Two of one name are nearly always of one sex and mostly of one country: what random pairs
        # would teach counts the name twice.
        _equal("sex", 0.99, 0.93, learnt=False),
        _equal("nationality", 0.95, 0.75, learnt=False),
        _BIRTH_PLACE,
        _ADDRESS,
        _ASSOCIATES,
    ),
    blocks=(
        Block(lists=("words",), by_name=True),
        Block(("starts",), by_name=True),
        Block(lists=("beside",)),
        Block(lists=("documents",), suffices="true"),
        Block(lists=("document_slips",), suffices="true"),
        Block(lists=("phones",), suffices="true"),
        # Of those whom every third phone knows as "Ana" something else has to bring two together.
        Block(lists=("handles",), most=200, suffices="true"),
        # Born on one day and living in one house: then the addresses are looked at.
        Block(("birth_date",), suffices="is_housed"),
        Block(("address_key",)),
    ),
    sure=(
        Sure(Block(lists=("documents",))),
        Sure(Block(("name_key",)), f"is_full AND rivals <= {ONE_BEARER} AND NOT set_apart"),
        Sure(Block(("birth_date",), lists=("words",))),
    ),
    learn_by=("birth_date", "name_key"),
    of_pair={
        "names_alike": "name_score(name_id_l, name_id_r)",
        "slips_between": "name_slips(name_id_l, name_id_r)",
        "fathers_alike": "CASE WHEN father_id_l IS NOT NULL AND father_id_r IS NOT NULL "
        "THEN name_score(father_id_l, father_id_r) END",
        # Of one source everybody does; where nobody stands beside one of them, nothing is known.
        "beside_both": f"CASE WHEN NOT ({_EITHER_NULL.format('associate_bits')} "
        "OR source_id_l = source_id_r) THEN CASE WHEN associate_bits_l & associate_bits_r = 0 "
        "THEN 0 ELSE len(list_intersect(associates_l, associates_r)) END END",
    },
)
