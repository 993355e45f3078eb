"""The case and what guards it: storage, originals, audit, access, and the command line on top."""

__version__ = "0.1.0"
