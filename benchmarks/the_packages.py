"""Importing this makes ``ingest`` mean the package, not the benchmark of that name beside it."""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]
