"""A small home that conforms to its own shapes, so that a test can publish it in a moment."""

from __future__ import annotations

import shutil
from pathlib import Path

from draft_tables import HOME
from test_publish import HEAD, edition, write_home

from kg_service.vocabulary import BASE

SHAPES = """
shape:Edition a sh:NodeShape ; sh:targetClass care:ChecklistEdition ;
    sh:property shape:Edition-title , shape:Edition-description .
shape:Edition-title a sh:PropertyShape ; sh:path dct:title ; sh:minCount 2 ;
    sh:message "版本要有中英文标题"@zh , "an edition has two titles"@en .
shape:Edition-description a sh:PropertyShape ; sh:path dct:description ; sh:maxCount 0 ;
    sh:severity sh:Warning ;
    sh:message "版本最好没有说明"@zh , "an edition had better have no description"@en .
"""
X = "https://w3id.org/care-checklist/id/edition/x/"


def small_home(folder: Path, **editions: str) -> Path:
    """A home with one edition, ``x/2024``, unless others are given as Turtle by the stem of their file."""
    home = write_home(folder, **editions)
    for file in (home / "shapes").iterdir():
        file.unlink()
    (home / "shapes" / "shapes.ttl").write_text(HEAD + SHAPES, encoding="utf-8")
    for name in ("pages", "changes"):
        shutil.copytree(HOME / "queries" / name, home / "queries" / name)
    return home


def call_place(home: Path, name: str) -> None:
    """Change the reference data of a home, and with it the dataset."""
    text = f'<{BASE}id/place/x> a dct:Location ; dct:title "{name}"@zh .\n'
    (home / "data" / "places.ttl").write_text(HEAD + text, encoding="utf-8")


def draft(folder: Path, version: str, previous: str | None, name: str = "draft.ttl", more: str = "") -> Path:
    """A file with an edition of x; *more* is what it says besides."""
    path = folder / name
    extra = f"<{X}{version}> {more} .\n" if more else ""
    path.write_text(edition("x", version, previous) + extra, encoding="utf-8")
    return path
