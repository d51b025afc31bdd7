"""The test suites of the W3C for SPARQL 1.0, 1.1 and 1.2, as their manifests describe them.

They are part of the source archive of Apache Jena, which ``setup.py`` gets and unpacks. Nothing is fetched by
a manifest's IRIs: each stands for a file of the archive.

Source: https://github.com/w3c/rdf-tests, https://www.w3.org/2001/sw/DataAccess/tests/README
"""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg_service.errors import KgServiceError

SUITE = Path(__file__).parents[2] / ".cache" / "w3c-tests-jena-5.6.0"
SITE = "https://w3c.github.io/rdf-tests/"
"""What the archive's ``rdf-tests-cg`` is called on the web; IRIs in the manifests are relative to it."""
ALLOWED = Path(__file__).with_name("allowed.toml")

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest."""

    id: str
    """Folder and local name, e.g. ``sparql11/aggregates/agg01``."""
    kind: str
    """Local name of its class, e.g. ``QueryEvaluationTest``."""
    comment: str
    """What the manifest says of it; the protocol tests are written down there."""
    text: Path | None
    """File of the query or update."""
    data: tuple[Path, ...]
    """Files of the default graph."""
    graphs: tuple[tuple[str, Path], ...]
    """IRI and file of each named graph."""
    services: tuple[tuple[str, Path], ...]
    """IRI of each endpoint that SERVICE asks, and the file of its default graph."""
    result: Path | None
    """File of the answer that is expected."""
    lax: bool
    """Whether a solution may come less often than written there."""


def what_is_missing() -> str | None:
    """Say in a sentence what the suites lack on this machine, or None."""
    if SUITE.is_dir():
        return None
    return "The test suites of the W3C are not here: python tests/conformance/setup.py"


def iri_of(file: Path) -> str:
    """What a file of the suite is called on the web."""
    return SITE + file.relative_to(SUITE).as_posix()


def file_of(iri: str) -> Path:
    """The file of the suite that an IRI stands for."""
    return SUITE / iri.removeprefix(SITE)


def read_text(case: Case) -> str:
    """The query or update, as it is written there."""
    assert case.text is not None
    return case.text.read_bytes().decode("utf-8")


class Manifest:
    """What one manifest says."""

    def __init__(self, file: Path) -> None:
        self.folder = file.parent.relative_to(SUITE / "sparql").as_posix()
        self._base = iri_of(file)
        self._facts = ox.Store()
        self._facts.load(path=file, format=ox.RdfFormat.TURTLE, base_iri=self._base)

    def _values(self, subject: Node, predicate: str) -> list[Node]:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        found = self._facts.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return [quad.object for quad in found]

    def _value(self, subject: Node, predicate: str) -> Node | None:
        return next(iter(self._values(subject, predicate)), None)

    def _items(self, head: Node | None) -> Iterator[Node]:
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            yield from self._values(head, RDF + "first")
            head = self._value(head, RDF + "rest")

    def cases(self) -> Iterator[Case]:
        """Its tests, in its order."""
        entries = self._facts.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None, None)
        for entry in (entry for quad in entries for entry in self._items(quad.object)):
            yield self._case(entry)

    def _case(self, entry: Node) -> Case:
        assert isinstance(entry, ox.NamedNode)
        kinds = [kind.value for kind in self._values(entry, RDF + "type") if isinstance(kind, ox.NamedNode)]
        action = self._value(entry, MF + "action")
        comment = self._value(entry, RDFS + "comment")
        is_file = isinstance(action, ox.NamedNode)
        described = isinstance(action, ox.BlankNode)
        text = action if is_file else None
        if described and action is not None:
            text = self._value(action, QT + "query") or self._value(action, UT + "request")
        return Case(
            id=f"{self.folder}/{_local(entry.value)}",
            kind=_local(kinds[0]),
            comment=comment.value if isinstance(comment, ox.Literal) else "",
            text=_file(text),
            data=tuple(self._files(action, QT + "data")) if described else (),
            graphs=tuple(self._graphs(action)) if described else (),
            services=tuple(self._services(action)) if described else (),
            result=_file(self._value(entry, MF + "result")),
            lax=self._value(entry, MF + "resultCardinality") == ox.NamedNode(MF + "LaxCardinality"),
        )

    def _files(self, action: Node | None, predicate: str) -> Iterator[Path]:
        for value in self._values(action, predicate) if action is not None else ():
            if isinstance(value, ox.NamedNode):
                yield file_of(value.value)

    def _services(self, action: Node | None) -> Iterator[tuple[str, Path]]:
        for value in self._values(action, QT + "serviceData") if action is not None else ():
            endpoint = self._value(value, QT + "endpoint")
            for file in self._files(value, QT + "data"):
                yield (endpoint.value if isinstance(endpoint, ox.NamedNode) else ""), file

    def _graphs(self, action: Node | None) -> Iterator[tuple[str, Path]]:
        for value in self._values(action, QT + "graphData") if action is not None else ():
            if isinstance(value, ox.NamedNode):
                yield value.value, file_of(value.value)
            else:
                label = self._value(value, RDFS + "label")
                for file in self._files(value, QT + "graph"):
                    yield (label.value if isinstance(label, ox.Literal) else iri_of(file)), file


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] or iri.rpartition("/")[2]


def _file(value: Node | None) -> Path | None:
    return file_of(value.value) if isinstance(value, ox.NamedNode) else None


@cache
def cases() -> tuple[Case, ...]:
    """Every test of every manifest, by folder; none where the suites are not here."""
    files = sorted(SUITE.glob("sparql/sparql1*/*/manifest.ttl"))
    return tuple(case for file in files for case in Manifest(file).cases())


def of_kind(*kinds: str) -> list[Case]:
    """The tests of some classes, but for those of the folders that are left out."""
    left_out = tuple(f"{folder}/" for folder in allowed()["left-out"])
    return [case for case in cases() if case.kind in kinds and not case.id.startswith(left_out)]


@cache
def allowed() -> Mapping[str, Mapping[str, str]]:
    """The failures that are allowed: by table of ``allowed.toml``, the reason by the test's id."""
    return tomllib.loads(ALLOWED.read_text("utf-8"))


def parameters(chosen: Sequence[Case], table: str) -> list[object]:
    """*chosen* for ``parametrize``; a failure that is allowed has to fail (``xfail_strict``).

    Where the suites are not here there is one test, which says so.
    """
    if missing := what_is_missing():
        return [pytest.param(None, marks=pytest.mark.skip(reason=missing), id="no-suites")]
    reasons = allowed()[table]
    return [
        pytest.param(
            case,
            id=case.id,
            marks=[_may_fail(reasons[case.id])] if case.id in reasons else [],
        )
        for case in chosen
    ]


def _may_fail(reason: str) -> pytest.MarkDecorator:
    failures = (AssertionError, KgServiceError, pytest.fail.Exception)
    return pytest.mark.xfail(reason=reason, raises=failures, strict=True)


def require() -> None:
    """Skip where the suites are not here; in continuous integration that is a failure."""
    if missing := what_is_missing():
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
