"""From a document read to what it says: mentions with their attributes and standing."""

from ingest.language import (
    heading,
    machine_readable_zones,
    people,
    protection,
    remarks,
    signatures,
    things,
)
from ingest.language.claims import roles
from ingest.language.narrative import Narrative
from ingest.language.observed import Observed


def observe(narrative: Narrative) -> Observed:
    """Mentions, attributes and statuses of a document; of claims those of zones only."""
    observed = Observed(narrative)
    things.add(observed)
    people.add(observed)
    observed.document_date = protection.document_date(narrative)
    heading.add(observed)
    heading.choose_subject_in_prose(observed)
    for passage in narrative.passages:
        remarks.add(observed, passage)
    signatures.add(observed)
    machine_readable_zones.add(observed)
    protection.add(observed)
    roles.add(observed)  # last: a role takes nobody's protection
    return observed
