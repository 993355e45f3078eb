"""How surely a text is a statement or a report of a seizure, by its head and its wording."""

from ingest.language import contexts
from ingest.selectors.letters import latin

_HEAD = 900
_HEAD_WEIGHT = 3.0
_DOUBT = 1.5
"""What a text that says little has to outweigh: two words of the body do, a single one does not."""


def certainty(text: str, kind: str) -> float:
    """0 to 1 for ``statement`` or ``seizure``; the two add up to at most one."""
    weights = {name: _weight(text, name) for name in ("statement", "seizure")}
    total = sum(weights.values())
    if total < _HEAD_WEIGHT:
        return weights[kind] / (total + _DOUBT)
    return weights[kind] / total


def _weight(text: str, kind: str) -> float:
    plain = latin(text)
    head = dict(contexts.sections("documents", "head"))[kind]
    body = dict(contexts.sections("documents", "text"))[kind]
    in_head = {m.group().lower() for m in head.finditer(plain[:_HEAD])}
    in_body = {m.group().lower() for m in body.finditer(plain)}
    return _HEAD_WEIGHT * len(in_head) + len(in_body)
