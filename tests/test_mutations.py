"""One change at a time: the shapes find each that a person would call wrong, where they would look for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from long_run import IS_LONG, part
from mutants import Found, Mutants, WatchedGraph
from mutations import HARMLESS, ID, MUTATIONS, OPTIONAL, Mutation
from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg_service.validation import Shapes
from kg_service.validation.engine import run
from kg_service.vocabulary import SHAPE, compact


@pytest.fixture(scope="module")
def shapes(home: Path) -> Shapes:
    """Ours and the official ones."""
    return Shapes.load(home)


@pytest.fixture(scope="module")
def mutants(home: Path, shapes: Shapes) -> Mutants:
    """The real graph: vocabulary, reference data and edition."""
    data = WatchedGraph()
    for path in [*home.glob("data/*.ttl"), home / "ontology/schemes.ttl", home / "ontology/care.ttl"]:
        data.parse(path)
    return Mutants(data, shapes)


def focus(found: Found) -> set[str]:
    return {str(result[0]) for result in found}


def said(found: Found) -> str:
    return "\n".join(sorted(" | ".join(str(part) for part in result) for result in found))


def name(mutation: Mutation) -> str:
    return mutation.name


@pytest.mark.parametrize("mutation", part(MUTATIONS, 4), ids=name)
def test_a_mutant_is_caught_where_a_person_would_look(mutants: Mutants, mutation: Mutation) -> None:
    found = mutants.found(mutation.update)
    assert mutation.due
    assert mutation.due <= focus(found), said(found)


@pytest.mark.parametrize("mutation", HARMLESS, ids=name)
def test_what_is_no_error_is_not_reported(mutants: Mutants, mutation: Mutation) -> None:
    assert said(mutants.found(mutation.update)) == ""


def test_mutants_are_many_and_different() -> None:
    assert len({mutation.update for mutation in MUTATIONS}) == len(MUTATIONS) >= 60
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


def test_most_mutants_pass_the_official_shapes(
    mutants: Mutants, record_testsuite_property: Callable[[str, object], None]
) -> None:
    missed = [
        mutation.name
        for mutation in part(MUTATIONS, 4)
        if all(str(shape).startswith(str(SHAPE)) for _, shape, *_ in mutants.found(mutation.update))
    ]
    record_testsuite_property("mutants", len(part(MUTATIONS, 4)))
    record_testsuite_property("mutants that the official shapes alone miss", len(missed))
    assert len(missed) > len(part(MUTATIONS, 4)) / 2


@pytest.mark.parametrize("mutation", part([*MUTATIONS[5:], HARMLESS[0]], 300), ids=name)
def test_the_same_is_found_as_by_checking_everything(
    mutants: Mutants, shapes: Shapes, mutation: Mutation
) -> None:
    found = mutants.found(mutation.update)
    with mutants.changed(mutation.update):
        _, whole = run(mutants.data, shapes)
    assert found == {(result.focus, result.shape, result.constraint, result.value) for result in whole}


@pytest.mark.skipif(not IS_LONG, reason="takes a minute; KG_LONG=1")
def test_the_order_of_triples_does_not_matter(mutants: Mutants, shapes: Shapes) -> None:
    backwards = Graph(bind_namespaces="none")
    for triple in sorted(mutants.before, reverse=True):
        backwards.add(triple)
    assert run(backwards, shapes)[1] == []


def examples(mutants: Mutants) -> dict[str, tuple[Node, Node]]:
    """A subject for each property of each class of the data, by ``class property``."""

    def rank(kind: Node) -> tuple[bool, str]:
        return kind == SKOS.Concept, (compact(str(kind)) or "").split(":")[-1]

    found: dict[str, tuple[Node, Node]] = {}
    for subject, predicate, _ in sorted(mutants.before):
        if str(subject).startswith(ID) and predicate != RDF.type:
            kind = min(mutants.data.objects(subject, RDF.type), key=rank)
            found.setdefault(f"{compact(str(kind))} {compact(str(predicate))}", (subject, predicate))
    return found


def test_no_link_may_dangle(mutants: Mutants) -> None:
    nowhere, unnoticed = URIRef(f"{ID}nothing/here"), []
    for key, (subject, predicate) in part([*examples(mutants).items()], 4):
        old = min(mutants.data.triples((subject, predicate, None)))
        if isinstance(old[2], URIRef):
            with mutants.replaced({old}, {(subject, predicate, nowhere)}) as touched:
                if not {str(subject), str(nowhere)} & focus(mutants.results(touched)):
                    unnoticed.append(key)
    assert unnoticed == []


def test_nothing_may_be_left_out_that_is_not_optional(mutants: Mutants) -> None:
    unnoticed, tried = set(), part([*examples(mutants).items()], 5)
    for key, (subject, predicate) in tried:
        with mutants.replaced(set(mutants.data.triples((subject, predicate, None))), set()) as touched:
            if not mutants.results(touched):
                unnoticed.add(key)
    assert unnoticed == OPTIONAL & {key for key, _ in tried}
    assert examples(mutants).keys() >= OPTIONAL
