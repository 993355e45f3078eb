"""A ZIP of tables: each member's sheets, under the member's name."""

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from ingest.tables.sheet import Sheet, TableUnreadableError, filled

Open = Callable[[Path, str], list[Sheet]]
_MOST_BYTES = 64 << 30
_MOST_TIMES_LARGER = 250
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)
_OF_THE_SYSTEM = ("__MACOSX", "Thumbs.db", ".DS_Store", "desktop.ini")


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP, but no workbook (which is one, too). Raises TableUnreadableError."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _DAMAGE as error:
        raise TableUnreadableError("is a damaged ZIP file. Ask for it again.") from error
    return not names & {"[Content_Types].xml", "mimetype", "content.xml"}


def open_archive(path: Path, open_member: Open, lines: Open) -> list[Sheet]:
    """The sheets of all members, texts beside tables as ``lines``.

    Raises TableUnreadableError naming a member that is neither.
    """
    unpacked = tempfile.TemporaryDirectory(prefix="workbench-")
    sheets: list[Sheet] = []
    asides: list[TableUnreadableError] = []
    with zipfile.ZipFile(path) as archive:
        for number, member in enumerate(_members(archive)):
            file = Path(unpacked.name) / str(number)
            _unpack(archive, member, file)
            try:
                found = open_member(file, PurePosixPath(member.filename).name)
            except TableUnreadableError as error:
                problem = TableUnreadableError(f"{member.filename} in it {error}")
                found = lines(file, member.filename)
                if not found:
                    raise problem from error
                asides.append(problem)
            sheets += [_Member(member.filename, sheet, unpacked) for sheet in found]
    if asides and len(asides) == len(sheets):
        raise asides[0]
    return sheets


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [
        m
        for m in archive.infolist()
        if not m.is_dir() and not set(PurePosixPath(m.filename).parts) & set(_OF_THE_SYSTEM)
    ]
    check_size(members)
    if any(m.flag_bits & 1 for m in members):
        raise TableUnreadableError("is protected by a password. Unpack it and add what it holds.")
    return members


def check_size(members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse what would fill the machine. Raises TableUnreadableError.

    Workbooks and DOCX files are ZIP files too, and are unpacked by libraries that do not look.
    """
    sizes = [(m.file_size, m.compress_size) for m in members]
    size, packed = sum(s for s, _ in sizes), sum(p for _, p in sizes)
    if size > _MOST_BYTES or size > _MOST_TIMES_LARGER * max(packed, 1 << 16):
        raise TableUnreadableError(f"unpacks to {size:,} bytes, which is not plausible.")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path) -> None:
    try:
        with archive.open(member) as source, file.open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
    except _DAMAGE as error:
        raise TableUnreadableError(
            f"{member.filename} in it cannot be unpacked ({type(error).__name__}). "
            "Ask for the file again."
        ) from error


class _Member:
    """A sheet of a member; the unpacked file lives as long as this does."""

    def __init__(
        self, member: str, sheet: Sheet, unpacked: "tempfile.TemporaryDirectory[str]"
    ) -> None:
        self.name = f"{member}: {sheet.name}" if sheet.name else member
        self.encoding = sheet.encoding
        self.form = f"ZIP, {sheet.form}"
        self.merged = sheet.merged
        self.sample = sheet.sample
        self.chunks = sheet.chunks
        self.rows = sheet.rows
        self._member, self._sheet, self._unpacked = member, sheet, unpacked

    def filled(self) -> Sheet:
        """The member's sheet with its merged cells filled."""
        return _Member(self._member, filled(self._sheet), self._unpacked)
