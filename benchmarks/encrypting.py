"""What encryption costs: taking in call records, opening a case, going back to an original's row.

    python benchmarks/encrypting.py [--rows 1000000] [--rounds 3] [--folder DIR]

The same into a plain and an encrypted case in turn, so that on a busy machine the ratios count.
Then the plain case is encrypted and decrypted.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import the_packages  # noqa: F401
from benchmarks.ingest import Cost, add, timed, write_listing
from ingest import locate
from workbench import encrypting
from workbench.case import Case
from workbench.encrypting import asking, changing, locks
from workbench.encrypting.keys import read_key_file


def create(folder: Path, *, encrypted: bool) -> None:
    locked = _newly_locked() if encrypted else None
    Case.create(folder, title="benchmark", country="ME", locked=locked).close()


def open_only(folder: Path) -> None:
    Case.open(folder).close()


def look(folder: Path) -> None:
    with Case.open(folder) as case:
        assert locate.rows(case, 1, [("", 5000)])


def encrypt(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        changing.encrypt(case, _newly_locked())


def decrypt(folder: Path) -> None:
    with Case.open(folder, write=True) as case:
        changing.decrypt(case)


def _newly_locked() -> encrypting.Locked:
    key_file = asking.key_file()
    assert key_file
    return locks.lock_by_key_file(encrypting.Keys.made(), read_key_file(key_file))


def measure(folder: Path, rows: int, rounds: int) -> None:
    listing, key_file = folder / "listing.csv", folder / "case.key"
    timed(write_listing, listing, rows, 3)
    encrypting.make_key_file(key_file)
    os.environ[asking.KEY_FILE] = str(key_file)
    costs: dict[tuple[str, bool], list[Cost]] = {}
    for number in range(rounds):
        for encrypted in (False, True):
            case = folder / f"{number}-{encrypted}"
            create(case, encrypted=encrypted)
            for label, work, given in _works(listing, case):
                cost, _ = timed(work, *given)
                costs.setdefault((label, encrypted), []).append(cost)
    print(f"{rows:,} rows, {listing.stat().st_size / 1e6:,.0f} MB; medians of {rounds}")
    for label, _, _ in _works(listing, folder):
        _report(label, costs[label, False], costs[label, True])
    for work in (encrypt, decrypt):
        cost, _ = timed(work, folder / "0-False")
        print(f"  {work.__name__:24} {cost.processor_s:7.2f} s of processors")


def _works(listing: Path, case: Path) -> list[tuple[str, Callable[..., object], tuple[Path, ...]]]:
    return [
        ("add", add, (listing, case)),
        ("open", open_only, (case,)),
        ("look at a row", look, (case,)),
    ]


def _report(label: str, plain: list[Cost], encrypted: list[Cost]) -> None:
    pairs = zip(plain, encrypted, strict=True)
    ratio = statistics.median(e.processor_s / p.processor_s for p, e in pairs)
    without, with_it = (
        statistics.median(c.processor_s for c in costs) for costs in (plain, encrypted)
    )
    memory = max(cost.memory for cost in encrypted)
    print(
        f"  {label:24} plain {without:7.2f} s, encrypted {with_it:7.2f} s of processors "
        f"(x {ratio:.2f}), {memory:.2f} GB at most"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--folder", type=Path, help="where there is room for it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        measure(Path(folder), given.rows, given.rounds)


if __name__ == "__main__":
    main()
