"""What sentences claim, in whose words, and what they do not claim."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ingest.language import claims, narrative, observing
from ingest.observations import Claim
from workbench.vocabulary import ClaimKind, Nature

ZONE = ZoneInfo("Europe/Podgorica")


def read(text: str, country: str = "ME", heading: str = "Svjedok: Ana Perić") -> list[Claim]:
    observed = observing.observe(narrative.read(f"{heading}\n\n{text}", country))
    claims.add(observed, ZONE)
    return observed.observations.claims


def said(claim: Claim) -> str:
    return f"{claim.left.text} {claim.kind} {claim.right.text}"


def test_a_claim_of_the_speaker_attaches_to_the_speaker() -> None:
    (claim,) = read("Marko Vujović me je nazvao.")
    assert said(claim) == "Marko Vujović calls Ana Perić"
    assert claim.speaker is not None
    assert claim.speaker.text == "Ana Perić"
    assert (claim.first_hand, claim.nature, claim.negated) == (True, Nature.FACT, False)


@pytest.mark.parametrize("number", ["no. BA7654321", "no BA7654321"])
def test_the_word_before_a_number_denies_nothing(number: str) -> None:
    text = f"I found passport {number} issued to Luan Kola."
    (claim,) = read(text, heading="Witness: Ana Perić")
    assert (said(claim), claim.negated) == ("Luan Kola holds BA7654321", False)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Marko Vujović me nikada nije nazvao.", "Svjedok: Ana Perić"),
        ("Nisam vidjela da je Marko Vujović prijetio Petru Iliću.", "Svjedok: Ana Perić"),
        ("Marko Vujović never called me.", "Witness: Ana Perić"),
        ("Arben Hoxha nuk më telefonoi.", "Dëshmitari: Ana Perić"),
    ],
)
def test_a_denial_is_kept_as_a_denial(text: str, heading: str) -> None:
    found = read(text, heading=heading)
    assert found
    assert all(claim.negated for claim in found)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Ako me Marko Vujović nazove, javiću.", "Svjedok: Ana Perić"),
        ("Da li vas je Marko Vujović zvao?", "Svjedok: Ana Perić"),
        ("Marko Vujović je trebao da plati Petru Iliću.", "Svjedok: Ana Perić"),
        ("Marko Vujović wanted to pay me.", "Witness: Ana Perić"),
        ("If Marko Vujović had called me, I would have gone.", "Witness: Ana Perić"),
        ("Arben Hoxha do të më paguante.", "Dëshmitari: Ana Perić"),
    ],
)
def test_conditions_questions_and_plans_claim_nothing(text: str, heading: str) -> None:
    assert read(text, heading=heading) == []


def test_hearsay_and_belief_are_marked() -> None:
    heard = read("Čula sam da je Marko Vujović vrbovao Petra Ilića.")
    assert [(said(c), c.first_hand) for c in heard] == [
        ("Marko Vujović recruits Petra Ilića", False)
    ]
    believed = read("Mislim da je Marko Vujović platio Petru Iliću.")
    assert [c.nature for c in believed] == [Nature.ASSESSMENT]


def test_the_officers_assessment_is_not_the_witnesss_word() -> None:
    (claim,) = read("Službena ocjena: Marko Vujović je vrbovao Petra Ilića.")
    assert claim.nature is Nature.ASSESSMENT
    assert claim.speaker is None


def test_a_pronoun_counts_only_where_it_can_mean_one_person() -> None:
    one = read("Došao je Marko Vujović. Zvao me je sa broja 067/412-889.")
    assert {said(c) for c in one} == {
        "Marko Vujović calls Ana Perić",
        "Marko Vujović uses 067/412-889",
    }
    two = read("Došli su Marko Vujović i Petar Ilić. Zvao me je sa broja 067/412-889.")
    assert two == []
    stranger = read("Došao je Marko Vujović i neki čovjek. Zvao me je sa broja 067/412-889.")
    assert stranger == []


def test_a_claim_has_the_time_and_place_of_its_sentence_in_utc() -> None:
    (claim,) = read("Dana 3. 7. 2024. godine u 22:30 sati sreo sam Marka Vujovića u Baru.")
    assert claim.kind is ClaimKind.MEETS
    assert claim.start_utc == datetime(2024, 7, 3, 20, 30)
    assert claim.time_written == "3. 7. 2024. 22:30 sati"
    assert claim.place is not None
    assert claim.place.text == "Baru"


def test_a_date_alone_is_a_whole_local_day() -> None:
    (claim,) = read("Dana 3. 7. 2024. godine me je zvao Marko Vujović.")
    assert (claim.start_utc, claim.end_utc) == (
        datetime(2024, 7, 2, 22),
        datetime(2024, 7, 3, 22),
    )


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Marko Vujović was held in custody in Nikšić from 3 March 2024 to 10 April 2024.",
         "Witness: Ana Perić"),
        ("Marko Vujović, rođen 5. maja 1980, u pritvoru je u Nikšiću od 3.3.2024. do 10.4.2024.",
         "Svjedok: Ana Perić"),
        ("From 3 March 2024 until 10 April 2024 Marko Vujović was in prison in Nikšić.",
         "Witness: Ana Perić"),
        ("Marko Vujović je bio u pritvoru u Nikšiću od 3. marta 2024. do 10. aprila 2024. godine.",
         "Svjedok: Ana Perić"),
        ("Marko Vujović u mbajt në paraburgim në Nikšić nga 3 mars 2024 deri më 10 prill 2024.",
         "Dëshmitari: Ana Perić"),
    ],
)  # fmt: skip
def test_custody_is_where_somebody_was_from_one_day_until_another(text: str, heading: str) -> None:
    (claim,) = read(text, heading=heading)
    assert (claim.left.text, claim.kind) == ("Marko Vujović", ClaimKind.PRESENT_AT)
    assert claim.right.text.startswith("Nikši")
    assert (claim.start_utc, claim.end_utc) == (
        datetime(2024, 3, 2, 23),
        datetime(2024, 4, 10, 22),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Marko Vujović was in prison in Nikšić on 3 March 2024 and on 10 April 2024.",
        "Marko Vujović was in prison in Nikšić from 10 April 2024 to 3 March 2024.",
    ],
)
def test_two_days_that_are_no_stretch_are_no_time(text: str) -> None:
    (claim,) = read(text, heading="Witness: Ana Perić")
    assert (claim.start_utc, claim.end_utc) == (None, None)


def test_a_stretch_of_days_is_that_of_its_clause_only() -> None:
    found = read("Marko Vujović je bio u pritvoru u Nikšiću od 3. marta 2024. do 10. aprila 2024, "
                 "a Petar Ilić mi je platio.")  # fmt: skip
    times = {claim.kind: (claim.start_utc, claim.end_utc) for claim in found}
    assert times[ClaimKind.PAYS] == (None, None)
    assert None not in times[ClaimKind.PRESENT_AT]


def test_the_numbers_and_papers_of_the_header_are_the_witnesss_own() -> None:
    heading = "Ime i prezime: Ana Perić\nBroj lične karte: 123456789\nTelefon: 067 111 222"
    found = read("Nemam šta da izjavim.", heading=heading)
    assert {said(c) for c in found} == {
        "Ana Perić holds 123456789",
        "Ana Perić uses 067 111 222",
    }


def test_a_claims_sentence_is_its_locator() -> None:
    text = "Svjedok: Ana Perić\n\nBio sam kod kuće. Marko Vujović me je nazvao. Otišao sam."
    observed = observing.observe(narrative.read(text, "ME"))
    claims.add(observed, ZONE)
    (claim,) = observed.observations.claims
    where = claim.locator
    assert text[where.start : where.end] == "Marko Vujović me je nazvao."  # type: ignore[union-attr]


def test_a_form_of_the_first_and_third_person_is_whose_the_pronoun_says() -> None:
    found = read(
        "Unë e njoh Sokol Markun. Ai përdor numrin 069 412 3388. Unë përdor numrin 069 222 3344.",
        country="AL",
        heading="Dëshmitari: Ana Perić",
    )
    assert [said(claim) for claim in found if claim.kind is ClaimKind.USES] == [
        "Sokol Markun uses 069 412 3388",
        "Ana Perić uses 069 222 3344",
    ]
