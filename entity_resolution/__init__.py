"""Which mentions are the same person, phone or vehicle.

A merge is an opinion with a probability, a reason and an undo; an analyst's word outlasts every
run.
"""

from entity_resolution.ahead import read_ahead
from entity_resolution.deciding import RunUndone, judge, undo, undo_run
from entity_resolution.entities import Entity, entities
from entity_resolution.evaluation import Evaluation, evaluate
from entity_resolution.explanations import PairExplanation, explain
from entity_resolution.judgements import Judgement
from entity_resolution.learning import Taught, learn, unlearn
from entity_resolution.lessons import Lesson
from entity_resolution.membership import Member, Membership, membership
from entity_resolution.pairs import Pair, explain_pair, waterfall
from entity_resolution.rehearsal import Changes, rehearse
from entity_resolution.review import Waiting, review_queue
from entity_resolution.runs import KindReport, ResolutionReport, resolve

__all__ = [
    "Changes",
    "Entity",
    "Evaluation",
    "Judgement",
    "KindReport",
    "Lesson",
    "Member",
    "Membership",
    "Pair",
    "PairExplanation",
    "ResolutionReport",
    "RunUndone",
    "Taught",
    "Waiting",
    "entities",
    "evaluate",
    "explain",
    "explain_pair",
    "judge",
    "learn",
    "membership",
    "read_ahead",
    "rehearse",
    "resolve",
    "review_queue",
    "undo",
    "undo_run",
    "unlearn",
    "waterfall",
]
