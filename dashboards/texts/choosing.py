"""Which language a browser's user reads: the one chosen on the page, else what the browser asks."""

from collections.abc import Iterable

import icu

from dashboards.texts import CYRILLIC, LATIN, languages

COOKIE = "language"
"""Where the browser keeps the choice; the page's script (``assets/language.js``) writes it."""

_ONE_LANGUAGE = frozenset({"bs", "cnr", "hbs", "hr", "sh", "sr"})


def chosen(cookie: str, asked: Iterable[tuple[str, float]], otherwise: str) -> str:
    """The language to answer in; ``asked`` are tags with how much each is wanted, best first."""
    tags = [cookie, *(tag for tag, quality in asked if quality > 0)]
    return next((known for tag in tags if tag and (known := catalogue_for(tag))), otherwise)


def catalogue_for(tag: str) -> str | None:
    """The catalogue that readers of a language (BCP 47 tag) read, if there is one.

    Bosnian, Croatian, Montenegrin and Serbian share one, in the script the tag names or implies.
    """
    try:
        locale = icu.Locale.forLanguageTag(tag)
        locale.addLikelySubtags()
    except icu.ICUError:
        return None
    language = locale.getLanguage()
    if language in _ONE_LANGUAGE:
        return CYRILLIC if locale.getScript() == "Cyrl" else LATIN
    return language if language in languages() else None
