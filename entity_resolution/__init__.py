"""Which mentions are the same person, phone or vehicle: an opinion with a probability, a reason and an undo."""
