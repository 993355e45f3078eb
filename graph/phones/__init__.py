"""One phone, or all phones of one person: when it is used, with whom, in what, and what is known.

``held`` says which phones are meant and when, ``traffic`` counts their communications once each,
``devices`` tells handsets, SIMs and countries over time, ``visits`` the cells that served them,
``records`` whose files say so and where they are silent.
"""

from graph.phones.devices import Stretch, Used, stretches
from graph.phones.held import Held, holders_of, phones_of
from graph.phones.records import Records, records
from graph.phones.traffic import Contact, Traffic, rows_at, traffic
from graph.phones.visits import Visit, sectors_of, visits

__all__ = [
    "Contact",
    "Held",
    "Records",
    "Stretch",
    "Traffic",
    "Used",
    "Visit",
    "holders_of",
    "phones_of",
    "records",
    "rows_at",
    "sectors_of",
    "stretches",
    "traffic",
    "visits",
]
