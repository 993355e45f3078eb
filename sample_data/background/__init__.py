"""Traffic of everybody else: makes the call records of a world as many as wanted.

Subscribers who have nothing to do with the story ring each other, services of the story and some
of its strangers; their operators hand the records over by area, in the same columns as the story's
own answers. The story's people, numbers, trips, files and truth stay as they are.
"""

from sample_data.background.answers import TooFewRecordsError, hand_over

__all__ = ["TooFewRecordsError", "hand_over"]
