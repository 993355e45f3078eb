"""Text tables (CSV and its kin): sample, chunks for bulk loading, and single rows again.

A chunk is a stretch of whole lines, cleaned, that DuckDB reads in parallel. The number of its
records is counted beforehand; if DuckDB cannot read it or finds another number, or if quoted cells
span lines, the standard library's CSV reader reads it instead, which is slower and never skips.
"""

import csv
import io
import uuid
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, zip_longest
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ingest.tables import dialect as dialects
from ingest.tables import encoding, text_stream
from ingest.tables.dialect import Dialect
from ingest.tables.sheet import Chunk, Record, Sample, Sheet, TableUnreadableError, cell_columns

_SAMPLE_BYTES = 4 << 20
_CHUNK_BYTES = 48 << 20
_BATCH = 100_000
_SPREAD, _SPREAD_BYTES = 32, 1 << 15
_LINES_IN_A_CELL = 40


def open_delimited(path: Path) -> list[Sheet]:
    """The one sheet of a text table. Raises TableUnreadableError."""
    name = encoding.detect(path)
    text, whole = text_stream.head(path, name, _SAMPLE_BYTES)
    found = dialects.found(text, name)
    if not text.strip():
        raise TableUnreadableError("is empty. Ask for the file again.")
    if found is None:
        shown = [line[:60] for line in text.splitlines() if line.strip()][:3]
        raise TableUnreadableError(
            "no separator (; , tab |) divides its lines, nor are they cut at fixed places "
            f"({name}; its first lines are {[len(line) for line in shown]} characters long). "
            "Ask for CSV or XLSX."
        )
    if found.quoted and text_stream.has_odd_quotes(path, name):
        found = replace(found, multiline=True)
    return [DelimitedSheet(path, found, text, whole)]


class DelimitedSheet:
    """A text table of a known dialect."""

    name = ""
    merged = ()

    def __init__(self, path: Path, dialect: Dialect, text: str, whole: bool) -> None:
        self._path = path
        self._dialect = dialect
        self._text = text
        self._whole = whole
        self.encoding: str | None = dialect.encoding
        self.form = dialect.form

    def sample(self) -> Sample:
        """The first records, and of a long file some from all over it."""
        return self._sample

    @cached_property
    def _sample(self) -> Sample:
        reader = self._dialect.reader(io.StringIO(self._text, newline=""))
        head = tuple(Record(i, tuple(cells)) for i, cells in enumerate(_careful(reader), 1))
        spread = () if self._whole or self._dialect.multiline else tuple(self._spread())
        return Sample(head, spread, self._whole)

    def _spread(self) -> Iterator[Record]:
        """Records from evenly spaced places, the cut ones at either end of each left out."""
        size = self._path.stat().st_size
        name = self._dialect.encoding.removesuffix("-sig")
        with self._path.open("rb") as file:
            for part in range(1, _SPREAD):
                file.seek(size * part // _SPREAD // 4 * 4)
                lines = file.read(_SPREAD_BYTES).decode(name, "ignore").splitlines()[1:-1]
                for cells in self._dialect.reader(iter(lines)):
                    yield Record(0, tuple(cells))

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:
        """All records of the file, in order, in chunks of bounded size."""
        if self._dialect.multiline:
            return self._exact_chunks(width)
        return self._line_chunks(width, scratch)

    def _line_chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:
        """Stretches of lines; the next one is written while the store reads the one before."""
        first_row, done = 1, 0
        stretches = _stretches(self._path, self._dialect, scratch)
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(next, stretches, None)
            while stretch := coming.result():
                coming = ahead.submit(next, stretches, None)
                done += stretch.bytes
                file, tidy = stretch.file, stretch.tidy
                yield LineChunk(first_row, stretch.lines, done, file, width, self._dialect, tidy)
                file.unlink(missing_ok=True)
                first_row += stretch.lines

    def _exact_chunks(self, width: int) -> Iterator[Chunk]:
        lines = _lines(text_stream.blocks(self._path, self._dialect.encoding))
        yield from _exact(_careful(self._dialect.reader(lines)), width, 1)

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Verbatim text and cells of the records with these numbers."""
        found = self._spanning(wanted) if self._dialect.multiline else self._single(wanted)
        return {number: (text, Record(number, cells)) for number, text, cells in found}

    def _single(self, wanted: Collection[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Records that are one line each: blocks without a wanted one are only counted."""
        remaining = sorted(wanted, reverse=True)
        number, cut = 0, b""
        for block in text_stream.blocks(self._path, self._dialect.encoding):
            block = cut + block
            count = block.count(b"\n")
            if remaining and remaining[-1] <= number + count:
                lines = block.split(b"\n")
                while remaining and remaining[-1] <= number + count:
                    row = remaining.pop()
                    text = lines[row - number - 1].decode()
                    yield row, text, tuple(next(self._dialect.reader(iter([text])), []))
            number += count
            cut = block[block.rfind(b"\n") + 1 :]
            if not remaining:
                return

    def _spanning(self, wanted: Collection[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Records that may span lines: read in turn up to the last one wanted."""
        recorder = _Recorder(_lines(text_stream.blocks(self._path, self._dialect.encoding)))
        reader = self._dialect.reader(recorder)
        needed, last = set(wanted), max(wanted, default=0)
        for number, cells in enumerate(islice(reader, last), 1):
            text = recorder.take()
            if number in needed:
                yield number, text.removesuffix("\n"), tuple(cells)


class _Recorder(Iterator[str]):
    """Lines on their way to the CSV reader, kept until the record they make is complete."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._kept: list[str] = []

    def __next__(self) -> str:
        line = next(self._lines)
        self._kept.append(line)
        return line

    def take(self) -> str:
        text, self._kept = "".join(self._kept), []
        return text


def _lines(blocks: Iterator[bytes]) -> Iterator[str]:
    cut = b""
    for block in blocks:
        *lines, cut = (cut + block).split(b"\n")
        yield from (line.decode() + "\n" for line in lines)
    if cut:
        yield cut.decode()


def _careful(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise TableUnreadableError(
            "a quotation mark is opened and never closed. Find it in an editor and ask the "
            f"sender for a correct file. ({error})"
        ) from error


@dataclass(frozen=True)
class _Stretch:
    """Whole lines of a file, cleaned, in a working file of their own."""

    file: Path
    lines: int
    bytes: int
    tidy: bool


def _stretches(path: Path, dialect: Dialect, scratch: Path) -> Iterator[_Stretch]:
    """The file's lines, some at a time.

    A blank line is written as a space, because DuckDB passes over lines that are empty.
    """
    held = b""
    stream = text_stream.blocks(path, dialect.encoding)
    more = True
    while more:
        lines = size = 0
        tidy = True
        file = scratch / f"{uuid.uuid4().hex}.csv"
        with file.open("wb") as target:
            while size < _CHUNK_BYTES:
                block = next(stream, None)
                more = block is not None
                part = held + (block or b"")
                end = part.rfind(b"\n") + 1 if more else len(part)
                held, part = part[end:], part[:end]
                lines += part.count(b"\n")
                size += len(part)
                part = _visible_blanks(part)
                tidy = tidy and text_stream.is_tidy(part, dialect.delimiter)
                target.write(part)
                if not more:
                    break
        if lines:
            yield _Stretch(file, lines, size, tidy)


def _visible_blanks(part: bytes) -> bytes:
    if not text_stream.has_blank_lines(part):
        return part
    if part.startswith(b"\n"):
        part = b" " + part
    while b"\n\n" in part:
        part = part.replace(b"\n\n", b"\n \n")
    return part


@dataclass(frozen=True)
class LineChunk:
    """Lines in a working file; valid until the next chunk is asked for."""

    first_row: int
    records: int
    bytes_done: int
    file: Path
    width: int
    dialect: Dialect
    tidy: bool

    def store(self, db: duckdb.DuckDBPyConnection, table: str, expressions: Sequence[str]) -> None:
        """Load by DuckDB, or by the exact reader if the number of records is not as counted."""
        try:
            path = str(self.file).replace("'", "''")
            relation = self.dialect.relation(path, cell_columns(self.width))
            create(db, table, expressions, relation)
            found = db.execute(f"SELECT count(*) FROM {table}").fetchone()
            if found and found[0] == self.records:
                return
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            pass
        with self.file.open(encoding="utf-8", newline="\n") as lines:
            reader = self.dialect.reader(lines)
            (chunk,) = _exact(_careful(reader), self.width, self.first_row, self.records)
            chunk.store(db, table, expressions)


def _exact(
    reader: Iterator[list[str]], width: int, first_row: int, batch: int = _BATCH
) -> Iterator["ArrowChunk"]:
    while records := list(islice(reader, batch)):
        yield ArrowChunk(first_row, len(records), 0, arrow(records, width, first_row))
        first_row += len(records)


def arrow(records: Sequence[Sequence[str]], width: int, first_row: int) -> pa.Table:
    """Records of any width as an Arrow table of the sheet's width and a surplus column."""
    cells = list(zip_longest(*records, fillvalue=None))
    columns = [pa.array(c, pa.string()) for c in cells[:width]]
    nothing = pa.nulls(len(records), pa.string())
    columns += [nothing] * (width - len(columns))
    surplus = [pa.array(c, pa.string()) for c in cells[width:]]
    joined = (
        pc.binary_join_element_wise(*surplus, " ", null_handling="replace") if surplus else nothing
    )
    _check_line_ends(columns, first_row)
    trimmed = [pc.if_else(pc.equal(c, ""), None, c) for c in (*columns, joined)]
    return pa.table(trimmed, names=cell_columns(width))


def _check_line_ends(columns: Sequence[pa.Array], first_row: int) -> None:
    for column in columns:
        most = pc.max(pc.count_substring(column, "\n")).as_py() or 0
        if most > _LINES_IN_A_CELL:
            raise TableUnreadableError(
                f"after row {first_row} a quotation mark opens a cell of {most} lines, so it is "
                "probably never closed. Find it in an editor and ask the sender for a correct file."
            )


@dataclass(frozen=True)
class ArrowChunk:
    """Records already in memory."""

    first_row: int
    records: int
    bytes_done: int
    table: pa.Table
    tidy: bool = False

    def store(self, db: duckdb.DuckDBPyConnection, table: str, expressions: Sequence[str]) -> None:
        """Load from Arrow."""
        db.register("chunk_in_memory", self.table)
        try:
            create(db, table, expressions, "chunk_in_memory")
        finally:
            db.unregister("chunk_in_memory")


def create(
    db: duckdb.DuckDBPyConnection, table: str, expressions: Sequence[str], relation: str
) -> None:
    """Make the TEMP table of a chunk."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {', '.join(expressions)} FROM {relation}"
    )
