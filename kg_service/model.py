"""The values that every room hands to every other: frozen, plain, without RDF libraries or HTTP.

A term of the graph is ours as well (``Iri``, ``BlankNode``, ``Literal``), so that no caller of ``store`` ever
holds an object of the engine.
"""

from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the printed table, cell by cell, as in the graph."""

    number: int
    """序号, from 1; it belongs to one edition and identifies nothing beyond it."""
    goal: str
    """幼有所育 and so on: the goal that the row stands under."""
    beneficiary: str
    """服务对象."""
    service: str
    """服务项目."""
    content: str
    """服务内容."""
    departments: tuple[str, ...]
    """责任部门: short names in printed order."""


class Severity(StrEnum):
    """How much a finding weighs, in SHACL's three steps."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read, so that it can be cited and corrected."""

    document: str
    """File name or path as the person gave it; ``<query>`` for a query text."""
    line: int | None = None
    """From 1."""
    column: int | None = None
    """Character in the line, from 1."""

    def __str__(self) -> str:
        parts = [self.document, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule has to say about one node."""

    severity: Severity
    rule: str
    """IRI of the named shape."""
    focus: str
    """IRI of the node, or ``_:id``."""
    path: str | None
    """The property or path in question, as SPARQL writes it; None where the rule is about the node itself."""
    value: str | None
    text: Text
    """What is wrong and what to do."""
    detail: str
    """The engine's own words."""
    place: Place | None = None
