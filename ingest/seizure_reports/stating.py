"""What a row of a seizure form states: an exhibit, and relations between what the row names.

A number written on a seized piece of paper was not seized as a phone, and a certificate for a
vehicle is not the vehicle: what an exhibit is, its description says.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from rapidfuzz import fuzz

from ingest.language.lexicon import fold
from ingest.observations import Claim, Exhibit, Locator, Mention
from ingest.seizure_reports import counting, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.moments import Taken
from ingest.seizure_reports.row import Gathered
from ingest.seizure_reports.words import ExhibitKind
from ingest.selectors import money
from ingest.selectors.found import SelectorKind
from workbench.vocabulary import ClaimKind, MentionKind

_SAME_NAME = 84.0
_K = MentionKind
# What an exhibit of each kind consists of; None: nothing says what it is.
_CONSISTS_OF: dict[ExhibitKind | None, tuple[MentionKind, ...]] = {
    ExhibitKind.HANDSET: (_K.PHONE, _K.HANDSET, _K.SIM),
    ExhibitKind.SIM: (_K.PHONE, _K.SIM, _K.HANDSET),
    ExhibitKind.VEHICLE: (_K.VEHICLE, _K.DOCUMENT),
    ExhibitKind.DOCUMENT: (_K.DOCUMENT, _K.ACCOUNT),
    ExhibitKind.ACCOUNT: (_K.ACCOUNT, _K.DOCUMENT),
    ExhibitKind.VESSEL: (_K.VESSEL, _K.DOCUMENT, _K.VEHICLE),
    ExhibitKind.DRUGS: (),
    ExhibitKind.WEAPON: (),
    ExhibitKind.OTHER: (_K.HANDSET, _K.SIM),
    ExhibitKind.NOTE: (_K.DOCUMENT,),
    ExhibitKind.PLATES: (),
    ExhibitKind.CASH: (),
    None: (_K.HANDSET, _K.SIM, _K.VEHICLE, _K.VESSEL, _K.DOCUMENT, _K.ACCOUNT),
}


def exhibits(gathered: Gathered, taken: Taken, locator: Locator) -> list[Exhibit]:
    """The exhibit of a row; one for each amount where it is cash in several currencies."""
    said = gathered.said
    numbers = (FormField.EXHIBIT_NUMBER, FormField.ORDINAL, FormField.SEAL)
    number = next((said[f].strip() for f in numbers if said.get(f, "").strip()), None)
    counted = counting.quantity(
        said.get(FormField.QUANTITY), said.get(FormField.UNIT), said.get(FormField.DESCRIPTION, "")
    )
    sums = list(_amounts(gathered)) or [(None, None)]
    place = gathered.said.get(FormField.PLACE) or gathered.said.get(FormField.FOUND_AT)
    return [
        Exhibit(
            exhibit_number=number or str(gathered.row.place.row),
            description=_description(gathered),
            locator=locator,
            items=tuple(items(gathered)) if first else (),
            seized_written=taken.written,
            seized_utc=taken.utc,
            place_written=place,
            seized_by=said.get(FormField.SEIZED_BY),
            seized_from=gathered.holders[0] if gathered.holders else None,
            amount=amount,
            currency=currency,
            quantity=counted.value if counted else None,
            unit=counted.unit if counted else None,
        )
        for first, (amount, currency) in zip([True] + [False] * len(sums), sums, strict=False)
    ]


def _description(gathered: Gathered) -> str:
    """What the row says the exhibit is, or else the numbers it names."""
    parts = (FormField.ITEM_KIND, FormField.DESCRIPTION, FormField.MAKE, FormField.MODEL)
    said = [gathered.said[f].strip() for f in parts if f in gathered.said]
    every = [m.text for m in gathered.of(*_CONSISTS_OF[None], _K.PHONE)]
    amount = gathered.said.get(FormField.AMOUNT, "")
    return " · ".join(said) or ", ".join(every) or amount or "–"


def items(gathered: Gathered) -> list[Mention]:
    """The things of the row that the exhibit consists of."""
    described = [gathered.said[f] for f in _DESCRIBING if f in gathered.said]
    kind = words.exhibit_kind(" ".join(described))
    wanted = _CONSISTS_OF[kind]
    has_card = gathered.of(_K.HANDSET, _K.SIM)
    if kind is None and (has_card or not described):
        wanted = (*wanted, _K.PHONE)
    return gathered.of(*wanted)


_DESCRIBING = (FormField.ITEM_KIND, FormField.DESCRIPTION)


def _amounts(gathered: Gathered) -> Iterator[tuple[Decimal | None, str | None]]:
    """Sums and their currencies: as stated, else by the notes that are counted."""
    said = gathered.said
    written = words.with_codes(said.get(FormField.AMOUNT, ""))
    if not written and words.exhibit_kind(_description(gathered)) is ExhibitKind.CASH:
        written = words.with_codes(said.get(FormField.DESCRIPTION, ""))
    unit = money.read(f"1 {said.get(FormField.CURRENCY, '')}")
    currency = unit.currency if unit else None
    counted = words.with_codes(said.get(FormField.DENOMINATION, ""))
    notes = counting.counted_notes(f"{written} {counted}", currency)
    sums = [*_stated(written, notes)]
    if sums:
        yield from sums
        return
    value_only = money.normalise(written.strip()) if FormField.AMOUNT in said else None
    if value_only is not None:
        yield value_only, currency
    else:
        yield from ((value, code) for code, value in notes.items())


def _stated(written: str, notes: Mapping[str, Decimal]) -> Iterator[tuple[Decimal, str]]:
    """The amounts a text states, one for each currency whose notes it counts."""
    found = [f.normalised.split(" ") for f in money.find(written) if f.kind is SelectorKind.MONEY]
    amounts = [(Decimal(value), currency) for value, currency in found]
    for value, currency in amounts:
        if currency not in notes:
            yield value, currency
    for currency, total in notes.items():
        if any(currency == code for _, code in amounts):
            yield total, currency


# ------------------------------------------------------------------ claims


def claims(gathered: Gathered, taken: Taken, locator: Locator) -> list[Claim]:
    """The relations a row of a form states, at the time and place of the seizure."""
    return of_exhibit(gathered, taken, locator) + [
        _claim(relation, gathered, taken, locator) for relation in _together(gathered)
    ]


def of_exhibit(gathered: Gathered, taken: Taken, locator: Locator) -> list[Claim]:
    """What is stated of the exhibit itself and of its persons; who else was there left out."""
    return [_claim(relation, gathered, taken, locator) for relation in _relations(gathered)]


Relation = tuple[ClaimKind, Mention, Mention]


def _claim(relation: Relation, gathered: Gathered, taken: Taken, locator: Locator) -> Claim:
    kind, left, right = relation
    where = _place(gathered)
    return Claim(
        kind, left, right, locator, start_utc=taken.utc, time_written=taken.written, place=where
    )


def _place(gathered: Gathered) -> Mention | None:
    return next(iter(gathered.named[FormField.PLACE]), None)


def _relations(gathered: Gathered) -> Iterator[Relation]:
    holders, taken = gathered.holders, items(gathered)
    yield from ((ClaimKind.SEIZED_FROM, item, holder) for item, holder in product(taken, holders))
    yield from _inserted([m for m in taken if m.kind is _K.PHONE], taken)
    yield from _inserted([m for m in taken if m.kind is _K.SIM], taken)
    yield from ((ClaimKind.HOLDS, person, paper) for person, paper in gathered.holds)
    yield from _made_out(gathered)
    yield from ((ClaimKind.USES, person, phone) for person, phone in gathered.uses)
    yield from _by_column(gathered)


def _made_out(gathered: Gathered) -> Iterator[Relation]:
    """The seized document of a row and the person its description says it is made out to; or its
    machine-readable zone."""
    yield from ((ClaimKind.HOLDS, person, paper) for person, paper in gathered.made_out)
    named = [m for m in gathered.named[FormField.DESCRIPTION] if m.kind is _K.PERSON]
    papers = gathered.of(_K.DOCUMENT)
    if len(named) == 1 and len(papers) == 1:
        yield ClaimKind.HOLDS, named[0], papers[0]


def _inserted(cards: Sequence[Mention], taken: Sequence[Mention]) -> Iterator[Relation]:
    """Numbers and SIM cards in the handset of the row; in pairs where there are as many."""
    handsets = [m for m in taken if m.kind is _K.HANDSET]
    paired = len(cards) == len(handsets)
    pairs = zip(cards, handsets, strict=True) if paired else product(cards, handsets)
    yield from ((ClaimKind.INSERTED_IN, card, handset) for card, handset in pairs)


def _by_column(gathered: Gathered) -> Iterator[Relation]:
    """Owners, drivers and occupants, where a column names them."""
    vehicles = gathered.of(_K.VEHICLE)
    for owner in gathered.named[FormField.OWNER]:
        yield from ((ClaimKind.REGISTERED_TO, vehicle, owner) for vehicle in vehicles)
        if not vehicles:
            yield from ((ClaimKind.OWNS, owner, item) for item in items(gathered))
    for driver, vehicle in product(gathered.named[FormField.DRIVER], vehicles):
        yield ClaimKind.DRIVES, driver, vehicle
    for person, vehicle in product(gathered.named[FormField.OCCUPANTS], vehicles):
        yield ClaimKind.TRAVELS_IN, person, vehicle


def _together(gathered: Gathered) -> Iterator[Relation]:
    """Who was at the place, and at one seizure with the person it was taken from."""
    place = _place(gathered)
    here = [m for f in _THERE for m in gathered.named[f] if m.kind is _K.PERSON]
    there = [p for p in gathered.holders if p.kind is _K.PERSON]
    for person in _once(there + here) if place else ():
        assert place is not None
        yield ClaimKind.PRESENT_AT, person, place
    for holder, person in product(there, here):
        if not same_name(holder, person):
            yield ClaimKind.SEIZED_WITH, holder, person


def in_common(gathered: Gathered, taken: Taken, locator: Locator) -> list[Claim]:
    """What is stated of persons and vehicles that no exhibit of the form names."""
    made = [*_by_column(gathered), *_together(gathered)]
    made += [(ClaimKind.HOLDS, *pair) for pair in gathered.holds]
    made += [(ClaimKind.USES, *pair) for pair in gathered.uses]
    return [_claim(relation, gathered, taken, locator) for relation in made]


def of_person(
    gathered: Gathered, holders: Sequence[Mention], taken: Taken, locator: Locator
) -> list[Claim]:
    """What is stated of a person listed as present: where, and with whom exhibits were taken."""
    place = _place(gathered)
    made: list[Relation] = [(ClaimKind.HOLDS, *pair) for pair in gathered.holds]
    made += [(ClaimKind.USES, *pair) for pair in gathered.uses]
    for person in gathered.holders:
        if place:
            made.append((ClaimKind.PRESENT_AT, person, place))
        made += [
            (ClaimKind.SEIZED_WITH, holder, person)
            for holder in holders
            if not same_name(holder, person)
        ]
    return [_claim(relation, gathered, taken, locator) for relation in made]


_THERE = (FormField.PRESENT, FormField.OCCUPANTS, FormField.DRIVER)


def _once(people: Sequence[Mention]) -> Iterator[Mention]:
    seen: list[Mention] = []
    for person in people:
        if not any(same_name(person, other) for other in seen):
            seen.append(person)
            yield person


def same_name(one: Mention, other: Mention) -> bool:
    """Whether two names of one row or report are spellings of the same one."""
    left, right = (fold(m.normalised or m.text) for m in (one, other))
    return fuzz.token_sort_ratio(left, right) >= _SAME_NAME
