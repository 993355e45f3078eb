"""The parts of the page on identities: the lists, the pair beside each other, the whole entity."""
