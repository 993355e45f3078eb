"""The network of a case: built from its relationships, measured, traversed and laid out."""
