"""The truth says what the files say, for every seed."""

import re
from collections import defaultdict
from collections.abc import Iterator

import icu
import pytest
from rapidfuzz import fuzz

from tests.sample_data.conftest import Made

_FOLD = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
_DECLINED = 62  # token similarity that a declined, misheard or mistyped name still reaches
Mention = tuple[str, str, str, str]  # file, text, kind, key


def mentions(made: Made) -> Iterator[Mention]:
    """Each mention with the text its key points at: a span's, or a row's cells."""
    for row in made.truth("mentions"):
        file, _, locator = row["mention_key"].rpartition("#")
        if match := re.fullmatch(r"(\d+)-(\d+)", locator):
            text = made.texts[file][int(match[1]) : int(match[2])]
        else:
            text = "\n".join(made.rows[file][int(locator.split(":")[0]) - 1])
        yield file, text, row["kind"], row["entity_key"]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", _FOLD.transliterate(text))


def test_about_twenty_files_of_the_three_kinds(made: Made) -> None:
    kinds = {one.letter.kind for one in made.dossier.written}
    assert kinds == {"call_records", "seizure_report", "witness_statement"}
    assert 18 <= len(made.files) <= 24


def test_a_number_mentioned_stands_there(made: Made) -> None:
    known = {p["entity_key"]: p for p in made.truth("phones")}
    for file, text, kind, key in mentions(made):
        if kind == "phone":
            national = known[key]["number"][4:]
            assert national in digits(text), (file, text, known[key]["number"])


def test_a_device_or_card_mentioned_stands_there(made: Made) -> None:
    cards = {p["sim"]: (p["imsi"], p["iccid"]) for p in made.truth("phones")}
    handsets = {h["entity_key"]: (h["imei"],) for h in made.truth("handsets")}
    for file, text, kind, key in mentions(made):
        if kind in ("sim", "handset"):
            assert any(n in text for n in {**cards, **handsets}[key]), (file, text, key)


def test_a_vehicle_mentioned_stands_there(made: Made) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for vehicle in made.truth("vehicles"):
        names[vehicle["entity_key"]] |= {squeezed(vehicle["plate"]), squeezed(vehicle["vin"])}
    for file, text, kind, key in mentions(made):
        if kind == "vehicle":
            assert any(name in squeezed(text) for name in names[key]), (file, text, key)


def test_a_person_mentioned_stands_there(made: Made) -> None:
    people = {p["entity_key"]: p for p in made.truth("people")}
    for file, text, kind, key in mentions(made):
        if kind == "person":
            person = people[key]
            names = [person[part] for part in ("given_name", "surname", "nickname") if person[part]]
            found = squeezed(text)
            best = max(fuzz.partial_ratio(squeezed(name), found) for name in names)
            assert best >= _DECLINED, (file, text, names)


def test_a_document_mentioned_stands_there(made: Made) -> None:
    people = {p["entity_key"]: p for p in made.truth("people")}
    for file, text, kind, key in mentions(made):
        if kind == "document" and key.startswith("D-P"):
            person = people[key.split("-")[1]]
            number = "personal_number" if key.endswith("-N") else "document_number"
            assert person[number] in text, (file, text, key)


def test_a_recorded_call_stands_in_its_rows(made: Made) -> None:
    for call in made.truth("communications"):
        numbers = [
            call[end][4:] for end in ("caller_number", "callee_number") if call[end][:1] == "+"
        ]
        for place in call["rows"].split("|"):
            file, _, row = place.rpartition("#")
            cells = made.rows[file][int(row) - 1]
            assert all(any(n in digits(cell) for cell in cells[:2]) for n in numbers), place


def test_callers_held_their_numbers_and_handsets_then(made: Made) -> None:
    world = made.dossier.world
    held = defaultdict(list)
    for holding in world.phones.holdings:
        held[holding.holder, holding.line.key, holding.handset.key].append(holding)
    for call in world.communications:
        for end in (call.caller, call.callee):
            if end.line and end.handset:
                periods = held[end.holder, end.line.key, end.handset.key]
                assert any(p.since <= call.start < p.until for p in periods), call


def test_a_successor_is_taken_up_by_the_same_person_when_the_old_number_ends(made: Made) -> None:
    holdings = made.truth("holdings")
    changes = made.truth("successors")
    assert len(changes) >= 5
    for change in changes:
        ends = {h["until_utc"] for h in holdings if h["phone"] == change["old"]}
        begins = {h["since_utc"] for h in holdings if h["phone"] == change["new"]}
        assert change["changed_utc"] in ends & begins
        assert {h["holder"] for h in holdings if h["phone"] == change["new"]} == {change["person"]}


def test_on_a_trip_the_driver_rings_along_the_road(made: Made) -> None:
    world = made.dossier.world
    for trip in world.trips:
        leg = trip.legs[1]
        passed = {place for place, _ in leg.times()}
        rung = [
            end.place
            for call in world.communications
            for end in (call.caller, call.callee)
            if end.holder == leg.driver and leg.departure <= call.start < leg.arrival
        ]
        assert rung and set(rung) <= passed


def test_two_minors_are_among_the_smuggled_migrants(made: Made) -> None:
    migrants = [p for p in made.truth("people") if p["category"] == "smuggled_migrant"]
    assert sum(p["minor"] == "1" for p in migrants) == 2
    assert {p["entity_key"] for p in migrants} == {p["entity_key"] for p in made.truth("protected")}


def test_every_spelling_of_a_protected_name_is_listed(made: Made) -> None:
    """Neither their names nor their fathers' stand in any file in a spelling not in the table."""
    protected = {row["entity_key"]: row for row in made.truth("protected")}
    text = "\n".join([*made.texts.values(), *("\t".join(r) for t in made.rows.values() for r in t)])
    words = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    for person in made.dossier.world.people.values():
        if person.protected:
            listed = set(re.findall(r"[\w-]+", " ".join(protected[person.key].values()).casefold()))
            spellings = {s.casefold() for s in (*person.given, *person.surname, *person.father)}
            assert words & spellings <= listed


@pytest.mark.parametrize("column", ["phone", "imei", "imsi", "iccid"])
def test_a_protected_persons_devices_are_theirs_alone(made: Made, column: str) -> None:
    phones, handsets = made.truth("phones"), made.truth("handsets")
    held = {(h["phone"], h["handset"]): h["holder"] for h in made.truth("holdings")}
    keys = {p["entity_key"] for p in phones for c in ("number", "imsi", "iccid")}
    assert keys
    for row in made.truth("protected"):
        for value in filter(None, row[column].split("|")):
            lines = {
                p["entity_key"] for p in phones if value in (p["number"], p["imsi"], p["iccid"])
            }
            devices = {h["entity_key"] for h in handsets if h["imei"] == value}
            users = {
                w for (line, handset), w in held.items() if line in lines or handset in devices
            }
            assert users == {row["entity_key"]}
