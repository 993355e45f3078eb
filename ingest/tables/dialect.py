"""How a text table separates its records and cells, found from a sample and then proven."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_DELIMITERS = (";", ",", "\t", "|")
_NEEDED_SHARE = 0.5


@dataclass(frozen=True)
class Dialect:
    """Encoding, separator and quoting of a text table.

    ``multiline`` says that a quoted cell may hold line ends, so that lines are not records.
    """

    encoding: str
    delimiter: str
    quoted: bool
    multiline: bool = False

    @property
    def form(self) -> str:
        """The dialect in words, for messages."""
        names = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
        return f"{self.encoding}, separated by {names[self.delimiter]}"

    def reader(self, lines: Iterator[str] | io.StringIO) -> Iterator[list[str]]:
        """Records of cleaned text, one list of cells each; [] for a blank line."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar='"',
            doublequote=True,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
        )


def sniff(text: str, encoding: str) -> Dialect | None:
    """The dialect of the first lines of a table, or None where nothing separates cells."""
    quoted = '"' in text
    scored = []
    for delimiter in _DELIMITERS:
        dialect = Dialect(encoding, delimiter, quoted and _quotes_cells(text, delimiter))
        scored.append((_regularity(dialect, text), dialect))
    score, best = max(scored, key=lambda pair: pair[0])
    return best if score else None


def _quotes_cells(text: str, delimiter: str) -> bool:
    return any(line.startswith('"') or f'{delimiter}"' in line for line in text.splitlines()[:2000])


def _regularity(dialect: Dialect, text: str) -> float:
    """Share of the records that have the most frequent width, times that width; 0 if too few."""
    try:
        records = [r for r in dialect.reader(io.StringIO(text, newline="")) if any(r)]
    except csv.Error:
        return 0.0
    widths = Counter(len(r) for r in records)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
    share = count / len(records)
    return share * width if share >= _NEEDED_SHARE or len(records) < 5 else 0.0
