"""The workbench in the browser: a Dash application over an open case."""
