"""The answer to a query in the format that the client reads.

Not here: how formats are written (``store``), how a request is read (``protocol``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import cast

from flask import Request, Response, render_template

from kg_service.errors import NotAcceptableError
from kg_service.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON,
    SOLUTION_FORMATS,
    XLSX,
    XML,
    Format,
    format_named,
    negotiate,
)
from kg_service.model import Lang, Term
from kg_service.store import Answer
from kg_service.store.interface import READ, Kind
from kg_service.web.caching import cached, tag_of, unchanged

SHOWN = 1_000
"""Rows of an answer that a page shows; the downloads hold all."""

OFFERED: Mapping[Kind, tuple[Format, ...]] = {
    "solutions": (*SOLUTION_FORMATS, HTML),
    "boolean": (JSON, XML, HTML),
    "graph": (*GRAPH_FORMATS, HTML),
}
"""What each kind of answer is given as, favourites first."""

_CHANGING = re.compile(r"\b(NOW|RAND|UUID|STRUUID)\s*\(")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer as people see it."""

    name: str
    value: int
    """Where the value stands in a solution."""
    label: int | None
    """Where its name stands: ``serviceLabel`` beside ``service``."""


def columns_of(variables: Sequence[str]) -> list[Column]:
    """The columns to show: a name goes into the column of what it names."""
    place = {name: number for number, name in enumerate(variables)}
    named = {name: place[f"{name}Label"] for name in variables if f"{name}Label" in place}
    hidden = set(named.values())
    return [Column(name, at, named.get(name)) for name, at in place.items() if at not in hidden]


def choose(kind: Kind, name: str | None, accept: str | None) -> Format:
    """The format to answer in.

    Args:
        kind: Of the answer.
        name: Of ``?format=``; it goes before Accept.
        accept: The header.

    Raises:
        UnknownFormatError: No format has that name.
        NotAcceptableError: The kind of answer is not given so.
    """
    if name is None:
        return negotiate(accept, OFFERED[kind])
    if format_named(name) not in OFFERED[kind]:
        raise NotAcceptableError(name, [f.name for f in OFFERED[kind]])
    return format_named(name)


@lru_cache(maxsize=1024)
def acceptable(name: str | None, accept: str | None) -> Mapping[Kind, Format]:
    """The format to answer in by kind of answer; kinds that are not given so are left out.

    Args:
        name: Of ``?format=``; it goes before Accept.
        accept: The header.

    Raises:
        UnknownFormatError: No format has that name.
    """
    formats: dict[Kind, Format] = {}
    for kind in OFFERED:
        with suppress(NotAcceptableError):
            formats[kind] = choose(kind, name, accept)
    return MappingProxyType(formats)


def written(formats: Mapping[Kind, Format]) -> dict[Kind, Format]:
    """What a store has to write for an answer in *formats*: a page is made from its terms."""
    return {kind: READ[kind] if format is HTML else format for kind, format in formats.items()}


def entity_tag(
    snapshot: str, query: str, key: object, name: str | None, accept: str | None, lang: Lang
) -> str | None:
    """The tag of an answer before it is made; None where the same query may be answered otherwise next time.

    The kind of the answer is not known yet, so the tag goes over the format that each kind would have.
    """
    capitals = query.upper()
    if ("NOW" in capitals or "RAND" in capitals or "UUID" in capitals) and _CHANGING.search(capitals):
        return None
    return tag_of(
        snapshot, query, key, lang, *(f"{kind}={f.name}" for kind, f in acceptable(name, accept).items())
    )


def respond(
    request: Request,
    ask: Callable[[Mapping[Kind, Format]], Answer],
    *,
    tag: str | None,
    format_name: str | None,
    template: str,
    context: Mapping[str, object],
) -> Response:
    """Ask, unless the client holds the answer, and write it in the format that was chosen.

    Args:
        request: Its Accept and If-None-Match headers are read.
        ask: Asks the store, which is told what it will have to write.
        tag: Of the answer, from ``entity_tag``.
        format_name: Of ``?format=``.
        template: Page that shows an answer.
        context: What the page shows besides.

    Raises:
        KgServiceError: Whatever *ask* and ``choose`` raise.
    """
    if (held := unchanged(request, tag)) is not None:
        return held
    accept = request.headers.get("Accept")
    try:
        answer = ask(written(acceptable(format_name, accept)))
    except NotAcceptableError as error:
        # The store knows what kind of answer it is, and here is known how that kind is given.
        choose(cast(Kind, error.kind), format_name, accept)
        raise
    chosen = choose(answer.kind, format_name, accept)
    if chosen is HTML:
        shown = {"answer": answer, "table": Table(answer), "formats": OFFERED[answer.kind][:-1], **context}
        return cached(
            Response(render_template(template, **shown), content_type="text/html; charset=utf-8"), tag
        )
    response = Response(answer.stream(chosen), content_type=content_type(chosen))
    if (name := file_name(format_name, chosen)) is not None:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return cached(response, tag)


def file_name(format_name: str | None, chosen: Format) -> str | None:
    """What an answer is saved as, where it is not for reading in place: by ``?format=``, and a workbook."""
    return f"answer.{chosen.extension}" if format_name is not None or chosen is XLSX else None


def content_type(format: Format) -> str:
    """Value of Content-Type: text formats name their encoding."""
    return (
        f"{format.media_type}; charset=utf-8" if format.media_type.startswith("text/") else format.media_type
    )


class Table:
    """The part of an answer that a page shows."""

    def __init__(self, answer: Answer) -> None:
        triples = answer.kind == "graph"
        found: list[tuple[Term | None, ...]] = list(
            islice(answer.triples() if triples else answer.rows(), SHOWN + 1)
        )
        self.columns = columns_of(("subject", "predicate", "object") if triples else answer.variables)
        self.rows = found[:SHOWN]
        self.cut = len(found) > SHOWN
        self.shown = SHOWN
