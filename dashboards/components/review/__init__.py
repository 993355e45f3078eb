"""The parts of a document that is checked: its text with what was found, and the panel beside."""
