"""The report under work: what was collected for it, how it will look, and its export."""
