"""Cells that hold several numbers: each as written, with its normal form."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest import selectors
from ingest.seizure_reports.fields import FormField
from ingest.selectors import accounts, identity_documents, imei, phones, plates, sims, vins
from ingest.selectors.found import Found, SelectorKind


@dataclass(frozen=True)
class Value:
    """A number in a cell; ``normalised`` is None where it cannot be read as what it should be."""

    kind: SelectorKind
    text: str
    normalised: str | None
    country: str | None = None


_Read = Callable[[str, str | None], Value | None]
_ALWAYS = re.compile(r"[;\n\r|]+")
_SOMETIMES = (
    re.compile(r","),
    re.compile(r"/"),
    re.compile(r"\s(?:i|te|dhe|and|и|e|ed|und|και|&|\+)\s"),
)
_LEAST_DIGITS = 5


@lru_cache(maxsize=50_000)
def values(field: FormField, cell: str, country: str | None) -> tuple[Value, ...]:
    """The numbers that a cell of this column holds, from left to right; machine-readable zones,
    which go over several lines, first."""
    zones = identity_documents.find_mrz(cell) if SelectorKind.MRZ in _KINDS[field] else []
    for zone in zones:
        cell = cell.replace(zone.text, "\n")
    return tuple(map(_as_value, zones)) + tuple(
        value
        for stretch in _ALWAYS.split(cell)
        for piece in _at_commas(stretch)
        if piece.strip()
        for value in _in_piece(field, piece.strip(), country)
    )


def _at_commas(stretch: str) -> list[str]:
    """A comma separates where every part has figures enough for a number."""
    parts = stretch.split(",")
    return parts if all(_figures(p) > _LEAST_DIGITS for p in parts) else [stretch]


def _figures(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _in_piece(field: FormField, piece: str, country: str | None) -> Iterator[Value]:
    read = _READERS[field]
    parts = _parts(read, piece, country)
    if parts:
        yield from parts
        return
    announced = _ANNOUNCEMENTS[field]
    found = [
        f
        for f in selectors.find(announced + piece, country)
        if f.start >= len(announced) and f.kind in _KINDS[field]
    ]
    if found:
        yield from map(_as_value, found)
    elif _figures(piece) >= _LEAST_DIGITS:
        yield Value(_KINDS[field][0], piece, None)


def _parts(read: _Read, piece: str, country: str | None) -> list[Value]:
    """One value, or several where every part reads as one."""
    for separator in _SOMETIMES:
        parts = [p.strip() for p in separator.split(piece) if p.strip()]
        if len(parts) > 1:
            found = [v for p in parts if (v := read(p, country))]
            if len(found) == len(parts):
                return found
    whole = read(piece, country)
    return [whole] if whole else []


def _as_value(found: Found) -> Value:
    return Value(found.kind, found.text, found.normalised, found.country)


# ------------------------------------------------------------------ one value of each column


def _phone(written: str, country: str | None) -> Value | None:
    number = phones.normalise(written, country)
    return Value(SelectorKind.PHONE, written, number, phones.country_of(number)) if number else None


def _imei(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    number = imei.normalise(written)
    return Value(SelectorKind.IMEI, written, number.number) if number else None


def _iccid(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    card = sims.normalise_iccid(written)
    return Value(SelectorKind.ICCID, written, card.number) if card else None


def _imsi(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    subscription = sims.normalise_imsi(written)
    if subscription is None:
        return None
    return Value(SelectorKind.IMSI, written, subscription.number, subscription.country)


def _sim(written: str, country: str | None) -> Value | None:
    return _iccid(written, country) or _imsi(written, country) or _phone(written, country)


def _plate(written: str, country: str | None) -> Value | None:
    plate = plates.normalise(written.translate(_GREEK_CAPITALS), country)
    return Value(SelectorKind.PLATE, written, plate.normalised, plate.country) if plate else None


# Letters of Greek plates, all of which stand in both alphabets.
_GREEK_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")


def _vin(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    number = vins.normalise(written)
    return Value(SelectorKind.VIN, written, number.number) if number else None


def _document(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    personal = identity_documents.normalise_personal_number(written)
    if personal:
        return Value(SelectorKind.PERSONAL_NUMBER, written, personal.number, personal.country)
    number = identity_documents.normalise(written)
    return Value(SelectorKind.IDENTITY_DOCUMENT, written, number) if number else None


def _account(written: str, country: str | None) -> Value | None:  # noqa: ARG001 - one face for all
    number = accounts.normalise_iban(written)
    return Value(SelectorKind.IBAN, written, number, number[:2]) if number else None


_K = SelectorKind
_PAPERS = (_K.IDENTITY_DOCUMENT, _K.PERSONAL_NUMBER, _K.MRZ)
_READERS: dict[FormField, _Read] = {
    FormField.PHONE: _phone,
    FormField.PERSON_PHONE: _phone,
    FormField.IMEI: _imei,
    FormField.SIM: _sim,
    FormField.IMSI: _imsi,
    FormField.ICCID: _iccid,
    FormField.PLATE: _plate,
    FormField.VIN: _vin,
    FormField.SEIZED_DOCUMENT: _document,
    FormField.PERSON_DOCUMENT: _document,
    FormField.PERSONAL_NUMBER: _document,
    FormField.ACCOUNT: _account,
}
_KINDS: dict[FormField, tuple[SelectorKind, ...]] = {
    FormField.PHONE: (_K.PHONE,),
    FormField.PERSON_PHONE: (_K.PHONE,),
    FormField.IMEI: (_K.IMEI,),
    FormField.SIM: (_K.ICCID, _K.IMSI, _K.PHONE),
    FormField.IMSI: (_K.IMSI, _K.ICCID),
    FormField.ICCID: (_K.ICCID, _K.IMSI),
    FormField.PLATE: (_K.PLATE,),
    FormField.VIN: (_K.VIN,),
    FormField.SEIZED_DOCUMENT: _PAPERS,
    FormField.PERSON_DOCUMENT: _PAPERS,
    FormField.PERSONAL_NUMBER: (_K.PERSONAL_NUMBER, _K.IDENTITY_DOCUMENT),
    FormField.ACCOUNT: (_K.IBAN, _K.CRYPTO_ADDRESS, _K.EMAIL, _K.HANDLE),
}
FIELDS = tuple(_READERS)
_ANNOUNCEMENTS: dict[FormField, str] = {
    FormField.PHONE: "tel. ",
    FormField.PERSON_PHONE: "tel. ",
    FormField.IMEI: "IMEI ",
    FormField.SIM: "ICCID ",
    FormField.IMSI: "IMSI ",
    FormField.ICCID: "ICCID ",
    FormField.PLATE: "registarska oznaka ",
    FormField.VIN: "VIN ",
    FormField.SEIZED_DOCUMENT: "passport no. ",
    FormField.PERSON_DOCUMENT: "passport no. ",
    FormField.PERSONAL_NUMBER: "JMBG ",
    FormField.ACCOUNT: "IBAN ",
}
