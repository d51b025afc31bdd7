"""The editions of a home that a draft may be held against.

Not here: opening one and the comparison (``editions``), the rules of succession (``succession``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg_service.editions import known_editions
from kg_service.store import EmbeddedStore, Store
from kg_service.validation.context import home_files
from kg_service.vocabulary import BASE, CARE, RDF, edition_graph_iri, graph_iri


def store_of(home: Path) -> EmbeddedStore:
    """The files of a home as named graphs, for reading editions only: no description, no default graph."""
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name))
        for name, part in _graphs(home)
        for quad in part
    ]
    return EmbeddedStore(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", "0" * 64)


def current_edition(store: Store, series: str) -> str | None:
    """Name of the newest edition of a series; None where there is none."""
    names = [name for name in known_editions(store) if name.startswith(series + "/")]
    return max(names, default=None)


def _graphs(home: Path) -> Iterator[tuple[str, list[ox.Quad]]]:
    for path in home_files(home):
        quads = list(
            ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri())
        )
        editions = [
            q.subject.value
            for q in quads
            if q.predicate.value == str(RDF.type)
            and q.object == ox.NamedNode(str(CARE.ChecklistEdition))
            and isinstance(q.subject, ox.NamedNode)
            and q.subject.value.startswith(BASE)
        ]
        yield (edition_graph_iri(editions[0]) if editions else graph_iri(path.stem)), quads
