"""Writes a network for another program, with its manifest beside it, and logs that it left."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from workbench import access, originals, sources
from workbench.access import Masking
from workbench.access.rights import Right
from workbench.case import STORE, Case
from workbench.clock import now_utc
from workbench.encrypting import leaving
from workbench.errors import RefusedError, WorkbenchError
from workbench.evidence import departures, pack, pseudonyms
from workbench.evidence.handling import withheld
from workbench.evidence.interchange import beside
from workbench.evidence.interchange.asked import Asked
from workbench.evidence.interchange.carried import Carried
from workbench.evidence.interchange.formats import FORMATS
from workbench.evidence.interchange.gathering import gather
from workbench.evidence.manifest import origin
from workbench.evidence.provenance import provenance
from workbench.evidence.reduced import without
from workbench.progress import Progress, silent


@dataclass(frozen=True)
class Sent:
    """A file that was written: where, what it holds, and the hash under which it is logged."""

    path: Path
    manifest: Path
    export_id: int
    entities: int
    relationships: int
    places: int
    withheld: int
    manifest_sha256: str


def export(case: Case, form: str, out: Path, asked: Asked, progress: Progress = silent) -> Sent:
    """Write the network in a format (a key of ``FORMATS``) to ``out`` and its manifest beside it.

    Replaces an earlier export at ``out``, and nothing else. Raises RefusedError,
    UnknownObjectError, CaseDamagedError, WorkbenchError.
    """
    case.require(Right.DISCLOSURE)
    _check(case, form, out)
    made_at_utc = now_utc().replace(microsecond=0)
    gathered = prepare(case, form, asked, made_at_utc, progress)
    progress("writing the file", 0.7)
    try:
        digest, number = _written_and_logged(case, form, out, gathered)
    except OSError as error:
        raise WorkbenchError(
            f"{out}: cannot be written ({error.strerror}). Nothing was exported."
        ) from error
    carried = gathered.carried
    return Sent(
        out,
        beside.manifest_of(out),
        number,
        len(carried.things),
        len(carried.links),
        len(carried.spots),
        len(carried.withheld),
        digest,
    )


@dataclass(frozen=True)
class Gathered:
    """What goes, what it rests on besides sources, and the masking it was gathered under."""

    asked: Asked
    carried: Carried
    rests: dict[str, object]
    shown: Masking


def prepare(
    case: Case, form: str, asked: Asked, made_at_utc: datetime, progress: Progress = silent
) -> Gathered:
    """Everything that an export would hand over. Raises RefusedError, UnknownObjectError."""
    known = access.for_export(case)
    asked = _by_id(known, asked)
    about = departures.about(case, form, asdict(asked))
    shown = pseudonyms.for_export(case, known, about)
    every = sources.every(case.db.cursor())
    kept_back = withheld(every, asked.purpose, asked.permissions)
    if len(kept_back) == len(every):
        raise RefusedError("no source may go: see 'workbench sources' and name permissions.")
    progress("gathering the network", 0.1)
    with without(case, [one.source_id for one in kept_back]) as view:
        seed = pseudonyms.seed(case, about)
        carried = gather(view, shown, asked, kept_back, made_at_utc, seed)
        rests = origin(provenance(case, view, shown), pseudonyms.aliases(shown))
    return Gathered(asked, carried, rests, shown)


def _written_and_logged(case: Case, form: str, out: Path, gathered: Gathered) -> tuple[str, int]:
    """Write beside the place, then log and put it there together."""
    asked, carried = gathered.asked, gathered.carried
    with leaving.workplace(case.folder, out, ".export-") as scratch:
        made = Path(scratch) / f"network{FORMATS[form].suffix}"
        FORMATS[form].write(carried, made)
        listed = Path(scratch) / "manifest.json"
        listed.write_bytes(_manifest(form, out, made, gathered))
        digest = hashlib.sha256(listed.read_bytes()).hexdigest()
        left = departures.Left(form, asked.recipient, asked.purpose, carried.made_at_utc, digest)
        with case.transaction():
            number = departures.disclosed(case, left, gathered.shown)
            leaving.put(case.folder, made, out)
            leaving.put(case.folder, listed, beside.manifest_of(out))
    return digest, number


def _by_id(known: Masking, asked: Asked) -> Asked:
    """Whoever asks may name protected persons by their pseudonyms in the case."""
    called = {name: entity for entity, name in known.pseudonyms.items()}
    return replace(asked, around=tuple(called.get(name, name) for name in asked.around))


def _check(case: Case, form: str, out: Path) -> None:
    suffix = FORMATS[form].suffix
    if out.is_dir():
        raise RefusedError(f"{out}: is a folder. Name the file to write, such as network{suffix}.")
    if not out.parent.is_dir():
        raise RefusedError(f"{out}: there is no folder {out.parent}. Make it first.")
    inside = (case.folder / originals.FOLDER).resolve()
    if inside in out.resolve().parents or out.resolve() == (case.folder / STORE).resolve():
        raise RefusedError(f"{out}: belongs to the case itself. Name another file.")
    if out.exists() and not beside.manifest_of(out).exists():
        raise RefusedError(f"{out}: is there already and is no export. Name another file.")


def _manifest(form: str, out: Path, made: Path, gathered: Gathered) -> bytes:
    asked, carried = gathered.asked, gathered.carried
    return pack.as_json(
        {
            "format": beside.FORMAT,
            "kind": form,
            "made_at_utc": _written(carried.made_at_utc),
            "case": {"title": carried.title, "reference": carried.reference},
            "request": {
                "recipient": carried.recipient,
                "purpose": carried.purpose,
                "permissions": sorted(asked.permissions),
                "around": len(asked.around),
                "hops": asked.hops,
                "from_utc": _written(asked.from_utc),
                "to_utc": _written(asked.to_utc),
                "actors": asked.actors,
            },
            **gathered.rests,
            "sources": [asdict(one) for one in carried.origins],
            "withheld": [asdict(one) for one in carried.withheld],
            "left_out": list(carried.left_out),
            "counts": {
                "entities": len(carried.things),
                "relationships": len(carried.links),
                "places": len(carried.spots),
            },
            "files": [asdict(replace(pack.listed(made.name, made), path=out.name))],
        }
    )


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
