"""What stands directly beside a name: ``osumnjičeni X``, ``X, migrant iz Sirije,``, ``X (16)``.

Only the words that belong to the name count. ``X, koji je prevozio migrante`` says nothing about
what X is, and ``vođa migranata X`` makes nobody a migrant.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.language import facts, standing
from ingest.language.person_name import PersonName
from ingest.language.standing import Standing
from workbench.vocabulary import PersonCategory

_BETWEEN = (
    r"(?:\s+(?:iz|nga|from|po|imenom|imenima|imenu|me|emrin|emrat|named|called|i|e|të|së|dr\.?|mr\.?|prof\.?|n/komisar|također|takođe|sa|the"
    r"|[^\W\d_]*(?:sk|čk|šk|an|ane|an[ai]|ian|shqip\w*)[aeiou]{0,2}m?|[A-ZŠĐČĆŽ][^\W\d_]+)){0,5}"
)
_BEFORE_NAME = re.compile(_BETWEEN + r"[\s:,„“\"(–-]*$")
_LABEL = re.compile(r"(?:\s+[^\W\d_]+){0,5}(?:\s*\([^)]*\))?\s*:\s*[\"„“]?")
_OF_MIGRANTS = re.compile(
    r"(?i)\b(?:migranata|izbjeglica|izbeglica|azilanata|emigrantëve|migrantëve|refugjatëve|migrants|victims|žrtava|viktimave|svjedoka|lica)$"
)
_COUNTED = re.compile(
    r"(?i)(?:\b(?:od|nga|of|jedan|jednog|dvoje|dva|tri|troje|četvoro|pet\w*|šest\w*|sedam|osam|grup\w+|the|following|two|three|four|five|dy|tre|katër|pesë)\s+)$"
)
_CHUNK_OPENING = re.compile(
    r"(?i)^\s*(?:(?:i|e|të|një|a|an|the|kao|si|as|also|takođe|također|njegov\w*|njihov\w*|inače|by|po)\s+|[^\W\d_]*(?:sk|čk|šk)[iaeou]\w?\s+)*"
)
_JOINS_LIST = re.compile(
    r"[\s,;]*(?:\([^)]*\)[\s,;]*)?(?:i|te|kao i|dhe|edhe|e|and|as well as)?[\s,;]*"
)
_CLAUSE = re.compile(
    r"(?i)\b(?:koj[iaeu]\w*|kojeg\w*|koga|čij\w+|što|gdje|gde|je|su|sam|bio|bila|se|i cili|e "
    r"cila|që|ka|kishte|është|ishte|who|whom|which|that|was|is|has|had|were)\b"
)


def groups(text: str, people: Sequence[PersonName], end: int) -> Iterator[list[PersonName]]:
    """Names enumerated together: ``migranti A, B (16) i C``. ``end`` bounds the sentence."""
    group: list[PersonName] = []
    for person in people:
        if person.start >= end:
            break
        if group and not _JOINS_LIST.fullmatch(_plain(text[group[-1].end : person.start])):
            yield group
            group = []
        group.append(person)
    if group:
        yield group


def _plain(between: str) -> str:
    """The words between two names without ages, births and other remarks set off by commas."""
    if len(between) > 160 or _CLAUSE.search(between):
        return between
    return re.sub(r"\([^)]*\)", "", between) if "(" in between else _without_remarks(between)


def _without_remarks(between: str) -> str:
    remark = (
        r"(?:rođen|roden|lindur|i lindur|e lindur|born|star|aged|vjeç|državljan|shtetas|sin|kći|\d)"
    )
    opening = re.compile(rf"(?i)\s*(?:(?:i|e|a|an|the)\s+)?{remark}|\s*\S*\d\S*\s*$")
    numbered = re.compile(r"\s*(?:\S+\s+){0,3}\S*\d")  # after a comma only: "primio 200 eura od"
    return ",".join(
        c
        for at, c in enumerate(between.split(","))
        if not (opening.match(c) or (at and numbered.match(c)))
    )


def before(text: str) -> Standing | None:
    """The category that the words before a name (or an enumeration) give it."""
    stretch = re.split(r"[.;]\s|\n\s*\n", text[-90:])[-1]
    for standing_found, start, end in reversed(standing.placed(stretch)):
        if not (_BEFORE_NAME.fullmatch(stretch[end:]) or _LABEL.fullmatch(stretch[end:])):
            continue
        if standing_found.category is PersonCategory.PROFESSIONAL and "," in stretch[end:]:
            continue
        if _OF_MIGRANTS.search(stretch[:end]) and not _COUNTED.search(stretch[:start]):
            continue
        return standing_found
    return None


def after(window: str) -> Standing | None:
    """The category that remarks after a name give it: ``(migrant, 16)``, ``, was arrested``."""
    if is_said := _IS.match(window):
        said = window[is_said.end() :][:40]
        for found in standing.categories(said):
            if said.lower().startswith(found.written.lower()):
                return found
    for chunk in remarks(window):
        opening = _CHUNK_OPENING.match(chunk)
        rest = chunk[opening.end() :] if opening else chunk
        for found in standing.categories(rest[:40]):
            if rest.lower().startswith(found.written.lower()):
                return found
        if standing.minor(rest[:25]) and (found_late := standing.category(rest[:45])):
            return found_late
    return None


def remarks(window: str) -> Iterator[str]:
    """Remarks set off by brackets or commas directly after a name, up to the first clause."""
    opening = re.match(r"\s*[(,–-]\s*", window)
    if not opening:
        return
    for chunk in re.split(r"[,;()]", window[opening.end() : 220]):
        clause = _CLAUSE.search(chunk)
        if clause and not re.match(r"(?i)\s*(?:i|e)\s+(?:lindur|mitur|bi[rj])", chunk):
            if clause.start() > 3:
                yield chunk[: clause.start()]
            return
        if chunk.strip():
            yield chunk


def _child(text: str) -> str | None:
    """The words at the beginning of a text that say somebody is a child."""
    found = standing.minor(text)
    if found and text.lower().startswith(found.lower()):
        return found
    ages = [a for a in facts.ages(text) if a[1] <= 1]
    return text[ages[0][1] : ages[0][2]].strip() if ages and ages[0][0] < 18 else None


def minor_before(text: str) -> str | None:
    """``maloljetni (brat) X``: the words that make the person named next a child."""
    stretch = re.split(r"[.;:]\s", text[-45:])[-1]
    found = standing.minor(stretch)
    if found is None:
        return None
    rest = stretch[stretch.lower().rindex(found.lower()) + len(found) :]
    return found if re.fullmatch(r"(?:\s+[^\W\d_]+){0,2}[\s,:„“\"(]*", rest) else None


_IS = re.compile(
    r"(?i)\s*,?\s*(?:(?:who|koj[ia]|i cili|e cila|që)\s+)?(?:is|was|je|ima|imao je|imala je"
    r"|bio je|bila je|ësht[ëe]"
    r"|ishte|u(?=\s+(?:arrest|ndal|shoq)))\s+(?:(?:still|only|just|also|a|an|samo|tek|još|vetëm|ende|një|i|e)\s+)*"
)


def minor_after(window: str) -> str | None:
    """``X, maloljetan``, ``X (16)``, ``X is 15``: words after a name that say it is a child."""
    if directly := _child(window[:26].lstrip(" \u00a0")):
        return directly
    is_said = _IS.match(window)
    if is_said and (found := _child(window[is_said.end() :][:30])):
        return found
    for chunk in remarks(window):
        found = standing.minor(chunk[:40])
        if found and chunk.lower().index(found.lower()) <= 14:
            return found
        for years, start, end in facts.ages(chunk):
            if years < 18 and start <= 14:
                return chunk[start:end].strip()
        if re.fullmatch(r"\s*(?:1[0-7]|[1-9])\s*", chunk):
            return chunk.strip()
    plain = re.match(r"\s*\(?\s*(\d{1,2})\s*\)", window)
    return plain[0].strip() if plain and int(plain[1]) < 18 else None
