"""The manifest of a pack: its files by hash, and all that making it again would need."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.composing import Composed
from workbench.evidence.pack import FORMAT, Content, listed
from workbench.evidence.provenance import Provenance
from workbench.evidence.pseudonyms import aliases
from workbench.evidence.report import Report
from workbench.evidence.request import Request


def manifest(
    case: Case,
    shown: Masking,
    request: Request,
    composed: Composed,
    contents: Mapping[str, Content],
    made_at_utc: datetime,
) -> dict[str, object]:
    """As JSON. Every text that people typed is masked."""
    return {
        "format": FORMAT,
        "kind": "summary",
        "made_at_utc": made_at_utc.isoformat(timespec="seconds"),
        "case": {
            "title": shown.text(case.property("title")),
            "reference": shown.text(case.property("reference")),
        },
        "request": {
            "recipient": shown.text(request.recipient),
            "purpose": str(request.purpose),
            "question": shown.text(request.question),
            "around": [shown.pseudonyms.get(name, shown.text(name)) for name in request.focus],
            "top": request.top,
            "language": request.language,
            "collected": request.collected,
            "template": str(request.template),
            "everything": request.everything,
            "from_utc": _written(request.from_utc),
            "to_utc": _written(request.to_utc),
            "turn_utc": _written(request.turn_utc),
        },
        **origin(composed.provenance, aliases(shown)),
        "sources": _sources(composed),
        "counts": counts(composed.report),
        "withheld": [asdict(one) for one in composed.withheld],
        "files": [asdict(listed(path, contents[path])) for path in sorted(contents)],
    }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def origin(provenance: Provenance, ids: Mapping[str, str]) -> dict[str, object]:
    """What an export rests on besides sources; ``ids`` are what to call protected entities."""
    run = provenance.resolution
    return {
        "software": provenance.software,
        "schema_version": provenance.schema_version,
        "resolution": run
        and {
            "run": run.run_id,
            "started_at_utc": run.started_at_utc.isoformat(timespec="seconds"),
            "software": run.software,
            "settings": run.settings,
            "input_hash": run.input_hash,
        },
        "judgements": [
            {
                "judgement": made.judgement_id,
                "left": ids.get(made.left_entity, made.left_entity),
                "right": ids.get(made.right_entity, made.right_entity),
                "decision": made.decision,
                "reason": made.reason,
                "author": made.author,
                "made_at_utc": made.made_at_utc.isoformat(timespec="seconds"),
            }
            for made in provenance.judgements
        ],
        "audit": {"row": provenance.audit_row, "hash": provenance.audit_hash},
    }


def counts(report: Report) -> dict[str, int]:
    """How many of each there are in citations.json."""
    tables = {"entities": report.entities, "things": report.things, "relationships": report.ties}
    groups = (*report.facts, *report.collected)
    return {
        "statements": sum(len(one.statements) for one in groups) + len(report.assessments),
        **{name: len(table.rows) if table else 0 for name, table in tables.items()},
        "citations": len(report.citations),
    }


def _sources(composed: Composed) -> list[dict[str, object]]:
    return [
        {
            "source": source.source_id,
            "file": composed.report.files[source.source_id],
            "original_sha256": source.sha256,
            "kind": source.kind,
            "grade": source.grade,
            "handling_code": source.handling_code,
            "parser": source.parser_version,
            "template": source.template,
            "template_version": source.template_version,
            "enclosed": composed.disclosures[source.source_id].path,
            "whole": composed.disclosures[source.source_id].whole,
        }
        for source in composed.cited
    ]
