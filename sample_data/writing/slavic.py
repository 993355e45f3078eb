"""Cases of personal names in Bosnian, Serbian and Montenegrin (Latin letters).

Rules of the school grammars: men's names decline by their ending, women's names in -a decline,
women's surnames and other endings stay as they are.
"""

CASES = ("nom", "gen", "dat", "acc", "ins")
_SOFT = ("č", "ć", "š", "ž", "đ", "j", "lj", "nj", "c")
_FLEETING = {
    "Petar": "Petr", "Aleksandar": "Aleksandr", "Mitar": "Mitr", "Dimitar": "Dimitr",
    "Mačak": "Mačk", "Soko": "Sokol",
}  # fmt: skip
_ADJECTIVES = ("Žuti", "Dugi", "Mali", "Crni", "Sivi", "Ludi", "Mrki", "Riđi")
_HARD_I = "gkh"


def decline(word: str, case: str, *, female: bool, surname: bool = False) -> str:
    """One word of a name in a case."""
    if case == "nom":
        return word
    if word in _ADJECTIVES or (surname and not female and word.endswith(("ski", "čki", "ški"))):
        return _adjective(word, case)
    if female:
        return _in_a(word, case) if word.endswith("a") and not surname else word
    if word.endswith("a"):
        return _in_a(word, case)
    return _masculine(word, case)


def _in_a(word: str, case: str) -> str:
    return word[:-1] + {"gen": "e", "dat": "i", "acc": "u", "ins": "om"}[case]


def _masculine(word: str, case: str) -> str:
    stem, soft = _stem(word)
    ending = {"gen": "a", "dat": "u", "acc": "a", "ins": "em" if soft else "om"}[case]
    return stem + ending


def _stem(word: str) -> tuple[str, bool]:
    if word in _FLEETING:
        return _FLEETING[word], False
    if word.endswith("ac") and len(word) > 4:  # Kusovac: Kusovca
        return f"{word[:-2]}c", True
    if word.endswith("o"):  # Vojo: Vojom
        return word[:-1], False
    if word.endswith("e"):
        return word[:-1], word[:-1].endswith(_SOFT)
    if word.endswith(("i", "y", "í")):
        return word + "j", True
    if word.endswith("u"):
        return word, False
    return word, word.endswith(_SOFT)


def _adjective(word: str, case: str) -> str:
    return word[:-1] + {"gen": "og", "dat": "om", "acc": "og", "ins": "im"}[case]
