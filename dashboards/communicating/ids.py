"""Names of the page's components."""

from dashboards.choosing import Chooser

CHOOSER = Chooser(
    "/communications", "communications-search", "communications-hits", "communications-shown"
)
FINDINGS = "communications-findings"
