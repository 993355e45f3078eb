"""The server's door: pages take nothing from elsewhere and send nothing elsewhere.

A content security policy makes the browser hold to it, whatever a page or a file's text may say.
On this machine only, the server also refuses names other than this machine's (another site may
have its name point here) and changes asked for by another site's pages.
"""

from urllib.parse import urlsplit

from dash import Dash
from flask import Response, abort, request

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

LARGEST_REQUEST = 16_000_000
"""Bytes; a page that takes in files raises ``request.max_content_length`` for itself."""

_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: Dash) -> None:
    """Have every answer carry the policy, and refuse what comes from elsewhere."""
    policy = _policy(app)
    app.server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST

    @app.server.before_request  # type: ignore[untyped-decorator]
    def check() -> None:
        if request.remote_addr in LOOPBACK_NAMES and _name(request.host) not in LOOPBACK_NAMES:
            abort(421)
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            abort(403)

    @app.server.after_request  # type: ignore[untyped-decorator]
    def answer(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.update(_HEADERS)
        if "_dash-component-suites" not in request.path:
            response.headers["Cache-Control"] = "no-store"
        return response


def _policy(app: Dash) -> str:
    scripts = " ".join(["'self'", *app.csp_hashes()])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            # Mantine and Cytoscape.js write their styles into the page.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""
