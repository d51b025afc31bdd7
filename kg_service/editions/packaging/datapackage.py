"""``datapackage.json``: the tables with their columns, types and keys.

Source: https://specs.frictionlessdata.io/data-package/, https://specs.frictionlessdata.io/table-schema/
"""

import json
from collections.abc import Sequence
from typing import Any

from kg_service.editions.packaging.parts import (
    FILES,
    LICENCE,
    LICENCE_NAME,
    PUBLISHER,
    PUBLISHER_IRI,
    SOURCE,
    About,
    Part,
    both,
)
from kg_service.editions.packaging.tables import TABLES, Column, Table

_TABLES = {f"{table.name}.csv": table for table in TABLES}


def datapackage(about: About, parts: Sequence[Part]) -> bytes:
    """The description of *parts*."""
    content = {
        "profile": "data-package",
        "name": about.name,
        "id": about.iri,
        "title": about.title_zh,
        "description": f"{about.title_en}\n\n{both(about.description)}",
        "version": about.version,
        "homepage": about.iri,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": LICENCE_NAME.en}],
        "contributors": [{"title": both(PUBLISHER), "path": PUBLISHER_IRI, "role": "publisher"}],
        "resources": [_resource(part) for part in parts],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(part: Part) -> dict[str, Any]:
    table = _TABLES.get(part.name)
    title = table.title if table else FILES.get(part.name, SOURCE)
    about = {
        "name": table.name if table else part.name.partition("/")[0].partition(".")[0],
        "path": part.name,
        "title": both(title),
        "mediatype": part.media_type,
        "bytes": len(part.content),
        "hash": f"sha256:{part.sha256}",
    }
    if table is None:
        return about
    more = {"profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8"}
    return {**about, **more, "schema": _schema(table)}


def _schema(table: Table) -> dict[str, Any]:
    keys = [(c, t) for c in table.columns for t in TABLES if t.name == c.target]
    found = {
        "fields": [_field(column, table) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": column.name, "reference": {"resource": target.name, "fields": target.columns[0].name}}
            for column, target in keys
        ],
    }
    return {name: value for name, value in found.items() if value}


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints = {"required": True} if column.required else {}
    if table.key == (column.name,):
        constraints["unique"] = True
    return {
        "name": column.name,
        "title": both(column.title),
        "type": column.type,
        **({"constraints": constraints} if constraints else {}),
    }
