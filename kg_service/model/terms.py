"""Texts in two languages, and the terms of the graph.

A term is ours (``Iri``, ``BlankNode``, ``Literal``), so that no caller of ``store`` ever holds an object of
the engine.
"""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

Lang: TypeAlias = OneOf["zh", "en"]
"""A language of the people who use the service. Chinese first."""

LANGS: tuple[Lang, ...] = ("zh", "en")

Direction: TypeAlias = OneOf["ltr", "rtl"]
"""Base direction of a text: from left to right, from right to left."""

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads, in both languages."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The wording in *lang*."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Iri:
    """A node with a name for the whole web."""

    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A node without a name; its id means nothing outside of the answer or the snapshot it was read from."""

    id: str

    def __str__(self) -> str:
        return f"_:{self.id}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it was written."""

    value: str
    """The lexical form."""
    datatype: str | None = None
    """IRI of the datatype; None for a plain string and for a string with a language."""
    lang: str | None = None
    """Language tag, e.g. ``zh``."""
    direction: Direction | None = None
    """Base direction of a text that has a language, where it says one."""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class TripleTerm:
    """A triple that is spoken of: the object of another one, or a value of an answer.

    Source: https://www.w3.org/TR/rdf12-concepts/#dfn-triple-term
    """

    subject: Iri | BlankNode
    predicate: Iri
    object: "Term"

    def __str__(self) -> str:
        return f"<<( {self.subject} {self.predicate} {self.object} )>>"


Term: TypeAlias = Iri | BlankNode | Literal | TripleTerm
Triple: TypeAlias = tuple[Term, Term, Term]
