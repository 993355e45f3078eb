"""Passports: whom their machine-readable zones name, and until when they are valid."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from ingest.language import claims, narrative, observing
from ingest.language.observed import Observed
from ingest.selectors.identity_documents import read_mrz
from tests.ingest.seizure_reports.building import Told, text_table
from workbench import steps
from workbench.access.masking import Masking
from workbench.case import Case
from workbench.vocabulary import AttributeName, ClaimKind, PersonCategory

# The specimens of ICAO Doc 9303, parts 4 to 6; Utopia is no country.
SPECIMENS = {
    "TD3": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "TD2": "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    "TD1": "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
}
GIRL = "P<SYRALZAIM<<FATIMA<<<<<<<<<<<<<<<<<<<<<<<<<\nN012883744SYR0907051F2702043<<<<<<<<<<<<<<04"
MAN = "P<MNEVUJOVIC<<MARKO<<<<<<<<<<<<<<<<<<<<<<<<<\n0144872365MNE7909238M31051800101980710018<64"


@pytest.mark.parametrize("size", SPECIMENS)
def test_zones_of_every_size_are_read(size: str) -> None:
    zone = read_mrz(SPECIMENS[size])
    assert zone is not None
    assert (zone.surname, zone.given_names, zone.sex) == ("ERIKSSON", "ANNA MARIA", "f")
    assert (zone.birth_date, zone.expiry_date) == ("1974-08-12", "2012-04-15")
    assert SPECIMENS[size][zone.names_start :].startswith(zone.names_written)
    assert (zone.issuer, zone.nationality, zone.valid) == (None, None, True)


def test_a_date_whose_check_digit_does_not_hold_is_not_taken() -> None:
    zone = read_mrz(SPECIMENS["TD3"].replace("7408122F", "7408123F"))
    assert zone is not None
    assert (zone.birth_date, zone.expiry_date) == (None, "2012-04-15")


@pytest.mark.parametrize(
    ("code", "country"),
    [("SYR", "SY"), ("D<<", "DE"), ("RKS", "XK"), ("GBN", "GB"), ("XXA", None), ("XXX", None)],
)
def test_a_nationality_is_a_country_or_none(code: str, country: str | None) -> None:
    zone = read_mrz(SPECIMENS["TD3"].replace("6UTO", "6" + code))
    assert zone is not None
    assert zone.nationality == country


@pytest.fixture
def told(case: Case) -> Told:
    return Told(case)


def _statement(told: Told, folder: Path) -> None:
    file = folder / "statement.txt"
    file.write_text(
        "WITNESS STATEMENT\nStatement of: Ana Perić\nDate: 12.03.2024\n\n"
        f"I found two passports in the van. One reads:\n{GIRL}\nThe other reads:\n{MAN}\n"
        "I gave them to the police.\n",
        encoding="utf-8",
    )
    told.add(file, "witness_statement", country="ME")


def _form(told: Told, folder: Path) -> None:
    _listed(told, folder, (f"Pasoš\n{MAN}", ""), ("Pasoš", GIRL))


def _listed(told: Told, folder: Path, *exhibits: tuple[str, str]) -> None:
    """A form with a description and a document's number for each exhibit."""
    head = ["Rb.", "Opis predmeta", "Datum", "Mjesto", "Oduzeto od", "Broj isprave"]
    rows = [
        [str(place), described, "12.03.2024.", "Nikšić", "Omer Begović", number]
        for place, (described, number) in enumerate(exhibits, 1)
    ]
    told.add(text_table(folder / "spisak.csv", [head, *rows]), country="ME")


def _observed(said: str) -> Observed:
    return observing.observe(narrative.read(said, "ME"))


@pytest.mark.parametrize("written_by", [_statement, _form])
def test_the_holder_is_a_person_with_what_the_zone_says(
    told: Told, tmp_path: Path, written_by: Callable[[Told, Path], None]
) -> None:
    written_by(told, tmp_path)
    assert told.attributes("VUJOVIC<<MARKO") == {
        "given_name": "Marko", "surname": "Vujovic", "birth_date": "1979-09-23", "sex": "m",
        "nationality": "ME",
    }  # fmt: skip
    assert told.attributes(MAN) == {"document_type": "passport", "expiry_date": "2031-05-18"}
    assert {("VUJOVIC<<MARKO", MAN), ("VUJOVIC<<MARKO", "0101980710018"),
            ("ALZAIM<<FATIMA", GIRL)} == told.claims("holds")  # fmt: skip


@pytest.mark.parametrize("written_by", [_statement, _form])
def test_a_child_named_by_a_zone_only_is_protected_in_it(
    told: Told, tmp_path: Path, written_by: Callable[[Told, Path], None]
) -> None:
    written_by(told, tmp_path)
    assert ("ALZAIM<<FATIMA", "smuggled_migrant", True) in told.statuses()
    for look in (_shown, _resolved_and_shown):
        shown = look(told.case)
        assert "VUJOVIC" in shown
        for secret in ("ALZAIM", "FATIMA", "090705", "N01288374"):
            assert secret not in shown


def test_who_has_one_name_is_hidden_in_the_zone_too(told: Told, tmp_path: Path) -> None:
    zone = GIRL.replace("ALZAIM<<FATIMA", "ZALMAI<<<<<<<<")
    _listed(told, tmp_path, ("Pasoš", zone))
    assert ("ZALMAI<<", "smuggled_migrant", True) in told.statuses()
    assert Masking.load(told.case).cells([zone], 1, "", 2) == ("[protected]",)


def _shown(case: Case) -> str:
    """The document, or else the cells of the form."""
    masking = Masking.load(case)
    text = case.db.execute("SELECT text FROM document").fetchone()
    if text:
        return masking.text(text[0], 1)
    return "\n".join(
        masking.cells([cell], 1, "", row)[0] for row, cell in ((2, f"Pasoš\n{MAN}"), (3, GIRL))
    )


def _resolved_and_shown(case: Case) -> str:
    steps.resolve(case)
    return _shown(case)


def test_who_had_anothers_passport_is_not_its_holder(told: Told, tmp_path: Path) -> None:
    _form(told, tmp_path)
    steps.resolve(told.case)
    names = told.case.db.execute(
        "SELECT DISTINCT entity_id, text FROM entity_member JOIN mention USING (mention_id) "
        "WHERE kind = 'person'"
    ).fetchall()
    of = {name: entity for entity, name in names}
    assert len({of[n] for n in ("Omer Begović", "VUJOVIC<<MARKO", "ALZAIM<<FATIMA")}) == 3


@pytest.mark.parametrize(
    "said",
    [
        "On 10 March 2024 he showed passport no. P7K2M4419, valid until 18.05.2031.",
        "Dana 10.03.2024. kod njega je pronađen pasoš broj P7K2M4419, važi do: 18.05.2031. godine.",
        "Дана 10.03.2024. пронађен је пасош број P7K2M4419, рок важења до 18.05.2031. године.",
        "Më 10.03.2024 u gjet pasaporta nr. P7K2M4419, e vlefshme deri më 18.05.2031.",
    ],
)
def test_the_last_day_of_a_passport_is_not_the_day_of_the_document(said: str) -> None:
    observed = _observed(said)
    assert observed.document_date is not None
    assert observed.document_date.isoformat() == "2024-03-10"
    (passport,) = (t.mention for t in observed.things if t.found.normalised == "P7K2M4419")
    assert observed.attribute(passport, AttributeName.EXPIRY_DATE) == "2031-05-18"


def test_a_last_day_is_said_of_the_passport_before_it() -> None:
    said = "Passport no. P7K2M4419 and passport no. BA7654321, expires on 1 May 2022."
    observed = _observed(said)
    ends = [a.mention.text for a in observed.observations.attributes
            if a.name is AttributeName.EXPIRY_DATE]  # fmt: skip
    assert ends == ["BA7654321"]


@pytest.mark.parametrize(
    "said",
    [
        "Kod Omera Begovića je pronađen sirijski pasoš broj N01288374, na ime Fatima Alzaim.",
        "Пронађен сиријски пасош број N01288374, рок важења до 18.05.2031, гласи на Фатиму Алзаим.",
        "Tek Omer Begović u gjet pasaporta siriane nr. N01288374, në emër të Fatima Alzaim.",
        "I found a Syrian passport no. N01288374, valid until 18.05.2031, issued to Fatima Alzaim.",
    ],
)
def test_whom_a_passport_of_a_country_of_origin_is_made_out_to_is_protected(said: str) -> None:
    observed = _observed(said)
    protected = {s.mention.normalised for s in observed.observations.statuses
                 if s.category is PersonCategory.SMUGGLED_MIGRANT}  # fmt: skip
    assert protected == {"Fatima Alzaim"}
    claims.add(observed, UTC)
    (held,) = (c for c in observed.observations.claims if c.kind is ClaimKind.HOLDS)
    assert (held.left.normalised, held.right.normalised) == ("Fatima Alzaim", "N01288374")


def test_who_has_somebody_elses_passport_in_hand_is_no_citizen_of_its_country() -> None:
    said = "A Syrian passport no. N01288374 was held by Omer Begović."
    observed = _observed(said)
    assert not observed.observations.statuses
