"""Three operators' layouts of the same kind of record. All three operators are invented."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from sample_data import lexicon
from sample_data.lexicon import Place
from sample_data.world import World
from sample_data.world.dates import ZONE
from sample_data.world.traffic import End
from sample_data.writing import spelling
from sample_data.writing.cells import cell
from sample_data.writing.records import Record, Request, answer, first_marks, seen
from sample_data.writing.sheets import Value, csv_bytes, xlsx_bytes
from sample_data.writing.written import Letter, WrittenFile

Missing = TypeVar("Missing", str, None)


@dataclass(frozen=True)
class Order:
    """The order behind a request and how the answer is named."""

    file_name: str
    reference: str
    request: Request
    letter: Letter
    answered: datetime


# ------------------------------------------------------------------------------------- Albania
AL_HEADER = (
    "Numri A", "Numri B", "Data", "Ora", "Kohëzgjatja", "Lloji", "Drejtimi", "IMEI", "IMSI", "Qeliza",
    "Vendndodhja",
)  # fmt: skip


def adriatel(world: World, order: Order, rng: Random) -> WrittenFile:
    """Albania: semicolons, UTF-8 with mark, A is whoever rang, local date and time apart."""
    records = answer(world, order.request, 0, rng)
    preamble = _adriatel_preamble(world, order)
    rows = [*preamble, AL_HEADER, *(_adriatel_row(r) for r in records)]
    total = sum(r.duration_s for r in records)
    rows.append(("Gjithsej", str(len(records)), "", "", clock(total), *[""] * 6))
    numbers = range(len(preamble) + 2, len(preamble) + 2 + len(records))
    return WrittenFile(
        order.file_name,
        csv_bytes(rows, ";", "utf-8", bom=True),
        order.letter,
        tuple(first_marks(records, numbers, al_party, a_is_target=False)),
        tuple(seen(records, numbers)),
    )


def _adriatel_preamble(world: World, order: Order) -> list[tuple[str, ...]]:
    request = order.request
    if request.handset:
        handset = next(h for h in world.phones.handsets if h.key == request.handset)
        target = ("IMEI i kërkuar", handset.imei)
    else:
        line = next(x for x in world.phones.lines if x.key in request.lines)
        target = ("Numri i kërkuar", _al_number(line.number))
    return [
        ("Adriatel sh.a. - Drejtoria e të Dhënave të Trafikut",),
        ("Urdhri i prokurorisë", order.reference),
        target,
        ("Periudha", f"{request.since:%d.%m.%Y} - {request.until:%d.%m.%Y}"),
        ("Gjeneruar më", f"{order.answered:%d.%m.%Y %H:%M}"),
        (),
    ]


def _adriatel_row(record: Record) -> tuple[str, ...]:
    start = _in_zone(record.start, "AL")
    day = "00.00.0000" if record.spoilt else f"{start:%d.%m.%Y}"
    return (
        al_party(record.caller),
        al_party(record.callee),
        day,
        f"{start:%H:%M:%S}",
        clock(record.duration_s),
        al_kind(record.kind, record.answered),
        "Dalëse" if record.outgoing else "Hyrëse",
        *_device(record, "-", al_town),
    )


def al_kind(kind: str, answered: bool) -> str:
    """Adriatel's word for a kind of record."""
    if kind == "call":
        return "Zë" if answered else "Zë (pa përgjigje)"
    return "SMS" if kind == "sms" else "Internet"


def al_party(end: End) -> str:
    """A number as Adriatel writes it."""
    if end.line:
        return _al_number(end.line.number)
    return end.shown or "I fshehur"


def _al_number(number: str) -> str:
    return "00" + number.removeprefix("+")


# ---------------------------------------------------------------------------------- Montenegro
ME_HEADER = (
    "Korisnički broj", "Drugi broj", "Datum i vrijeme", "Trajanje (s)", "Tip", "Smjer", "IMEI", "IMSI",
    "CGI", "Lokacija",
)  # fmt: skip
_ME_KIND = {"call": "Govor", "sms": "SMS", "data": "Podaci"}


def crnotel(world: World, order: Order, rng: Random, *, typed: bool) -> WrittenFile:
    """Montenegro: a workbook by target; the first column is always the target.

    ``typed``: real Excel dates and numbers stored as numbers; else everything is text.
    """
    records = answer(world, order.request, 1, rng)
    records.sort(key=lambda r: r.target.line.number if r.target.line else "")
    preamble: list[tuple[Value, ...]] = [
        ("CrnoTel d.o.o. Podgorica - Izvještaj o ostvarenom saobraćaju",),
        (f"Po naredbi: {order.reference}", None, f"Period: {_period(order.request)}"),
        (None,),
    ]
    rows: list[tuple[Value, ...]] = [*preamble, ME_HEADER]
    rows.extend(_crnotel_row(r, typed) for r in records)
    numbers = range(len(preamble) + 2, len(rows) + 1)
    number_formats = {0: "0", 1: "0", 2: "dd.mm.yyyy hh:mm:ss", 6: "0", 7: "0"} if typed else {}
    data = xlsx_bytes(
        "Listing",
        rows,
        heading_row=len(preamble) + 1,
        formats=number_formats,
        widths=(16, 16, 22, 12, 9, 10, 18, 18, 20, 16),
        modified=order.answered,
    )
    return WrittenFile(
        order.file_name,
        data,
        order.letter,
        tuple(first_marks(records, numbers, lambda end: me_party(end, typed), a_is_target=True)),
        tuple(seen(records, numbers)),
    )


def _period(request: Request) -> str:
    return f"{request.since:%d.%m.%Y.} - {request.until:%d.%m.%Y.}"


def _crnotel_row(record: Record, typed: bool) -> tuple[Value, ...]:
    start = _in_zone(record.start, "ME")
    moment: Value = start.replace(tzinfo=None) if typed else f"{start:%d.%m.%Y. %H:%M:%S}"
    if record.spoilt:
        moment = "########"
    return (
        me_party(record.target, typed),
        me_party(record.other, typed),
        moment,
        record.duration_s if typed else str(record.duration_s),
        me_kind(record.kind, record.answered),
        "Odlazni" if record.outgoing else "Dolazni",
        *_device(record, None, bs_town),
    )


def me_kind(kind: str, answered: bool) -> str:
    """CrnoTel's word for a kind of record."""
    return _ME_KIND[kind] if answered else "Propušten"


def me_party(end: End, typed: bool) -> Value:
    """A number as CrnoTel writes it: a number in a typed workbook, else text."""
    if not end.line:
        return end.shown or "Skriven broj"
    digits = end.line.number.removeprefix("+")
    return int(digits) if typed else digits


# ---------------------------------------------------------------------- Bosnia and Herzegovina
BA_HEADER = (
    "Korisnik", "Drugi učesnik", "Početak (UTC)", "Trajanje (s)", "Vrsta", "IMEI", "IMSI", "Ćelija",
    "Područje",
)  # fmt: skip
_BA_HEADER_CYRILLIC = (
    "Корисник", "Други учесник", "Почетак (UTC)", "Трајање (с)", "Врста", "ИМЕИ", "ИМСИ", "Ћелија",
    "Подручје",
)  # fmt: skip
BA_KIND = {
    ("call", True): "Odlazni poziv", ("call", False): "Dolazni poziv",
    ("sms", True): "SMS poslan", ("sms", False): "SMS primljen",
    ("data", True): "Podaci", ("data", False): "Podaci",
}  # fmt: skip
_BA_KIND_CYRILLIC = {
    ("call", True): "Одлазни позив", ("call", False): "Долазни позив",
    ("sms", True): "СМС послат", ("sms", False): "СМС примљен",
    ("data", True): "Подаци", ("data", False): "Подаци",
}  # fmt: skip


def bihtel(world: World, order: Order, rng: Random, *, cyrillic: bool) -> WrittenFile:
    """Bosnia and Herzegovina: CSV by user in UTC, national numbers, missed calls as -1.

    Latin: commas and cp1250; Cyrillic: tabs and cp1251.
    """
    records = answer(world, order.request, -1, rng)
    header = _BA_HEADER_CYRILLIC if cyrillic else BA_HEADER
    kinds = _BA_KIND_CYRILLIC if cyrillic else BA_KIND
    rows = [header, *(_bihtel_row(r, kinds, cyrillic) for r in records)]
    numbers = range(2, len(rows) + 1)
    separator, encoding = ("\t", "cp1251") if cyrillic else (",", "cp1250")
    return WrittenFile(
        order.file_name,
        csv_bytes(rows, separator, encoding, bom=False),
        order.letter,
        tuple(first_marks(records, numbers, lambda end: ba_party(end, cyrillic), a_is_target=True)),
        tuple(seen(records, numbers)),
    )


def _bihtel_row(
    record: Record, kinds: dict[tuple[str, bool], str], cyrillic: bool
) -> tuple[str, ...]:
    start = record.start.astimezone(UTC)
    return (
        ba_party(record.target, cyrillic),
        ba_party(record.other, cyrillic),
        "0000-00-00 00:00:00" if record.spoilt else f"{start:%Y-%m-%d %H:%M:%S}",
        str(record.duration_s) if record.answered else "-1",
        kinds[record.kind, record.outgoing],
        *_device(record, "", _cyrillic_town if cyrillic else bs_town, separator="/"),
    )


def ba_party(end: End, cyrillic: bool) -> str:
    """A number as BiHTel writes it: its own ones as dialled at home."""
    if not end.line:
        return end.shown or ("непознат" if cyrillic else "skriven")
    if end.line.country != "BA":
        return end.line.number
    national = "0" + end.line.number.removeprefix("+387")
    return f"{national[:3]} {national[3:6]} {national[6:]}"


# -------------------------------------------------------------------------------------- shared
def _device(
    record: Record, missing: Missing, town: Callable[[Place], str], separator: str = "-"
) -> tuple[str | Missing, str | Missing, str | Missing, str | Missing]:
    """IMEI, IMSI, cell and town of the target; ``missing`` stands where one is not known."""
    target = record.target
    imei = target.handset.imei if target.handset else missing
    imsi = target.line.imsi if target.line else missing
    if target.place is None:
        return imei, imsi, missing, missing
    parts = cell(target.place, int(record.start.timestamp()) // 60)
    return imei, imsi, separator.join(parts), town(lexicon.places()[target.place])


def al_town(place: Place) -> str:
    """A town as Albanian operators write it."""
    return place.sq[0] if place.country == "AL" and place.kind == "town" else place.en


def bs_town(place: Place) -> str:
    """A town in Bosnian, Serbian or Montenegrin."""
    return place.bs[0]


def _cyrillic_town(place: Place) -> str:
    return spelling.cyrillic(place.bs[0])


def _in_zone(moment: datetime, country: str) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE[country]))


def clock(seconds: int) -> str:
    """Seconds as HH:MM:SS."""
    span = timedelta(seconds=seconds)
    hours, rest = divmod(int(span.total_seconds()), 3600)
    return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
