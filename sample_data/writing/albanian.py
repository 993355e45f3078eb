"""Cases of names in Albanian: only the last word of a full name is inflected.

``def`` is the definite nominative, used of a given name or nickname alone (Dritani).
``gen`` serves genitive, dative and ablative (i/e/të Gjokës, ia dha Gjokës, prej Gjokës).
"""

_STRESSED_I = ("Avni", "Sali", "Ali")  # Avniu, Avniun, Avniut
_SYNCOPATED = {"Pjetër": "Pjetr", "Dhimitër": "Dhimitr"}
CASES = ("nom", "def", "acc", "gen")


def decline(word: str, case: str) -> str:
    """A name's last word in a case; ``nom`` leaves it as it is."""
    if case == "nom":
        return word
    if case == "def":
        return _definite(word)
    accusative = case == "acc"
    if word in _STRESSED_I:
        return word + ("un" if accusative else "ut")
    word = _SYNCOPATED.get(word, word)
    if word.endswith("ia"):
        return word[:-1] + ("në" if accusative else "së")
    if word.endswith(("aj", "ej", "oj")):
        return word + ("n" if accusative else "t")
    if word.endswith(("ë", "a")):
        return word[:-1] + ("ën" if accusative else "ës")
    if word.endswith(("e", "o")):
        return word + ("n" if accusative else "s")
    if word.endswith(("i", "u", "y")):
        return word + ("n" if accusative else "t")
    vowel = (
        "u"
        if word.endswith(("k", "g", "h")) and not word.endswith(("sh", "zh", "th", "dh"))
        else "i"
    )
    return word + vowel + ("n" if accusative else "t")


def _definite(word: str) -> str:
    if word.endswith("ë"):
        return word[:-1] + "a"
    if word in _STRESSED_I:
        return word + "u"
    if word.endswith(("a", "i", "u", "y", "aj", "ej", "oj")):
        return word
    return decline(word, "acc").removesuffix("n")
