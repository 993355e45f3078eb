"""Seizure reports: what was taken from whom, where and when."""

from ingest.seizure_reports import report

__all__ = ["report"]
