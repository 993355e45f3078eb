"""What a label means, be it a column's header, a word beside a value or a key of JSON."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ingest.seizure_reports.fields import FormField
from ingest.tables.headers import Lexicon, fold
from ingest.templates import Template, known_field

_LONGEST, _MOST_DIGITS = 80, 4
_NUMBERED = re.compile(r"[\s._-]*\(?(?:br\.?|no\.?|nr\.?|n\.?)?\s*[1-9]\)?\s*$")
_COUNTED = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-zčšž][.)])\s+")
_INLINE = re.compile(r"\s*(?P<label>[^:\n]{2,80}?)\s*:\s*(?P<value>\S.*)", re.S)
_COLON = re.compile(r"\s*[:：]\s*$")


@cache
def lexicon() -> Lexicon:
    """Labels of seizure forms."""
    return Lexicon.load("ingest.seizure_reports", "headers.toml")


@dataclass(frozen=True)
class Labels:
    """Meanings of labels: first what a template says, then what is known of all forms."""

    own: Mapping[str, FormField]
    ignored: frozenset[str]

    @classmethod
    def of(cls, template: Template | None) -> "Labels":
        """The labels of a template, and all others. Raises TemplateError."""
        if template is None:
            return cls({}, frozenset())
        own = {fold(label): known(template, name) for name, label in template.columns.items()}
        return cls(own, frozenset(map(fold, template.ignore)))

    def field(self, cell: str) -> FormField | None:
        """What a cell means that holds a label and nothing else."""
        if not cell.strip() or len(cell) > _LONGEST or sum(map(str.isdigit, cell)) > _MOST_DIGITS:
            return None
        folded = fold(cell)
        if folded in self.own:
            return self.own[folded]
        if folded in self.ignored:
            return None
        return _known(cell) or _first_known(cell)

    def exact(self, label: str) -> FormField | None:
        """What a label means that is written as it is known."""
        found = lexicon().exact(label)
        return FormField(found) if found else None

    def is_exact(self, cell: str) -> bool:
        """Whether a cell is a label letter by letter (quickly told)."""
        folded = fold(cell) if len(cell) <= _LONGEST else ""
        return folded in self.own or folded in lexicon().fields

    def says_own(self, cell: str) -> bool:
        """Whether a template says what this cell means."""
        return fold(cell) in self.own

    def inline(self, cell: str) -> tuple[FormField, str, str] | None:
        """Meaning, label and value of ``Label: value`` in one cell."""
        match = _INLINE.fullmatch(cell)
        meaning = self.field(match["label"]) if match else None
        return (meaning, match["label"], match["value"].strip()) if match and meaning else None


def known(template: Template, name: str) -> FormField:
    """The field a template names. Raises TemplateError."""
    return known_field(template, name, FormField, "seizure forms")


_FIRST = r"\b(?:ime|em[eë]?ri?|name|nome|vorname|ονομα|first name|given name)\b"
_LAST = r"\b(?:prezime|mbiem[eë]?ri?|surname|cognome|nachname|επωνυμο|family name)\b"
_GERMAN_LAST = r"\b(?:nachname|name)\b"


_TELLING_LANGUAGES = ("it", "el", "de")


@cache
def _languages() -> dict[str, frozenset[str]]:
    """The languages that have each label (folded) as it is."""
    found: dict[str, set[str]] = {}
    text = files("ingest.seizure_reports").joinpath("headers.toml").read_text(encoding="utf-8")
    for lists in tomllib.loads(text).values():
        for language, labels in lists.items():
            for label in labels:
                found.setdefault(fold(label), set()).add(language)
    return {label: frozenset(languages) for label, languages in found.items()}


def language_of(written: Iterable[str]) -> str | None:
    """Italian, Greek or German, where most labels that one language alone has are in it."""
    votes: Counter[str] = Counter()
    for cell in written:
        languages = _languages().get(fold(cell), frozenset())
        votes.update(languages if len(languages) == 1 else ())
    best = votes.most_common(1)
    return best[0][0] if best and best[0][0] in _TELLING_LANGUAGES else None


def order_stated(label: str) -> bool | None:
    """Whether a label says that the surname comes first; None where it leaves that open."""
    written = fold(label)
    last = _GERMAN_LAST if "vorname" in written else _LAST
    if re.search(f"{last}.*{_FIRST}", written):
        return True
    return False if re.search(f"{_FIRST}.*{last}", written) else None


def ends_as_label(cell: str) -> bool:
    """Whether a colon marks the cell as a label."""
    return bool(_COLON.search(cell))


def _first_known(cell: str) -> FormField | None:
    """What the first of several labels in one means that is known: ``IMEI / Serial``."""
    parts = [part for part in re.split(r"\s*[/|&+]\s*", cell) if part]
    found = (lexicon().exact(part) for part in parts if len(parts) > 1)
    return next((FormField(meaning) for meaning in found if meaning), None)


@lru_cache(maxsize=50_000)
def _known(cell: str) -> FormField | None:
    bare = _COUNTED.sub("", _COLON.sub("", cell))
    for spelling in (bare, _NUMBERED.sub("", bare)):
        if spelling and (found := lexicon().field(spelling)):
            return FormField(found)
    return None
