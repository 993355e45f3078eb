"""What the page on communications shows: of whom, when, with whom, in what, and which patterns."""
