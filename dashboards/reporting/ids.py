"""Names of the page's components."""

ITEMS = "report-items"
NOTE = "report-note"
ADD_NOTE = "report-add-note"
OWN_NOTE = "report-own-note"
KEPT = "report-kept"
