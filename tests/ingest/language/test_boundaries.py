"""Sentences of hand-written texts end where a reader says they end, in two styles."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ingest import selectors
from ingest.language.sentences import passages

FOLDER = Path(__file__).parent / "boundaries"
STYLES = ("reports", "statements")
LEAST = 0.97


def texts(style: str) -> Iterator[tuple[str, list[str]]]:
    """Country and sentences of each text."""
    for paragraph in (FOLDER / f"{style}.txt").read_text(encoding="utf-8").split("\n\n"):
        if not paragraph.startswith("#"):
            country, written = paragraph.strip().split(" ", 1)
            yield country, written.rstrip("|").split("|")


def joined(sentences: list[str]) -> str:
    """As a document has them: lines of their own for headings, items and answers."""
    text = sentences[0]
    for one, other in pairwise(sentences):
        line = not one.rstrip("\"'”“»").endswith((".", "!", "?", "…")) or _begins_item(other)
        text += ("\n" if line else " ") + other
    return text


def _begins_item(sentence: str) -> bool:
    first = sentence.split()[0]
    return first in ("Q:", "A:", "Pitanje:", "Odgovor:") or (
        first[:-1].isalnum() and len(first) == 2 and first[-1] in ".)"
    )


@pytest.mark.parametrize("style", STYLES)
def test_sentences_end_where_a_reader_ends_them(style: str) -> None:
    expected, made, right = 0, 0, 0
    wrong: list[str] = []
    for country, sentences in texts(style):
        text = joined(sentences)
        found = passages(text, selectors.find(text, country))
        ends, true_ends = {end for _, end in found}, set(_ends(text, sentences))
        expected, made = expected + len(true_ends), made + len(ends)
        right += len(ends & true_ends)
        wrong += [text[max(0, end - 40) : end + 20] for end in sorted(ends ^ true_ends)]
    assert expected >= 80
    assert min(right / expected, right / made) >= LEAST, wrong


def _ends(text: str, sentences: list[str]) -> Iterator[int]:
    position = 0
    for sentence in sentences:
        position = text.index(sentence, position) + len(sentence)
        yield position
