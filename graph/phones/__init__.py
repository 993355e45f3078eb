"""One phone, or all phones of one person: when it is used, with whom, in what, and what is known.

``held`` says which phones are meant and when, ``traffic`` counts their communications once each,
``devices`` tells handsets, SIMs and countries over time, ``records`` whose files say so and where
they are silent.
"""

from graph.phones.devices import Stretch, Used, stretches
from graph.phones.held import Held, holders_of, phones_of
from graph.phones.records import Records, records
from graph.phones.traffic import Contact, Traffic, rows_at, traffic

__all__ = [
    "Contact",
    "Held",
    "Records",
    "Stretch",
    "Traffic",
    "Used",
    "holders_of",
    "phones_of",
    "records",
    "rows_at",
    "stretches",
    "traffic",
]
