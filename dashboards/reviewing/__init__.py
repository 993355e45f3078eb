"""A document as it is checked on the page of files: what there is to look at, and words on it."""
