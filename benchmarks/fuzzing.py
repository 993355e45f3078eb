"""Every parser, fed with what no honest program writes: valid files spoilt, and text made up.

    python benchmarks/fuzzing.py [--inputs 100000] [--seed 1] [--only TARGET] [--keep DIR]

Each target has a share of the inputs (``fuzzing_shares``). Files are spoilt byte by byte
(``fuzzing_inputs``), texts made by Hypothesis; both follow from the seed. Anything but an answer
or a WorkbenchError is a fault, and so is an input that takes more than ten seconds of processor
time, does not end within five minutes, or takes more than two gigabytes of addresses. Prints
inputs and faults by target; ends with 1 where there are faults, of which --keep keeps the first
input of each. Programs called for pictures (Tesseract) are left out.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import the_packages  # noqa: F401
from benchmarks.fuzzing_shares import SHARES

SECONDS_OF_PROCESSOR = 10.0
SECONDS_ON_THE_CLOCK = 300.0
BYTES = 2 << 30
_SPOILT = 4  # texts made of each that Hypothesis makes
_LONGEST = 2_000

Plan = list[tuple[str, int, int]]
"""Targets with the number of the first input, and how many."""


# ------------------------------------------------------------------ in a process of its own


class Trial:
    """Tries inputs, writes down which is under way, and reports faults."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self.target = ""
        self._input = folder / "input"
        self._at = folder / "at"

    def of(self, number: int, data: bytes, run: Callable[[], None]) -> None:
        """Try one input."""
        self._input.write_bytes(data)
        self._at.write_text(f"{self.target}\n{number}")
        begun = time.process_time()
        try:
            run()
        except Exception as error:
            if not _is_refusal(error):
                self._fault(number, data, f"{type(error).__name__} at {_place(error)}")
        self.count += 1
        if (taken := time.process_time() - begun) > SECONDS_OF_PROCESSOR:
            self._fault(number, data, f"took {taken:.0f} s")

    def _fault(self, number: int, data: bytes, what: str) -> None:
        _say(target=self.target, number=number, fault=what, input=data.hex())


def _is_refusal(error: Exception) -> bool:
    from workbench.errors import WorkbenchError

    return isinstance(error, WorkbenchError)


def _place(error: BaseException) -> str:
    """Where in our own code it came about."""
    frames = traceback.extract_tb(error.__traceback__)
    project = Path(__file__).resolve().parent.parent
    ours = [
        f"{Path(frame.filename).relative_to(project)}:{frame.lineno}"
        for frame in frames
        if frame.filename.startswith(str(project)) and "site-packages" not in frame.filename
    ]
    return ours[-1]


def _say(**said: object) -> None:
    print(json.dumps(said), flush=True)


def carry_out(plan: Plan, key: str, folder: Path) -> None:
    """Try what is planned; prints faults, and after each target how many inputs it had."""
    from benchmarks import fuzzing_targets

    if any(target == "pack" for target, _, _ in plan):
        fuzzing_targets.a_summary(folder)
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + BYTES, now + BYTES))
    trial = Trial(folder)
    for target, first, count in plan:
        trial.target, trial.count = target, 0
        if target in fuzzing_targets.TEXTS:
            _texts(trial, count, random.Random(f"{key} {target} {first}"))
        else:
            _files(trial, first, count, key, folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        _say(target=target, done=trial.count, peak_mb=peak)


def _files(trial: Trial, first: int, count: int, key: str, folder: Path) -> None:
    from benchmarks import fuzzing_targets

    suffix, run = fuzzing_targets.FILES[trial.target]
    for number in range(first, first + count):
        data = fuzzing_targets.spoilt(suffix, f"{key} {trial.target} {number}")
        path = folder / f"{number}.file"
        path.write_bytes(data)
        trial.of(number, data, partial(run, path, f"{number}{suffix}"))
        path.unlink(missing_ok=True)


def _texts(trial: Trial, count: int, rng: random.Random) -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from benchmarks import fuzzing_inputs, fuzzing_targets

    run = fuzzing_targets.TEXTS[trial.target]

    @seed(rng.randrange(1 << 60))
    @settings(
        max_examples=max(1, count // (1 + _SPOILT)),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fuzzing_targets.written())
    def try_it(text: str) -> None:
        """One that Hypothesis made, and some made of it, which takes it less time."""
        data = text.encode()
        for spoilt in (data, *(fuzzing_inputs.spoilt(rng, data, data) for _ in range(_SPOILT))):
            said = spoilt[:_LONGEST].decode("utf-8", "replace")
            trial.of(trial.count, spoilt, partial(run, said))

    try_it()


# ------------------------------------------------------------------ seeing that it ends


def outcomes(plan: Plan, key: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Carry a plan out in processes of their own; what does not end is stopped and told."""
    while plan:
        place = Path(tempfile.mkdtemp(dir=folder))
        process, is_stuck = _run(plan, key, place)
        for line in (place / "output").read_text().splitlines():
            said = json.loads(line)
            if "done" in said:
                plan = [one for one in plan if one[0] != said["target"]]
            yield said
        if not is_stuck and not process.returncode:
            return
        what = "does not end" if is_stuck else f"ended the process ({process.returncode})"
        target, number = (place / "at").read_text().split("\n")
        data = (place / "input").read_bytes().hex()
        yield {"target": target, "number": int(number), "fault": what, "input": data}
        print((place / "errors").read_text()[-1000:], file=sys.stderr)
        _, first, count = plan[0]
        tried = max(int(number) - first, 0) + 1
        yield {"target": target, "done": tried}
        plan = [(target, first + tried, count - tried), *plan[1:]] if tried < count else plan[1:]


def _run(plan: Plan, key: str, place: Path) -> "tuple[subprocess.Popen[bytes], bool]":
    """The ended process, and whether it had to be stopped: it was with one input for too long."""
    command = [sys.executable, __file__, "--seed", key, "--plan", json.dumps(plan), str(place)]
    environment = {**os.environ, "FUZZING": str(place), "PATH": "", "WORKBENCH_BACKUPS": "off"}
    with (place / "output").open("w") as out, (place / "errors").open("w") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=environment)
        before, since, at = "", time.monotonic(), place / "at"
        while True:
            try:
                process.wait(2)
                return process, False
            except subprocess.TimeoutExpired:
                now = at.read_text() if at.exists() else ""
            if now != before:
                before, since = now, time.monotonic()
            elif now and time.monotonic() - since > SECONDS_ON_THE_CLOCK:
                process.kill()
                process.wait()
                return process, True


# ------------------------------------------------------------------ the report


def report(plan: Plan, key: str, folder: Path, keep: Path | None) -> bool:
    """Carry the plan out and print what was found; whether there were no faults."""
    done, peak = Counter[str](), Counter[str]()
    faults: dict[str, Counter[str]] = defaultdict(Counter)
    for said in outcomes(plan, key, folder):
        target = str(said["target"])
        done[target] += int(said.get("done", 0))
        peak[target] = max(peak[target], int(said.get("peak_mb", 0)))
        if "fault" in said:
            faults[target][str(said["fault"])] += 1
            if keep and faults[target][str(said["fault"])] == 1:
                _keep(keep, said)
    for target, count in done.items():
        found = faults[target]
        print(f"{target:16} {count:7,} inputs {found.total():5} faults {peak[target]:5} MB at most")
        for fault, times in found.most_common():
            print(f"    {times:5} x {fault}")
    total = sum(found.total() for found in faults.values())
    print(f"{'all':16} {done.total():7,} inputs {total:5} faults, seed {key}")
    return not total


def _keep(folder: Path, said: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{said['target'].replace(' ', '')}-{said['number']}"
    place.write_bytes(bytes.fromhex(said["input"]))
    place.with_name(f"{place.name}.fault").write_text(said["fault"])


def main() -> None:
    """Plan, carry out, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="", help="targets whose name contains this")
    parser.add_argument("--keep", type=Path, help="keep the first input of each fault here")
    parser.add_argument("--plan", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.plan:
        plan, place = asked.plan
        carry_out(json.loads(plan), asked.seed, Path(place))
        return
    whole = sum(SHARES.values())
    plan = [
        (target, 0, round(asked.inputs * share / whole))
        for target, share in SHARES.items()
        if asked.only in target
    ]
    with tempfile.TemporaryDirectory() as place:
        sys.exit(not report(plan, asked.seed, Path(place), asked.keep))


if __name__ == "__main__":
    main()
