"""An RDF file of the other side, asked by the same queries as an endpoint.

Not here: parsing (``store.rdf_files``), the queries (``sparql``).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg_service.model import Term
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import SYNTAXES, read_file
from kg_service.store.rdflib_view import index_of

ENDINGS = tuple(SYNTAXES)


class DumpAsker:
    """Asks the triples of a file, those of its named graphs included."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            KgServiceError: See ``store.rdf_files.read_file``.
        """
        engine = ox.Store()
        engine.bulk_extend(
            ox.Quad(triple.subject, triple.predicate, triple.object)
            for triple in index_of(read_file(path, with_places=False).graph).triples()
        )
        with path.open("rb") as file:
            self.url = hashlib.file_digest(file, "sha256").hexdigest()
        self._store = EmbeddedStore(b"", self.url, engine=engine)

    def __call__(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        """The solutions of a SELECT."""
        return self._store.query(query).rows()
