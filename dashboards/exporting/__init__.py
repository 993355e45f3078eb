"""Exports from the pages: what is asked for, whom and what it is about, writing and handing it out.

One form serves the dialog of the top line and the page of the report.
"""
