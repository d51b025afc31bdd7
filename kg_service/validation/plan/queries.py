"""A SPARQL constraint as a search for one solution from one focus node.

pyshacl asks rdflib anew for every focus node; here the text is read once, each pattern follows the index
from what is bound already, and the first solution ends the search. Where it is not known what rdflib would
make of a value, pyshacl decides. A text with anything that is not known here is refused.

Source: SHACL, section 5.3, https://www.w3.org/TR/shacl/#sparql-constraints-prebound
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.expressions import Binding, Env, aggregated
from kg_service.validation.plan.functions import UnsureError, effective
from kg_service.validation.plan.parsing import read_select
from kg_service.validation.plan.reads import Read
from kg_service.validation.plan.searching import SearchCompiler
from kg_service.validation.plan.source import TYPE, Source, UnknownError, iri, sh
from kg_service.validation.plan.sure import Sure
from kg_service.validation.plan.syntax import THIS, Select
from kg_service.validation.plan.ties import reads_of

_PREFIXES = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}


class Query:
    """One ``sh:sparql`` constraint over one index."""

    def __init__(self, select: Select, index: Index) -> None:
        """Compile a constraint.

        Raises:
            UnknownError: It holds something whose meaning is not known.
        """
        self.reads: list[Read] = reads_of(select.where)
        self._index, self._having = index, select.having
        self._places: dict[str, int] = {THIS: 0}
        self._search = SearchCompiler(index, self._places).group(select.where, {THIS})

    @classmethod
    def of(cls, node: Term, source: Source, index: Index) -> Query:
        """The constraint at a node of the shapes graph.

        Raises:
            UnknownError: It holds something whose meaning is not known.
        """
        texts, off = source.objects(node, sh("select")), source.objects(node, sh("deactivated"))
        if len(texts) != 1 or not isinstance(texts[0], ox.Literal) or off:
            raise UnknownError("sparql")
        return cls(read_select(texts[0].value, _prefixes(node, source)), index)

    def passes(self, focus: int) -> Sure:
        """Whether the constraint has nothing against a focus node; None where only pyshacl knows."""
        env: Env = [None] * len(self._places)
        env[0] = focus
        try:
            if self._having is None:
                return not self._search(env, lambda solution: True)
            return not self._group_fails(env)
        except UnsureError:
            return None

    def _group_fails(self, env: Env) -> bool:
        rows: list[Mapping[str, Binding]] = []

        def keep(solution: Env) -> bool:
            rows.append(dict(zip(self._places, solution, strict=True)))
            return False

        self._search(env, keep)
        assert self._having is not None
        return bool(rows) and effective(aggregated(self._having, rows, self._index)) is True


def _prefixes(node: Term, source: Source) -> dict[str, str]:
    """The prefixes of a constraint, as pyshacl gathers them."""
    ontologies = set(source.subjects(TYPE, iri(OWL.Ontology)))
    everywhere = [d for ontology in ontologies for d in source.objects(ontology, sh("declare"))]
    found = dict(_PREFIXES)
    for holder in source.objects(node, sh("prefixes")):
        own = source.objects(holder, sh("declare"))
        for declared in own if own and holder in ontologies else [*everywhere, *own]:
            names, values = (source.objects(declared, sh(name)) for name in ("prefix", "namespace"))
            if len(names) != 1 or len(values) != 1:
                raise UnknownError("sh:declare")
            found[names[0].value] = values[0].value
    return found
