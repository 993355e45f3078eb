"""From a report that was read to its exhibits, and to the relations it states."""

from datetime import UTC

from ingest.call_records.zones import zone_info
from ingest.language import claims
from ingest.language.observed import Observed, Thing
from ingest.observations import Attribute, Claim, SpanLocator
from ingest.seizure_reports import holders, listing, scene, stating, users, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.listing import Listed
from ingest.seizure_reports.moments import Taken
from ingest.seizure_reports.row import FormRow, Gathered, Place
from ingest.selectors.found import SelectorKind
from workbench.vocabulary import AttributeName, MentionKind

_COLUMN = {
    SelectorKind.PHONE: FormField.PHONE,
    SelectorKind.IMEI: FormField.IMEI,
    SelectorKind.IMSI: FormField.IMSI,
    SelectorKind.ICCID: FormField.ICCID,
    SelectorKind.PLATE: FormField.PLATE,
    SelectorKind.VIN: FormField.VIN,
    SelectorKind.IDENTITY_DOCUMENT: FormField.SEIZED_DOCUMENT,
    SelectorKind.PERSONAL_NUMBER: FormField.SEIZED_DOCUMENT,
    SelectorKind.MRZ: FormField.SEIZED_DOCUMENT,
    SelectorKind.IBAN: FormField.ACCOUNT,
    SelectorKind.CRYPTO_ADDRESS: FormField.ACCOUNT,
    SelectorKind.EMAIL: FormField.ACCOUNT,
    SelectorKind.HANDLE: FormField.ACCOUNT,
}


def add(observed: Observed, zone: str | None) -> None:
    """Add a report's exhibits and claims; its times are local to ``zone``."""
    _add_numbers(observed)
    _add_noted_names(observed)
    taken = scene.taken(observed, zone)
    listed = _listed(observed)
    for number, item in enumerate(listed, 1):
        _add_exhibit(observed, item, taken, number)
    observed.observations.claims += scene.relations(observed, listed, taken)
    observed.observations.claims += users.claims(observed)
    claims.add(observed, (zone_info(zone) if zone else None) or UTC)
    _keep_first(observed)


def _add_numbers(observed: Observed) -> None:
    """Handsets and SIM cards carry their number as an attribute, as vehicles do."""
    names = {
        SelectorKind.IMEI: AttributeName.IMEI,
        SelectorKind.IMSI: AttributeName.IMSI,
        SelectorKind.ICCID: AttributeName.ICCID,
    }
    observed.observations.attributes += [
        Attribute(t.mention, names[t.found.kind], t.found.normalised, t.found.text)
        for t in observed.things
        if t.found.kind in names
    ]


def _add_noted_names(observed: Observed) -> None:
    """A name in quotes that was noted down beside a telephone number: ``riječju „Zec“``."""
    latin, taken = observed.narrative.latin, [(p.name.start, p.name.end) for p in observed.people]
    phones = {t.passage.number for t in observed.things if t.mention.kind is MentionKind.PHONE}
    for start, end in words.noted_names(latin.text):
        passage = observed.narrative.passage_at(start)
        if passage.number in phones and not any(a < end and start < b for a, b in taken):
            first, last = latin.span(start, end)
            where = SpanLocator(passage.number, first, last)
            text, name = latin.source[first:last], latin.text[start:end]
            mention = observed.observations.mention(MentionKind.PERSON, text, where, name)
            alias = Attribute(mention, AttributeName.ALIAS, name, text)
            observed.observations.attributes.append(alias)


def _keep_first(observed: Observed) -> None:
    """One claim for what two rules read in the same words."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in observed.observations.claims:
        what = (claim.kind, claim.left.number, claim.right.number, claim.negated)
        kept.setdefault(what, claim)
    observed.observations.claims[:] = kept.values()


def _listed(observed: Observed) -> list[Listed]:
    narrative = observed.narrative
    spans = [(p.latin_start, p.latin_end) for p in narrative.passages]
    found = listing.listed(narrative.latin.text, spans)
    return found + list(scene.in_prose(observed, found))


def _add_exhibit(observed: Observed, item: Listed, taken: Taken, number: int) -> None:
    gathered = _gathered(observed, item, number)
    locator = _locator(observed, item)
    _add_models(observed, gathered)
    observations = observed.observations
    observations.exhibits += stating.exhibits(gathered, taken, locator)
    observations.claims += stating.of_exhibit(gathered, taken, locator)


def _gathered(observed: Observed, item: Listed, number: int) -> Gathered:
    """An item as a row of a form would give it."""
    gathered = Gathered(FormRow(Place("", number)))
    text = observed.narrative.latin
    start, end = item.cells.get(FormField.DESCRIPTION, (item.start, item.end))
    said = {FormField.DESCRIPTION: (start, end), **item.cells}
    for meaning, (left, right) in said.items():
        a, b = text.span(left, right)
        gathered.said[meaning] = " ".join(text.source[a:b].split())
    gathered.said[FormField.EXHIBIT_NUMBER] = item.number
    for thing in _things(observed, item):
        if column := _COLUMN.get(thing.found.kind):
            gathered.named[column].append(thing.mention)
    gathered.named[FormField.SEIZED_FROM] = [p.mention for p in holders.of_item(observed, item)]
    _add_scene(observed, gathered)
    return gathered


def _add_scene(observed: Observed, gathered: Gathered) -> None:
    """Place and officer, which a report states once for all its exhibits."""
    place = scene.place(observed)
    officer = scene.officer(observed)
    if place is not None:
        gathered.named[FormField.PLACE] = [place]
        gathered.said.setdefault(FormField.PLACE, place.text)
    if officer is not None:
        gathered.said.setdefault(FormField.SEIZED_BY, officer.mention.text)


def _things(observed: Observed, item: Listed) -> list[Thing]:
    return [t for t in observed.things if item.start <= t.start and t.end <= item.end]


def _add_models(observed: Observed, gathered: Gathered) -> None:
    description = gathered.said[FormField.DESCRIPTION]
    read = words.handset_model(description)
    if read is None or words.exhibit_kind(description) is words.ExhibitKind.VEHICLE:
        return
    make, written, model = read
    for handset in gathered.of(MentionKind.HANDSET):
        made = [Attribute(handset, AttributeName.MAKE, make, written)]
        made += [Attribute(handset, AttributeName.MODEL, model, model)] if model else []
        observed.observations.attributes += made


def _locator(observed: Observed, item: Listed) -> SpanLocator:
    """The characters of the item, in the passage where it begins."""
    latin = observed.narrative.latin
    start, end = latin.span(item.start, item.end)
    return SpanLocator(observed.narrative.passage_at(item.start).number, start, end)
