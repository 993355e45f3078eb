"""A summary as it would be set, to be looked at before it is exported: nothing leaves."""

from workbench.access import on_screen
from workbench.case import Case
from workbench.clock import now_utc
from workbench.evidence import occasions
from workbench.evidence.composing import compose
from workbench.evidence.request import Request
from workbench.evidence.typesetting import pages
from workbench.progress import Progress, silent

DOTS_PER_INCH = 96.0


def preview(case: Case, request: Request, progress: Progress = silent) -> list[bytes]:
    """The pages as PNG pictures, protected persons called as on the present user's screen.

    Raises RefusedError, UnknownObjectError, CaseDamagedError, WorkbenchError.
    """
    occasions.check(request)
    made_at_utc = now_utc().replace(microsecond=0)
    composed = compose(case, on_screen(case), request, made_at_utc, progress)
    return pages(composed.report, made_at_utc, DOTS_PER_INCH)
