"""What other packages say in English is said in the reader's language."""

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest

import graph
import ingest
from dashboards.texts import CYRILLIC, LATIN, Texts, plural_forms, sayings

TEXTS = {language: Texts.load(language, "UTC") for language in ("en", "sq", LATIN, CYRILLIC)}
GRAPH, INGEST = Path(graph.__file__).parent, Path(ingest.__file__).parent
_BLANK = re.compile(r"\{(#?\w+)((?:\|[^{}|]*)*)\}")
_ASIDE = re.compile(r"\n|[<>=]|SELECT|^1 \(|pd\.|last contact.*later|first contact.*earlier")
"""No sentence for a page: of SQL, of a table on the command line, or one that cannot come out."""
_REFUSING = re.compile(r"reject(_all)?|refused|\w+Error|_RejectedError")


def _as_it_is(_name: str, value: str, _forms: tuple[str, ...]) -> str:
    return value


def _is_said(text: str) -> bool:
    """Whether the catalogues know all sentences of a text."""
    known = sayings.in_latin(LATIN), sayings.in_latin("sq")
    return all(one.said(text, _as_it_is) is not None for one in known)


# ------------------------------------------------------------- as the code writes them


def _written(node: ast.expr) -> Sequence[str]:
    """A text of the code as it may come out; a blank is 1, or one of the words it is made of."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(made) for made in product(*(_written(part) for part in parts))]
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)):
            return [*_written(body), *_written(other)]
        case ast.FormattedValue(value=ast.Name(id="side")):
            return ["last contact before", "first contact after"]
    return ["1"]


def _sentences(file: Path) -> Iterator[str]:
    """The sentences that a module makes; no documentation, statement of SQL or heading."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    asides = [n.value for n in ast.walk(tree) if isinstance(n, ast.Expr | ast.FormattedValue)]
    asides += [n for n in ast.walk(tree) if isinstance(n, ast.Call) and _is_heading(n)]
    within = {id(inner) for aside in asides for inner in ast.walk(aside)}
    parts = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if id(node) in within | parts or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        for text in _written(node):
            words = re.findall(r"[A-Za-z']{2,}", text)
            least = 2 if isinstance(node, ast.JoinedStr) else 4
            if len(words) >= least and not _ASIDE.search(text):
                yield text.strip()


def _is_heading(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in {"Table", "Pattern"}


def test_every_sentence_of_a_pattern_is_in_the_catalogues() -> None:
    said = {text for file in (GRAPH / "patterns").glob("*.py") for text in _sentences(file)}
    assert len(said) > 30
    assert [text for text in sorted(said) if not _is_said(text)] == []


def _reasons(file: Path) -> Iterator[str]:
    """Why a module rejects rows."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _REFUSING.fullmatch(
            ast.unparse(node.func).split(".")[-1]
        ):
            for given in node.args:
                made = named.get(given.id) if isinstance(given, ast.Name) else given
                if isinstance(made, ast.Constant | ast.JoinedStr):
                    yield from _written(made)
    yield from re.findall(r"(?:THEN|ELSE) '([a-z]+ [a-z ]+)'", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["call_records", "cell_sites", "contacts", "seizure_reports"])
def test_every_reason_of_a_rejected_row_is_in_the_catalogues(kind: str) -> None:
    every = {reason for file in (INGEST / kind).glob("*.py") for reason in _reasons(file)}
    reasons = {
        r for r in every if " " in r and ". " not in r and not r.startswith(("1:", "template"))
    }
    assert reasons
    assert [reason for reason in sorted(reasons) if not _is_said(reason)] == []


def _guesses(file: Path) -> Iterator[str]:
    """Why a module takes a column for something, and what it asks."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case (
                ast.keyword(arg="reason", value=value)
                | ast.Assign(targets=[ast.Name(id="reason")], value=value)
            ):
                for made in [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]:
                    if isinstance(made, ast.Constant | ast.JoinedStr):
                        yield from _written(made)
            case (
                ast.Yield(value=ast.JoinedStr() | ast.Constant() as asked)
                | ast.Return(value=ast.JoinedStr() | ast.Constant() as asked)
            ):
                yield from (text for text in _written(asked) if "? " in text)


def test_why_a_column_is_taken_for_something_is_in_the_catalogues() -> None:
    modules = [*INGEST.glob("*/proposing.py"), INGEST / "call_records" / "guessing.py"]
    every = {text for file in modules for text in _guesses(file)}
    said = {text if text[1:2] != ";" else text[1:] for text in every}
    assert len(said) > 25
    assert [text for text in sorted(said) if not _is_said(text)] == []


# ------------------------------------------------------------- as they come out


@pytest.mark.parametrize("language", ["en", "sq", LATIN])
def test_what_is_said_fills_in_the_blanks_of_what_was_written(language: str) -> None:
    forms = len(plural_forms(language))
    for section in sayings.written(language).values():
        for written, said in section.items():
            blanks = {name.strip("#") for name, _ in _BLANK.findall(written)}
            assert {name for name, _ in _BLANK.findall(said)} <= blanks, written
            for _, words in _BLANK.findall(said):
                assert words.count("|") in (0, forms), written


def test_two_languages_know_the_same_sentences() -> None:
    latin, albanian = (sayings.written(language) for language in (LATIN, "sq"))
    assert {s: list(said) for s, said in latin.items()} == {
        s: list(said) for s, said in albanian.items()
    }


def test_numbers_agree_with_their_words_and_moments_stay() -> None:
    written = (
        "Last seen in ME 2024-03-01 10:00 UTC (Bar), first in AL 3 hours later (cell not named); "
        "1 records there, back after 1 days. 5 other phone(s) crossed within 60 minutes."
    )
    assert (
        TEXTS["en"]
        .said(written)
        .endswith("1 record there, back after 1 day. 5 other phones crossed within 60 minutes.")
    )
    assert TEXTS[LATIN].said(written) == (
        "Posljednji put viđen u ME 2024-03-01 10:00 UTC (Bar), prvi put u AL 3 sata kasnije "
        "(ćelija nije navedena); tamo 1 zapis, natrag nakon 1 dan. "
        "Još 5 telefona je prešlo u roku od 60 minuta."
    )
    assert "тамо 1 запис" in TEXTS[CYRILLIC].said(written)


def test_what_no_catalogue_knows_stays_as_it_was_written() -> None:
    assert TEXTS["sq"].said("Thus spoke nobody: 3 times.") == "Thus spoke nobody: 3 times."
    assert TEXTS["sq"].said("") == ""


def test_a_sheet_keeps_its_name_before_a_remark() -> None:
    assert TEXTS["sq"].said("List 1: columns not used: Id") == "List 1: kolona të papërdorura: Id"
