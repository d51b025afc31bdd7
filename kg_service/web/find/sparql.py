"""Pieces of the SPARQL that stands beside what a page lists or counts."""

import re
from collections.abc import Iterable

from kg_service.vocabulary import BASE

HEADER = f"""BASE <{BASE}id/>
PREFIX care: <{BASE}ontology#>
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_PLAIN = re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def iri(value: str) -> str:
    """An IRI of the graph, as short as ``BASE`` makes it."""
    short = value.removeprefix(BASE + "id/")
    return f"<{short}>" if short != value and _PLAIN.fullmatch(short) else f"<{value}>"


def iris(values: Iterable[str]) -> str:
    """Several of them, for ``VALUES``."""
    return " ".join(map(iri, values))


def string(text: str) -> str:
    """A plain literal."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'
