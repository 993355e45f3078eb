"""People of the world: who they are, whatever any clerk makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample_data import lexicon
from sample_data.world.numbers import Numbers, personal_number

_LATIN_MINIMUM = 5  # protected names shorter than this would be found inside other words


@dataclass(frozen=True)
class Person:
    """One human being. Names are tuples of spellings, the own one first."""

    key: str
    slot: str  # place in the cast, e.g. "organiser"
    nation: str  # name list: albanian, montenegrin, bosnian, afghan, syrian
    sex: str
    given: tuple[str, ...]
    surname: tuple[str, ...]
    father: tuple[str, ...]
    nickname: str | None
    born: date
    nationality: str
    birth_place: str
    home: str  # place key
    address: str
    paper_kind: str
    paper_number: str
    personal_number: str | None
    category: str  # as vocabulary.PersonCategory
    minor: bool = False

    @property
    def name(self) -> str:
        """Given name and surname in the person's own spelling."""
        return f"{self.given[0]} {self.surname[0]}"

    @property
    def protected(self) -> bool:
        """Whether this person must never be named outside."""
        return self.category == "smuggled_migrant" or self.minor


@dataclass(frozen=True)
class Wanted:
    """What the cast asks of a person before anything is drawn."""

    slot: str
    nation: str
    sex: str
    home: str  # place keys, "|" between: one of them
    category: str
    ages: tuple[int, int] = (24, 52)
    nickname: bool = False
    surname_of: str | None = None  # slot of a relative
    name_of: str | None = None  # slot of the person whose namesake this is
    father_of: str | None = None  # slot of a sibling


NATIONALITY = {"albanian": "AL", "montenegrin": "ME", "bosnian": "BA"}
_REGION = {"ME": "21", "BA": "15"}
_STREETS = {
    "AL": (
        "Rruga Kolë Idromeno", "Rruga Marin Barleti", "Rruga e Dukagjinëve", "Rruga Studenti",
        "Rruga Gjuhadol", "Rruga Teuta", "Rruga Çajupi", "Lagjja Nr. 3, pallati",
    ),
    "ME": (
        "Ul. Vojvode Maša", "Ul. Jola Piletića", "Ul. Njegoševa", "Ul. Bratstva i jedinstva",
        "Ul. Slobode", "Ul. Vučedolska", "Ul. 13. jula", "Ul. Vuka Karadžića",
    ),
    "BA": (
        "Ul. Kolodvorska", "Ul. Save Kovačevića", "Ul. Hamdije Čemerlića", "Ul. Jovana Dučića",
        "Ul. Zmaja od Bosne", "Ul. Alipašina", "Ul. Patriotske lige", "Ul. Vojvode Stepe",
    ),
}  # fmt: skip
_FAR_TOWNS = {
    "AF": ("Kunduz", "Herat", "Baghlan", "Nangarhar", "Mazar-i-Sharif"),
    "IR": ("Mashhad", "Ahvaz", "Shiraz"),
    "SY": ("Aleppo", "Homs", "Deir ez-Zor", "Idlib", "Qamishli"),
    "TR": ("Diyarbakır", "Mardin", "Gaziantep", "Bingöl"),
}


class Registry:
    """Draws people so that nobody shares a name unless the cast wants it."""

    def __init__(self, rng: Random, numbers: Numbers, today: date) -> None:
        self._rng, self._numbers, self._today = rng, numbers, today
        self._used: dict[str, set[str]] = {"given": set(), "surname": set()}
        self.people: dict[str, Person] = {}

    def add(self, wanted: Wanted) -> Person:
        """Invent the wanted person and remember them under their slot."""
        nationality = self._nationality(wanted)
        born = self._born(wanted.ages)
        home = self._rng.choice(wanted.home.split("|"))
        kind, number = self._numbers.paper(nationality)
        person = Person(
            key=f"P{len(self.people) + 1:03d}",
            slot=wanted.slot,
            nation=wanted.nation,
            sex=wanted.sex,
            given=self._given(wanted),
            surname=self._surname(wanted),
            father=self._father(wanted),
            nickname=self._nickname(wanted),
            born=born,
            nationality=nationality,
            birth_place=self._birth_place(nationality, wanted, home),
            home=home,
            address=self._address(home),
            paper_kind=kind,
            paper_number=number,
            personal_number=self._personal_number(nationality, born, wanted.sex),
            category=wanted.category,
            minor=wanted.ages[1] < 18,
        )
        self.people[wanted.slot] = person
        return person

    def _given(self, wanted: Wanted) -> tuple[str, ...]:
        if wanted.name_of:
            return self.people[wanted.name_of].given
        names = lexicon.names(wanted.nation)
        return self._draw("given", names.male if wanted.sex == "m" else names.female, wanted)

    def _surname(self, wanted: Wanted) -> tuple[str, ...]:
        relative = wanted.surname_of or wanted.name_of
        if relative:
            return self.people[relative].surname
        return self._draw("surname", lexicon.names(wanted.nation).surname, wanted)

    def _father(self, wanted: Wanted) -> tuple[str, ...]:
        if wanted.father_of:
            return self.people[wanted.father_of].father
        return self._draw("given", lexicon.names(wanted.nation).male, wanted)

    def _draw(
        self, part: str, choices: Sequence[tuple[str, ...]], wanted: Wanted
    ) -> tuple[str, ...]:
        """An unused name; one that may need protection is spelt like no other, given or surname."""
        guarded = wanted.nation in ("afghan", "syrian")
        used = set().union(*self._used.values()) if guarded else self._used[part]
        free = [c for c in choices if not used.intersection(s.casefold() for s in c)]
        long = [c for c in free if min(map(len, c)) >= _LATIN_MINIMUM] if guarded else free
        drawn = self._rng.choice(long)
        self._used[part].update(s.casefold() for s in drawn)
        return drawn

    def _nickname(self, wanted: Wanted) -> str | None:
        if not wanted.nickname:
            return None
        used = self._used["given"]
        free = [n for n in lexicon.names(wanted.nation).nickname if n.casefold() not in used]
        drawn = self._rng.choice(free)
        used.add(drawn.casefold())
        return drawn

    def _nationality(self, wanted: Wanted) -> str:
        if wanted.nation in NATIONALITY:
            return NATIONALITY[wanted.nation]
        if wanted.surname_of:
            return self.people[wanted.surname_of].nationality
        drawn = self._rng.random()
        if wanted.nation == "afghan":
            return "AF" if drawn < 0.7 else "IR"
        return "SY" if drawn < 0.8 else "TR"

    def _born(self, ages: tuple[int, int]) -> date:
        youngest, oldest = ages
        days = self._rng.randrange(int(youngest * 365.25) + 30, int((oldest + 1) * 365.25) - 30)
        return self._today - timedelta(days=days)

    def _birth_place(self, nationality: str, wanted: Wanted, home: str) -> str:
        if wanted.surname_of and nationality in _FAR_TOWNS:
            return self.people[wanted.surname_of].birth_place
        if nationality in _FAR_TOWNS:
            return self._rng.choice(_FAR_TOWNS[nationality])
        if self._rng.random() < 0.7:
            return lexicon.places()[home].en
        towns = (p for p in lexicon.places().values() if p.kind == "town")
        return self._rng.choice([town.en for town in towns if town.country == nationality])

    def _address(self, home: str) -> str:
        street = self._rng.choice(_STREETS[lexicon.places()[home].country])
        return f"{street} {self._rng.randrange(1, 120)}"

    def _personal_number(self, nationality: str, born: date, sex: str) -> str | None:
        region = _REGION.get(nationality)
        return personal_number(born, region, sex == "m", self._rng) if region else None
