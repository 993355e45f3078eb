"""Structured seizure forms: one row an exhibit, several values in some cells.

Mentions of a kind are numbered through a row from left to right: ``person``, ``person.2`` ...
The officer who seized is part of the form, not a mention.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sample_data import lexicon
from sample_data.world import World
from sample_data.world.people import Person
from sample_data.writing.clerks import Clerk
from sample_data.writing.exhibits import Exhibit, searched_house, stopped_van
from sample_data.writing.pieces import Fact, Piece, Teller, Value
from sample_data.writing.sheets import csv_bytes, xlsx_bytes
from sample_data.writing.written import Letter, Mark, WrittenFile

Cell = tuple[Piece, ...]

_ME_PHRASES = {
    "handset": "Mobilni telefon marke {handset:model} sa pripadajućom SIM karticom",
    "sim": "SIM kartica u plastičnom nosaču",
    "van": "Putničko vozilo marke {vehicle:make}, {vehicle:colour} boje",
    "registration": "Saobraćajna dozvola za vozilo {vehicle:make}",
    "cash": "Novac u papirnim apoenima, zatečen u pregradi vozačevih vrata",
    "note": "List papira sa rukom ispisanim brojevima telefona",
    "id_card": "Lična karta",
    "passport": "Putna isprava",
    "passport_found": "Putna isprava stranog državljanina, pronađena kod vozača",
}
_BA_PHRASES = {
    "handset": "Mobitel marke {handset:model}, zaključan",
    "sim": "SIM kartica bez aparata, pronađena u ladici u kuhinji",
    "notebook": "Bilježnica plavih korica sa imenima, iznosima i brojevima telefona",
    "cash": "Novac u apoenima od 50 i 100 eura, umotan u foliju",
    "cash_km": "Novac u konvertibilnim markama",
    "bank_card": "Bankovna kartica i ugovor o računu",
    "car": "Putnički automobil marke {vehicle:make}, {vehicle:colour} boje, parkiran u dvorištu",
    "id_card": "Lična karta",
    "passport": "Putovnica strane državljanke",
    "passport_found": "Putovnica stranog državljanina, pronađena u sobi domaćina",
}
_ME_STATUS = {
    "suspect": "osumnjičeni",
    "smuggled_migrant": "migrant",
    "minor": "maloljetno lice, migrant",
}
_BA_STATUS = {
    "suspect": "osumnjičeni",
    "smuggled_migrant": "migrant",
    "minor": "maloljetna osoba, migrant",
}


@dataclass
class _Row:
    """One row in the making: counts its mentions by kind from left to right."""

    number: int
    marks: list[Mark] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def text(self, pieces: Sequence[Piece]) -> str:
        """The cell's text, its mentions marked."""
        return "".join(self._one(piece) for piece in pieces)

    def _one(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Fact):
            self.facts.append((piece.key, piece.text))
            return piece.text
        self._counts[piece.kind] += 1
        count = self._counts[piece.kind]
        suffix = "" if count == 1 else f".{count}"
        locator = f"{self.number}:{piece.kind}{suffix}"
        self.marks.append(Mark(locator, piece.kind, piece.entity_key, piece.text))
        return piece.text


def seizure_forms(world: World) -> list[WrittenFile]:
    """The border police's workbook and the agency's CSV."""
    return [_montenegrin(world), _bosnian(world)]


_ME_HEADER = (
    "R.br.", "Oznaka predmeta", "Opis predmeta", "Datum i vrijeme oduzimanja", "Mjesto oduzimanja",
    "Predmet oduzeo", "Oduzeto od (prezime i ime)", "Datum rođenja", "Broj isprave",
    "Broj telefona", "IMEI", "ICCID/IMSI", "Reg. oznaka", "Broj šasije", "Broj oduzetog dokumenta",
    "Iznos", "Valuta", "Prisutna lica",
)  # fmt: skip


def _montenegrin(world: World) -> WrittenFile:
    moment, place, exhibits = stopped_van(world)
    rng = world.rng("form ME")
    clerk = Clerk("bs", rng, diacritics=_marks(rng), slips=rng.uniform(0.02, 0.18))
    officer = world.people["officer_me2"]
    preamble: list[tuple[str | None, ...]] = [
        ("CRNA GORA - UPRAVA POLICIJE",),
        ("Sektor granične policije, Regionalni centar Nikšić",),
        (f"EVIDENCIJA PRIVREMENO ODUZETIH PREDMETA br. {rng.randrange(20, 90)}/{moment.year}",),
        (None,),
    ]
    rows: list[tuple[str | None, ...]] = [*preamble, _ME_HEADER]
    marks: list[Mark] = []
    facts: list[tuple[str, str]] = []
    for number, exhibit in enumerate(exhibits, start=1):
        row = _Row(len(rows) + 1)
        teller = Teller(clerk, "ME", _values(exhibit))
        taken = moment + timedelta(minutes=25 + 4 * number)
        cells: list[Cell] = [
            (str(number),),
            (f"GP-{number:02d}",),
            tuple(teller.tell(_ME_PHRASES[exhibit.what])),
            (_stamp(taken, clerk),),
            tuple(Teller(clerk, "ME", {"p": lexicon.places()[place]}).tell("GP {p}")),
            (clerk.name(officer, "initial"),),
            *_holder_cells(teller, exhibit, "{holder:upper}"),
            _joined(_phones(teller, exhibit), "; "),
            *_device_cells(teller, exhibit),
            teller.tell("{paper}") if exhibit.paper else (),
            *_cash_cells(exhibit),
            _present(clerk, exhibit, _ME_STATUS, "{p:last_first}, rođ. {p:born} - "),
        ]
        rows.append(tuple(row.text(cell) or None for cell in cells))
        marks += row.marks
        facts += row.facts
    data = xlsx_bytes(
        "Evidencija",
        rows,
        heading_row=len(preamble) + 1,
        formats={},
        widths=(6, 12, 48, 22, 18, 16, 24, 14, 14, 34, 18, 22, 12, 20, 18, 10, 8, 60),
        modified=moment + timedelta(hours=11),
    )
    name = f"GP_evidencija_oduzetih_predmeta_{moment:%Y%m%d}.xlsx"
    return WrittenFile(name, data, _letter_me(moment), tuple(marks), spelt=tuple(facts))


_BA_HEADER = (
    "Broj predmeta", "Naziv i opis predmeta", "Oduzeto dana", "Sat", "Mjesto", "Oduzela službena osoba",
    "Od koga je oduzeto", "Datum rođenja", "Broj dokumenta", "Telefonski broj", "IMEI broj",
    "Broj SIM kartice", "Registarske oznake", "Broj šasije (VIN)", "Oduzeti dokument - broj",
    "Račun (IBAN)", "Novčani iznos", "Prisutne osobe i svojstvo",
)  # fmt: skip


def _bosnian(world: World) -> WrittenFile:
    moment, place, exhibits = searched_house(world)
    rng = world.rng("form BA")
    clerk = Clerk("bs", rng, diacritics=_marks(rng), slips=rng.uniform(0.02, 0.18))
    officer = world.people["officer_ba"]
    rows: list[tuple[str, ...]] = [_BA_HEADER]
    marks: list[Mark] = []
    facts: list[tuple[str, str]] = []
    for number, exhibit in enumerate(exhibits, start=1):
        row = _Row(len(rows) + 1)
        teller = Teller(clerk, "BA", _values(exhibit))
        taken = moment + timedelta(minutes=20 + 6 * number)
        cells: list[Cell] = [
            (f"{number}",),
            tuple(teller.tell(_BA_PHRASES[exhibit.what])),
            tuple(Teller(clerk, "BA", {"t": taken}).tell("{t}")),
            tuple(Teller(clerk, "BA", {"t": taken}).tell("{t:time}")),
            tuple(Teller(clerk, "BA", {"p": lexicon.places()[place]}).tell("{p}")),
            (clerk.name(officer, "full"),),
            *_holder_cells(teller, exhibit, "{holder:last_first}"),
            _joined(_phones(teller, exhibit), ", "),
            *_device_cells(teller, exhibit),
            teller.tell("{paper}") if exhibit.paper else (),
            teller.tell("{account}") if exhibit.account else (),
            teller.tell("{cash}") if exhibit.cash else (),
            _present(clerk, exhibit, _BA_STATUS, "{p:full} - "),
        ]
        rows.append(tuple(row.text(cell) for cell in cells))
        marks += row.marks
        facts += row.facts
    name = f"DAI_spisak_oduzetih_predmeta_{moment:%d%m%Y}.csv"
    data = csv_bytes(rows, ";", "utf-8", bom=True)
    return WrittenFile(name, data, _letter_ba(moment), tuple(marks), spelt=tuple(facts))


def _marks(rng: Random) -> str:
    """Most who fill in forms type their diacritics."""
    return rng.choice(("keep", "keep", "keep", "dj"))


def _values(exhibit: Exhibit) -> dict[str, Value]:
    named = {
        "holder": exhibit.holder, "handset": exhibit.handset, "card": exhibit.card,
        "vehicle": exhibit.vehicle, "paper": exhibit.paper, "account": exhibit.account,
        "cash": exhibit.cash,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value is not None}


def _holder_cells(teller: Teller, exhibit: Exhibit, name: str) -> tuple[Cell, Cell, Cell]:
    if exhibit.holder is None:
        return (), (), ()
    return teller.tell(name), teller.tell("{holder:born}"), teller.tell("{holder:paper}")


def _phones(teller: Teller, exhibit: Exhibit) -> list[Cell]:
    return [teller.with_values({"line": line}).tell("{line}") for line in exhibit.phones]


def _device_cells(teller: Teller, exhibit: Exhibit) -> tuple[Cell, Cell, Cell, Cell]:
    """IMEI, SIM card, plate, VIN."""
    vehicle = exhibit.vehicle is not None
    return (
        teller.tell("{handset}") if exhibit.handset else (),
        teller.tell("{card:iccid}") if exhibit.card else (),
        teller.tell("{vehicle:plate}") if vehicle else (),
        (exhibit.vehicle.vehicle.vin,) if exhibit.vehicle else (),
    )


def _cash_cells(exhibit: Exhibit) -> tuple[Cell, Cell]:
    if exhibit.cash is None:
        return (), ()
    return (str(exhibit.cash.amount),), (exhibit.cash.currency,)


def _present(clerk: Clerk, exhibit: Exhibit, status: dict[str, str], pattern: str) -> Cell:
    cells = [
        (*Teller(clerk, "BA", {"p": person}).tell(pattern), status[_status(person)])
        for person in exhibit.present
    ]
    return _joined(cells, "; ")


def _status(person: Person) -> str:
    return "minor" if person.minor else person.category


def _joined(cells: Sequence[Cell], separator: str) -> Cell:
    pieces: list[Piece] = []
    for number, cell in enumerate(cells):
        pieces += [separator, *cell] if number else cell
    return tuple(pieces)


def _stamp(moment: datetime, clerk: Clerk) -> str:
    pieces = Teller(clerk, "ME", {"t": moment}).tell("{t} {t:time}")
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)


def _letter_me(moment: datetime) -> Letter:
    return Letter(
        "seizure_report", "ME", "sr", "Uprava policije Crne Gore", "Sektor granične policije",
        f"{moment + timedelta(days=2):%Y-%m-%d}", "ZKP Crne Gore, čl. 85", "H0", "A", "1",
    )  # fmt: skip


def _letter_ba(moment: datetime) -> Letter:
    return Letter(
        "seizure_report", "BA", "bs", "Državna agencija za istrage", "Regionalni ured Sarajevo",
        f"{moment + timedelta(days=4):%Y-%m-%d}", "ZKP BiH, čl. 65", "H0", "A", "1",
    )  # fmt: skip
