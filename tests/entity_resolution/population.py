"""People whose names many clerks wrote down: mentions with a known truth, as many as wanted.

Independent of the sample case, so that what is tuned on one can be reported on the other.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from random import Random

import pyarrow as pa

from workbench.case import Case

_TOWNS = {
    "albanian": ["Shkodër", "Tirana", "Durrës", "Lezhë", "Fier", "Vlorë", "Kukës", "Elbasan"],
    "south_slavic": ["Podgorica", "Nikšić", "Bar", "Sarajevo", "Mostar", "Foča", "Zenica", "Tuzla"],
    "middle_eastern": ["Kabul", "Herat", "Kunduz", "Idlib", "Aleppo", "Mashhad", "Mosul", "Lahore"],
}
_COUNTRIES = {"albanian": "AL", "south_slavic": "ME", "middle_eastern": "AF"}
_CYRILLIC = str.maketrans(
    dict(zip("abvgdđežzijklmnoprstćufhcčšqwy", "абвгдђежзијклмнопрстћуфхцчшквј", strict=True))
)


@dataclass(frozen=True)
class Human:
    """Somebody of the population."""

    key: str
    origin: str
    given: str
    surname: str
    father: str
    sex: str
    born: date
    birth_place: str
    document: str
    phone: str
    alias: str | None


@dataclass
class Population:
    """Rows for the case's tables, and the truth: mention id to person."""

    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    truth: dict[int, str] = field(default_factory=dict)

    @property
    def sources(self) -> int:
        """How many sources there are, numbered from 1."""
        return len(self.rows["source"])

    def of_sources(self, since: int, until: int) -> "Population":
        """What the sources from one number to before another say."""
        of = {row[0]: row[2] for row in self.rows["mention"]}
        source: dict[str, Callable[[tuple[object, ...]], object]] = {
            "source": lambda row: row[0],
            "mention": lambda row: row[2],
            "attribute": lambda row: of[row[0]],
            "claim": lambda row: row[1],
        }
        within = range(since, until)
        chosen = {
            table: [row for row in rows if source[table](row) in within]
            for table, rows in self.rows.items()
        }
        return Population({table: rows for table, rows in chosen.items() if rows})

    def load(self, case: Case) -> None:
        """Insert everything into a case."""
        for table, rows in self.rows.items():
            columns = [pa.array(list(values)) for values in zip(*rows, strict=True)]
            case.db.register(
                "rows", pa.table(columns, names=[f"c{i}" for i in range(len(columns))])
            )
            case.db.execute(f"INSERT INTO {_COLUMNS[table]} FROM rows")
            case.db.unregister("rows")


_COLUMNS = {
    "source": "source (source_id, sha256, file_name, kind, media_type, bytes, handling_code, "
    "source_reliability, information_credibility, grading_scheme, parser_version, added_by, "
    "added_at_utc) SELECT c0, c1, c2, 'witness_statement', 'x', 1, 'H0', 'B', '2', '4x4', '1', "
    "'test', TIMESTAMP '2024-01-01'",
    "mention": "mention (mention_id, mention_key, source_id, kind, text, normalised, start_char, "
    "end_char) SELECT *",
    "attribute": "attribute SELECT *",
    "claim": "claim (claim_id, source_id, kind, left_mention, right_mention, nature) SELECT *",
}


@dataclass(frozen=True)
class Facts:
    """Share of the persons of a source of whom it says such a thing."""

    birth_date: float
    father_name: float
    birth_place: float
    nationality: float
    sex: float
    alias: float
    document: float
    phone: float
    namesakes: float = 0.03
    """Share of the people who have a full namesake in their own circle."""


SPARSE = Facts(0.35, 0.2, 0.15, 0.2, 0.2, 0.6, 0.12, 0.25)
"""Hearsay and lists: of most persons little but a name, and many namesakes."""
USUAL = Facts(0.6, 0.45, 0.3, 0.4, 0.4, 0.6, 0.2, 0.35, namesakes=0.01)
"""Police papers, which name a person with birth date and father's name more often than not."""


def populate(mentions: int, seed: int, facts: Facts = SPARSE) -> Population:
    """A population mentioned about so many times, in sources that speak of people who belong
    together."""
    rng = Random(seed)
    people = _people(max(4, mentions // 5), rng, facts.namesakes)
    return _Writer(rng, facts).write(people, mentions)


def _people(count: int, rng: Random, namesakes: float) -> list[Human]:
    names = tomllib.loads(files("ingest.language").joinpath("data/names.toml").read_text("utf-8"))
    made: list[Human] = []
    while len(made) < count:
        origin = rng.choices(("albanian", "south_slavic", "middle_eastern"), (4, 4, 3))[0]
        relative = rng.random()
        person = _person(len(made), origin, names[origin], rng)
        if made and relative < namesakes:
            person = _like(made[-1], person, "given", "surname", "origin", "sex")
        elif made and relative < namesakes + 0.06:
            person = _like(made[-1], person, "surname", "father", "origin", "birth_place")
        made.append(person)
    return made


def _like(model: Human, person: Human, *shared: str) -> Human:
    values = {**person.__dict__, **{name: getattr(model, name) for name in shared}}
    return Human(**values)


def _person(number: int, origin: str, names: dict[str, str], rng: Random) -> Human:
    sex = "f" if rng.random() < 0.25 else "m"
    digits = f"{number:07}"
    return Human(
        f"P{number:06}",
        origin,
        _pick(names["female" if sex == "f" else "male"], rng),
        _pick(names["surnames"], rng),
        _pick(names["male"], rng),
        sex,
        date(1950, 1, 1) + timedelta(days=rng.randrange(20_000)),
        rng.choice(_TOWNS[origin]),
        f"{rng.choice('ABCDEFGH')}{rng.randrange(10**7, 10**8)}",
        f"+38268{digits}",
        _pick(names["surnames"], rng)[:5] + rng.choice("oaixe") if rng.random() < 0.2 else None,
    )


def _pick(names: str, rng: Random) -> str:
    """A name; one in four is of the few frequent ones."""
    words = names.split()
    return (
        words[:: len(words) // 12][int(rng.paretovariate(1)) % 12]
        if rng.random() < 0.25
        else rng.choice(words)
    )


class _Writer:
    def __init__(self, rng: Random, facts: Facts) -> None:
        self._rng = rng
        self._facts_said = facts
        self._made = Population({name: [] for name in _COLUMNS})
        self._place = 0

    def write(self, people: Sequence[Human], mentions: int) -> Population:
        circles = [people[i : i + 9] for i in range(0, len(people), 9)]
        for source, circle in enumerate(self._occasions(circles), 1):
            if len(self._made.rows["mention"]) >= mentions:
                break
            self._source(source, circle, people)
        return Population({k: v for k, v in self._made.rows.items() if v}, self._made.truth)

    def _occasions(self, circles: Sequence[Sequence[Human]]) -> Iterator[Sequence[Human]]:
        while True:
            yield self._rng.choice(circles)

    def _source(self, source: int, circle: Sequence[Human], people: Sequence[Human]) -> None:
        rng = self._rng
        self._made.rows["source"].append((source, f"{source:064}", f"{source}.txt"))
        present = rng.sample(list(circle), min(len(circle), rng.randint(2, 6)))
        if rng.random() < 0.2:
            present.append(rng.choice(people))
        clerk = _Clerk(rng)
        for person in dict.fromkeys(present):
            full = self._mention(source, person, clerk.full(person))
            self._facts(full, source, person, clerk)
            if rng.random() < 0.35:
                self._mention(source, person, clerk.full(person))
            if rng.random() < 0.3 and sum(p.surname == person.surname for p in present) == 1:
                self._mention(source, person, clerk.spelt(person.surname, person))

    def _mention(self, source: int, person: Human, text: str) -> int:
        number = len(self._made.rows["mention"]) + 1
        self._place += 40
        self._made.rows["mention"].append(
            (number, f"{number}", source, "person", text, text, self._place, self._place + 20)
        )
        self._made.truth[number] = person.key
        return number

    def _facts(self, mention: int, source: int, person: Human, clerk: "_Clerk") -> None:
        rng, said = self._rng, self._facts_said
        facts = [
            (said.birth_date, "birth_date", clerk.birth(person)),
            (said.father_name, "father_name", clerk.spelt(person.father, person)),
            (said.birth_place, "birth_place", person.birth_place),
            (said.nationality, "nationality", _COUNTRIES[person.origin]),
            (said.sex, "sex", person.sex),
            (said.alias, "alias", person.alias),
        ]
        for share, name, value in facts:
            if value and rng.random() < share:
                self._made.rows["attribute"].append((mention, name, value, value))
        for share, kind, value in (
            (said.document, "document", person.document),
            (said.phone, "phone", person.phone),
        ):
            if rng.random() < share:
                thing = len(self._made.rows["mention"]) + 1
                self._made.rows["mention"].append(
                    (
                        thing,
                        f"{thing}",
                        source,
                        kind,
                        value,
                        value,
                        self._place + 25,
                        self._place + 35,
                    )
                )
                claim = len(self._made.rows["claim"]) + 1
                self._made.rows["claim"].append((claim, source, "uses", mention, thing, "fact"))


_BY_EAR = {
    origin: [tuple(pair.split(":")) for pair in pairs.split()]
    for origin, pairs in {
        "albanian": "gj:đ xh:dž sh:š zh:ž q:ć ç:č ë:e y:i ll:l rr:r",
        "south_slavic": "dž:xh đ:gj š:sh ž:zh č:ç ć:q",
        "middle_eastern": "kh:h oo:u ee:i ou:u j:dž q:k w:v y:j sh:š mm:m ss:s",
    }.items()
}
_HEARD_OTHERWISE = (("u", "o"), ("i", "e"), ("a", "e"), ("ah", "eh"), ("ei", "ai"))
_UNMARKED = str.maketrans("šžčćçë", "szccce")


class _Clerk:
    """Writes all names of one source: a script, a care for diacritics, an ear."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._script = rng.choices(("marked", "plain", "cyrillic"), (5, 3, 2))[0]
        self._by_ear = rng.random() < 0.4
        self._order = rng.choice(("given first", "surname first"))

    def full(self, person: Human) -> str:
        given = self.spelt(person.given, person)
        surname = self.spelt(person.surname, person)
        if self._rng.random() < 0.04:
            given = f"{given[0]}."
        parts = [given, surname] if self._order == "given first" else [surname.upper(), given]
        return " ".join(parts)

    def spelt(self, word: str, person: Human) -> str:
        rng, made = self._rng, word.lower()
        if self._by_ear or self._script == "cyrillic":
            for old, new in _BY_EAR[person.origin]:
                made = made.replace(old, new)
        if person.origin == "middle_eastern" and rng.random() < 0.3:
            old, new = rng.choice(_HEARD_OTHERWISE)
            made = made[0] + made[1:].replace(old, new, 1)
        if rng.random() < 0.03 and len(made) > 5:
            at = rng.randrange(1, len(made) - 1)
            made = made[:at] + rng.choice((made[at] * 2, "", rng.choice("aeinrt"))) + made[at + 1 :]
        return self._lettered(made)

    def _lettered(self, word: str) -> str:
        if self._script == "cyrillic":
            joined = word.replace("dž", "џ").replace("lj", "љ").replace("nj", "њ").replace("ë", "e")
            return joined.replace("ç", "č").replace("x", "ks").translate(_CYRILLIC).capitalize()
        if self._script == "plain":
            return word.replace("đ", "dj").translate(_UNMARKED).capitalize()
        return word.capitalize()

    def birth(self, person: Human) -> str:
        kind, born = self._rng.random(), person.born
        if kind < 0.1:
            return f"{born.year}"
        if kind < 0.13 and born.day <= 12:
            return date(born.year, born.day, born.month).isoformat()
        if kind < 0.16:
            return born.replace(day=min(born.day, 28), year=born.year + 10).isoformat()
        return born.isoformat()
