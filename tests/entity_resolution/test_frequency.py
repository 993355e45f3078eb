"""How frequent a name is depends on the country, not on how it is written."""

from entity_resolution.names import parse
from entity_resolution.people.frequency import listed_shares


def _share(name: str, *countries: str) -> float:
    return listed_shares(set(countries)).get(parse(name).tokens[0].stem, 0.0)


def test_each_country_has_its_own_frequent_names() -> None:
    assert _share("Krasniqi", "XK") > 5 * _share("Krasniqi", "RS")
    assert _share("Jovanović", "RS") > 5 * _share("Jovanović", "XK")
    assert _share("Yılmaz", "TR") > 0.01


def test_without_a_known_country_all_lists_count() -> None:
    assert _share("Krasniqi") == _share("Krasniqi", "XK")
    assert _share("Krasniqi", "JP") == _share("Krasniqi", "XK")


def test_a_listed_name_is_found_in_any_script() -> None:
    assert _share("Јовановић", "RS") == _share("Jovanovic", "RS") > 0
    assert _share("محمد", "AF") > 0.05
