"""The text documents of the case: which there are, who wrote them, when, in what format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sample_data.world import World
from sample_data.world.dates import local
from sample_data.writing.blocks import Block, fill
from sample_data.writing.briefing import values
from sample_data.writing.clerks import Clerk
from sample_data.writing.locating import facts, locate
from sample_data.writing.pieces import Teller
from sample_data.writing.typesetting import docx_bytes, pdf_bytes, txt_bytes
from sample_data.writing.written import Letter, WrittenFile


@dataclass(frozen=True)
class Desk:
    """Where a document is written: its language, the clerk's habits, the covering letter."""

    country: str
    language: str  # of the clerk: sq, bs, en
    written_language: str  # ISO 639-1 for the letter
    authority: str
    unit: str
    law: str
    cyrillic: float = 0.0  # how often its clerks write Cyrillic
    diacritics: tuple[str, ...] = ("keep", "keep", "keep", "keep", "dj")
    slips: float = 0.08  # the average clerk's

    def clerk(self, rng: Random) -> Clerk:
        """Whoever is on duty, with a hand of their own."""
        cyrillic = rng.random() < self.cyrillic
        marks = rng.choice(self.diacritics)
        return Clerk(self.language, rng, cyrillic, marks, self.slips * rng.uniform(0.25, 1.75))


@dataclass(frozen=True)
class Plan:
    """One document. ``day`` gives its date from the world; ``text`` names its patterns."""

    text: str
    file_name: str  # its last part is the format; of several, '|' between, one is drawn
    kind: str
    desk: Desk
    day: Callable[[World], date]
    hour: float
    handling_code: str
    reliability: str
    credibility: str


_PODGORICA = Desk(
    "ME",
    "bs",
    "sr",
    "Uprava policije Crne Gore",
    "Centar bezbjednosti Podgorica",
    "ZKP Crne Gore, čl. 257",
)
_PROSECUTOR = Desk(
    "ME",
    "bs",
    "sr",
    "Specijalno državno tužilaštvo",
    "Specijalno policijsko odjeljenje",
    "ZKP Crne Gore, čl. 100",
    cyrillic=0.15,
    diacritics=("keep", "dj"),
)
_CRIME = Desk(
    "ME",
    "bs",
    "sr",
    "Uprava policije Crne Gore",
    "Sektor za borbu protiv kriminala",
    "ZKP Crne Gore, čl. 113",
    cyrillic=0.7,
)
_NIKSIC = Desk(
    "ME",
    "bs",
    "sr",
    "Uprava policije Crne Gore",
    "Odjeljenje bezbjednosti Nikšić",
    "ZKP Crne Gore, čl. 85",
)
_TREBINJE = Desk(
    "BA",
    "bs",
    "sr",
    "MUP Republike Srpske",
    "Policijska uprava Trebinje",
    "ZKP RS, čl. 151",
    cyrillic=1.0,
)
_SARAJEVO = Desk(
    "BA", "bs", "bs", "Državna agencija za istrage", "Regionalni ured Sarajevo", "ZKP BiH, čl. 86"
)
_SARAJEVO_PLAIN = Desk(
    "BA",
    "bs",
    "bs",
    "Državna agencija za istrage",
    "Regionalni ured Sarajevo",
    "ZKP BiH, čl. 65",
    slips=0.1,
)
_SHKODER = Desk("AL", "sq", "sq", "Policia e Shtetit", "DVP Shkodër", "KPP, neni 296")
_COURT = Desk(
    "AL",
    "sq",
    "sq",
    "Prokuroria Shkodër",
    "Seksioni i Policisë Gjyqësore",
    "KPP, neni 312",
    slips=0.12,
)
_TEAM = Desk(
    "ME", "en", "en", "Joint Investigation Team", "JIT secretariat", "JIT agreement, art. 5"
)
_LIAISON = Desk(
    "AL",
    "en",
    "en",
    "Liaison office Durrës",
    "Liaison officer",
    "Police cooperation convention, art. 8",
)
# fmt: off
_PLANS = (
    Plan("taxi_driver", "CBPG_obavjestenje_gradjanin_{no}.docx|docx|pdf", "witness_statement", _PODGORICA,
         lambda w: w.calendar.stopped + timedelta(days=10), 10.5, "H0", "B", "2"),
    Plan("cooperating_driver", "SPO_saslusanje_osumnjiceni_{no}.docx|pdf", "witness_statement", _PROSECUTOR,
         lambda w: w.calendar.departures[9], 12.0, "H2", "B", "2"),
    Plan("exchange_clerk", "Zapisnik_svjedok_mjenjacnica_{no}.docx|docx|pdf", "witness_statement", _CRIME,
         lambda w: w.calendar.departures[8], 13.25, "H0", "A", "2"),
    Plan("receptionist", "PUTrebinje_svjedok_{no}.pdf|docx", "witness_statement", _TREBINJE,
         lambda w: w.calendar.stopped + timedelta(days=12), 9.5, "H0", "A", "2"),
    Plan("neighbour", "DAI_SA_iskaz_svjedoka_{no}.txt|txt|docx", "witness_statement", _SARAJEVO,
         lambda w: w.calendar.house_search - timedelta(days=1), 11.0, "H0", "B", "2"),
    Plan("migrant", "JIT_interview_{no}.pdf", "witness_statement", _TEAM,
         lambda w: w.calendar.stopped + timedelta(days=2), 14.0, "H2", "B", "2"),
    Plan("recruiter_note", "LO_Durres_note_{no}.txt", "witness_statement", _LIAISON,
         lambda w: w.calendar.house_search + timedelta(days=5), 15.0, "H2", "C", "4"),
    Plan("rental_clerk", "Procesverbal_deklarim_{no}.docx|docx|pdf", "witness_statement", _SHKODER,
         lambda w: w.calendar.forger_search + timedelta(days=1), 10.0, "H0", "A", "2"),
    Plan("cousin", "Procesverbal_pyetje_{no}.pdf|docx", "witness_statement", _COURT,
         lambda w: w.calendar.forger_search + timedelta(days=2), 9.0, "H0", "C", "3"),
    Plan("forger_search", "Procesverbal_sekuestrim_{no}.docx|pdf", "seizure_report", _SHKODER,
         lambda w: w.calendar.forger_search, 6.5, "H0", "A", "1"),
    Plan("car_stop", "OBNK_potvrda_oduzeti_predmeti_{no}.pdf|pdf|docx", "seizure_report", _NIKSIC,
         lambda w: w.calendar.car_stop, 14.75, "H0", "A", "1"),
    Plan("van_search", "DAI_SA_zapisnik_pretres_vozila_{no}.docx|docx|pdf", "seizure_report", _SARAJEVO_PLAIN,
         lambda w: w.calendar.house_search, 9.25, "H0", "A", "1"),
)
# fmt: on


def documents(world: World) -> list[WrittenFile]:
    """Every document, written, set, and read back for its spans."""
    return [_document(world, plan) for plan in _PLANS]


def _document(world: World, plan: Plan) -> WrittenFile:
    rng = world.rng(f"document {plan.text}")
    desk = plan.desk
    at = local(plan.day(world), plan.hour)
    number = rng.randrange(100, 990)
    named = values(world, at) | {"case_no": f"{number}/{at:%Y}"}
    blocks = fill(plan.text, Teller(desk.clerk(rng), desk.country, named), rng)
    stem, formats = plan.file_name.split(".")
    drawn = world.rng(f"format {plan.text}").choice(formats.split("|"))
    name = f"{stem}.{drawn}".format(no=f"{number}-{at:%y}")
    data = _set(name, blocks, at)
    return WrittenFile(
        name, data, _letter(plan, at), tuple(locate(name, data, blocks)), spelt=tuple(facts(blocks))
    )


def _set(name: str, blocks: list[Block], at: datetime) -> bytes:
    if name.endswith(".docx"):
        return docx_bytes(blocks, at)
    return pdf_bytes(blocks, at) if name.endswith(".pdf") else txt_bytes(blocks)


def _letter(plan: Plan, at: datetime) -> Letter:
    desk = plan.desk
    return Letter(
        kind=plan.kind,
        country=desk.country,
        language=desk.written_language,
        authority=desk.authority,
        received_from=desk.unit,
        received_at=f"{at.date() + timedelta(days=3):%Y-%m-%d}",
        legal_basis=desk.law,
        handling_code=plan.handling_code,
        source_reliability=plan.reliability,
        information_credibility=plan.credibility,
    )
