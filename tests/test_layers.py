"""Imports point down, as the table of layers says; each library stays in its room."""

import ast
from collections.abc import Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg_service"

LAYERS = {
    "errors": 0,
    "folding": 0,
    "formats": 0,
    "isolated": 0,
    "kept": 0,
    "model": 0,
    "nearest": 0,
    "settings": 0,
    "vocabulary": 0,
    "regular": 0,
    "queries": 1,
    "store": 1,
    "editions": 2,
    "linking": 2,
    "validation": 2,
    "publish": 3,
    "assistant": 4,
    "library": 4,
    "web": 4,
    "cli": 5,
}
"""Room or module of kg_service to its layer."""

ROOMS_OF_LIBRARIES = {
    "click": {"cli"},
    "docx": {"editions", "validation"},
    "flask": {"web"},
    "httptools": {"web"},
    "mcp": {"assistant"},
    "pandas": {"library"},
    "openpyxl": {"editions", "validation"},
    "pdfplumber": {"editions"},
    "prometheus_client": {"web"},
    "uvloop": {"web"},
    "rich": {"cli"},
    "scipy": {"editions"},
    "urllib3": {"store"},
    "werkzeug": {"web"},
    "xlsxwriter": {"store", "editions", "cli"},
}
"""A library that only these rooms may know."""


def imports_of(source: str, package: str) -> set[str]:
    """Dotted names that a module imports, wherever in it; relative ones resolved against *package*."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def room_of(path: Path) -> str:
    """``web`` for kg_service/web/app.py, ``model`` for kg_service/model.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_in(imports: Iterable[str]) -> set[str]:
    return {name.split(".")[1] for name in imports if name.startswith("kg_service.")} - {"__version__"}


def wrong_way(room: str, imported: Iterable[str], layers: dict[str, int]) -> list[str]:
    """Rooms that *room* may not import."""
    return sorted(other for other in imported if layers[other] > layers[room])


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@cache
def module_imports(path: Path) -> set[str]:
    package = ".".join(("kg_service", *path.relative_to(PACKAGE).parts[:-1]))
    return imports_of(path.read_text(encoding="utf-8"), package)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    imported = rooms_in(module_imports(path))
    assert room_of(path) in LAYERS, "a new room: say which layer it is in"
    assert wrong_way(room_of(path), imported - {room_of(path)}, LAYERS) == []


def test_rooms_of_one_layer_do_not_go_round():
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(room_of(path), set()).update(rooms_in(module_imports(path)) - {room_of(path)})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("library", sorted(ROOMS_OF_LIBRARIES))
def test_a_library_stays_in_its_room(library):
    users = {room_of(path) for path in MODULES if library in {n.split(".")[0] for n in module_imports(path)}}
    assert users <= ROOMS_OF_LIBRARIES[library]


def test_model_and_errors_know_neither_rdf_nor_http():
    for path in (*PACKAGE.glob("errors/*.py"), *PACKAGE.glob("model/*.py")):
        outside = {n.split(".")[0] for n in module_imports(path)}
        assert not outside & {"rdflib", "pyoxigraph", "pyshacl", "flask", "http", "urllib"}


def test_only_settings_and_cli_read_the_environment():
    readers = {room_of(p) for p in MODULES if "os.environ" in p.read_text() or "getenv" in p.read_text()}
    assert readers <= {"settings", "cli"}


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        pytest.param("from kg_service.web import x", "kg_service.store", {"web"}, id="absolute"),
        pytest.param("from ..web.app import x", "kg_service.store", {"web"}, id="relative"),
        pytest.param("from . import guard", "kg_service.store", {"store"}, id="same-room"),
        pytest.param("def f():\n import kg_service.cli", "kg_service.store", {"cli"}, id="inside-a-function"),
        pytest.param("import os", "kg_service.store", set(), id="outside"),
    ],
)
def test_an_import_is_seen(source, package, expected):
    assert rooms_in(imports_of(source, package)) == expected


def test_an_import_that_points_up_is_seen():
    assert wrong_way("store", {"web", "model", "queries"}, LAYERS) == ["web"]
