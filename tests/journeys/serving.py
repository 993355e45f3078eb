"""A case served in this process, as 'workbench serve' does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from dashboards.serving import LOOPBACK, bound_server
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from workbench.case import Case


@dataclass(frozen=True)
class Served:
    """Where the case is served; ``workspace`` answers what should be seen there."""

    address: str
    case: Case
    workspace: Workspace


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    with Case.open(folder, write=True, user="ana") as case:
        server = bound_server(case, 0)
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        texts = Texts.load("en", case.property("time_zone"))
        address = f"http://{LOOPBACK}:{server.bind_addr[1]}/"
        try:
            yield Served(address, case, Workspace(case, texts))
        finally:
            server.stop()
            thread.join(timeout=5)
