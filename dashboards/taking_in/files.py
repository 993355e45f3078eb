"""The files of the case and how their rows reconcile, as the present user may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.workspace import Workspace
from ingest.intake import AddOptions
from ingest.retrying import TRIED_AGAIN
from workbench import sources
from workbench.sources import Reconciliation, Source
from workbench.vocabulary import REVIEWED_SOURCES, SourceKind

# Grain: one file with its rows.
_COUNTED = """
    SELECT source_id, sum(rows_in)::BIGINT, sum(accepted)::BIGINT, sum(rejected)::BIGINT,
        sum(duplicate)::BIGINT
    FROM reconciliation GROUP BY source_id
"""


@dataclass(frozen=True)
class Counted:
    """A file with its rows: in = accepted + rejected + duplicate."""

    source: Source
    rows_in: int
    accepted: int
    rejected: int
    duplicate: int

    @property
    def is_reviewed(self) -> bool:
        """Whether what was found in it can be accepted, corrected, refused."""
        return self.source.kind in REVIEWED_SOURCES

    @property
    def is_tried_again(self) -> bool:
        """Whether rows were rejected that another template may read."""
        return bool(self.rejected) and self.source.kind in TRIED_AGAIN


@dataclass(frozen=True)
class Reconciled:
    """A file with the rows of each sheet, and by sheet why rows were rejected and how many."""

    counted: Counted
    parts: tuple[Reconciliation, ...]
    reasons: Mapping[str, Mapping[str, int]]


def options_of(source: Source) -> AddOptions:
    """What is known of a file of the case, for reading it again."""
    return AddOptions(
        kind=SourceKind(source.kind),
        country=source.country,
        time_zone=source.time_zone,
        target=source.target_written,
    )


def counted(workspace: Workspace) -> list[Counted]:
    """Every file, the last added first."""
    with workspace.case.db.cursor() as db:
        rows = {row[0]: row[1:] for row in db.execute(_COUNTED).fetchall()}
        every = sources.every(db)
    found = [Counted(_shown(workspace, s), *rows.get(s.source_id, (0, 0, 0, 0))) for s in every]
    return found[::-1]


def reconciled(workspace: Workspace, source_id: int) -> Reconciled:
    """One file. Raises UnknownObjectError."""
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        source = _shown(workspace, sources.get(db, source_id))
        parts = sources.reconciliation_of(db, source_id)
        reasons = sources.reasons_of(db, source_id)
    sums = (
        sum(getattr(p, name) for p in parts)
        for name in ("rows_in", "accepted", "rejected", "duplicate")
    )
    return Reconciled(
        Counted(source, *sums),
        tuple(replace(p, sheet=masking.text(p.sheet)) for p in parts),
        {
            masking.text(sheet): {masking.text(why): n for why, n in found.items()}
            for sheet, found in reasons.items()
        },
    )


def _shown(workspace: Workspace, source: Source) -> Source:
    masking = workspace.masking()
    target = source.target_written
    return replace(
        source,
        file_name=masking.text(source.file_name),
        target_written=target and masking.text(target),
    )
