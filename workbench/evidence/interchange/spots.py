"""Where things stand on a map: cells that phones used, and places that sources name.

A cell is the sector of an antenna, never a phone's place. Where protected persons' phones were is
not given: a home's cell tells who lives there.
"""

from collections.abc import Iterator, Mapping

import duckdb

from graph.build.network import Network
from graph.cells import Sector, locate
from ingest.selectors import places
from workbench.access import Masking
from workbench.evidence.interchange.carried import Place, Spot
from workbench.evidence.names import Names
from workbench.vocabulary import MentionKind

# Grain: one phone of the network in one sector.
_USED = """
    WITH own AS (
        SELECT source_id, start_utc, first_cell,
            CASE device_party WHEN 'a' THEN a_mention WHEN 'b' THEN b_mention END AS mention_id
        FROM communication WHERE first_cell IS NOT NULL
    )
    SELECT entity_id, sector, count(*), min(start_utc), max(start_utc),
        list_sort(list(DISTINCT own.source_id))
    FROM own
    JOIN located ON located.source_id = own.source_id AND written = first_cell
        AND start_utc >= from_utc AND start_utc < to_utc
    JOIN entity_member USING (mention_id)
    SEMI JOIN asked_phones USING (entity_id)
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL
    GROUP BY ALL ORDER BY entity_id, sector
"""

# Grain: one place of the network.
_NAMED = """
    SELECT entity_id, any_value(label), count(*), list_sort(list(DISTINCT source_id))
    FROM entity JOIN entity_member USING (entity_id) JOIN mention USING (mention_id)
    SEMI JOIN asked_entities USING (entity_id)
    WHERE entity.kind = 'place'
    GROUP BY entity_id ORDER BY length(entity_id), entity_id
"""


def spots(
    db: duckdb.DuckDBPyConnection,
    shown: Masking,
    names: Names,
    ids: Mapping[str, str],
    found: Network,
) -> tuple[Spot, ...]:
    """All cells and places; ``asked_entities`` is on the connection."""
    return (*_cells(db, shown, names, found), *_places(db, names, ids))


def _cells(
    db: duckdb.DuckDBPyConnection, shown: Masking, names: Names, found: Network
) -> Iterator[Spot]:
    sectors = locate(db)
    if not sectors:
        return
    folded = {holding.phone for holding in found.folded}
    phones = [e for e in (*found.ids, *folded) if e.startswith(f"{MentionKind.PHONE}-")]
    holders = {holding.phone: holding.person for holding in found.folded}
    open_phones = [
        phone
        for phone in dict.fromkeys(phones)
        if not shown.is_protected(phone) and not shown.is_protected(holders.get(phone, phone))
    ]
    db.execute(
        "CREATE OR REPLACE TEMP TABLE asked_phones AS SELECT unnest($phones) AS entity_id",
        {"phones": open_phones},
    )
    for phone, place, count, first, last, numbers in db.execute(_USED).fetchall():
        sector = sectors[place]
        assert sector.latitude is not None and sector.longitude is not None
        yield Spot(
            id=f"{phone}@S{sector.source_id}-{sector.sheet}{sector.row_number}",
            kind="cell",
            label=f"{names.name(phone)}: cell {sector.cell_written}",
            latitude=sector.latitude,
            longitude=sector.longitude,
            of=phone,
            count=count,
            first_utc=first,
            last_utc=last,
            sources=tuple(sorted({*numbers, sector.source_id})),
            evidence=(_row(sector),),
            sector=(sector.azimuth_deg, sector.beam_width_deg, sector.reach_m),
        )


def _row(sector: Sector) -> str:
    place = Place(sector.source_id, sector.sheet, sector.row_number, None, None, None)
    return place.label


def _places(db: duckdb.DuckDBPyConnection, names: Names, ids: Mapping[str, str]) -> Iterator[Spot]:
    for entity, label, count, numbers in db.execute(_NAMED).fetchall():
        known = places.lookup(label)
        if known and known.latitude is not None and known.longitude is not None:
            yield Spot(
                ids.get(entity, entity),
                "place",
                names.name(entity),
                known.latitude,
                known.longitude,
                ids.get(entity, entity),
                count,
                None,
                None,
                tuple(numbers),
                ("gazetteer of the workbench (GeoNames, CC BY 4.0)",),
            )
