"""The OpenAPI document, arranged for reading: sections, operations, parameters, an example of each.

Not here: what the document says (``openapi``), how the page looks (``templates/api.html``).
"""

import json
import re
import shlex
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kg_service.web.openapi import Object

SHORT = "text/csv"
"""What examples ask for where it is offered: an answer that can be read in a terminal."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter."""

    name: str
    place: str
    """``path`` or ``query``."""
    required: bool
    about: str
    type: str
    """``integer``, ``string`` …; empty where the choices say enough."""
    values: tuple[str, ...]
    """What may be written, where that is a short list of plain words."""
    iris: tuple[str, ...]
    """What may be written, where that is a list of IRIs."""
    choices: tuple[Object, ...]
    """What may be written, where each value has an IRI and names."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done at one address."""

    id: str
    methods: tuple[str, ...]
    path: str
    summary: str
    about: str
    fields: tuple[Field, ...]
    columns: tuple[Object, ...]
    """Columns of the answer of a named query, with headings."""
    formats: tuple[str, ...]
    """Media types of the answer."""
    bodies: tuple[str, ...]
    """Media types of the body of a POST."""
    example: str
    """Path and query string."""
    is_answered: bool
    """Is the example answered whatever the settings say?"""
    curl: str


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one tag."""

    anchor: str
    title: str
    operations: tuple[Operation, ...]


class Manual:
    """The page's contents."""

    def __init__(self, document: Object, address: str) -> None:
        """*address* is where the server is, without a trailing slash."""
        self.info: Object = document["info"]
        self.address = address
        self._schemas: Object = document["components"]["schemas"]
        operations: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
        for path, item in document["paths"].items():
            first = next(iter(item.values()))
            for tag in first["tags"]:
                operations[tag].append(self._operation(path, item))
        self.sections = tuple(
            Section(f"section-{number}", title, tuple(found))
            for number, (title, found) in enumerate(operations.items(), start=1)
            if found
        )

    def _operation(self, path: str, item: Object) -> Operation:
        get = item.get("get") or item["post"]
        bodies = item.get("post", {}).get("requestBody", {}).get("content", {})
        fields = get.get("parameters", [])
        formats = tuple(get["responses"]["200"]["content"])
        example = _example(path, fields)
        return Operation(
            id=get["operationId"],
            methods=tuple(method.upper() for method in item),
            path=path,
            summary=get["summary"],
            about=_unwrapped(get.get("description", "")),
            fields=tuple(self._field(field) for field in fields),
            columns=tuple(get.get("x-returns", ())),
            formats=() if formats == ("*/*",) else formats,
            bodies=tuple(bodies),
            example=example,
            is_answered="get" in item and not get.get("x-asks-others"),
            curl=self._curl(path, fields, formats) if "get" in item else self._posting(path, bodies),
        )

    def _field(self, field: Object) -> Field:
        schema = self._resolved(field["schema"])
        schema = self._resolved(schema["items"]) if schema.get("type") == "array" else schema
        values = tuple(str(value) for value in schema.get("enum", ()) if value != "")
        iris = values if any("://" in value for value in values) else ()
        return Field(
            name=field["name"],
            place=field["in"],
            required=field.get("required", False),
            about=field["description"],
            type="" if values or "x-choices" in schema else schema.get("type", ""),
            values=() if iris else values,
            iris=iris,
            choices=tuple(schema.get("x-choices", ())),
        )

    def _resolved(self, schema: Object) -> Object:
        name: str = schema.get("$ref", "").rpartition("/")[2]
        found: Object = self._schemas[name] if name else schema
        return found

    def _curl(self, path: str, fields: list[Object], formats: tuple[str, ...]) -> str:
        filled = _filled(path, fields)
        command = ["curl", "-sG" if _given(fields) else "-s", shlex.quote(self.address + filled)]
        if SHORT in formats:
            command += ["-H", shlex.quote(f"Accept: {SHORT}")]
        elif "text/turtle" in formats:
            command += ["-H", shlex.quote("Accept: text/turtle")]
        for name, value in _given(fields):
            command += ["--data-urlencode", shlex.quote(f"{name}={value}")]
        return " ".join(command)

    def _posting(self, path: str, bodies: Object) -> str:
        media_type, body = next(iter(bodies.items()))
        content = json.dumps(body["example"], ensure_ascii=False)
        about = shlex.quote(f"Content-Type: {media_type}")
        return f"curl -s {shlex.quote(self.address + path)} -H {about} --data-raw {shlex.quote(content)}"


def _unwrapped(text: str) -> str:
    """Lines joined but for paragraphs and the items of lists: how they were wrapped means nothing."""
    return re.sub(r"(?<!\n)\n(?![\n-])", " ", text)


def _given(fields: list[Object]) -> list[tuple[str, object]]:
    """Parameters of the example: those that are required, or all that have an example where none is."""
    shown = [f for f in fields if f["in"] == "query" and "example" in f]
    required = [f for f in shown if f.get("required")]
    return [(f["name"], f["example"]) for f in required or shown[:1]]


def _filled(path: str, fields: list[Object]) -> str:
    values = {f["name"]: str(f.get("example", "")) for f in fields if f["in"] == "path"}
    return re.sub(r"\{(\w+)\}", lambda match: quote(values[match[1]]), path)


def _example(path: str, fields: list[Object]) -> str:
    query = urlencode(_given(fields))
    return _filled(path, fields) + ("?" + query if query else "")
