"""The answer to a query in the format that the client reads.

Not here: how formats are written (``store``), how a request is read (``protocol``).
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
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
from kg_service.model import Lang
from kg_service.store import Answer
from kg_service.store.interface import READ, Kind
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.table import SORT, Source, Table, read_raw, wants_raw

OFFERED: Mapping[Kind, tuple[Format, ...]] = {
    "solutions": (*SOLUTION_FORMATS, HTML),
    "boolean": (JSON, XML, HTML),
    "graph": (*GRAPH_FORMATS, HTML),
}
"""What each kind of answer is given as, favourites first."""

_CHANGING = re.compile(r"\b(NOW|RAND|UUID|STRUUID)\s*\(")


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
    source: Source | None = None,
) -> Response:
    """Ask, unless the client holds the answer, and write it in the format that was chosen.

    Args:
        request: Its Accept and If-None-Match headers are read.
        ask: Asks the store, which is told what it will have to write.
        tag: Of the answer, from ``entity_tag``.
        format_name: Of ``?format=``.
        template: Page that shows an answer.
        context: What the page shows besides.
        source: Where programs get the answer; the address of the request where None.

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
        raw = read_raw(answer) if wants_raw(request) else None
        shown = {
            "answer": answer,
            "table": Table(answer, request.args.get(SORT)),
            "raw": raw,
            "formats": OFFERED[answer.kind][:-1],
            "source": source or Source.of(request),
            **context,
        }
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
