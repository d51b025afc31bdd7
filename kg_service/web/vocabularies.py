"""What the page of a vocabulary or of a set of shapes is made from: its rules, its terms, its drawing.

Not here: the statements about it (``pages``), how it looks (``templates/vocabulary.html``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg_service.vocabulary import CARE, OWL, RDF, RDFS, SH, SKOS
from kg_service.web.asking import Pages
from kg_service.web.diagram import Diagram, lay_out, read_links
from kg_service.web.pages import Page, Part

ASIDE = frozenset(
    map(str, (RDF.type, RDFS.label, SKOS.definition, RDFS.isDefinedBy, OWL.disjointWith, SH.message))
)
"""Properties that a term says in its head, and what only a reasoner needs."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of an ontology, or the rules of a set of shapes."""

    rules: Mapping[str, str]
    """Rule to the node shape under which it is written out."""
    terms: tuple[tuple[str, tuple[Part, ...]], ...]
    """Everything else by class; under no class what others define."""
    diagram: Diagram | None


class Vocabularies:
    """The vocabularies of one store; the drawing is made once."""

    def __init__(self, pages: Pages) -> None:
        self._diagram = lru_cache(maxsize=1)(lambda: lay_out(read_links(pages)))

    def of(self, page: Page) -> Vocabulary:
        """What the page of an ontology shows."""
        rules: dict[str, str] = {}
        shapes = page.groups.get(str(SH.NodeShape), ())
        for shape in shapes:
            for property_ in (SH.property, SH.sparql):
                for rule in page.statements.values(shape.iri, str(property_)):
                    if page.statements.values(str(rule), str(SH.message)):
                        rules.setdefault(str(rule), shape.iri)
        terms = (
            (kind, tuple(part for part in parts if part.iri not in rules))
            for kind, parts in page.groups.items()
            if kind != str(SH.NodeShape)
        )
        draws = any(part.iri == str(CARE.ServiceMeasure) for parts in page.groups.values() for part in parts)
        return Vocabulary(
            rules=rules,
            terms=tuple((kind, parts) for kind, parts in terms if parts),
            diagram=self._diagram() if draws else None,
        )
