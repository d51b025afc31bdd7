"""What a path of this server stands for, and what there is to say of it.

Not here: formats and pages (``things``).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg_service.formats import GRAPH_FORMATS, HTML, JSONLD, Format
from kg_service.model import Iri, Literal
from kg_service.nearest import nearest
from kg_service.store import Answer
from kg_service.vocabulary import BASE
from kg_service.web.asking import Pages
from kg_service.web.errors import UnknownThingError
from kg_service.web.links import iri_of

SUFFIXES: dict[str, Format] = {f".{f.extension}": f for f in (HTML, *GRAPH_FORMATS)} | {".json": JSONLD}
"""Endings of a path that choose a format."""

_IN_IRI = (
    "A-Za-z0-9._~!$&'()*+,;=:@/?\\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
_IRI = re.compile(f"(?:[{_IN_IRI}]|%[0-9A-Fa-f]{{2}})*(?:#(?:[{_IN_IRI}]|%[0-9A-Fa-f]{{2}})*)?")
"""Characters of an IRI after RFC 3987, section 2.2; the engine refuses all others."""


@dataclass(frozen=True, slots=True)
class Resource:
    """An IRI that the dataset speaks of."""

    iri: str
    graph: str | None = None
    """The named graph that is all there is to say of it: of a graph, an ontology, a set of shapes."""
    ontology: str | None = None
    """The ontology that the graph holds, where the IRI is that of an ontology or of its version."""


class Resources:
    """The IRIs under the base, as paths."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._documents = lru_cache(maxsize=1)(self._all_documents)

    def find(self, path: str) -> tuple[Resource, Format | None]:
        """What *path* stands for, and the format that its ending asks for.

        Args:
            path: Of the request, decoded, without the leading slash.

        Raises:
            UnknownThingError: The dataset has no such IRI.
        """
        if (found := self._resource(iri_of(path))) is not None:
            return found, None
        stem, dot, ending = path.rpartition(".")
        if f".{ending}" in SUFFIXES and (found := self._resource(iri_of(stem))) is not None:
            return found, SUFFIXES[dot + ending]
        raise UnknownThingError(iri_of(path), nearest(iri_of(path), self._documents()))

    def knows(self, path: str) -> bool:
        """Is there such an IRI? The ending of *path* is part of it."""
        return self._resource(iri_of(path)) is not None

    def answer(self, resource: Resource) -> Answer:
        """All there is to say of *resource*, as triples."""
        if resource.graph is not None:
            return self._pages.answer("graph", (resource.graph,))
        answer = self._pages.answer("thing", this=Iri(resource.iri))
        if next(answer.triples(), None) is None:
            return self._pages.answer("mentions", this=Iri(resource.iri))
        return answer

    def _resource(self, iri: str) -> Resource | None:
        if not _IRI.fullmatch(iri):
            return None
        if iri in self._pages.graphs:
            return Resource(iri, graph=iri)
        for row in self._pages.rows("ontology-graph", this=Iri(iri)):
            return Resource(iri, graph=str(row["graph"]), ontology=str(row["ontology"]))
        return Resource(iri) if self._pages.holds("known", this=Iri(iri)) else None

    def _all_documents(self) -> tuple[str, ...]:
        return tuple(str(row["document"]) for row in self._pages.rows("documents", base=Literal(BASE)))
