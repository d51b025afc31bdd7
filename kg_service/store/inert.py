"""The form of a query, and whether it parses, without evaluating any of it.

The engine offers no parser by itself, and evaluates counting, ordering and ASK at once, over no data as well:
two long VALUES are enough to keep it busy for hours. So the query is given a filter by a function that there
is not: the engine reads the whole text, and gives up while it plans.
"""

from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from kg_service.store.interface import Kind
from kg_service.store.tokens import Token, tokens
from kg_service.vocabulary import BASE

_EMPTY = ox.Store()
_FILTER = " FILTER(<urn:x-no-such-function>()) "
_KINDS: dict[str, Kind] = {
    "SELECT": "solutions",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}


class _Outline(NamedTuple):
    """Where the parts of a query are."""

    form: Token | None = None
    """SELECT, ASK, CONSTRUCT or DESCRIBE."""
    opens: int = 0
    """Offset after the opening brace of its WHERE; 0 where that takes no filter, or there is none."""
    closes: int = 0
    """Offset of the closing one."""
    is_subquery: bool = False
    """Whether WHERE is a query."""


def kind_of(text: str) -> Kind:
    """What a query that parses gives."""
    form = _outline(text).form
    return _KINDS[form.text.upper()] if form is not None else "solutions"


def complaint(text: str) -> str:
    """What the engine says of a text that it does not parse; empty where it does.

    Args:
        text: Without the word “service”, which may be a clause.
    """
    try:
        _EMPTY.query(_inert(text), base_iri=BASE)
    except SyntaxError as error:
        return str(error)
    except (OSError, RuntimeError, ValueError):
        pass
    return ""


def _inert(text: str) -> str:
    outline = _outline(text)
    edits: list[tuple[int, int, str]] = []
    if outline.form is not None and outline.form.text.upper() == "ASK":
        # The answer of ASK is computed at once, of CONSTRUCT nothing before it is read.
        edits.append((outline.form.start, outline.form.end, "CONSTRUCT{}"))
    if outline.opens and outline.is_subquery:
        edits += [(outline.opens, outline.opens, _FILTER + "{"), (outline.closes, outline.closes, "}")]
    elif outline.opens:
        edits.append((outline.opens, outline.opens, _FILTER))
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@lru_cache(maxsize=256)
def _outline(text: str) -> _Outline:
    words = tokens(text)
    at = next((i for i, w in enumerate(words) if w.kind == "word" and w.text.upper() in _KINDS), None)
    if at is None:
        return _Outline()
    form, at = words[at], at + 1
    if form.text.upper() == "CONSTRUCT":
        if at == len(words) or words[at].text != "{":
            return _Outline(form)  # CONSTRUCT WHERE takes triples only
        at = _closing(words, at) + 1
    depth = 0  # a projected EXISTS has braces of its own, in parentheses
    for index in range(at, len(words)):
        if words[index].text.upper() == "VALUES" and not depth:
            return _Outline(form)  # DESCRIBE does without WHERE
        depth += (words[index].text == "(") - (words[index].text == ")")
        if words[index].text == "{" and not depth:
            end = _closing(words, index)
            is_subquery = index + 1 < len(words) and words[index + 1].text.upper() == "SELECT"
            closes = words[end].start if end < len(words) else len(text)
            return _Outline(form, words[index].end, closes, is_subquery)
    return _Outline(form)


def _closing(words: tuple[Token, ...], opening: int) -> int:
    """Index of the brace that closes the one at *opening*; ``len(words)`` where none does."""
    depth = 0
    for index in range(opening, len(words)):
        depth += (words[index].text == "{") - (words[index].text == "}")
        if not depth:
            return index
    return len(words)
