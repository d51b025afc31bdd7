"""The triples of an answer as nodes and arrows, from left to right, as long as they are few.

What nothing points at stands in the first column, everything else one column after what points at it first; a
circle begins where the answer begins.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg_service.model import Iri, Literal, Term, Triple
from kg_service.web.charts.text import fitted, width

MOST = 60
"""Nodes that are drawn; a larger answer is read as a table."""
LINE, BOX, ROOM, REACH = 34, 24, 230, 150
"""In SVG units: height of a line and of a node, room for a name, between columns."""


@dataclass(frozen=True, slots=True)
class Node:
    """A subject or an object."""

    title: str
    label: str
    iri: str | None
    literal: bool
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A statement, or several between the same two nodes."""

    title: str
    label: str
    path: str
    x: int
    """Where its name ends."""
    y: int


@dataclass(frozen=True, slots=True)
class Network:
    """The whole drawing."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int
    box: int = BOX


def draw_graph(triples: Sequence[Triple], name: Callable[[Term], str]) -> Network | None:
    """Nodes and arrows of *triples*, named by *name*; None where they are too many."""
    joined: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
    for subject, predicate, object_ in triples:
        joined[subject, object_].append(predicate)
    terms = list(dict.fromkeys(term for pair in joined for term in pair))
    if not terms or len(terms) > MOST:
        return None
    column = _columns(terms, list(joined))
    columns: dict[int, list[Term]] = defaultdict(list)
    for term in terms:
        columns[column[term]].append(term)
    nodes, x = {}, 1
    height = max(map(len, columns.values())) * LINE
    for n in sorted(columns):
        labels = {term: fitted(name(term), ROOM) for term in columns[n]}
        widest = max(map(width, labels.values())) + 20
        step = height / len(labels)
        for at, (term, label) in enumerate(labels.items()):
            iri = term.value if isinstance(term, Iri) else None
            y = round(step * (at + 0.5))
            nodes[term] = Node(name(term), label, iri, isinstance(term, Literal), x, y, width(label) + 20)
        x += widest + REACH
    arrows = []
    for (subject, object_), predicates in joined.items():
        names = list(dict.fromkeys(name(predicate) for predicate in predicates))
        one, other = nodes[subject], nodes[object_]
        begin, end = one.x + one.width, other.x
        middle = begin + 40 if end <= begin else (begin + end) / 2
        path = f"M{begin} {one.y}C{middle:g} {one.y} {middle:g} {other.y} {end} {other.y}"
        title = f"{one.title} → {'、'.join(names)} → {other.title}"
        arrows.append(Arrow(title, fitted("、".join(names), REACH - 30), path, end - 10, other.y - 5))
    return Network(tuple(nodes.values()), _named_once(arrows), x - REACH, height)


def _named_once(arrows: list[Arrow]) -> tuple[Arrow, ...]:
    """Arrows that end at one place under one another's names: only the first is written, all are told."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for arrow in arrows:
        label = "" if (arrow.x, arrow.y) in seen else arrow.label
        seen.add((arrow.x, arrow.y))
        kept.append(Arrow(arrow.title, label, arrow.path, arrow.x, arrow.y))
    return tuple(kept)


def _columns(terms: Sequence[Term], pairs: Sequence[tuple[Term, Term]]) -> dict[Term, int]:
    after: dict[Term, list[Term]] = defaultdict(list)
    for subject, object_ in pairs:
        after[subject].append(object_)
    pointed = {object_ for subject, object_ in pairs if subject != object_}
    column: dict[Term, int] = {}
    for start in [*(term for term in terms if term not in pointed), *terms]:
        waiting = [] if start in column else [start]
        column.setdefault(start, 0)
        while waiting:
            term = waiting.pop(0)
            for other in after[term]:
                if other not in column:
                    column[other] = column[term] + 1
                    waiting.append(other)
    return column
