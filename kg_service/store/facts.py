"""What can be asked of one term of the engine, without asking the engine again each time."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,17}")


class Facts(NamedTuple):
    """What constraints ask about one term."""

    kind: str
    """``iri``, ``blank`` or ``literal``."""
    text: str
    lang: str
    """Empty where it has none."""
    datatype: str
    """IRI; empty for what is no literal."""
    integer: int | None
    """The value of an ``xsd:integer`` in canonical form and of at most 18 digits."""


def facts_of(term: Term) -> Facts:
    """The facts of one term."""
    if isinstance(term, ox.Literal):
        datatype, text = term.datatype.value, term.value
        integer = int(text) if datatype == _INTEGER and _CANONICAL.fullmatch(text) else None
        return Facts("literal", text, term.language or "", datatype, integer)
    return Facts("iri" if isinstance(term, ox.NamedNode) else "blank", term.value, "", "", None)
