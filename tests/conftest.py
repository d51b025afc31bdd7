"""What every test may ask for: the files as they are in the repository, and the store built from them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg_service.publish import build_store, take_snapshot
from kg_service.publish.dumps import DumpFolder, write_dumps
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app


@pytest.fixture(scope="session")
def home() -> Path:
    """The folder with ontology/, data/, shapes/ and queries/ of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """Settings of the repository, whatever the environment says."""
    return Settings(home=home)


@pytest.fixture(scope="session")
def store(settings: Settings) -> EmbeddedStore:
    """The real dataset. A store is read-only, so that all tests share it."""
    return build_store(settings)


@pytest.fixture(scope="session")
def catalogue(home: Path) -> Catalogue:
    """The named queries of the repository."""
    return Catalogue.load(home)


@pytest.fixture(scope="module")
def app(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> Flask:
    """The pages and the API over the real dataset; what it keeps, it keeps for one module."""
    return create_app(store, settings, catalogue)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    """Somebody who asks it."""
    return app.test_client()


@pytest.fixture(scope="session")
def dumps(home: Path, tmp_path_factory: pytest.TempPathFactory) -> DumpFolder:
    """The real dataset as files to download."""
    folder = tmp_path_factory.mktemp("snapshot")
    (folder / "dataset.nq").write_bytes(take_snapshot(home).nquads)
    return write_dumps(folder / "dataset.nq", folder / "dumps")


@pytest.fixture(scope="session")
def small_nquads() -> str:
    """A dataset small enough to see at once what an answer must be."""
    x, xsd = "https://example.org/", "http://www.w3.org/2001/XMLSchema#"
    return f"""
<{x}s1> <{x}number> "1"^^<{xsd}integer> .
<{x}s1> <{x}body> <{x}civil> .
<{x}s1> <{x}label> "义务教育"@zh .
<{x}s1> <{x}label> "Compulsory education"@en .
<{x}s2> <{x}number> "2"^^<{xsd}integer> .
<{x}s2> <{x}body> <{x}civil> .
<{x}s2> <{x}body> <{x}health> .
<{x}s2> <{x}label> "随班就读"@zh .
<{x}s2> <{x}minAge> "3"^^<{xsd}integer> .
<{x}s10> <{x}number> "10"^^<{xsd}integer> .
<{x}s10> <{x}note> "=1+1" .
_:n <{x}about> <{x}s1> .
_:n <{x}about> <{x}s1> <{x}g/notes> .
<{x}old> <{x}number> "1"^^<{xsd}integer> <{x}g/2023> .
<{x}old> <{x}body> <{x}civil> <{x}g/2023> .
<{x}new> <{x}number> "1"^^<{xsd}integer> <{x}g/2025> .
"""


@pytest.fixture(scope="session")
def small(small_nquads: str) -> EmbeddedStore:
    """A store of it."""
    return EmbeddedStore(small_nquads.encode(), "0" * 64)
