"""Files on their way into the case from a browser: received, looked at, taken in, told how they
reconcile.

A file waits in the case's folder under a name of its own until it is taken in or put aside; what
waits is gone when the server ends.
"""
