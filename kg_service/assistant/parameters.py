"""What a tool takes: the JSON Schema that an assistant is shown, and holding a call against it.

The check is ours so that what is wrong is said in the language of the person.

Not here: the tools themselves (``wording``, ``tools``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kg_service.errors import BadValueError, MissingParameterError, UnknownParameterError
from kg_service.model import Text
from kg_service.nearest import nearest

Type: TypeAlias = Literal["string", "integer", "object"]
Arguments: TypeAlias = dict[str, Any]
"""Values by name, each of its parameter's type; a default where nothing was given, else None."""

_EXPECTED = {
    "string": Text("文字", "a text"),
    "object": Text("参数名到值的对象", "an object of values by name"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a tool."""

    name: str
    type: Type
    text: Text
    required: bool = False
    choices: tuple[str, ...] = ()
    default: int | None = None
    least: int | None = None
    """Of an integer."""
    most: int | None = None
    """Of an integer; of a text its length in characters."""

    def schema(self) -> dict[str, Any]:
        """JSON Schema of its value."""
        schema: dict[str, Any] = {"type": self.type, "description": f"{self.text.zh} / {self.text.en}"}
        if self.choices:
            schema["enum"] = list(self.choices)
        if self.default is not None:
            schema["default"] = self.default
        if self.type == "integer":
            schema |= {"minimum": self.least, "maximum": self.most}
        elif self.type == "string" and self.most is not None:
            schema["maxLength"] = self.most
        if self.type == "object":
            schema["additionalProperties"] = {"type": ["string", "integer", "boolean"]}
        return schema

    def value(self, given: object) -> Any:
        """*given*, where it will do.

        Raises:
            BadValueError: It is of another type, out of range, or none of the choices.
        """
        if self.type == "integer":
            low, high = self.least or 0, self.most or 0
            if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
                expected = Text(f"{low} 到 {high} 之间的整数", f"a whole number from {low} to {high}")
                raise BadValueError(self.name, _short(given), expected)
            return given
        if not isinstance(given, str if self.type == "string" else dict):
            raise BadValueError(self.name, _short(given), _EXPECTED[self.type])
        if isinstance(given, str) and self.choices and given not in self.choices:
            expected = Text("、".join(self.choices), " or ".join(self.choices))
            raise BadValueError(self.name, _short(given), expected)
        if isinstance(given, str) and self.most is not None and len(given) > self.most:
            expected = Text(f"不超过 {self.most} 个字符", f"at most {self.most} characters")
            raise BadValueError(self.name, _short(given), expected)
        return given


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool, as it is offered."""

    name: str
    title: Text
    text: Text
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    """Keys that every result has."""

    @property
    def description(self) -> str:
        """In both languages."""
        return f"{self.text.zh}\n\n{self.text.en}"

    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": {parameter.name: parameter.schema() for parameter in self.parameters},
            "required": [parameter.name for parameter in self.parameters if parameter.required],
            "additionalProperties": False,
        }

    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of its result."""
        return {
            "type": "object",
            "properties": {key: _RESULTS.get(key, {}) for key in self.returns},
            "required": list(self.returns),
        }

    def arguments(self, given: Mapping[str, object]) -> Arguments:
        """The arguments of a call.

        Raises:
            UnknownParameterError, MissingParameterError, BadValueError: They will not do.
        """
        given = {name: value for name, value in given.items() if value is not None}
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise UnknownParameterError(self.name, name[:100], nearest(name[:100], known) or known)
        missing = [p.name for p in self.parameters if p.required and p.name not in given]
        if missing:
            raise MissingParameterError(self.name, missing)
        return {p.name: p.value(given[p.name]) if p.name in given else p.default for p in self.parameters}


_SOURCE = {
    "type": "object",
    "properties": {
        "thing": {"type": "string", "format": "uri"},
        "edition": {"type": "string"},
        "row": {"type": "integer"},
        "column": {"type": "string"},
        "cell": {"type": "string", "format": "uri"},
        "words": {"type": "string"},
    },
}
_LIST = {"type": "array", "items": {"type": "object"}}
_RESULTS: dict[str, dict[str, Any]] = {
    "sources": {"type": "array", "items": _SOURCE},
    "iri": {"type": "string", "format": "uri"},
    "total": {"type": "integer"},
    "truncated": {"type": "boolean"},
    "conforms": {"type": "boolean"},
    **dict.fromkeys(("hits", "queries", "rows", "findings", "changes", "columns"), _LIST),
    **{key: {"type": "object"} for key in ("counts", "summary", "label")},
    "kind": {"type": "string", "enum": ["solutions", "boolean", "graph"]},
}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
