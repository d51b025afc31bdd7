"""Answers as an assistant gets them: plain JSON, short enough to be read whole.

Not here: what is asked (``tools``), what an answer rests on (``sources``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from kg_service.formats import TURTLE
from kg_service.model import BlankNode, Iri, Literal, Term, TripleTerm
from kg_service.store import Answer
from kg_service.vocabulary import XSD

MOST_CHARACTERS = 60_000
"""Of a whole result; an assistant pays for each, and forgets the beginning of what is too long."""
MOST_OF_ONE = 4_000
"""Characters of one text."""
LISTS = ("hits", "rows", "findings", "changes", "sources", "statements", "pointing_here", "queries")
"""Parts of a result that may be cut, the longest first."""

Result = dict[str, Any]

_NUMBERS = {str(XSD[name]): kind for name, kind in (("integer", int), ("decimal", float), ("double", float))}


def dumped(result: Result) -> str:
    """*result* as JSON."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"))


def fitted(result: Result) -> Result:
    """*result*, its lists cut until it is short enough; ``truncated`` says whether anything is left out."""
    result = {name: _cut(value) for name, value in result.items()}
    while len(dumped(result)) > MOST_CHARACTERS:
        lists = [name for name in LISTS if len(result.get(name) or ()) > 1]
        if not lists:
            break
        longest = max(lists, key=lambda name: len(dumped({name: result[name]})))
        result[longest] = result[longest][: len(result[longest]) // 2]
        result["truncated"] = True
    return result


def rows_of(answer: Answer, limit: int, *, tagged: bool) -> tuple[list[dict[str, Any]], bool]:
    """The first solutions by variable, and whether there are more.

    Args:
        answer: Of SELECT.
        limit: How many.
        tagged: Whether a text in a language says which.
    """
    found = list(islice(answer.rows(), limit + 1))
    rows = [
        {
            name: plain(term, tagged=tagged)
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in found[:limit]
    ]
    return rows, len(found) > limit


def turtle_of(answer: Answer) -> tuple[str, bool]:
    """A graph in Turtle, cut at the end of a line where it is long, and whether it was."""
    parts, size = [], 0
    for part in answer.stream(TURTLE):
        parts.append(part)
        size += len(part)
        if size > 4 * MOST_CHARACTERS:
            break
    text = b"".join(parts).decode("utf-8", errors="ignore")
    most = MOST_CHARACTERS // 2
    return (text, False) if len(text) <= most else (text[:most].rpartition("\n")[0] + "\n", True)


def plain(term: Term, *, tagged: bool = False) -> Any:
    """A term as JSON: numbers and truth values as such, a text as a string, an IRI as an object."""
    match term:
        case Iri():
            return {"iri": term.value}
        case BlankNode() | TripleTerm():
            return {"term": str(term)}
        case Literal(lang=str()):
            text = cut(term.value)
            return {"text": text, "lang": term.lang} if tagged else text
    if term.datatype == str(XSD.boolean):
        return term.value in ("true", "1")
    try:
        number = _NUMBERS[term.datatype or ""](term.value)
        return number if number == number and abs(number) != float("inf") else term.value
    except (KeyError, ValueError):
        return cut(term.value)


def iris_in(value: object) -> Iterator[str]:
    """The IRIs of rows."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "iri" and isinstance(part, str):
                yield part
            else:
                yield from iris_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from iris_in(part)


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MOST_CHARACTERS // 2:
        return value[: MOST_CHARACTERS // 2] + "…"
    return value


def cut(text: str) -> str:
    """One text, without what is too much of it."""
    return text if len(text) <= MOST_OF_ONE else text[:MOST_OF_ONE] + "…"
