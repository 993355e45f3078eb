"""What the map shows: cells as areas, the order in which they served phones, border crossings."""
