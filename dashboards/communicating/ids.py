"""Names of the page's components."""

SEARCH = "communications-search"
HITS = "communications-hits"
SHOWN = "communications-shown"
FINDINGS = "communications-findings"
