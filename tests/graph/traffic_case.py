"""Generated traffic as a case holds it: one operator's file about all numbers."""

import numpy as np
import pandas as pd

from ingest.call_records import coverage
from tests.graph.builders import DAY_ONE, CaseBuilder
from tests.graph.traffic import Traffic

MIDNIGHT = pd.Timestamp(DAY_ONE).normalize()


def record(building: CaseBuilder, traffic: Traffic) -> None:
    """Write the calls down in one file; number n is phone-(n+1)."""
    db = building.case.db
    source = building.source()
    phones = pd.DataFrame({"place": np.arange(traffic.phones) + 1})
    calls = pd.DataFrame(
        {
            "row_number": np.arange(len(traffic.day)) + 1,
            "a_mention": traffic.callers + 1,
            "b_mention": traffic.called + 1,
            "start_utc": MIDNIGHT + pd.to_timedelta(traffic.day * 86_400, unit="s").round("s"),
        }
    )
    db.register("phones", phones)
    db.register("calls", calls)
    db.execute("INSERT INTO entity SELECT 'phone-' || place, 'phone', place, 1, 1.0 FROM phones")
    db.execute(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised) "
        "SELECT place, place, $source, 'phone', place, place FROM phones",
        {"source": source},
    )
    db.execute("INSERT INTO entity_member SELECT 'phone-' || place, place FROM phones")
    db.execute(
        "INSERT INTO communication (source_id, row_number, kind, direction, a_kind, b_kind, "
        "a_mention, b_mention, device_party, start_utc, time_zone, duration_s) "
        "SELECT $source, row_number, 'call', 'outgoing', 'short_code', 'short_code', a_mention, "
        "b_mention, 'a', start_utc, 'UTC', 60 FROM calls",
        {"source": source},
    )
    db.unregister("phones")
    db.unregister("calls")
    coverage.store(building.case, source, "")
