"""The operators' answers by area, written day by day: memory holds one day, whatever the size."""

import csv
from io import BufferedWriter
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from sample_data.background import day as days
from sample_data.background import layouts, subscribers
from sample_data.background.day import Records
from sample_data.background.layouts import Layout, Words
from sample_data.background.subscribers import Subscribers
from sample_data.world import World
from sample_data.world.dates import DAYS
from sample_data.writing import hand_over as orders
from sample_data.writing.records import Request
from sample_data.writing.written import Letter

_ROWS_IN_A_FILE = 1_000_000
_SENDERS = {"AL": orders.AL, "ME": orders.ME, "BA": orders.BA}


class TooFewRecordsError(ValueError):
    """Fewer records are wanted than the story itself has."""

    def __init__(self, wanted: int, story: int) -> None:
        super().__init__(f"{wanted:,} records are wanted, but the story alone has {story:,}")


def hand_over(
    world: World, folder: Path, records: int, rows_in_a_file: int = _ROWS_IN_A_FILE
) -> dict[str, Letter]:
    """Write so many background records into ``folder/files`` and who made them into its truth.

    Returns the covering letters by file name.
    """
    who = subscribers.draw(world, records)
    answers = [
        _Answer(world, layout, who, folder / "files", rows_in_a_file) for layout in layouts.LAYOUTS
    ]
    single = records // 10
    single += (records - single) % 2
    double = (records - single) // 2
    for day in range(DAYS):
        rng = np.random.default_rng(world.rng(f"background day {day}").getrandbits(64))
        drawn = days.draw(rng, who, day, _share(double, day), _share(single, day))
        country = drawn.target // who.per_country
        for place, answer in enumerate(answers):
            own = np.flatnonzero(country == place)
            answer.take(day, drawn.taken(own))
    letters = {name: letter for answer in answers for name, letter in answer.close().items()}
    _write_subscribers(world, who, folder / "truth" / "background.csv")
    return letters


def _share(total: int, day: int) -> int:
    return total * (day + 1) // DAYS - total * day // DAYS


class _Answer:
    """One operator's files: opened, filled to their size, closed with their foot."""

    def __init__(
        self, world: World, layout: Layout, who: Subscribers, folder: Path, rows_in_a_file: int
    ) -> None:
        self._world, self._layout, self._folder = world, layout, folder
        self._words: Words = layouts.words(layout, who)
        self._most = rows_in_a_file
        self._file: BufferedWriter | None = None
        self._rows = self._seconds = 0
        self._letters: dict[str, Letter] = {}

    def take(self, day: int, records: Records) -> None:
        """Write a day's records in order of time."""
        records.second[:] += self._layout.clock_s
        ordered = records.taken(np.argsort(records.second, kind="stable"))
        while len(ordered):
            file = self._open()
            room = self._most - self._rows
            now, ordered = ordered.taken(slice(None, room)), ordered.taken(slice(room, None))
            columns = self._layout.columns(self._words, now, self._world.calendar.day(day))
            file.write(self._rendered(columns))
            self._rows += len(now)
            self._seconds += int(now.duration_s.sum())
            if self._rows == self._most:
                self._finish()

    def close(self) -> dict[str, Letter]:
        """Finish the last file; the covering letters by file name."""
        if self._file:
            self._finish()
        return self._letters

    def _open(self) -> BufferedWriter:
        if self._file is None:
            part, days = len(self._letters) + 1, self._world.calendar
            request = Request((), days.first_day, days.last_day)
            reference, _, letter, _ = orders.order(
                self._world, _SENDERS[self._layout.country], 100 + part, request
            )
            name = self._layout.file_name.format(part=part)
            self._letters[name] = letter
            self._file = (self._folder / name).open("wb")
            self._file.write(b"\xef\xbb\xbf" if self._layout.bom else b"")
            period = f"{days.first_day:%d.%m.%Y} - {days.last_day:%d.%m.%Y}"
            for line in (*self._layout.title, self._layout.separator.join(self._layout.header)):
                self._line(line.format(reference=reference, period=period))
        return self._file

    def _finish(self) -> None:
        if self._file and self._layout.foot:
            self._line(self._layout.foot(self._rows, self._seconds))
        if self._file:
            self._file.close()
        self._file, self._rows, self._seconds = None, 0, 0

    def _line(self, text: str) -> None:
        assert self._file
        self._file.write(f"{text}\r\n".encode(self._layout.encoding))

    def _rendered(self, columns: list[pa.Array]) -> bytes:
        sink = pa.BufferOutputStream()
        options = arrow_csv.WriteOptions(
            include_header=False,
            delimiter=self._layout.separator,
            quoting_style="none",
            eol="\r\n",
        )
        arrow_csv.write_csv(pa.table(columns, names=list(self._layout.header)), sink, options)
        written: bytes = sink.getvalue().to_pybytes()
        if self._layout.encoding == "utf-8":
            return written
        return written.decode("utf-8").encode(self._layout.encoding)


def _write_subscribers(world: World, who: Subscribers, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ("entity_key", "number", "country", "imsi", "iccid", "imei", "since", "until")
        )
        for place, imei in enumerate(who.imei):
            line = who.ends[place].line
            assert line
            since, until = int(who.since[place]), int(who.until[place])
            writer.writerow(
                (line.key, line.number, line.country, line.imsi, line.iccid, imei)
                + (world.calendar.day(since) if since else "",)
                + (world.calendar.day(until) if until < DAYS else "",)
            )
