"""SHACL paths as SPARQL writes them, and the way they take through a graph.

Source: SHACL, section 2.3.1, https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from kg_service.vocabulary import SH, compact

_MODIFIERS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(path: Node, shapes: Graph) -> str:
    """*path* as a SPARQL property path under our prefixes.

    Args:
        path: An IRI, or the node that a path hangs on in *shapes*.
        shapes: The graph that holds the path.
    """
    if isinstance(path, URIRef):
        return compact(str(path)) or f"<{path}>"
    if (inverse := shapes.value(path, SH.inversePath)) is not None:
        return "^" + _grouped(inverse, shapes)
    for predicate, modifier in _MODIFIERS.items():
        if (inner := shapes.value(path, predicate)) is not None:
            return _grouped(inner, shapes) + modifier
    if (choices := shapes.value(path, SH.alternativePath)) is not None:
        return "|".join(_grouped(p, shapes) for p in shapes.items(choices))
    if (path, RDF.first, None) in shapes:
        return "/".join(_grouped(p, shapes) for p in shapes.items(path))
    return str(path)


def _grouped(path: Node, shapes: Graph) -> str:
    text = path_text(path, shapes)
    compound = not isinstance(path, URIRef) and any(mark in text for mark in "|/")
    return f"({text})" if compound else text


def last_step(path: Node | None, shapes: Graph) -> tuple[URIRef, bool] | None:
    """The property by which a path arrives at its value, and whether it is walked backwards."""
    if isinstance(path, URIRef):
        return path, False
    if path is None:
        return None
    if isinstance(inverse := shapes.value(path, SH.inversePath), URIRef):
        return inverse, True
    for predicate in _MODIFIERS:
        if (inner := shapes.value(path, predicate)) is not None:
            return last_step(inner, shapes)
    steps = list(shapes.items(path)) if (path, RDF.first, None) in shapes else []
    return last_step(steps[-1], shapes) if steps else None
