"""All sheets of a file of call records into the case."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from ingest.call_records.layout import Layout, UnknownLayoutError
from ingest.call_records.loading import Destination, Loaded, load
from ingest.call_records.recognition import recognise
from ingest.call_records.reloading import reload_rejected
from ingest.call_records.setting_aside import is_no_list, set_aside
from ingest.call_records.zones import zone_info
from ingest.hints import Hints
from ingest.reading import Reading, Reread
from ingest.tables import Sheet, filled
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.sources import Source

PARSER_VERSION = "call records 3"
_READ = 0.95  # then come copies, claims and what is covered


def read(
    case: Case,
    source: Source,
    sheets: Sequence[Sheet],
    hints: Hints,
    scratch: Path,
    progress: Progress = silent,
) -> Reading:
    """Recognise the layout of every sheet, then load them; ``scratch`` takes working files.

    Raises UnknownLayoutError before anything is stored if one of the sheets stays unclear.
    """
    sheets = [filled(sheet) for sheet in sheets]
    layouts = _layouts(sheets, source.file_name, hints)
    loaded = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        of, begun = sheet.name or source.file_name, monotonic()

        def report(done: int, rows: int, of: str = of, begun: float = begun) -> None:
            rate = rows / max(0.001, monotonic() - begun)
            step = f"reading {of}: {rows:,} rows, {rate:,.0f} a second"
            progress(step, _READ * min(1.0, done / max(1, source.bytes)))

        to = Destination(source.source_id, source.file_name, sheet.name)
        if layout:
            loaded.append(load(case, to, sheet, layout, scratch, report))
        else:
            loaded.append(set_aside(case, to, sheet))
    return _reading(sheets, [layout for layout in layouts if layout], loaded)


def _layouts(sheets: Sequence[Sheet], file_name: str, hints: Hints) -> list[Layout | None]:
    """The layout of every sheet; None for those that hold no communications beside others.

    Raises UnknownLayoutError where a sheet stays unclear, or none holds any.
    """
    layouts: list[Layout | None] = []
    for sheet in sheets:
        try:
            layouts.append(recognise(sheet, file_name, hints))
        except UnknownLayoutError:
            if len(sheets) == 1 or not is_no_list(sheet):
                raise
            layouts.append(None)
    if not any(layouts):
        recognise(sheets[0], file_name, hints)
    return layouts


def read_rejected(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reread:
    """Try the rejected rows of a source again; what was accepted stays as it is.

    Raises UnknownLayoutError where the layout now named does not fit a sheet.
    """
    waiting = case.db.execute(
        "SELECT DISTINCT sheet FROM rejected_row WHERE source_id = ?", [source.source_id]
    ).fetchall()
    chosen = [filled(sheet) for sheet in sheets if (sheet.name,) in waiting]
    found = zip(chosen, _layouts(chosen, source.file_name, hints), strict=True)
    read = [(sheet, layout) for sheet, layout in found if layout]
    done = tuple(
        reload_rejected(
            case, Destination(source.source_id, source.file_name, sheet.name), sheet, layout
        )
        for sheet, layout in read
    )
    return Reread(done, read[0][1].template)


def _reading(
    sheets: Sequence[Sheet], layouts: Sequence[Layout], loaded: Sequence[Loaded]
) -> Reading:
    first = layouts[0]
    reasons: Counter[str] = Counter()
    for one in loaded:
        reasons.update(dict(one.reasons))
    named = [
        (sheet.name, note) for sheet, one in zip(sheets, loaded, strict=True) for note in one.notes
    ]
    period = _period(first)
    targets = {_asked_about(layout) for layout in layouts}
    return Reading(
        reconciliation=tuple(one.reconciliation for one in loaded),
        parser_version=PARSER_VERSION,
        reasons=dict(sorted(reasons.items())),
        notes=tuple(f"{name}: {note}" if name else note for name, note in named),
        template=first.template.name,
        template_version=first.template.version,
        encoding=sheets[0].encoding,
        country=first.country,
        time_zone=first.zone,
        authority=first.template.authority,
        target_written=targets.pop() if len(targets) == 1 else None,
        period_from_utc=period[0] if period else None,
        period_to_utc=period[1] if period else None,
    )


def _period(layout: Layout) -> tuple[datetime, datetime] | None:
    zone = zone_info(layout.zone)
    if layout.preamble.period is None or zone is None:
        return None
    first, last = (
        moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        for moment in layout.preamble.period
    )
    return first, last


def _asked_about(layout: Layout) -> str | None:
    """The number, or else the handset, whose records the operator was asked for."""
    if layout.preamble.target is None and layout.preamble.target_imei:
        return layout.preamble.target_imei.text
    return layout.target
