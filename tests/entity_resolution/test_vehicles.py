"""Which vehicle mentions become one vehicle."""

from entity_resolution import resolve, review_queue
from tests.entity_resolution.building import CaseBuilder
from workbench.vocabulary import MentionKind

VIN = "WV2ZZZY4TKH766997"


def _vehicle(
    building: CaseBuilder, plate: str, country: str | None = "ME", **said: str | list[str]
) -> int:
    squeezed = plate.replace(" ", "").replace("-", "")
    return building.mention(
        MentionKind.VEHICLE, building.source(), plate, squeezed, country, **said
    )


def test_a_plate_is_one_however_it_is_spaced(building: CaseBuilder) -> None:
    one, other = _vehicle(building, "BD EC384"), _vehicle(building, "BD-EC-384")
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_one_plate_in_two_countries_is_two_vehicles(building: CaseBuilder) -> None:
    one, other = _vehicle(building, "AA123BB", "AL"), _vehicle(building, "AA123BB", "IT")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_one_vin_under_two_plates_is_one_vehicle(building: CaseBuilder) -> None:
    one = _vehicle(building, "BD EC384", "ME", vin=VIN)
    other = _vehicle(building, "J56-M-462", "BA", vin=VIN)
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_plates_moved_to_another_vehicle_do_not_join_the_two(building: CaseBuilder) -> None:
    one = _vehicle(building, "BD EC384", vin=VIN, make="Volkswagen", model="Transporter")
    other = _vehicle(building, "BD EC384", vin="TMBZZZ79PVL511781", make="Škoda", model="Octavia")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_one_plate_on_two_vehicles_waits_with_its_reason(building: CaseBuilder) -> None:
    for vin in (VIN, "TMBZZZ79PVL511781"):
        _vehicle(building, "BD EC384", vin=vin)
    resolve(building.case)
    (waiting,) = review_queue(building.case)
    assert waiting.pair.sentence.endswith(
        "One plate on two vehicles: it was moved, copied or misread."
    )


def test_a_vin_goes_with_the_plate_beside_it(building: CaseBuilder) -> None:
    text = f"The plates were J56-M-462. The VIN is {VIN}, formerly seen in Budva."
    source = building.source(text)
    building.passage(source, "The plates were J56-M-462.")
    plate = building.mention(MentionKind.VEHICLE, source, "J56-M-462", "J56M462", "BA")
    vin = building.mention(MentionKind.VEHICLE, source, VIN, VIN, None, vin=VIN)
    resolve(building.case)
    assert building.entity_of(plate) == building.entity_of(vin)


def test_another_plate_is_another_vehicle(building: CaseBuilder) -> None:
    one = _vehicle(building, "PG AB123", make="Ford", model="Transit", colour="white")
    other = _vehicle(building, "PG CD987", make="Ford", model="Transit", colour="white")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)
