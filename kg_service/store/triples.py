"""Triples that were put together here, in any format.

Not here: those of an answer, which the engine writes (``writing``).
"""

import io
from collections.abc import Iterable

import pyoxigraph as ox

from kg_service.formats import Format
from kg_service.model import Triple
from kg_service.store.terms import to_engine
from kg_service.store.writing import write_graph


def write_triples(triples: Iterable[Triple], format: Format) -> bytes:
    """Write *triples* as an answer would be written.

    Args:
        triples: In any order; duplicates are dropped.
        format: One of ``GRAPH_FORMATS``.

    Raises:
        ValueError: A term is not valid, or a literal stands where none may.
    """
    out = io.BytesIO()
    write_graph([_to_engine(triple) for triple in triples], format, out)
    return out.getvalue()


def _to_engine(triple: Triple) -> ox.Triple:
    subject, predicate, object_ = map(to_engine, triple)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise ValueError(f"not a triple: {triple}")
    return ox.Triple(subject, predicate, object_)
