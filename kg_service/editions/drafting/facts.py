"""Triples of a file, or of several, to be looked up by subject and property.

Not here: what they mean (``known``), SPARQL (``store``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg_service.errors import UnreadableFileError
from kg_service.model import Iri, Literal, Term, Text
from kg_service.store.terms import from_engine
from kg_service.store.turtle import turtle_problem
from kg_service.vocabulary import RDF


class Facts:
    """An index from subject to property to values, in the order of the file."""

    def __init__(self) -> None:
        self._index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._by_type: dict[str, list[str]] = defaultdict(list)

    def add(self, subject: str, predicate: str, value: Term) -> None:
        """State one triple; a second time it changes nothing."""
        values = self._index[subject][predicate]
        if value not in values:
            values.append(value)
            if predicate == str(RDF.type):
                self._by_type[str(value)].append(subject)

    def add_all(self, triples: Iterable[tuple[str, str, Term]]) -> None:
        """State many."""
        for subject, predicate, value in triples:
            self.add(subject, predicate, value)

    def of_type(self, kind: str) -> tuple[str, ...]:
        """The subjects of a class."""
        return tuple(self._by_type.get(kind, ()))

    def subjects(self) -> Iterator[str]:
        """Everything that is described."""
        return iter(self._index)

    def values(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """Everything that is stated of a subject by a property."""
        return tuple(self._index[subject].get(predicate, ())) if subject in self._index else ()

    def pairs(self, subject: str) -> list[tuple[str, tuple[Term, ...]]]:
        """Everything that is stated of a subject, by property."""
        found = self._index.get(subject, {})
        return [(predicate, tuple(values)) for predicate, values in found.items()]

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Those values that are IRIs."""
        return tuple(value.value for value in self.values(subject, predicate) if isinstance(value, Iri))

    def iri(self, subject: str, predicate: str) -> str | None:
        """The first of them."""
        return next(iter(self.iris(subject, predicate)), None)

    def text(self, subject: str, predicate: str, lang: str | None = None) -> str | None:
        """The first literal in a language; of any kind where *lang* is None."""
        return next(
            (
                value.value
                for value in self.values(subject, predicate)
                if isinstance(value, Literal) and (lang is None or value.lang == lang)
            ),
            None,
        )

    def number(self, subject: str, predicate: str) -> int | None:
        """The first literal that is written as a whole number without a sign."""
        written = self.text(subject, predicate)
        return int(written) if written and written.isdecimal() and len(written) < 10 else None


def read_facts(path: Path, document: str) -> list[tuple[str, str, Term]]:
    """The triples of a Turtle file; those with blank nodes for subjects are left out.

    Raises:
        UnreadableFileError: It is not there or can't be opened.
        SyntaxProblemError: It does not parse.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        words = error.strerror or str(error)
        raise UnreadableFileError(document, Text(words, words)) from error
    try:
        return list(triples_of(ox.parse(content, format=ox.RdfFormat.TURTLE)))
    except SyntaxError as error:
        raise turtle_problem(document, error, content) from error


def triples_of(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str, Term]]:
    """Triples of the engine as ours."""
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, quad.predicate.value, from_engine(quad.object)
