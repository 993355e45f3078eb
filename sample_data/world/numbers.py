"""Invented numbers that look right: telephone numbers, IMSI, ICCID, IMEI, plates, VINs, papers.

Which blocks are used and why stands in docs/sample_case.md. Every number is given out once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random

from stdnum import luhn

COUNTRY_CODE = {"AL": "355", "ME": "382", "BA": "387", "TR": "90", "AF": "93"}
MOBILE_COUNTRY_CODE = {"AL": "276", "ME": "297", "BA": "218", "TR": "286", "AF": "412"}
_UNUSED_NETWORK = "99"  # no operator of these countries holds it
_BLOCKS = {
    "AL": ("67200", "68200", "69000"),
    "ME": ("6700", "6800", "6900"),
    "BA": ("6100", "6200", "6600"),
    "TR": ("594000", "596000"),
    "AF": ("74000", "74100"),
}
_MONTENEGRIN_TOWNS = ("PG", "NK", "BR", "UL", "BD", "CT", "HN")
_BOSNIAN_LETTERS = "AEJKMOT"
_PLATE_LETTERS = "ABCDEFGHJKLMNPRSTVXZ"
_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_TYPE_CODES = ("35999901", "35999902", "35999904", "86999903", "86999905", "01999907")


class Numbers:
    """Gives out numbers, each once, in an order that depends on the seed only."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def reserve(self, taken: Iterable[str]) -> None:
        """Never give these out."""
        self._given.update(taken)

    def mobile(self, country: str) -> str:
        """E.164 of a mobile line."""
        return self._once(
            lambda: f"+{COUNTRY_CODE[country]}{self._rng.choice(_BLOCKS[country])}{self._digits(4)}"
        )

    def imsi(self, country: str) -> str:
        """15 digits: country, an unused network, subscriber."""
        network = MOBILE_COUNTRY_CODE[country] + _UNUSED_NETWORK
        return self._once(lambda: network + self._digits(10))

    def iccid(self, country: str) -> str:
        """19 digits: 89, country code, issuer 99, number, Luhn digit."""
        issuer = f"89{COUNTRY_CODE[country]}{_UNUSED_NETWORK}"
        return self._once(lambda: _with_check(issuer + self._digits(18 - len(issuer))))

    def imei(self) -> str:
        """15 digits: an invented type code, serial number, Luhn digit."""
        return self._once(lambda: _with_check(self._rng.choice(_TYPE_CODES) + self._digits(6)))

    def plate(self, country: str) -> str:
        """Registration plate in the country's official spelling."""
        return self._once(lambda: self._plate(country))

    def _plate(self, country: str) -> str:
        choice = self._rng.choice
        two = choice(_PLATE_LETTERS) + choice(_PLATE_LETTERS)
        if country == "AL":
            return f"A{choice('ABC')} {self._digits(3)} {two}"
        if country == "ME":
            return f"{choice(_MONTENEGRIN_TOWNS)} {two}{self._digits(3)}"
        first, second = choice(_BOSNIAN_LETTERS), choice(_BOSNIAN_LETTERS)
        return f"{first}{self._digits(2)}-{second}-{self._digits(3)}"

    def vin(self, maker: str) -> str:
        """17 characters: the maker's prefix and an invented remainder ending in digits."""
        return self._once(
            lambda: (
                maker
                + "ZZZ"
                + "".join(self._rng.choice(_VIN_LETTERS) for _ in range(5))
                + self._digits(6)
            )
        )

    def paper(self, nationality: str) -> tuple[str, str]:
        """Kind (``passport`` or ``id_card``) and number of a person's paper."""
        kind = "id_card" if nationality in ("AL", "ME", "BA") else "passport"
        return kind, self._once(lambda: self._paper(nationality))

    def _paper(self, nationality: str) -> str:
        letter = self._rng.choice("ABEJKLMT")
        shapes = {
            "AL": lambda: f"{self._rng.choice('GHIJ')}{self._digits(8)}{letter}",
            "ME": lambda: f"{self._rng.choice('0123')}{self._digits(8)}",
            "BA": lambda: f"{self._digits(3)}{letter}{self._digits(3)}",
            "AF": lambda: f"P0{self._digits(7)}",
            "IR": lambda: f"{letter}{self._digits(8)}",
            "SY": lambda: f"N0{self._digits(8)}",
            "TR": lambda: f"U{self._digits(8)}",
        }
        return shapes[nationality]()

    def passport(self, nationality: str) -> str:
        """Number of an Albanian, Montenegrin or Bosnian passport blank."""
        prefix = {"AL": "BT", "ME": "M", "BA": "B"}[nationality]
        return self._once(lambda: f"{prefix}{self._digits(7)}")

    def _digits(self, count: int) -> str:
        return "".join(self._rng.choice("0123456789") for _ in range(count))

    def _once(self, make: Callable[[], str]) -> str:
        made = make()
        while made in self._given:
            made = make()
        self._given.add(made)
        return made


def personal_number(born: date, region: str, male: bool, rng: Random) -> str:
    """JMBG: DDMMYYY, region, serial (women from 500), check digit by weights 7-2."""
    while True:
        serial = rng.randrange(0, 500) if male else rng.randrange(500, 1000)
        twelve = f"{born:%d%m}{born.year % 1000:03d}{region}{serial:03d}"
        weighted = sum(int(d) * w for d, w in zip(twelve, (7, 6, 5, 4, 3, 2) * 2, strict=True))
        check = 11 - weighted % 11
        if check != 10:
            return f"{twelve}{0 if check == 11 else check}"


def _with_check(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))
