"""The server: plain on this machine, to others over TLS only and to named users only."""

import ipaddress
import socket
import ssl
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from dashboards.app import create_app
from dashboards.certificates import fingerprint, own_certificate
from workbench.case import Case
from workbench.errors import RefusedError, WorkbenchError

LOOPBACK = "127.0.0.1"
THREADS = 8
TLS_FOLDER = "tls"
"""Within the case folder: the server's own certificate and its key."""


@dataclass(frozen=True)
class Certificate:
    """The files that a server proves itself with."""

    certificate: Path
    key: Path


def serve(
    case: Case,
    port: int,
    host: str = LOOPBACK,
    *,
    certificate: Certificate | None = None,
    self_made: bool = False,
    open_browser: bool = False,
) -> None:
    """Serve the case until interrupted, and print where. Raises WorkbenchError.

    To other machines only where the case has users and there is a certificate, given or self-made.
    """
    if self_made and certificate is None:
        certificate = Certificate(*own_certificate(case.folder / TLS_FOLDER, _names(host)))
    _check(case, host, certificate)
    server = bound_server(case, port, host, certificate)
    scheme = "https" if certificate else "http"
    shown = f"[{host}]" if ":" in host else host
    address = f"{scheme}://{shown}:{server.bind_addr[1]}/"
    print(f"The workbench is at {address} (Ctrl+C ends it)", flush=True)  # noqa: T201
    if certificate:
        told = fingerprint(certificate.certificate)
        print(f"Its certificate's SHA-256 fingerprint is {told}", flush=True)  # noqa: T201
    if open_browser:
        Timer(0.5, webbrowser.open, [address]).start()
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def bound_server(
    case: Case, port: int, host: str = LOOPBACK, certificate: Certificate | None = None
) -> Server:
    """A server that has its port and waits for ``serve`` (and ``stop``). Raises WorkbenchError."""
    server = _Server((host, port), create_app(case).server, numthreads=THREADS, server_name="")
    if certificate:
        server.ssl_adapter = _tls(certificate)
    try:
        server.prepare()
    except OSError as error:
        raise WorkbenchError(
            f"port {port}: cannot be used ({error.strerror or error}). Name another with --port."
        ) from error
    return server


def _check(case: Case, host: str, certificate: Certificate | None) -> None:
    if _is_this_machine(host):
        return
    if not case.has_accounts():
        raise RefusedError(
            f"{host}: other machines reach the case there, and it has no users. Make them first: "
            "workbench users CASE add NAME --role supervisor."
        )
    if certificate is None:
        raise RefusedError(
            f"{host}: passwords and names would cross the network readable. Give --certificate and "
            "--key, or --self-made."
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names(host: str) -> list[str]:
    """What browsers may call this machine."""
    name = socket.gethostname()
    every = host in ("0.0.0.0", "::")
    return list(dict.fromkeys([*([] if every else [host]), name, "localhost", LOOPBACK]))


class _Server(Server):
    """Says nothing of broken connections: its words may quote what was asked."""

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Keep it to itself."""


class _Tls(BuiltinSSLAdapter):
    """TLS 1.2 or later, agreed upon by the thread that answers.

    Cheroot would do it where it waits for connections: one browser that connects and says nothing
    would keep all others out.
    """

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """The connection, on which nothing has been said yet."""
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}


def _tls(certificate: Certificate) -> _Tls:
    try:
        made = _Tls(str(certificate.certificate), str(certificate.key))
    except (OSError, ValueError) as error:
        raise WorkbenchError(
            f"{certificate.certificate}: is no certificate to serve with, or "
            f"{certificate.key} is not its key (PEM without a passphrase)."
        ) from error
    made.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
