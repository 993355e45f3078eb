"""Sets a report as PDF/A with typst, from the templates and fonts that come with the workbench.

Nothing of the machine goes into it: no system fonts, no clock; the same report at the same moment
gives the same bytes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from workbench.errors import WorkbenchError
from workbench.evidence.annexes import annexes
from workbench.evidence.glyphs import Glyphs
from workbench.evidence.report import Report

_STANDARDS: list[Any] = ["a-2a", "ua-1"]


class TypesettingError(WorkbenchError):
    """The summary could not be set; a fault of the workbench, not of the case."""


def typeset(report: Report, made_at_utc: datetime) -> bytes:
    """The PDF. Raises TypesettingError."""
    pdf = _set(report, made_at_utc, pdf_standards=_STANDARDS)
    assert isinstance(pdf, bytes)
    return pdf


def pages(report: Report, made_at_utc: datetime, dots_per_inch: float) -> list[bytes]:
    """The pages as PNG pictures, for the screen. Raises TypesettingError."""
    found = _set(report, made_at_utc, format="png", ppi=dots_per_inch)
    return found if isinstance(found, list) else [found]


def _set(report: Report, made_at_utc: datetime, **output: Any) -> Any:
    arranged = annexes(report.citations)
    data = asdict(report) | {"annexes": asdict(arranged), "citations": []}
    with as_file(files("workbench.evidence")) as folder:
        text = json.dumps(_glyphs(folder).shown(data), ensure_ascii=False)
        try:
            return typst.compile(
                folder / "templates" / "summary.typ",
                root=folder / "templates",
                font_paths=[folder / "fonts"],
                ignore_system_fonts=True,
                sys_inputs={
                    "report": text,
                    "day": f"{made_at_utc:%Y-%m-%d}",
                },
                timestamp=made_at_utc.replace(tzinfo=UTC),
                **output,
            )
        except typst.TypstError as error:
            # Its words may quote the report: they go no further than the kind of fault.
            raise TypesettingError(
                "the summary could not be set as PDF/A. Nothing was exported."
            ) from error


@cache
def _glyphs(folder: Path) -> Glyphs:
    return Glyphs.of(sorted((folder / "fonts").glob("*.ttf")))
