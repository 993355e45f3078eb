"""Which mentions are the same person, phone or vehicle.

A merge is an opinion with a probability, a reason and an undo; an analyst's word outlasts every
run.
"""

from entity_resolution.deciding import judge, undo
from entity_resolution.entities import Entity, entities
from entity_resolution.evaluation import Evaluation, evaluate
from entity_resolution.explanations import PairExplanation, explain, review_queue
from entity_resolution.judgements import Judgement
from entity_resolution.runs import KindReport, ResolutionReport, resolve

__all__ = [
    "Entity",
    "Evaluation",
    "Judgement",
    "KindReport",
    "PairExplanation",
    "ResolutionReport",
    "entities",
    "evaluate",
    "explain",
    "judge",
    "resolve",
    "review_queue",
    "undo",
]
