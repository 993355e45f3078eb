"""The one hierarchy of errors that a user is meant to read.

A message says what is wrong with which value, where (file, row), and what to do next.
It never carries the name of a person from the case.
"""


class WorkbenchError(Exception):
    """Something the user can act on; the command line prints its one line and exits with 1."""


class CaseNotFoundError(WorkbenchError):
    """The folder is not a case."""


class CaseExistsError(WorkbenchError):
    """A new case would overwrite something."""


class CaseBusyError(WorkbenchError):
    """Another process holds the case."""


class CaseDamagedError(WorkbenchError):
    """The store cannot be opened, or was written by newer software."""


class UnknownObjectError(WorkbenchError):
    """A named entity, mention, judgement or relationship is not in the case."""


class RefusedError(WorkbenchError):
    """The workbench will not do this, and says why."""
