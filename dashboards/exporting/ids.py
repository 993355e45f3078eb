"""Names of the form's components, one set for each place where it stands."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Names:
    """The components of one form; the first are the fields, in the order of what is asked."""

    recipient: str
    question: str
    purpose: str
    language: str
    form: str
    template: str
    scope: str
    one: str
    start: str
    end: str
    turn: str
    collected: str
    find: str
    about: str
    choice: str
    turning: str
    kind: str
    preview: str
    sheets: str
    pages: str
    write: str
    wait: str
    result: str

    @classmethod
    def at(cls, place: str) -> "Names":
        """The names of the form at a place."""
        return cls(*(f"export-{place}-{field.name}" for field in fields(cls)))


DIALOG = Names.at("dialog")
"""The dialog that the top line opens."""
REPORT = Names.at("report")
"""The form beside the collected items."""
EVERY = (DIALOG, REPORT)
