import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest

from dashboards.serving import LOOPBACK, serve
from tests.dashboards.coast import Coast
from workbench.case import Case
from workbench.errors import WorkbenchError


@contextmanager
def taken_port() -> Iterator[int]:
    with socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def test_a_port_in_use_is_told_with_what_to_do(coast: Coast) -> None:
    with taken_port() as port, pytest.raises(WorkbenchError, match=rf"port {port}.*--port"):
        serve(coast.case, port)


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    Case.create(tmp_path / "case", title="Empty").close()
    # A shell's background jobs hand down that interrupts are ignored.
    command = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from workbench.cli import main\nmain()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", command, "serve", str(tmp_path / "case"), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    ) as serving:
        assert serving.stdout is not None
        told = serving.stdout.readline()
        (address,) = re.findall(rf"http://{LOOPBACK}:\d+/", told)
        with urlopen(address) as answer:
            assert answer.status == 200 and "Empty" in answer.read().decode()
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=60) == 0
    Case.open(tmp_path / "case", write=True).close()
