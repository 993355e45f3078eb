"""Vehicles: plates re-typed and swapped, VIN, make, model, colour.

The same plate in two countries is two vehicles; one VIN under two plates is one vehicle. A plate
seen without its country takes part in each comparison but speaks less.
"""

from entity_resolution.model import Block, Comparison, Level, Model, Sure


def _likely(name: str, m: float, u: float, same: str = "") -> Comparison:
    return Comparison(
        name,
        name,
        (
            Level("not known", f"{name}_l IS NULL OR {name}_r IS NULL"),
            Level(f"same {name}", same or f"{name}_l = {name}_r", m, u),
            Level(f"other {name}", "ELSE", 1 - m, 1 - u),
        ),
    )


MODEL = Model(
    comparisons=(
        Comparison(
            "plate",
            "plate",
            (
                Level("no plate", "plate_l IS NULL OR plate_r IS NULL"),
                Level(
                    "same plate",
                    "plate_l = plate_r AND coalesce(country_l = country_r, false)",
                    0.6,
                    0.00002,
                ),
                Level(
                    "same plate, a country not known",
                    "plate_l = plate_r AND (country_l IS NULL OR country_r IS NULL)",
                    0.25,
                    0.00005,
                ),
                Level("same plate in two countries", "plate_l = plate_r", 0.002, 0.02),
                Level("letters and figures confused", "shape_l = shape_r", 0.02, 0.00005),
                Level(
                    "one character differs",
                    "levenshtein(plate_l, plate_r) = 1",
                    0.03,
                    0.003,
                ),
                Level("other plate", "ELSE", 0.098, 0.97),
            ),
        ),
        Comparison(
            "vin",
            "vin",
            (
                Level("not known", "vin_l IS NULL OR vin_r IS NULL"),
                Level("same VIN", "vin_l = vin_r", 0.96, 0.000001),
                Level("VIN misread", "levenshtein(vin_l, vin_r) <= 2", 0.0395, 0.0001),
                # A VIN is stamped into the vehicle, a plate is screwed on.
                Level("other VIN", "ELSE", 0.0005, 0.9999),
            ),
        ),
        _likely("make", 0.985, 0.15, "contains(make_l, make_r) OR contains(make_r, make_l)"),
        _likely("model", 0.93, 0.06, "contains(model_l, model_r) OR contains(model_r, model_l)"),
        _likely("colour", 0.88, 0.2),
    ),
    blocks=(Block(("shape",)), Block(("vin",)), Block(("figures",))),
    sure=(Sure(Block(("plate", "country"))), Sure(Block(("vin",)))),
    learn_by=(),
)
