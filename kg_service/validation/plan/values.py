"""Constraints on one value by itself: its kind, datatype, language, length, pattern, range.

Each gives what pyshacl gives, or None. Range is told of integers only.

Source: SHACL, sections 4.1, 4.3 and 4.4, https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import RDF, RDFS, XSD, Literal

from kg_service.store.facts import Facts, Term, facts_of
from kg_service.store.index import Index
from kg_service.store.rdflib_terms import to_rdflib
from kg_service.validation.plan.sure import OfValue, Sure
from kg_service.vocabulary import SH

Maker: TypeAlias = Callable[[Index, Sequence[Term]], OfValue | None]
"""From the parameter's values to the test; None where it is not known how pyshacl takes them."""

_WELL_FORMED: dict[str, type | tuple[type, ...]] = {
    str(XSD.string): str,
    str(RDF.langString): str,
    str(XSD.integer): int,
    str(XSD.float): float,
    str(XSD.decimal): Decimal,
    str(XSD.boolean): bool,
    str(XSD.date): date,
    str(XSD.time): time,
    str(XSD.dateTime): datetime,
}
"""Datatype to what pyshacl expects its values to be."""

_KINDS = {
    str(SH.IRI): {"iri"},
    str(SH.BlankNode): {"blank"},
    str(SH.Literal): {"literal"},
    str(SH.BlankNodeOrIRI): {"blank", "iri"},
    str(SH.BlankNodeOrLiteral): {"blank", "literal"},
    str(SH.IRIOrLiteral): {"iri", "literal"},
}


def _of_facts(index: Index, test: Callable[[Facts], Sure]) -> OfValue:
    facts = index.facts
    return lambda value: test(facts(value))


def node_kind(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:nodeKind``."""
    kinds = _KINDS.get(given[0].value) if len(given) == 1 else None
    if kinds is None:
        return None
    return _of_facts(index, lambda facts: facts.kind in kinds)


def datatype(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:datatype``."""
    wanted = given[0].value
    if len(given) != 1 or wanted in (str(RDFS.Literal), str(RDFS.Datatype)):
        return None
    terms = index.terms
    if wanted == str(RDF.langString):
        return _of_facts(index, lambda facts: bool(facts.lang))

    def test(value: int) -> Sure:
        facts = index.facts(value)
        if facts.datatype != wanted:
            return False
        return facts.integer is not None or _is_of(terms[value], wanted)

    return test


def _is_of(term: Term, datatype: str) -> bool:
    """Whether a term is a well-formed literal of a datatype, as pyshacl judges it."""
    if not isinstance(term, ox.Literal) or term.datatype.value != datatype:
        return False
    literal = to_rdflib(term)
    assert isinstance(literal, Literal)
    expected = _WELL_FORMED.get(datatype)
    return literal.ill_typed is not True and (expected is None or isinstance(literal.value, expected))


def language_in(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:languageIn``, its list as members."""
    wanted = {term.value.lower() for term in given}

    def test(facts: Facts) -> Sure:
        lang = facts.lang
        return bool(lang) and ("*" in wanted or lang in wanted or lang.split("-")[0] in wanted)

    return _of_facts(index, test)


def min_length(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:minLength``."""
    least = bound(given)
    if least is None or least < 0:
        return None
    if least == 0:
        return lambda value: True
    return _of_facts(index, lambda facts: facts.kind != "blank" and len(facts.text) >= least)


def max_length(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:maxLength``."""
    most = bound(given)
    if most is None or most < 0:
        return None
    return _of_facts(index, lambda facts: facts.kind != "blank" and len(facts.text) <= most)


def pattern(flags: Sequence[Term]) -> Maker:
    """``sh:pattern`` under ``sh:flags``, with Python's expressions, as pyshacl has them."""

    def make(index: Index, given: Sequence[Term]) -> OfValue | None:
        if len(flags) > 1 or not all(isinstance(term, ox.Literal) for term in given):
            return None
        letters = flags[0].value.lower() if flags else ""
        options = (re.IGNORECASE if "i" in letters else 0) | (re.MULTILINE if "m" in letters else 0)
        try:
            searches = [re.compile(term.value, options).search for term in given]
        except re.error:
            return None
        return _of_facts(
            index,
            lambda facts: facts.kind != "blank" and all(search(facts.text) for search in searches),
        )

    return make


def in_list(index: Index, given: Sequence[Term]) -> OfValue | None:
    """``sh:in``, its list as members."""
    wanted = {index.number(term) for term in given}
    return lambda value: value in wanted


def compared(holds: Callable[[int, int], bool]) -> Maker:
    """``sh:minInclusive`` and its like; *holds* gets the value and the bound."""

    def make(index: Index, given: Sequence[Term]) -> OfValue | None:
        bounds = [number for term in given if (number := facts_of(term).integer) is not None]
        if len(bounds) < len(given):
            return None

        def test(facts: Facts) -> Sure:
            if facts.kind != "literal" or facts.lang:
                return False
            number = facts.integer
            return None if number is None else all(holds(number, bound) for bound in bounds)

        return _of_facts(index, test)

    return make


def bound(given: Sequence[Term]) -> int | None:
    """The one whole number that a parameter has; None where it has none, or several."""
    return facts_of(given[0]).integer if len(given) == 1 else None


MAKERS: dict[str, Maker] = {
    "nodeKind": node_kind,
    "datatype": datatype,
    "languageIn": language_in,
    "minLength": min_length,
    "maxLength": max_length,
    "in": in_list,
    "minInclusive": compared(operator.ge),
    "maxInclusive": compared(operator.le),
    "minExclusive": compared(operator.gt),
    "maxExclusive": compared(operator.lt),
}
"""Local name of the parameter to what makes its test; ``sh:pattern`` has a second parameter."""
