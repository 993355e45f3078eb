"""The parts of the page on files: where they are dropped, what waits, what is being taken in, what
is in the case.
"""
