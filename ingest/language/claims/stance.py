"""How a clause is meant: denied, heard from others, assessed, or not said to have happened."""

from dataclasses import dataclass

from ingest.language.claims.clauses import Clause, Opener
from ingest.language.claims.lexicon import Form, Language
from ingest.language.detect import SOUTH_SLAVIC
from workbench.vocabulary import ClaimKind, Nature

_LASTING = frozenset(
    (ClaimKind.USES, ClaimKind.OWNS, ClaimKind.KNOWS, ClaimKind.LIVES_AT, ClaimKind.EMPLOYS)
)


@dataclass(frozen=True)
class Stance:
    """``officer``: words of the officer who wrote the document, not of the person heard."""

    nature: Nature
    first_hand: bool
    negated: bool
    officer: bool


def of(
    clause: Clause,
    form: Form | None,
    at: int,
    sentence: str,
    start: int,
    language: Language,
    *,
    report: bool = False,
) -> Stance | None:
    """The stance of the verb at item ``at``; None where the clause states nothing that happened.

    ``sentence`` is the text of the passage in lower case, ``start`` its position. In a ``report``
    nobody is heard: what it says somebody stated is hearsay.
    """
    if sentence.rstrip().endswith("?") or _unreal(clause, form, at, language):
        return None
    segment = sentence.rfind(";", 0, max(0, clause.start - start)) + 1
    until = clause.end - start
    heard = _found("hearsay", sentence, segment, until, language)
    heard = heard or (report and _found("reported", sentence, segment, until, language))
    unseen = language.stance["not_seen"].search(sentence) is not None
    assessed = _found("assessment", sentence, segment, until, language)
    officer = language.stance["officer"].search(sentence[:90]) is not None
    return Stance(
        Nature.ASSESSMENT if assessed or officer else Nature.FACT,
        not (heard or unseen),
        negated(clause, at, language, phrase=form is None) or _untrue(sentence, until, language),
        officer,
    )


def _untrue(sentence: str, end: int, language: Language) -> bool:
    """``nije tačno da ...``: what follows is denied."""
    return language.stance["untrue"].search(sentence, 0, max(0, end)) is not None


def _found(name: str, sentence: str, start: int, end: int, language: Language) -> bool:
    return language.stance[name].search(sentence, start, max(start, end)) is not None


def negated(clause: Clause, at: int, language: Language, *, phrase: bool = False) -> bool:
    """Whether the verb (or phrase), or a verb that governs its clause, is denied.

    A South Slavic verb may have its negation after it; a phrase has it just before.
    """
    words = [item.word for item in clause.items]
    before = words if language.code == SOUTH_SLAVIC and not phrase else words[:at]
    grammar = language.words
    if any(
        w in grammar["negations"] or w in grammar["denials"] or w.endswith(("n't", "n’t"))
        for w in before
    ):
        return True
    if clause.over and clause.opener is Opener.CONTENT:
        return negated(clause.over, len(clause.over.items), language)
    return False


def _unreal(clause: Clause, form: Form | None, at: int, language: Language) -> bool:
    """Conditions, plans, wishes, orders and what should or could have been."""
    if clause.opener is Opener.CONDITION:
        return True
    words = [item.word for item in clause.items[:at]]
    if language.code == SOUTH_SLAVIC:
        words = [item.word for item in clause.items]
    if any(word in language.words["modals"] for word in words):
        return True
    if language.code == SOUTH_SLAVIC and clause.opener is Opener.CONTENT and form and form.present:
        said = {item.word for item in clause.over.items} if clause.over else set()
        lasting = form.verb.kind in _LASTING and bool(said & language.words["told"])
        if not (said & language.words["stated"] or lasting):
            return True
    over = clause.over if clause.opener is Opener.CONTENT else None
    return over is not None and over.opener is Opener.CONDITION
