"""IBANs (ISO 13616), crypto addresses, e-mail addresses and handles."""

import re

from stdnum import bitcoin, iban

from ingest.selectors.found import Found, SelectorKind

_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?\n?[A-Z0-9]{1,4}){3,8}(?!\w)")
_BITCOIN = re.compile(r"(?<!\w)(?:bc1[a-z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)")
_ETHEREUM = re.compile(r"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)")
_TRON = re.compile(r"(?<!\w)T[1-9A-HJ-NP-Za-km-z]{33}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}(?!\w)")
_HANDLE = re.compile(r"(?<![\w@.+-])@[A-Za-z][\w.]{2,29}(?<!\.)(?![\w@])")


def normalise_iban(written: str) -> str | None:
    """An IBAN without spaces, if its length and check digits hold."""
    value = re.sub(r"[\s.-]", "", written).upper()
    return value if iban.is_valid(value, check_country=False) else None


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Accounts of all four kinds in a text."""
    found = [f for m in _IBAN.finditer(text) if (f := _read_iban(m))]
    found += [_made(SelectorKind.CRYPTO_ADDRESS, m, m.group()) for m in _crypto(text)]
    found += [_made(SelectorKind.EMAIL, m, m.group().lower()) for m in _EMAIL.finditer(text)]
    return found + [
        _made(SelectorKind.HANDLE, m, m.group().lower()) for m in _HANDLE.finditer(text)
    ]


def _crypto(text: str) -> list[re.Match[str]]:
    coins = [m for m in _BITCOIN.finditer(text) if bitcoin.is_valid(m.group())]
    return coins + list(_ETHEREUM.finditer(text)) + list(_TRON.finditer(text))


def _read_iban(match: re.Match[str]) -> Found | None:
    """The longest leading part that checks out: a word in capitals may follow the number."""
    written = match.group()
    while written:
        number = normalise_iban(written)
        if number:
            end = match.start() + len(written)
            return Found(SelectorKind.IBAN, match.start(), end, written, number, number[:2], 0.99)
        written = re.sub(r"[\s]+\S*$|\S*$", "", written, count=1)
    return None


def _made(kind: SelectorKind, match: re.Match[str], normalised: str) -> Found:
    return Found(kind, match.start(), match.end(), match.group(), normalised, None, 0.98)
