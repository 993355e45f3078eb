"""The operators' columns for many records at once: every text is looked up, none is made per row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from sample_data import lexicon
from sample_data.background.day import KINDS, Records
from sample_data.background.subscribers import Integers, Subscribers
from sample_data.lexicon import Place
from sample_data.world.dates import ZONE
from sample_data.world.traffic import End
from sample_data.writing import operators
from sample_data.writing.cells import cell

_SECONDS = 86_400
_LONGEST_S = 4 * 546 + 1


@dataclass(frozen=True)
class Layout:
    """One operator's bulk answer: how its files are named and written."""

    country: str
    file_name: str
    title: tuple[str, ...]  # lines above the header, with {reference} and {period}
    header: tuple[str, ...]
    separator: str
    encoding: str
    bom: bool
    clock_s: int
    columns: "Callable[[Words, Records, date], list[pa.Array]]"
    foot: "Callable[[int, int], str] | None" = None


class Words:
    """An operator's texts for parties, devices, cells and towns, by position."""

    def __init__(
        self,
        who: Subscribers,
        party: Callable[[End], object],
        town: Callable[[Place], str],
        separator: str,
    ) -> None:
        self.party = pa.array([str(party(end)) for end in who.ends])
        self.imei = pa.array(who.imei)
        self.imsi = pa.array([end.line.imsi if end.line else "" for end in who.ends])
        places = list(lexicon.places().values())
        self.cell = pa.array([separator.join(cell(p.key, n)) for p in places for n in range(3)])
        self.town = pa.array([town(p) for p in places])

    def device(self, records: Records) -> list[pa.Array]:
        """IMEI, IMSI, cell and town of the targets."""
        return [
            _looked_up(self.imei, records.target),
            _looked_up(self.imsi, records.target),
            _looked_up(self.cell, 3 * records.place + records.sector),
            _looked_up(self.town, records.place),
        ]


_CLOCKS = pa.array([operators.clock(second) for second in range(_SECONDS)])
_NUMBERS = pa.array([str(number) for number in range(_LONGEST_S)])


def adriatel(words: Words, records: Records, day: date) -> list[pa.Array]:
    """Columns of Adriatel: A is whoever rang."""
    caller = _either(records, records.target, records.other)
    callee = _either(records, records.other, records.target)
    kinds = _by_kind(lambda kind, answered, _: operators.al_kind(kind, answered))
    return [
        _looked_up(words.party, caller),
        _looked_up(words.party, callee),
        pa.array([f"{day:%d.%m.%Y}"] * len(records)),
        _looked_up(_CLOCKS, records.second),
        _looked_up(_CLOCKS, records.duration_s),
        _looked_up(kinds, _kind_number(records)),
        _looked_up(pa.array(["Hyrëse", "Dalëse"]), records.outgoing.astype("int64")),
        *words.device(records),
    ]


def crnotel(words: Words, records: Records, day: date) -> list[pa.Array]:
    """Columns of CrnoTel: the target first."""
    kinds = _by_kind(lambda kind, answered, _: operators.me_kind(kind, answered))
    return [
        _looked_up(words.party, records.target),
        _looked_up(words.party, records.other),
        _moments(f"{day:%d.%m.%Y.}", records.second),
        _looked_up(_NUMBERS, records.duration_s),
        _looked_up(kinds, _kind_number(records)),
        _looked_up(pa.array(["Dolazni", "Odlazni"]), records.outgoing.astype("int64")),
        *words.device(records),
    ]


def bihtel(words: Words, records: Records, day: date) -> list[pa.Array]:
    """Columns of BiHTel: in UTC, missed calls as -1."""
    noon = datetime.combine(day, time(12), ZoneInfo(ZONE["BA"]))
    offset = noon.utcoffset() or timedelta()
    kinds = _by_kind(lambda kind, _, outgoing: operators.BA_KIND[kind, outgoing])
    lengths = pa.concat_arrays([_NUMBERS, pa.array(["-1"])])
    duration = records.duration_s.copy()
    duration[~records.answered] = _LONGEST_S
    return [
        _looked_up(words.party, records.target),
        _looked_up(words.party, records.other),
        _moments(f"{day:%Y-%m-%d}", records.second - int(offset.total_seconds())),
        _looked_up(lengths, duration),
        _looked_up(kinds, _kind_number(records)),
        *words.device(records),
    ]


def _looked_up(words: pa.Array, where: Integers) -> pa.Array:
    return words.take(pa.array(where))


def _moments(day: str, seconds: Integers) -> pa.Array:
    return pc.binary_join_element_wise(day, _looked_up(_CLOCKS, seconds), " ")


def _either(records: Records, outgoing: Integers, incoming: Integers) -> Integers:
    chosen = incoming.copy()
    chosen[records.outgoing] = outgoing[records.outgoing]
    return chosen


def _by_kind(word: Callable[[str, bool, bool], str]) -> pa.Array:
    truth: Sequence[bool] = (False, True)
    return pa.array([word(kind, a, o) for kind in KINDS for a in truth for o in truth])


def _kind_number(records: Records) -> Integers:
    number: Integers = 4 * records.kind + 2 * records.answered + records.outgoing
    return number


def _total(rows: int, seconds: int) -> str:
    return ";".join(["Gjithsej", str(rows), "", "", operators.clock(seconds), *[""] * 6])


LAYOUTS = (
    Layout(
        "AL", "Adriatel_qelizat_{part:02d}.csv",
        (
            "Adriatel sh.a. - Drejtoria e të Dhënave të Trafikut", "Urdhri i prokurorisë;{reference}",
            "Zona e kërkuar;qelizat sipas urdhrit", "Periudha;{period}", "",
        ),
        operators.AL_HEADER, ";", "utf-8", True, 0, adriatel, _total,
    ),
    Layout(
        "ME", "CrnoTel_bazne_stanice_{part:02d}.csv",
        (
            "CrnoTel d.o.o. Podgorica - Izvještaj o ostvarenom saobraćaju",
            "Po naredbi: {reference};;Period: {period}", "",
        ),
        operators.ME_HEADER, ";", "utf-8", True, 1, crnotel,
    ),
    Layout(
        "BA", "BiHTel_saobracaj_podrucje_{part:02d}.csv", (), operators.BA_HEADER,
        ",", "cp1250", False, -1, bihtel,
    ),
)  # fmt: skip


def words(layout: Layout, who: Subscribers) -> Words:
    """The texts of a layout's operator."""
    if layout.country == "AL":
        return Words(who, operators.al_party, operators.al_town, "-")
    if layout.country == "ME":
        return Words(who, lambda end: operators.me_party(end, False), operators.bs_town, "-")
    return Words(who, lambda end: operators.ba_party(end, False), operators.bs_town, "/")
