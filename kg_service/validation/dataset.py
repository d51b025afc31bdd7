"""A dataset that is checked once, and after a change only where the change can matter.

A result depends on nothing but the triples that were looked up for it, so that after a change only those
focus nodes are checked again from which a shape's path leads to a changed triple, in the graph before or
after; the others keep their results. All together they are what checking everything would say.

Not here: reading files (``reading``), the words of results (``findings``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from kg_service.store.facts import Term
from kg_service.store.index import Index, Triple
from kg_service.store.rdflib_terms import from_rdflib
from kg_service.store.rdflib_view import IndexStore, graph_of
from kg_service.validation.plan.program import Program
from kg_service.validation.plan.source import SUBCLASS_OF
from kg_service.validation.planned import run_planned
from kg_service.validation.shapes import Shapes

if TYPE_CHECKING:
    from kg_service.validation.engine import Result


@dataclass(frozen=True, slots=True)
class Change:
    """What a change came to."""

    triples: int
    """How many are no longer there, or are there now and were not."""
    checked: int
    """Pairs of a shape and a focus node that were checked again."""
    results: tuple[Result, ...]
    """What pyshacl says of them now."""


class CheckedDataset:
    """A dataset and all results on it."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], shapes: Shapes) -> None:
        """Load a dataset and check all of it.

        Args:
            triples: The quads of all its graphs, which are checked together.
            shapes: What to check against.

        Raises:
            NotCheckedError: pyshacl could not run a shape.
            ValueError: The shapes can't be taken one by one (``Program.refused``).
        """
        self._shapes = shapes
        self._index = Index(triples)
        self._found: dict[tuple[Node, Node], list[Result]] = {}
        self._check_all()

    @property
    def graph(self) -> Graph:
        """The dataset as it is now, to read."""
        return graph_of(self._index)

    @property
    def results(self) -> list[Result]:
        """All results on the dataset as it is now."""
        return [result for each in self._found.values() for result in each]

    @property
    def pairs(self) -> int:
        """How many pairs of a shape and a focus node there are."""
        return self._program.focus_count()

    def change(self, removed: Iterable[ox.Triple | ox.Quad], added: Iterable[ox.Triple | ox.Quad]) -> Change:
        """Take triples out, put others in, and check what that touches.

        Args:
            removed: Triples or quads that the dataset no longer has. One that two graphs had is gone only
                when it is given twice.
            added: Those that it has now. What is in both is left as it is.

        Raises:
            NotCheckedError: pyshacl could not run a shape.
        """
        index = self._index
        old, new = list(map(index.numbered, removed)), list(map(index.numbered, added))
        same = set(old) & set(new)
        differing = [triple for triple in (*old, *new) if triple not in same]
        before = self._program.touched(differing)
        changed = index.change(old, new)
        if any(predicate == SUBCLASS_OF for _, predicate, _ in changed):
            # The shapes are compiled with the subclasses that there are.
            self._check_all()
            return Change(len(changed), self.pairs, tuple(self.results))
        after = self._program.touched(changed)
        return self._check_again(changed, {shape: before[shape] | after[shape] for shape in after})

    def _check_all(self) -> None:
        self._program = Program(self._shapes.index, self._index)
        if self._program.refused:
            raise ValueError("shapes that can't be taken one by one")
        _, results = run_planned(self._program, self._shapes)
        self._found = {}
        self._keep(results)
        self._program.prepare()

    def _check_again(self, changed: list[Triple], touched: Mapping[Term, set[int]]) -> Change:
        program, index, store = self._program, self._index, IndexStore(self._index)
        nodes = {
            target.shape: {node for node in touched[target.shape] if target.is_focus(node, index)}
            for target in program.targets
        }
        _, results = run_planned(program, self._shapes, program.suspects_among(nodes))
        for shape, focus in list(self._found):
            number = store.number(focus)
            if number is None or number in touched[from_rdflib(shape)]:
                del self._found[shape, focus]
        self._keep(results)
        return Change(len(changed), sum(map(len, nodes.values())), tuple(results))

    def _keep(self, results: Iterable[Result]) -> None:
        for result in results:
            assert result.pair is not None
            self._found.setdefault(result.pair, []).append(result)
