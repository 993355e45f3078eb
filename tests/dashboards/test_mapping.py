"""The map: areas that a phone may have been in, in order of time; never a place of its own."""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

import pytest

from dashboards.communicating.subjects import asked_for
from dashboards.mapping import areas
from dashboards.mapping.crossings import crossings
from dashboards.mapping.picture import of_subjects, of_tables
from dashboards.mapping.serving import EAST, NORTH, SOUTH, WEST, towns
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from graph.cells import _BEGINNING, _END, Sector
from ingest import intake
from workbench import steps
from workbench.case import Case

CELLS = """CGI;Site;Address;Town;Latitude;Longitude;Azimuth;Beam width;Range (m);Technology
297-01-1100-20001;BAR01;Obala 1;Bar;42.0931;19.1003;120;65;1500;GSM
276-02-2100-50001;SHK1;Rruga 1;Shkodër;42.0683;19.5126;omni;;3000;LTE
"""
RECORDS = """A number;B number;Start (UTC);Duration (s);Type;Direction;IMEI;Cell
+38268000111;+38267000222;2024-03-01 10:00:00;12;call;outgoing;359999046946414;297/1/1100/20001
+38268000111;+38267000222;2024-03-01 10:10:00;12;call;outgoing;359999046946414;297/1/1100/20001
+38268000111;+38267000222;2024-03-01 12:00:00;12;call;outgoing;359999046946414;276-02-2100-50001
+38268000111;+38267000222;2024-03-01 12:30:00;12;call;outgoing;359999046946414;276-02-2100-50001
+38268000111;+38267000222;2024-03-01 13:00:00;12;call;outgoing;359999046946414;276-02-9-9
"""


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("mapped")
    with Case.create(folder / "case", title="Cells", user="ana") as case:
        for name, words in (("cells.csv", CELLS), ("calls.csv", RECORDS)):
            (folder / name).write_text(words, encoding="utf-8")
            intake.add(case, folder / name)
        steps.resolve(case)
        yield Workspace(case, Texts.load("en", "Europe/Podgorica"))


def metres(one: areas.Corner, other: areas.Corner) -> float:
    (east, north), (east2, north2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * areas.EARTH_M * asin(sqrt(half))


def sector(azimuth: float | None, beam: float | None, reach: float | None) -> Sector:
    site = (42.0, 19.0)
    return Sector(
        1, "", 2, "1-2-3", "Bar", None, *site, azimuth, beam, reach, "GSM", _BEGINNING, _END
    )


def test_a_sector_is_a_slice_towards_its_azimuth_as_far_as_it_reaches() -> None:
    found = areas.of_sector(sector(90, 60, 2000))
    assert found
    site, *arc = found.outline
    assert site == (19.0, 42.0)
    assert all(metres(site, corner) == pytest.approx(2000, rel=0.01) for corner in arc)
    assert all(corner[0] > 19.0 for corner in arc), "to the east"
    assert found.middle != site, "a phone is not where the antenna is"


def test_without_a_direction_a_cell_is_a_circle_and_its_reach_assumed() -> None:
    found = areas.of_sector(sector(None, None, None))
    assert found and len(found.outline) == 60
    assert metres((19.0, 42.0), found.outline[7]) == pytest.approx(15_000, rel=0.01)


def test_a_place_that_is_only_named_is_its_surroundings() -> None:
    found = areas.of_name("Сарајево")
    assert found and found.named
    assert metres(found.middle, (18.36, 43.85)) < 8000
    assert areas.of_name("Nowhere at all") is None


def test_visits_are_in_order_and_say_their_rows_and_what_is_not_known(mapped: Workspace) -> None:
    subjects = asked_for(mapped, "phone-1")
    found = of_subjects(mapped, subjects, crossings(mapped, {"phone-1"}))
    drawn = found.drawn
    assert [(visit["records"], visit["area"]) for visit in drawn["visits"]] == [
        (2, 0), (2, 1), (1, -1),
    ]  # fmt: skip
    assert drawn["visits"][0]["row"] == [2, "", 2]
    assert (found.visits, found.unplaced) == (3, 1)
    assert "towards 120° ± 32°, reaching about 1.5 km" in drawn["areas"][0]["words"]
    assert drawn["zone"] == "Europe/Podgorica"


def test_a_crossing_is_drawn_between_the_areas_on_both_sides(mapped: Workspace) -> None:
    (crossing,) = crossings(mapped, {"phone-1"})
    assert (crossing.from_country, crossing.to_country) == ("ME", "AL")
    assert crossing.rows == ((2, "", 3), (2, "", 4))
    found = of_subjects(mapped, asked_for(mapped, "phone-1"), [crossing])
    (drawn,) = found.drawn["crossings"]
    assert (drawn["from"], drawn["to"]) == (0, 1)
    assert "11:10 +01:00" in drawn["words"]


def test_without_anybody_chosen_all_cells_of_the_tables_are_drawn(mapped: Workspace) -> None:
    found = of_tables(mapped)
    assert len(found.drawn["areas"]) == 2 and not found.drawn["visits"]


def test_the_towns_lie_within_the_base_map_largest_first() -> None:
    found = towns()
    assert {"Podgorica", "Sarajevo", "Shkodër"} <= {town[0] for town in found}
    assert all(WEST <= town[1] <= EAST and SOUTH <= town[2] <= NORTH for town in found)
    assert [town[3] for town in found] == sorted((town[3] for town in found), reverse=True)
