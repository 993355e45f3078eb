"""Seizure reports: what was taken from whom, where and when.

``form`` reads structured forms (one row an exhibit), ``report`` documents in prose. Knowledge of
headers and words is data (``*.toml``); layouts of known units are templates.
"""

from ingest.seizure_reports import form, report
from ingest.seizure_reports.layout import header_of, looks_like, strength

__all__ = ["form", "header_of", "looks_like", "report", "strength"]
