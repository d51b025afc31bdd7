"""The plan first, and pyshacl where the plan is not sure that all is well: the same results, sooner.

Not here: the plan (``plan``), running pyshacl (``engine``), a dataset that is kept and changed (``dataset``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.term import Node

from kg_service.store.rdflib_terms import to_rdflib
from kg_service.store.rdflib_view import IndexStore, index_of
from kg_service.validation.plan.program import Program, Suspects
from kg_service.validation.shapes import Shapes

if TYPE_CHECKING:
    # It brings pyshacl along, which takes longer to import than most files to check.
    from kg_service.validation.engine import Question, Result


def run_shapes(
    data: Graph, shapes: Shapes, unasked: Collection[str] = ()
) -> tuple[Graph | None, list[Result], Mapping[str, AbstractSet[Node]]]:
    """Run shapes by the engine that they are meant for.

    Args:
        data: Everything that the shapes may look at.
        shapes: Ours and the official ones.
        unasked: IRIs of shapes whose results nobody looks at; the plan's engine leaves them out.

    Returns:
        pyshacl's report, None where there was nothing to ask it; its top-level results; and the focus nodes
        of each shape that has an IRI and targets.

    Raises:
        NotCheckedError: pyshacl could not run a shape.
    """
    if shapes.engine == "plan":
        index = index_of(data)
        program = Program(shapes.index, index)
        if not program.refused:
            store = IndexStore(index)
            suspects = {s: nodes for s, nodes in program.suspects().items() if str(s.value) not in unasked}
            return *run_planned(program, shapes, suspects), {
                target.shape.value: {store.node(number) for number in target.focus_nodes(index)}
                for target in program.targets
                if isinstance(target.shape, ox.NamedNode)
            }
    from kg_service.validation.engine import run

    # A graph of rdflib's own, so that nothing of the plan stands below the reference.
    plain = Graph(bind_namespaces="none")
    for triple in data:
        plain.add(triple)
    report, results = run(plain, shapes)
    return report, results, {str(shape): nodes for shape, nodes in shapes.focus_nodes(plain)}


def run_planned(
    program: Program, shapes: Shapes, suspects: Suspects | None = None
) -> tuple[Graph | None, list[Result]]:
    """What pyshacl says of the focus nodes that may fail, and so of all.

    Args:
        program: The shapes, compiled for the data.
        shapes: The same shapes.
        suspects: What may fail; the program's own where None.

    Returns:
        pyshacl's report, None where there was nothing to ask it, and its top-level results.

    Raises:
        NotCheckedError: pyshacl could not run a shape.
    """
    found = program.suspects() if suspects is None else suspects
    if not found:
        return None, []
    from kg_service.validation.engine import run_on

    store = IndexStore(program.index)
    return run_on(Graph(store=store, bind_namespaces="none"), shapes, _questions(found, store))


def _questions(suspects: Suspects, store: IndexStore) -> Iterator[Question]:
    """Suspects in the terms of pyshacl."""
    from kg_service.validation.engine import Question

    for shape, nodes in suspects.items():
        failing = {(link.predicate, link.node) for links in nodes.values() for link in links}
        whole = any(node == shape for _, node in failing)
        links = {
            (URIRef(predicate.value), to_rdflib(node)) for predicate, node in failing if predicate and node
        }
        yield Question(to_rdflib(shape), [store.node(number) for number in nodes], None if whole else links)
