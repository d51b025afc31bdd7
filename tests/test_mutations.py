"""One change at a time: the shapes find each that a person would call wrong, where they would look for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mutants import Found, Mutants, WatchedGraph
from mutations import HARMLESS, HEADER, MUTATIONS, Mutation
from rdflib import Graph

from kg_service.validation import Shapes
from kg_service.validation.engine import run
from kg_service.vocabulary import SHAPE


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


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutant_is_caught_where_a_person_would_look(mutants: Mutants, mutation: Mutation) -> None:
    with mutants.changed(HEADER + mutation.update) as touched:
        assert touched, "nothing was changed"
        found = mutants.results(touched)
    assert mutation.due <= focus(found), said(found)
