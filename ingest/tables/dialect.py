"""How a text table separates its records and cells, found from a sample and then proven."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DELIMITERS = (";", ",", "\t", "|")
_NEEDED_SHARE = 0.5
_RULE = re.compile(r"\s*[-=_]+(?:\s+[-=_]+){3,}")
_TIME = re.compile(r"\d[ T.]+\d\d?:\d\d|(?<!\d)\d{8}\s?\d{6}(?!\d)")
_LINES, _LEAST_COLUMNS, _NEARLY_ALL = 2000, 4, 50
# What one thread reads at a time; longer lines are left to the exact reader.
_READ_BYTES, _LONGEST_LINE = 4 << 20, 1 << 20


@dataclass(frozen=True)
class Dialect:
    """Encoding, separator and quoting of a text table.

    ``multiline`` says that a quoted cell may hold line ends, so that lines are not records;
    ``quote`` is the mark of a table whose cells are quoted.
    """

    encoding: str
    delimiter: str
    quoted: bool
    multiline: bool = False
    quote: str = '"'

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
            quotechar=self.quote,
            doublequote=True,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
        )

    def relation(self, path: str, columns: Sequence[str]) -> str:
        """SQL that reads a file of cleaned lines; a failure is an error, never a skipped line."""
        typed = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
        quote = "'" + self.quote.replace("'", "''") + "'" if self.quoted else "''"
        return (
            f"read_csv('{path}', auto_detect = false, header = false, columns = {{{typed}}}, "
            f"delim = '{self.delimiter}', quote = {quote}, escape = {quote}, "
            "null_padding = true, strict_mode = true, new_line = '\\n', "
            f"max_line_size = {_LONGEST_LINE}, buffer_size = {_READ_BYTES})"
        )


@dataclass(frozen=True)
class FixedWidth(Dialect):
    """A table without separators: cells begin at the same character in every line."""

    starts: tuple[int, ...] = ()

    @property
    def form(self) -> str:
        """The dialect in words, for messages."""
        return f"{self.encoding}, {len(self.starts)} columns of fixed width"

    def reader(self, lines: Iterator[str] | io.StringIO) -> Iterator[list[str]]:
        """Records of cleaned text, one list of cells each; [] for a blank line.

        A line of running text, written across the columns, is one cell.
        """
        for line in lines:
            bare = line.removesuffix("\n").lstrip("\f")
            ends = (*self.starts[1:], None)
            cells = [bare[a:b].strip() for a, b in zip(self.starts, ends, strict=True)]
            crossed = self._crossed(bare)
            if crossed > 1 or (crossed and sum(map(bool, cells)) * 2 <= len(cells)):
                cells = [bare.strip()]
            yield cells if bare.strip() else []

    def _crossed(self, line: str) -> int:
        """Across the beginnings of how many columns a word stands."""
        return sum(len(line[s - 1 : s + 1].split(" ")[0]) == 2 for s in self.starts[1:])

    def relation(self, path: str, columns: Sequence[str]) -> str:
        """SQL that reads whole lines and cuts them as ``reader`` does."""
        lines = Dialect(self.encoding, self.delimiter, False).relation(path, ["whole"])
        ends = (*self.starts[1:], 1 << 20)
        parts = [f"trim(line[{a + 1}:{b}])" for a, b in zip(self.starts, ends, strict=True)]
        filled = ", ".join(f"({part} <> '')::INT" for part in parts)
        words = (f"regexp_full_match(line[{s}:{s + 1}], '[^ ]{{2}}')::INT" for s in self.starts[1:])
        crossed = f"list_sum([0, {', '.join(words)}])"
        running = f"{crossed} > 1 OR ({crossed} = 1 AND list_sum([{filled}]) * 2 <= {len(parts)})"
        cells = [
            f"nullif(CASE WHEN running THEN {'NULL' if i else 'trim(line)'} ELSE {part} END, '') "
            f"AS c{i}"
            for i, part in enumerate(parts)
        ]
        empty = [f"NULL::VARCHAR AS {name}" for name in columns[len(cells) :]]
        return (
            f"(SELECT {', '.join([*cells, *empty])} FROM (SELECT line, {running} AS running "
            f"FROM (SELECT ltrim(whole, chr(12)) AS line FROM {lines})))"
        )


def fixed_width(text: str, encoding: str) -> FixedWidth | None:
    """The columns of lines that are cut at the same places; None where they are not.

    A ruled line (``---- ------``) says where; else the blanks that lines of data have in common.
    """
    lines = [line.strip("\f") for line in text.split("\n") if line.strip()][:_LINES]
    if len(lines) < 3 or "\t" in text:
        return None
    ruled = next((line for line in lines if _RULE.fullmatch(line.rstrip())), "")
    starts = [m.start() for m in re.finditer(r"[-=_]+", ruled)]
    if len(starts) >= _LEAST_COLUMNS:
        return FixedWidth(encoding, "\x1f", False, starts=(0, *starts[1:]))
    for typical, share in ((_timed(lines), 3), (_alike(lines), 2)):
        for gutter in (2, 1):
            starts = _starts(typical, gutter) if len(typical) > 1 else []
            starts = _with_header(starts, lines, typical) if starts else []
            if len(starts) >= _LEAST_COLUMNS and len(typical) * share > len(lines):
                return FixedWidth(encoding, "\x1f", False, starts=tuple(starts))
    return None


def _with_header(starts: Sequence[int], lines: Sequence[str], typical: Sequence[str]) -> list[int]:
    """The starts, and where the line above the data begins a name over a narrow gap in these."""
    header = lines[max(0, lines.index(typical[0]) - 1)]
    named = [m.start() for m in re.finditer(r"(?<=\s\s)\S", header)]
    free = [p for p in named if all(len(x) < p or x[p - 1].isspace() for x in typical)]
    return sorted({*starts, *free})


def _timed(lines: Sequence[str]) -> list[str]:
    """Lines with a time of day, as data have, and titles and totals seldom."""
    return [line for line in lines if _TIME.search(line)]


def _alike(lines: Sequence[str]) -> list[str]:
    """Lines about as long as most."""
    ((usual, _),) = Counter(len(line.rstrip()) // 8 for line in lines).most_common(1)
    return [line for line in lines if abs(len(line.rstrip()) // 8 - usual) <= 2]


def _starts(lines: Sequence[str], gutter: int) -> list[int]:
    """Where cells begin: after at least ``gutter`` characters that are blank in (nearly) all."""
    width = max(map(len, lines))
    filled = [0] * width
    for line in lines:
        for place, character in enumerate(line):
            filled[place] += not character.isspace()
    blank = [count * _NEARLY_ALL < len(lines) for count in filled]
    starts = []
    for place in range(width):
        before = blank[max(0, place - gutter) : place]
        if not blank[place] and (place == 0 or (len(before) == gutter and all(before))):
            starts.append(place)
    first = next((i for i, b in enumerate(blank) if not b), 0)
    return sorted({0 if s == first else s for s in [first, *starts]})


def found(text: str, encoding: str) -> Dialect | None:
    """The dialect of the first lines of a table, or None where nothing separates cells.

    A separator that makes few cells may be a comma in the addresses of lines of fixed width.
    """
    width, separated = _sniff(text, encoding)
    if separated and width >= _LEAST_COLUMNS:
        return separated
    return fixed_width(text, encoding) or separated or _uneven(text, encoding)


def _sniff(text: str, encoding: str) -> tuple[int, Dialect | None]:
    """The most regular way to separate cells, and how many it makes."""
    scored = [(*_regularity(d, text), d) for d in _possible(text, encoding)]
    score, width, best = max(scored, key=lambda found: found[0])
    return (width, best) if score else (0, None)


def _uneven(text: str, encoding: str) -> Dialect | None:
    """The dialect of a table whose lines have very different numbers of cells."""
    scored = [(_divided(d, text), d) for d in _possible(text, encoding)]
    score, best = max(scored, key=lambda pair: pair[0])
    return best if score else None


def _possible(text: str, encoding: str) -> Iterator[Dialect]:
    lines = [line for line in text.splitlines()[:_LINES] if line.strip()]
    for delimiter in _DELIMITERS:
        quote = _quote(lines, delimiter)
        yield Dialect(encoding, delimiter, bool(quote), quote=quote or '"')


def _quote(lines: Sequence[str], delimiter: str) -> str:
    """The mark that cells are quoted with: double where any is, single where most are."""
    if any(line.startswith('"') or f'{delimiter}"' in line for line in lines):
        return '"'
    single = sum(line.count(f"'{delimiter}'") * 2 >= line.count(delimiter) > 0 for line in lines)
    return "'" if single * 2 > len(lines) else ""


def _divided(dialect: Dialect, text: str) -> int:
    """How many cells the records of several cells have in all; 0 if most are of one."""
    try:
        records = [r for r in dialect.reader(io.StringIO(text, newline="")) if any(r)]
    except csv.Error:
        return 0
    wide = [len(r) for r in records if len(r) >= _LEAST_COLUMNS]
    return sum(wide) if len(wide) >= 2 and len(wide) * 3 >= len(records) else 0


def _regularity(dialect: Dialect, text: str) -> tuple[float, int]:
    """Share of the records that have the most frequent width, times that width; and the width.

    0 where too few have it.
    """
    try:
        records = [r for r in dialect.reader(io.StringIO(text, newline="")) if any(r)]
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(r) for r in records)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda pair: (pair[1] * pair[0], pair[0]))
    share = count / len(records)
    enough = share >= _NEEDED_SHARE or len(records) < 5
    return (share * width, width) if enough else (0.0, 0)
