"""Nothing lost: a case whose work is killed, whose disk is full, whose power fails, whose bits rot.

    python benchmarks/reliability.py [--kills 200] [--cuts 100] [--bits 100] [--full 12]
        [--words 5] [--seed 1] [--built DIR]

``kills`` stops add, resolve, judge and export in turn with SIGKILL at a random moment of their
work, all on one growing case; ``cuts`` truncates the log of what is not yet in the store (WAL) at a
random byte, fills its end with zeros, or turns a bit of it; ``bits`` turns one bit anywhere in the
store and restores the case where that is found; ``full`` lets a disk of a few megabytes (tmpfs, so
root is needed) run full; ``words`` are the
judgements that each of ten users makes at once over HTTP. After each the case is opened as a
writer does and read whole: rows reconcile, the log's chain holds and has no row less than was
written unless that was told, every mention is of one entity, nothing that was accepted before is
gone, packs made earlier verify, and no export stands under its name unless it verifies. Ends with
1 at the first thing that is otherwise.

Commands run as `workbench` runs them, in forks of this process, so that a kill seldom hits a
program that is still starting.
"""

import argparse
import contextlib
import http.cookiejar
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import the_packages  # noqa: F401
from benchmarks.fuzzing_inputs import STATEMENT
from dashboards.pages import resolve_ids as ids
from dashboards.serving import bound_server
from ingest import intake
from workbench import audit, cli, restoring, steps
from workbench.access import accounts, gate
from workbench.case import STORE, WAL, Case
from workbench.errors import CaseDamagedError, WorkbenchError
from workbench.evidence import summary
from workbench.evidence.verify import verify
from workbench.vocabulary import Decision, SourceKind

USERS = 10
PASSWORD = "kamen-rijeka-most"
VERBS = ("add", "resolve", "judge", "export")
HEADER = "A number;B number;Start (UTC);Duration (s);Type;Direction\n"

State = dict[str, int]
"""What is counted in a case."""


class LostError(Exception):
    """Something that must not be lost is."""


# ------------------------------------------------------------------ the case and its state


def records(number: int) -> str:
    """A listing of calls, another for each number."""
    lines = (
        f"+38269{number:06d};+38268{i % 7:06d};2024-03-01 10:{i % 60:02d}:00;{i};call;outgoing\n"
        for i in range(300)
    )
    return HEADER + "".join(lines)


def build(folder: Path) -> Path:
    """A small case, resolved, with a pack beside it."""
    with Case.create(folder / "case", title="T", country="ME", user="ana") as case:
        for name in ("Nenad Bošković", "Nenad Bosković", "Arben Leka", "Arben Lleka"):
            file = folder / f"{name[:5]}{len(name)}.txt"
            file.write_text(STATEMENT.replace("Nenad Bošković", name), encoding="utf-8")
            options = intake.AddOptions(kind=SourceKind.WITNESS_STATEMENT, country="ME")
            intake.add(case, file, options)
        steps.resolve(case)
        summary.export(case, folder / "early.zip", recipient="Court")
        (folder / "persons").write_text(json.dumps(_persons(case)))
    return folder / "case"


def _persons(case: Case) -> list[str]:
    """Mentions of persons, to judge."""
    asked = "SELECT mention_id FROM mention WHERE kind = 'person' ORDER BY mention_id"
    return [str(number) for (number,) in case.db.execute(asked).fetchall()]


def state(folder: Path) -> State:
    """Open as a writer does and read everything. Raises LostError, or CaseDamagedError."""
    with Case.open(folder, write=True, user="ana") as case:
        fault = audit.verify(case.db).fault
        off = case.db.execute(
            "SELECT count(*) FROM reconciliation WHERE rows_in <> accepted + rejected + duplicate"
        ).fetchall()[0][0]
        twice = case.db.execute(
            "SELECT count(*) - count(DISTINCT mention_id) FROM entity_member"
        ).fetchall()[0][0]
        tables = case.db.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            case.db.execute(f'SELECT bit_xor(hash(row)) FROM "{table}" AS row').fetchall()
        hashes = case.db.execute("SELECT sha256 FROM source").fetchall()
        lacking = [digest for (digest,) in hashes if not case.original(digest).is_file()]
        counts = {
            table: case.db.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
            for table in ("source", "communication", "mention", "judgement", "export", "audit")
        }
    if fault or off or twice or lacking:
        raise LostError(f"log: {fault}; {off} do not reconcile; {twice} twice; {lacking} lacking")
    return counts


def progress(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


def expect(condition: bool, what: str) -> None:
    """Raise LostError unless it is so."""
    if not condition:
        raise LostError(what)


# ------------------------------------------------------------------ processes


def forked(work: Callable[[], object], output: Path) -> int:
    """Do something in a fork; its process. What it prints goes to the file."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        with output.open("w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            try:
                print(json.dumps(work()), flush=True)
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            except Exception as error:
                print(f"{type(error).__name__}: {error}", flush=True)
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Wait; the exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def answered(work: Callable[[], State], place: Path) -> State:
    """The state as a fork of its own finds it: the parent never opens a store, so it can fork."""
    if ended(forked(work, place)):
        raise LostError(place.read_text()[-500:])
    found: State = json.loads(place.read_text().splitlines()[-1])
    return found


def command(*words: object) -> Callable[[], None]:
    """The work of a command line."""

    def run() -> None:
        sys.argv = ["workbench", *map(str, words)]
        cli.main()

    return run


# ------------------------------------------------------------------ killed


def kills(built: Path, folder: Path, count: int, rng: random.Random) -> None:
    """Kill commands on one case, again and again."""
    case, output = copied(built, folder), folder / "output"
    before = answered(partial(state, case), output)
    lasts = dict.fromkeys(VERBS, 0.0)
    told: dict[str, Counter[str]] = {verb: Counter() for verb in VERBS}
    for number in range(count):
        verb = VERBS[number % len(VERBS)]
        out = folder / f"out-{number}.zip"
        work = command(*words_of(verb, case, number, out, rng))
        begun = time.monotonic()
        process = forked(work, output)
        # The first of each runs to its end, to know how long it lasts.
        moment = rng.uniform(0, 1.05 * lasts[verb]) if lasts[verb] else None
        code = stopped(process, moment)
        said = output.read_text()
        if moment is None:
            lasts[verb] = time.monotonic() - begun
            expect(code == 0, f"{verb}: {said}")
        before = checked(verb, case, before, code, out, folder)
        told[verb]["killed" if code < 0 else "ended"] += 1
        told[verb]["kept" if before.pop("done") else "as before"] += 1
        progress(f"{number + 1} of {count} {verb} {code} {moment or 0:.2f} s")
    for verb, found in told.items():
        print(f"{verb:8} {dict(found)}; lasts {lasts[verb]:.1f} s", flush=True)


def words_of(verb: str, case: Path, number: int, out: Path, rng: random.Random) -> list[object]:
    """The words of a command that alters the case."""
    match verb:
        case "add":
            file = case.parent / f"calls-{number}.csv"
            file.write_text(records(number), encoding="utf-8")
            return ["add", case, file]
        case "judge":
            left, right = rng.sample(json.loads((case.parent / "persons").read_text()), 2)
            return ["judge", case, left, right, rng.choice(list(Decision)), "--reason", "r"]
        case "export":
            return ["export", case, "--format", "summary", "--out", out, "--for", "Court"]
    return ["resolve", case]


def stopped(process: int, moment: float | None) -> int:
    """Kill a process after a while unless it ends before; its exit code."""
    if moment is not None:
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return ended(process)


def checked(verb: str, case: Path, before: State, code: int, out: Path, folder: Path) -> State:
    """The state now, which is that of before or of after, and never between."""
    now = answered(partial(state, case), folder / "state")
    grown = {table: now[table] - before[table] for table in now}
    expect(min(grown.values()) >= 0, f"{verb}: {grown}")
    expect(grown["source"] in (0, 1), f"{verb}: {grown}")
    expect(grown["communication"] == 300 * grown["source"], f"{verb}: {grown}")
    if verb in ("add", "judge", "export"):
        table = {"add": "source", "judge": "judgement", "export": "export"}[verb]
        expect(code != 0 or grown[table] == 1, f"{verb} ended well and left nothing: {grown}")
    for pack in (out, folder / "early.zip"):
        if pack.exists():
            verify(pack)
    out.unlink(missing_ok=True)
    return now | {"done": int(grown["audit"] > 0)}


def copied(built: Path, folder: Path) -> Path:
    """A copy of the built case and what lies beside it; the case."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    return folder / "case"


# ------------------------------------------------------------------ the power fails


def cuts(built: Path, folder: Path, count: int, rng: random.Random) -> None:
    """Cut the end off what was written last; what was there before stays, in whole steps."""
    case = copied(built, folder)
    least = answered(partial(state, case), folder / "state")

    def work() -> None:
        """Several steps, the last of them not in the store's file yet when the power fails."""
        opened = Case.open(case, write=True, user="ana")
        opened.ledger().execute("SET checkpoint_threshold = '1TB'")
        for number in range(3):
            file = case.parent / f"cut-{number}.csv"
            file.write_text(records(number), encoding="utf-8")
            intake.add(opened, file)
            left, right = _persons(opened)[2 * number : 2 * number + 2]
            steps.judge(opened, left, right, Decision.DIFFERENT, "r")
        os._exit(0)

    expect(ended(forked(work, folder / "output")) == 0, (folder / "output").read_text())
    wal = (case / WAL).read_bytes()
    copy = Path(shutil.copytree(case, folder / "uncut"))
    whole = answered(partial(state, copy), folder / "state")["audit"] - least["audit"]
    found = Counter[str]()
    for number in range(count):
        cut = folder / "cut"
        shutil.rmtree(cut, ignore_errors=True)
        shutil.copytree(case, cut)
        at = rng.randrange(len(wal))
        (cut / WAL).write_bytes(_torn(wal, at, number, rng))
        try:
            now = answered(partial(state, cut), folder / "state")
            kept = now["audit"] - least["audit"]
            expect(kept == whole, f"cut at {at}: {kept} of {whole} rows, without a word")
        except LostError as error:
            expect("workbench restore" in str(error), str(error))
            answered(partial(restored, cut), folder / "state")
            now = answered(partial(state, cut), folder / "state")
            now["audit"] -= 1
            kept = now["audit"] - least["audit"]
            found[f"{_WAYS[number % len(_WAYS)]}, told, {kept} of {whole} rows restored"] += 1
        else:
            found[f"{_WAYS[number % len(_WAYS)]}, opened with all"] += 1
        expect(all(now[table] >= least[table] for table in least), f"cut at {at}: {now}")
        progress(f"{number + 1} of {count} cuts: {dict(found)}")
    print(f"cuts     {count} of a log of {len(wal):,} bytes: {dict(found)}", flush=True)


_WAYS = ("zeros", "cut", "bit")


def _torn(log: bytes, at: int, number: int, rng: random.Random) -> bytes:
    """The log with zeros from a place on, without what follows, or with a bit turned there."""
    match _WAYS[number % len(_WAYS)]:
        case "zeros":
            return log[:at] + bytes(min(4096, len(log) - at))
        case "cut":
            return log[:at]
    turned = bytearray(log)
    turned[at] ^= 1 << rng.randrange(8)
    return bytes(turned)


def restored(case: Path) -> State:
    """Restore a case; what was said to be lost."""
    made = restoring.restore(case, user="ana")
    return {"lost": -1 if made.lost is None else len(made.lost), "recovered": made.recovered}


# ------------------------------------------------------------------ bits rot


def bits(built: Path, folder: Path, count: int, rng: random.Random) -> None:
    """Turn a bit of the store; it is told, and restored, or in nothing that is read."""
    case = copied(built, folder)
    before = answered(partial(state, case), folder / "state")
    whole = (case / STORE).read_bytes()
    found = Counter[str]()
    for _ in range(count):
        rotten = folder / "rotten"
        shutil.rmtree(rotten, ignore_errors=True)
        shutil.copytree(case, rotten)
        turned = bytearray(whole)
        turned[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        (rotten / STORE).write_bytes(turned)
        try:
            now = answered(partial(state, rotten), folder / "state")
            found["in what is not read"] += 1
        except LostError as error:
            expect("workbench restore" in str(error) and "\n" not in str(error).strip(), str(error))
            answered(partial(restored, rotten), folder / "state")
            now = answered(partial(state, rotten), folder / "state")
            now["audit"] -= 1
            found["told, and restored"] += 1
        expect(now == before, f"{now}, was {before}")
        progress(f"bits: {dict(found)}")
    print(f"bits     {count} in {len(whole):,} bytes: {dict(found)}", flush=True)


# ------------------------------------------------------------------ the disk is full


def full(built: Path, folder: Path, count: int, rng: random.Random) -> None:
    """Work on a disk that has almost no room left; then give it room, and do the same again."""
    place = folder / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", str(place)], check=False
    )
    if made.returncode:
        print("full     left out: no disk could be mounted")
        return
    try:
        case = copied(built, place)
        print(f"full     {count}: {dict(_filled(case, place, count, rng))}", flush=True)
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _filled(case: Path, place: Path, count: int, rng: random.Random) -> Counter[str]:
    before = answered(partial(state, case), place / "state")
    found = Counter[str]()
    for number in range(count):
        verb, out = VERBS[number % len(VERBS)], place / f"out-{number}.zip"
        words = words_of(verb, case, 10_000 + number, out, rng)
        _resize(place, _used(place) + rng.randrange(4 << 10, 3 << 20))
        said = place.parent / "said"
        code = ended(forked(command(*words), said))
        _resize(place, 256 << 20)
        expect(code in (0, 1), f"{verb}: {code}")
        expect("unforeseen" not in said.read_text(), said.read_text())
        before = checked(verb, case, before, code, out, place)
        before.pop("done")
        if code:
            said_now = said.read_text().strip().splitlines()
            found[f"{verb} refused: {re.sub(r'.*?: ', '', said_now[-1])[:60]}"] += 1
            code = ended(forked(command(*words), said))
            expect(code == 0, f"{verb} again: {said.read_text()}")
            before = checked(verb, case, before, code, out, place)
            before.pop("done")
        else:
            found[f"{verb} had room"] += 1
    return found


def _used(place: Path) -> int:
    disk = os.statvfs(place)
    return (disk.f_blocks - disk.f_bfree) * disk.f_frsize


def _resize(place: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


# ------------------------------------------------------------------ ten users at once


def users(built: Path, folder: Path, words: int) -> None:
    """Ten users log in to one server and judge at the same time."""
    case = copied(built, folder)
    answered(lambda: _told_by_ten(case, words), folder / "state")
    print(f"users    {(folder / 'state').read_text().splitlines()[-1]}", flush=True)


def _told_by_ten(folder: Path, words: int) -> State:
    with Case.open(folder, write=True, user="vera") as case:
        _give_accounts(case)
        mentions = _persons(case)
        pairs = [(a, b) for a in mentions for b in mentions if int(a) < int(b)][: USERS * words]
        server = bound_server(case, 0)
        port = int(server.bind_addr[1])
        threading.Thread(target=server.serve, daemon=True).start()
        said: Counter[str] = Counter()
        threads = [
            threading.Thread(target=_judge, args=(port, f"user{n}", pairs[n::USERS], said))
            for n in range(USERS)
        ]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - begun
        server.stop()
        with gate.acting(gate.Actor("vera")):
            rows = dict(
                case.db.execute("SELECT author, count(*) FROM judgement GROUP BY 1").fetchall()
            )
            fault = audit.verify(case.db).fault
            logged = case.db.execute(
                "SELECT count(*) FROM audit WHERE object LIKE 'judgement%'"
            ).fetchall()[0][0]
    expect(fault is None, str(fault))
    expect(rows == dict(said), f"{rows} in the case, {dict(said)} told")
    expect(sum(rows.values()) == len(pairs), f"{rows}")
    return {
        "users": len(rows),
        "judgements": sum(rows.values()),
        "logged": logged,
        "s": round(seconds),
    }


def _give_accounts(case: Case) -> None:
    with case.transaction():
        accounts.add(case, "vera", "supervisor", PASSWORD)
    case.ledger().execute("UPDATE account SET must_change = false")
    with gate.acting(gate.Actor("vera")), case.transaction():
        for number in range(USERS):
            accounts.add(case, f"user{number}", "analyst", PASSWORD)
    case.ledger().execute("UPDATE account SET must_change = false")


def _judge(port: int, user: str, pairs: list[tuple[str, str]], said: Counter[str]) -> None:
    """Log in as a browser does, and judge pair by pair."""
    here = f"http://127.0.0.1:{port}"
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    browser.addheaders = [("Origin", here)]
    page = browser.open(f"{here}/login").read().decode()
    form = re.search(r'name="form" value="([^"]+)"', page)
    given = {"form": form[1] if form else "", "user": user, "password": PASSWORD}
    browser.open(f"{here}/login", urllib.parse.urlencode(given).encode()).read()
    names = (ids.BODY, ids.EFFECT, ids.PROGRESS, ids.WAITING, ids.WEAK, ids.WORDS)
    outputs = [{"id": name, "property": "children"} for name in names]
    for left, right in pairs:
        told = {"kind": "judge", "left": left, "right": right, "decision": "different"}
        asked = {
            "output": "..".join(["", "...".join(f"{name}.children" for name in names), ""]),
            "outputs": outputs,
            "inputs": [{"id": ids.TOLD, "property": "data", "value": told}],
            "state": [{"id": ids.REASON, "property": "value", "value": f"by {user}"}],
            "changedPropIds": [f"{ids.TOLD}.data"],
        }
        request = urllib.request.Request(
            f"{here}/_dash-update-component",
            json.dumps(asked).encode(),
            {"Content-Type": "application/json"},
        )
        with browser.open(request) as answer:
            body = answer.read().decode()
        if answer.status == 200 and "refused" not in body:
            said[user] += 1
        else:
            print(user, answer.status, body[:300], file=sys.stderr)


# ------------------------------------------------------------------ all of it


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, count in {"kills": 200, "cuts": 100, "bits": 100, "full": 12, "words": 5}.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--built", type=Path, help="the case to begin with; made where it is not")
    asked = parser.parse_args()
    os.environ["WORKBENCH_USER"] = "ana"
    _load_all()
    works: dict[str, Callable[[Path, Path], None]] = {
        "kills": lambda built, place: kills(built, place, asked.kills, random.Random(asked.seed)),
        "cuts": lambda built, place: cuts(built, place, asked.cuts, random.Random(asked.seed)),
        "bits": lambda built, place: bits(built, place, asked.bits, random.Random(asked.seed)),
        "full": lambda built, place: full(built, place, asked.full, random.Random(asked.seed)),
        "words": lambda built, place: users(built, place, asked.words),
    }
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        built = asked.built or Path(folder, "built")
        if not built.exists():
            built.mkdir()
            answered(lambda: {"built": int(build(built).is_dir())}, Path(folder, "output"))
        for name, work in works.items():
            if getattr(asked, name):
                work(built, Path(tempfile.mkdtemp(dir=folder)))


def _load_all() -> None:
    """Load what the verbs load when they are asked for, before anything is forked."""
    with contextlib.redirect_stdout(io.StringIO()):
        for verb in (*VERBS, "restore"):
            with contextlib.suppress(SystemExit):
                cli.workbench.main([verb, "--help"], standalone_mode=False)


if __name__ == "__main__":
    try:
        main()
    except (LostError, WorkbenchError, CaseDamagedError) as error:
        sys.exit(f"LOST: {error}")
