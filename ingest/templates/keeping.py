"""Templates that a case keeps, because files of it were read by them."""

import hashlib

from ingest.templates.template import Template, TemplateError, parse, shipped
from workbench.case import Case
from workbench.clock import now_utc


def kept(case: Case) -> tuple[Template, ...]:
    """The case's own templates, of each name the newest version."""
    rows = case.db.execute(
        "SELECT arg_max(text, version), name FROM template GROUP BY name ORDER BY name"
    ).fetchall()
    return tuple(parse(text, f"template {name} of this case") for text, name in rows)


def keep(case: Case, template: Template) -> None:
    """Keep a template that did not come with the workbench, in the caller's transaction.

    Raises TemplateError where the case keeps this version with another content.
    """
    if template in shipped() or not template.source_text:
        return
    digest = hashlib.sha256(template.source_text.encode()).hexdigest()
    known = case.db.execute(
        "SELECT sha256 FROM template WHERE name = ? AND version = ?",
        [template.name, template.version],
    ).fetchone()
    if known and known[0] != digest:
        raise TemplateError(
            f"template {template.name} version {template.version}: this case has read files by "
            "another content of it. Raise its version."
        )
    if not known:
        case.db.execute(
            "INSERT INTO template VALUES (?, ?, ?, ?, ?, ?)",
            [template.name, template.version, template.source_text, digest, case.user, now_utc()],
        )
