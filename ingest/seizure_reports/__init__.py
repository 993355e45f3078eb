"""Seizure reports: what was taken from whom, where and when, and who had it since.

``form`` reads structured forms (tables, labels with values), ``report`` documents in prose.
Knowledge of labels and words is data (``*.toml``); layouts of known units are templates.
"""

from ingest.seizure_reports import form, report, tree_form
from ingest.seizure_reports.layout import (
    header_of,
    headers_of,
    is_form_document,
    looks_like,
    strength,
)
from ingest.seizure_reports.proposing import is_form, proposed

__all__ = [
    "form",
    "header_of",
    "headers_of",
    "is_form",
    "is_form_document",
    "looks_like",
    "proposed",
    "report",
    "strength",
    "tree_form",
]
