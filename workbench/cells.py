"""What a cell's number means, however it is written, and which cell of a table it is.

A cell global identity is country and network (MCC, MNC), area (LAC; TAC in LTE and NR) and number
(CI of 16 or 28 bits; ECI, which is eNB * 256 + sector; NCI). Files write all of it or a part, in
decimal or hexadecimal, with any separator or none. 3GPP TS 23.003, sections 4.3 and 19.6.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[-–/|\\,;:_.\s]+")
_HEX = re.compile(r"(?:0[xX])?[0-9A-Fa-f]+")
_LABELLED = re.compile(
    r"\b(MCC|MNC|PLMN|LAC|TAC|CID|CI|ECI|NCI|CELL\s?ID|SAC|E?NB(?:\s?ID)?|SECTOR)\s?[:=#]?\s?"
    r"((?:0x)?[0-9A-F]*\d[0-9A-F]*)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:CGI|ECGI|NCGI|SAI|CELL(?:\s?ID)?|BTS|CELIJA|CI)\b\s?[:=#]?\s*", re.IGNORECASE
)
_SIXTEEN_BITS = 0xFFFF
_MOST_AREA, _MOST_NUMBER, _MOST_SECTORS = 0xFFFFFF, 1 << 36, 256


@dataclass(frozen=True)
class CellId:
    """A cell's identity as far as it is known: (MCC, MNC), area, number."""

    network: tuple[int, int] | None
    area: int | None
    number: int


def readings(written: str, *, hexadecimal: bool = False) -> tuple[CellId, ...]:
    """What a written cell can mean, the likeliest first; nothing where it is a name.

    ``hexadecimal``: the file writes areas and numbers so, also where no letter shows it.
    """
    text = re.sub(r"(?<=\d)[.,]0$", "", written.strip())
    labelled = {_key(k): v for k, v in _LABELLED.findall(text)}
    if labelled.keys() & {"CI", "ENB"} and len(labelled) > 1:
        return tuple(_of_labels(labelled, hexadecimal=hexadecimal))
    parts = [p for p in _SEPARATORS.split(_LABEL.sub("", text)) if p]
    if not parts or len(parts) > 5 or not all(_HEX.fullmatch(p) for p in parts):
        return ()
    return tuple(dict.fromkeys(_of_parts(parts, hexadecimal=hexadecimal or shows_hex(written))))


def shows_hex(written: str) -> bool:
    """Whether a cell is plainly written in hexadecimal: a whole identity with letters A to F."""
    parts = [p for p in _SEPARATORS.split(written.strip()) if p]
    if not all(_HEX.fullmatch(p) for p in parts):
        return False
    if len(parts) == 1:
        return len(parts[0]) > 11 and bool(re.search("[A-Fa-f]", parts[0]))
    starts = _network(parts) is not None or all(len(p) >= 3 for p in parts)
    return starts and any(re.search(r"\d", p) and re.search("[A-Fa-f]", p) for p in parts)


def _key(label: str) -> str:
    folded = re.sub(r"\s", "", label.upper())
    same = {"CID": "CI", "ECI": "CI", "NCI": "CI", "CELLID": "CI", "SAC": "CI", "TAC": "LAC"}
    return "ENB" if "NB" in folded else same.get(folded, folded)


def _of_labels(found: dict[str, str], *, hexadecimal: bool) -> Iterator[CellId]:
    base_16 = hexadecimal or any(
        re.search("[A-Fa-f]", found.get(k, "").lower().removeprefix("0x")) for k in ("LAC", "CI")
    )
    plmn = found.get("PLMN", found.get("MCC", "") + "-" + found.get("MNC", ""))
    network = _network([p for p in plmn.split("-") if p])
    area = _value(found["LAC"], base_16) if "LAC" in found else None
    if "ENB" in found:
        number = _sector(_value(found["ENB"], base_16), _value(found.get("SECTOR", "0"), base_16))
    else:
        number = _value(found["CI"], base_16)
    if number is not None:
        yield CellId(network[0] if network else None, area, number)


def _of_parts(parts: list[str], *, hexadecimal: bool) -> Iterator[CellId]:
    if len(parts) == 1:
        yield from _whole(parts[0], hexadecimal=hexadecimal)
        return
    found = _network(parts)
    network, rest = (found[0], parts[found[1] :]) if found else (None, parts)
    values = [_value(p, hexadecimal) for p in rest]
    match values:
        case [int(number)] if network:
            yield from _made(network, None, number)
        case [int(one), int(other)]:
            yield from _made(network, one, other)
            yield from _made(network, None, _sector(one, other))
        case [int(area), int(enb), int(sector)]:
            yield from _made(network, area, _sector(enb, sector))
    if found and network and len(rest) == 1 and len(parts) == 2:
        yield from _of_pair(parts, hexadecimal=hexadecimal)


def _of_pair(parts: list[str], *, hexadecimal: bool) -> Iterator[CellId]:
    """Two numbers of which the first may be an area that looks like a network."""
    one, other = (_value(p, hexadecimal) for p in parts)
    if one is not None and other is not None:
        yield from _made(None, one, other)


def _whole(text: str, *, hexadecimal: bool) -> Iterator[CellId]:
    """An identity without separators, or a bare number."""
    plain = text.lower().removeprefix("0x")
    if len(plain) <= 11:
        value = _value(text, hexadecimal)
        yield from _made(None, None, value)
        return
    for digits in (5, 6):
        network, rest = _network([plain[:digits]]), plain[digits:]
        if network is None:
            continue
        if len(rest) == 10 and rest.isdigit() and not hexadecimal:
            yield from _made(network[0], int(rest[:5]), int(rest[5:]))
        elif len(rest) == 8:
            yield from _made(network[0], int(rest[:4], 16), int(rest[4:], 16))
        elif len(rest) in (7, 9):
            yield from _made(network[0], None, int(rest, 16))


def _made(
    network: tuple[int, int] | None, area: int | None, number: int | None
) -> Iterator[CellId]:
    fits = area is None or 0 <= area <= _MOST_AREA
    if number is not None and fits and 0 < number < _MOST_NUMBER:
        yield CellId(network, area, number)


def _network(parts: list[str]) -> tuple[tuple[int, int], int] | None:
    """MCC and MNC at the beginning, and how many parts they are."""
    first = parts[0] if parts else ""
    if not first.isdigit() or not "200" <= first[:3] <= "799":
        return None
    if len(first) == 3 and len(parts) > 1 and parts[1].isdigit() and len(parts[1]) <= 3:
        return (int(first), int(parts[1])), 2
    if len(first) in (5, 6):
        return (int(first[:3]), int(first[3:])), 1
    return None


def _value(text: str, hexadecimal: bool) -> int | None:
    plain = text.lower()
    if plain.startswith("0x") or hexadecimal:
        return int(plain.removeprefix("0x"), 16)
    return int(plain) if plain.isdigit() else None


def _sector(enb: int | None, sector: int | None) -> int | None:
    if enb is None or sector is None or sector >= _MOST_SECTORS:
        return None
    return enb * _MOST_SECTORS + sector


def is_one_network(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two networks may be one: 220-01 and 220-1 are, and what is not said may be any."""
    return one is None or other is None or one == other


class CellIndex:
    """The cells of the case's tables, to be found by whatever a record says of one.

    A cell that fits several is not found: nothing is guessed.
    """

    def __init__(self, cells: Iterable[tuple[int, CellId | None, str | None]]) -> None:
        """``cells``: a number for each distinct cell, its identity, its name."""
        self._by_number: dict[int, list[tuple[int, CellId]]] = {}
        self._by_name: dict[str, set[int]] = {}
        for key, cell, name in cells:
            if cell:
                self._by_number.setdefault(cell.number, []).append((key, cell))
                low = cell.number & _SIXTEEN_BITS
                if low != cell.number:
                    self._by_number.setdefault(low, []).append((key, cell))
            if name:
                self._by_name.setdefault(_folded(name), set()).add(key)

    def find(self, written: str, *, hexadecimal: bool = False) -> int | None:
        """The number of the one cell that is meant; None where none is, or more than one may be."""
        named = self._by_name.get(_folded(written), set())
        if len(named) == 1:
            return next(iter(named))
        found = {
            key
            for cell in readings(written, hexadecimal=hexadecimal)
            for key in self._fitting(cell)
        }
        return next(iter(found)) if len(found) == 1 else None

    def _fitting(self, cell: CellId) -> set[int]:
        """Cells with this number, most agreement first: area and network, one of them, neither."""
        candidates = [
            (key, other)
            for key, other in self._candidates(cell)
            if is_one_network(cell.network, other.network)
        ]
        same_area = {k for k, o in candidates if o.area == cell.area and cell.area is not None}
        if same_area:
            exact = {k for k, o in candidates if k in same_area and o.network == cell.network}
            return exact or same_area
        whole = {
            k
            for k, o in candidates
            if o.number == cell.number
            and (cell.area is None or o.area is None or cell.number > _SIXTEEN_BITS)
        }
        exact = {k for k, o in candidates if k in whole and o.network == cell.network}
        return exact or whole

    def _candidates(self, cell: CellId) -> Iterator[tuple[int, CellId]]:
        """Cells of this number; where areas agree, also those written with or without the RNC."""
        for key, other in self._by_number.get(cell.number, []):
            if other.number == cell.number or other.area == cell.area is not None:
                yield key, other
        low = cell.number & _SIXTEEN_BITS
        if low != cell.number:
            for key, other in self._by_number.get(low, []):
                if other.number == low and other.area == cell.area is not None:
                    yield key, other


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
