"""Names of the map's components."""

from dashboards.choosing import Chooser

CHOOSER = Chooser("/map", "map-search", "map-hits", "map-shown")
CANVAS = "map-canvas"
DATA = "map-data"
DRAWN = "map-drawn"
NOW = "map-now"
