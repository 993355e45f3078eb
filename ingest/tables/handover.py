"""Retained data as handed over by ETSI TS 102 657 (XML) as rows: one per party leg of a record.

Namespaces change with each version, so only local names count. A leg whose device or place is known
is a row of its own, seen from that party; records of a shape not known here become rows without a
date, which are then rejected with their text instead of being lost. Rows count from 1; their text
is the record's, byte for byte.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from ingest.tables.delimited import ArrowChunk, arrow
from ingest.tables.sheet import Chunk, Record, Sample, Sheet, TableUnreadableError

HEADER = (
    "Target", "Other party", "Start time", "End time", "Duration (s)", "Type", "Direction", "IMEI",
    "IMSI", "First cell", "Forwarded to", "Uplink (bytes)", "Downlink (bytes)",
)  # fmt: skip
_BATCH, _SAMPLE = 50_000, 20_000
_RECORD = "ResponseRecord"
_LEG = "TelephonyPartyInformation"
_PREFIX = re.compile(rb"(</?)[\w.-]+:(?=[\w.-]+[\s/>])")
_PREFIXED_ATTRIBUTE = re.compile(rb"\s[\w.-]+:[\w.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_GENERALIZED = re.compile(
    r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?"
)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?")
_CALLED = ("terminat", "recipient", "called", "dialled", "connected")
_CELLS = ("globalCellID", "cellID", "cellId", "cGI", "eCGI", "userLocationInformation")


def is_handover(path: Path) -> bool:
    """Whether a file begins as a message of retained data."""
    with path.open("rb") as file:
        start = file.read(1 << 14)
    return start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and b"etainedData" in start


def open_handover(path: Path) -> list[Sheet]:
    """The records of a message. Raises TableUnreadableError."""
    content = path.read_bytes()
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise TableUnreadableError("declares a document type, which retained data never does.")
    spans = _spans(content)
    if not spans:
        raise TableUnreadableError("holds no record of retained data (ResponseRecord).")
    return [HandoverSheet(content, spans)]


def _spans(content: bytes) -> list[tuple[int, int]]:
    """First and last byte of every record."""
    parser, spans, open_at = expat.ParserCreate(), [], [0]

    def begin(name: str, _: object) -> None:
        if name.rpartition(":")[2] == _RECORD:
            open_at[0] = parser.CurrentByteIndex

    def finish(name: str) -> None:
        if name.rpartition(":")[2] == _RECORD:
            spans.append((open_at[0], content.index(b">", parser.CurrentByteIndex) + 1))

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise TableUnreadableError(
            f"is no whole XML ({error}). Ask the sender for the file again."
        ) from error
    return spans


class HandoverSheet:
    """The legs of all records, held in memory."""

    name = ""
    encoding: str | None = "utf-8"
    form = "XML of ETSI TS 102 657"
    merged = ()

    def __init__(self, content: bytes, spans: Sequence[tuple[int, int]]) -> None:
        self._content = content
        self._spans = spans

    @cached_property
    def _rows(self) -> list[tuple[int, tuple[str, ...]]]:
        """The record (from 0) and the cells of each row."""
        return [(i, row) for i in range(len(self._spans)) for row in _legs(self._record(i))]

    def _record(self, number: int) -> Element:
        start, end = self._spans[number]
        bare = _PREFIXED_ATTRIBUTE.sub(b"", _PREFIX.sub(rb"\1", self._content[start:end]))
        return ElementTree.fromstring(re.sub(rb"\sxmlns\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", bare))

    def sample(self) -> Sample:
        """The names of the columns as row 0, and the first rows."""
        head = [Record(i, cells) for i, (_, cells) in enumerate(self._rows[:_SAMPLE], 1)]
        return Sample((Record(0, HEADER), *head), (), len(self._rows) <= _SAMPLE)

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:  # noqa: ARG002 - one face
        """All rows, some at a time."""
        rows, first = iter(self._rows), 1
        while part := [cells for _, cells in islice(rows, _BATCH)]:
            yield ArrowChunk(first, len(part), 0, arrow(part, width, first))
            first += len(part)

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Cells of single rows, with the whole record's text as it stands in the file."""
        found = {}
        for number in (n for n in wanted if 0 < n <= len(self._rows)):
            record, cells = self._rows[number - 1]
            start, end = self._spans[record]
            text = self._content[start:end].decode("utf-8", "replace")
            found[number] = (text, Record(number, cells))
        return found


@dataclass(frozen=True)
class _Leg:
    """One party of a record."""

    role: str
    number: str
    imei: str
    imsi: str
    cell: str
    start: str
    end: str
    duration: str

    @property
    def is_observed(self) -> bool:
        """Whether the operator knew more of it than the number: its own subscriber."""
        return bool(self.imei or self.imsi or self.cell)

    @property
    def is_calling(self) -> bool | None:
        """Whether it rang or sent; None where its role is not known here."""
        role = self.role.lower()
        if "originat" in role or "calling" in role:
            return True
        return False if any(word in role for word in _CALLED) else None

    @property
    def is_forwarded_to(self) -> bool:
        """Whether the call was passed on to it."""
        return self.role.lower().startswith(("forwarded", "redirectedto"))


def _legs(record: Element) -> list[tuple[str, ...]]:
    legs = [_leg(e) for e in record.iter() if e.tag == _LEG or _is_list_item(e)]
    session = next((e for e in record.iter() if e.tag == "internetAccess"), None)
    if session is not None:
        return [_session(session, legs)]
    if not legs:
        payload = next((e.tag for e in record.iter() if e.tag.endswith("Record")), record.tag)
        return [("", "", "", "", "", f"shape not known: {payload}", *[""] * 7)]
    observed = [leg for leg in legs if leg.is_observed and not leg.is_forwarded_to]
    whole = _leg(record)
    if len(observed) == 1 and not any(leg.cell for leg in legs):
        observed = [replace(observed[0], cell=whole.cell)]
    return [_seen_from(leg, legs, whole) for leg in observed or legs[:1]]


def _is_list_item(element: Element) -> bool:
    """A leg written without the element that names its type: whatever has a party's role."""
    return element.tag != _LEG and element.find("partyRole") is not None


def _leg(element: Element) -> _Leg:
    role = element.find("partyRole")
    named = next(iter(role), None) if role is not None else None
    return _Leg(
        named.tag if named is not None else _text(element, "partyRole"),
        _text(element, "partyNumber", "mSISDN", "subscriberID"),
        _text(element, "iMEI", "naDeviceId"),
        _text(element, "iMSI"),
        _text(element, *_CELLS),
        _moment(_text(element, "startTime")),
        _moment(_text(element, "endTime")),
        _text(element, "durationTime"),
    )


def _seen_from(leg: _Leg, legs: Sequence[_Leg], whole: _Leg) -> tuple[str, ...]:
    """The row of a record seen from one party; ``whole`` is what is said of the record anywhere."""
    others = [x for x in legs if x.role != leg.role or x.number != leg.number]
    parties = [x for x in others if not x.is_forwarded_to]
    opposite = [x for x in parties if leg.is_calling is not None and x.is_calling is not None]
    other = next((x for x in opposite if x.is_calling != leg.is_calling), None)
    other = other or (parties[0] if len(parties) == 1 else None)
    forwarded = next((x.number for x in others if x.is_forwarded_to), "")
    start, end, duration = (
        next((value for x in (leg, *others, whole) if (value := getattr(x, name))), "")
        for name in ("start", "end", "duration")
    )
    ways = {True: "outgoing", False: "incoming", None: ""}
    return (
        leg.number,
        other.number if other else "",
        start,
        end,
        duration or _between(start, end),
        "sms" if leg.role.lower().startswith("sms") else "call",
        ways[leg.is_calling],
        leg.imei,
        leg.imsi,
        leg.cell,
        forwarded,
        "",
        "",
    )


def _session(session: Element, legs: Sequence[_Leg]) -> tuple[str, ...]:
    number = _text(session, "mSISDN") or next((x.number for x in legs if x.number), "")
    start, end = _moment(_text(session, "startTime")), _moment(_text(session, "endTime"))
    length = _text(session, "durationTime") or _between(start, end)
    device = (_text(session, "naDeviceId", "iMEI"), _text(session, "iMSI"))
    return (
        number,
        "-",
        start,
        end,
        length,
        "data",
        "outgoing",
        *device,
        _text(session, *_CELLS),
        "",
        _text(session, "octetsUploaded"),
        _text(session, "octetsDownloaded"),
    )


def _text(element: Element, *names: str) -> str:
    """The text of the first of these elements that has one, however deep."""
    for name in names:
        for found in element.iter(name):
            if found.text and found.text.strip():
                return found.text.strip()
    return ""


def _moment(written: str) -> str:
    """A time of either encoding as ``YYYY-MM-DD hh:mm:ss`` with its offset; others as written."""
    compact, iso = _GENERALIZED.fullmatch(written), _ISO.fullmatch(written)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        return f"{year}-{month}-{day} {hour}:{minute}:{second}{_offset(zone)}"
    if iso:
        return f"{iso[1]} {iso[2]}{_offset(iso[3])}"
    return written


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    return "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"


def _between(start: str, end: str) -> str:
    try:
        seconds = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    except (ValueError, TypeError):
        return ""
    return str(int(seconds)) if seconds >= 0 else ""
