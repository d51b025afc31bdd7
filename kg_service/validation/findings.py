"""From the engine's results to findings: which ones, in which words, at which place.

Not here: running the engine (``engine``), words for shapes that have none (``wording``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rdflib import RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.model import Finding, Place, Text
from kg_service.store.rdf_files import GivenFile
from kg_service.validation.context import Assembled
from kg_service.validation.paths import last_step, path_text
from kg_service.validation.shapes import Shapes
from kg_service.validation.wording import generic, of_literal, short
from kg_service.vocabulary import DCTERMS, FOAF, SH, SKOS

if TYPE_CHECKING:
    from kg_service.store.places import Places
    from kg_service.validation.engine import Result

_LABELS = (SKOS.prefLabel, DCTERMS.title, RDFS.label, FOAF.name)
_Pattern = tuple[Node | None, Node | None, Node | None]
_PLACEHOLDER = re.compile(r"\{[?$](this|value|path|PATH)\}")


def concerns(result: Result, assembled: Assembled) -> bool:
    """Whether a given file answers for the focus node or for the value."""
    return result.focus in assembled.concerned or result.value in assembled.concerned


def finding(result: Result, shapes: Shapes, assembled: Assembled, given: Sequence[GivenFile]) -> Finding:
    """One result as a finding.

    Args:
        result: A result that concerns a given file.
        shapes: The shapes that were run.
        assembled: What was checked.
        given: The files, in the order in which they were given.
    """
    named = shapes.named(result.shape)
    path = path_text(result.path, shapes.graph) if result.path is not None else None
    message = shapes.message(result.constraint, result.shape, named)
    if message is None:
        message = generic(
            result.component, result.shape, shapes, _subject(result, path, shapes, assembled.graph)
        )
    return Finding(
        severity=shapes.severity(result.severity),
        rule=str(_rule(result, named)),
        focus=node_text(result.focus),
        path=path,
        value=node_text(result.value) if result.value is not None else None,
        text=_filled(message, result, path, assembled.graph),
        detail=result.detail,
        place=_place(result, shapes.graph, assembled, given),
    )


def _rule(result: Result, named: Node | None) -> Node:
    """The most exact thing with a name: the SPARQL constraint, else the property shape, else the shape."""
    if isinstance(result.constraint, URIRef):
        return result.constraint
    return named if named is not None else result.shape


def node_text(node: Node) -> str:
    """An IRI as it is, a blank node as ``_:id``, a literal as Turtle writes it."""
    if isinstance(node, Literal):
        return of_literal(node)
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def label_of(node: Node, graph: Graph) -> Text | None:
    """What people call *node*; one language stands in for the other."""
    for predicate in _LABELS:
        found = {o.language: str(o) for o in graph.objects(node, predicate) if isinstance(o, Literal)}
        if found:
            plain = found.get(None) or found[min(key for key in found if key is not None)]
            return Text(found.get("zh", plain), found.get("en", plain))
    return None


def labels_of(results: Iterable[Result], shapes: Shapes, graph: Graph) -> dict[str, Text]:
    """Labels of every IRI that the findings speak of, by IRI; those of simple paths by path."""
    labels: dict[str, Text] = {}
    for result in results:
        for node in (result.focus, result.value, result.path):
            if isinstance(node, URIRef) and (label := label_of(node, graph)):
                labels[path_text(node, shapes.graph) if node is result.path else str(node)] = label
    return labels


def _subject(result: Result, path: str | None, shapes: Shapes, graph: Graph) -> Text:
    """What an official shape is about: its path, by our label for it or the shape's own name."""
    if path is None:
        name = short(result.focus)
        return Text(name, name)
    label = label_of(result.path, graph) if result.path is not None else None
    names = sorted(str(name) for name in shapes.graph.objects(result.shape, SH.name))
    own = names[0] if names else path
    return Text(f"{label.zh if label else own}（{path}）", f"{label.en if label else own} ({path})")


def _filled(message: Text, result: Result, path: str | None, graph: Graph) -> Text:
    """The message with ``{$this}``, ``{?value}`` and ``{?path}`` put in."""

    def fill(text: str, lang: str) -> str:
        def term(match: re.Match[str]) -> str:
            name = match.group(1).lower()
            if name == "path":
                return path or "—"
            node = result.focus if name == "this" else result.value
            if node is None:
                return "—"
            if isinstance(node, Literal):
                return str(node)
            label = label_of(node, graph)
            return (label.zh if lang == "zh" else label.en) if label else short(node)

        return _PLACEHOLDER.sub(term, text)

    return Text(fill(message.zh, "zh"), fill(message.en, "en"))


def _place(result: Result, shapes: Graph, assembled: Assembled, given: Sequence[GivenFile]) -> Place | None:
    """The value; where it is missing, the block that lacks it; where there are too many, the last one.

    Of several files it is one that says something of the focus node: another may hold the same value as well.
    """
    for file, places, found in _spots(result, shapes, given):
        if found is not None:
            return Place(file.document, *found, slot=places.column_name(found))
    owner = assembled.concerned.get(result.focus)
    if owner is None and result.value is not None:
        owner = assembled.concerned.get(result.value)
    return Place(owner.document) if owner is not None else None


def _spots(
    result: Result, shapes: Graph, given: Sequence[GivenFile]
) -> Iterator[tuple[GivenFile, Places, tuple[int, int] | None]]:
    """Where a person may have to look, the most exact first."""
    patterns = list(_patterns(result, shapes))
    placed = [(file, file.places) for file in given if file.places is not None]
    for pattern in patterns:
        if result.focus in pattern:
            for file, places in placed:
                yield file, places, _last(file, pattern, result.component)
    # A file without any statement on the focus node comes last.
    for file, places in sorted(placed, key=lambda each: (result.focus, None, None) not in each[0].graph):
        for pattern in patterns:
            yield file, places, _last(file, pattern, result.component)
        for node in filter(None, (result.focus, result.value)):
            yield file, places, places.of_subject(node)


def _patterns(result: Result, shapes: Graph) -> Iterator[_Pattern]:
    """The triples that a result is about, the most exact first."""
    focus, value, step = result.focus, result.value, last_step(result.path, shapes)
    if step is None:
        if value is not None and value != focus:
            yield focus, None, value
        return
    predicate, backwards = step
    if value is not None:
        yield (value, predicate, focus) if backwards else (focus, predicate, value)
        if not backwards:
            yield None, predicate, value
    elif result.component != SH.MinCountConstraintComponent:
        yield (None, predicate, focus) if backwards else (focus, predicate, None)


def _last(file: GivenFile, pattern: _Pattern, component: Node | None) -> tuple[int, int] | None:
    """Where the last triple of a pattern stands; of those in a repeated language, where one may not be."""
    if file.places is None:
        return None
    triples = list(file.graph.triples(pattern))
    if component == SH.UniqueLangConstraintComponent:
        languages = Counter(o.language for _, _, o in triples if isinstance(o, Literal))
        triples = [t for t in triples if isinstance(t[2], Literal) and languages[t[2].language] > 1]
    places = [file.places.of_triple(triple) for triple in triples]
    return max((place for place in places if place is not None), default=None)
