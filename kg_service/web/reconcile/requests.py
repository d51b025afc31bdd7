"""What clients send, as JSON in a field of a form or as a body, read into queries.

Not here: which answer it gets (``answering``).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from kg_service.errors import BadValueError, UnknownValueError
from kg_service.linking.entities import IDENTIFIERS, KINDS, PROPERTIES
from kg_service.linking.reconciling import Evidence, Quantifier, Query, Strictness
from kg_service.model import LANGS, Text
from kg_service.nearest import nearest
from kg_service.web.errors import BatchTooLargeError

BATCH = 50
"""Queries that may be asked at once."""
MOST_IDS = 500
"""Things whose properties may be asked for at once."""
MOST_CHARACTERS = 1_000
"""Of a name, or of a value of a property."""
MOST_CANDIDATES = 50
MOST_PROPERTIES = 20
MOST_CALLBACK = 100
"""Characters of the name of a function."""
SETTING_LANGS = (*LANGS, "all")
"""Languages that texts of a property may be asked for in."""
CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_STRICT = ("any", "all", "should")
_QUANTIFIERS = ("any", "all", "none")
_OBJECT = Text("一个 JSON 对象", "a JSON object")
_LIST = Text("一个 JSON 数组", "a JSON array")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extension:
    """Properties that are asked for, of things."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Json], ...]
    """With their settings."""


def read_callback(name: str) -> str:
    """The name of a JavaScript function.

    Raises:
        BadValueError: It is something else.
    """
    if len(name) > MOST_CALLBACK or not CALLBACK.fullmatch(name):
        raise BadValueError("callback", name[:40], Text("JavaScript 函数名", "the name of a function"))
    return name


def read_json(field: str, written: str) -> Any:
    """The JSON of a field.

    Raises:
        BadValueError: It is no JSON.
    """
    try:
        return json.loads(written)
    except (ValueError, RecursionError) as error:
        raise BadValueError(field, written[:40], Text("JSON", "JSON")) from error


def read_batch(batch: Any) -> dict[str, Query]:
    """The queries of a batch, by key.

    Raises:
        BadValueError, UnknownValueError: One of them says something that can't be.
        BatchTooLargeError: There are too many.
    """
    queries = _object("queries", batch)
    _count(len(queries), BATCH)
    return {key: _query(f"queries.{key}"[:60], query) for key, query in queries.items()}


def _query(where: str, written: Any) -> Query:
    query = _object(where, written)
    for name in query:
        if name not in (known := ("query", "type", "limit", "properties", "type_strict")):
            raise UnknownValueError(where, name, nearest(name, known), known)
    kinds, evidence = query.get("type") or [], query.get("properties") or []
    name = _string(f"{where}.query", query.get("query") or "")
    if not name.strip() and not evidence:
        raise BadValueError(where, "{}", Text("query 或 properties", "query or properties"))
    return Query(
        name,
        tuple(_kind(f"{where}.type", k) for k in (kinds if isinstance(kinds, list) else [kinds])),
        _strictness(f"{where}.type_strict", query.get("type_strict") or "any"),
        tuple(
            _evidence(f"{where}.properties", e, "pid", "v") for e in _list(f"{where}.properties", evidence)
        ),
        read_limit(f"{where}.limit", query.get("limit")),
    )


def read_matches(body: Any) -> list[Query]:
    """The queries of a batch of the draft of version 1.0, in order.

    Raises:
        BadValueError, UnknownValueError, BatchTooLargeError: As for ``read_batch``.

    Source: https://reconciliation-api.github.io/specs/draft/#reconciliation-queries
    """
    queries = _list("queries", _object("body", body).get("queries"))
    _count(len(queries), BATCH)
    return [_match(f"queries.{at}", query) for at, query in enumerate(queries)]


def _match(where: str, written: Any) -> Query:
    query = _object(where, written)
    conditions = [_object(where, each) for each in _list(f"{where}.conditions", query.get("conditions"))]
    given: dict[str, list[Json]] = {"name": [], "id": [], "property": []}
    for condition in conditions:
        kind = _known(f"{where}.matchType", condition.get("matchType"), given)
        if "propertyId" in condition:
            _property(f"{where}.propertyId", condition["propertyId"])
        given[kind].append(condition)
    named = [c.get("propertyValue") for c in (*given["id"], *given["name"])]
    if not conditions or len(named) > 1:
        raise BadValueError(
            f"{where}.conditions",
            str(len(named)),
            Text("名称或标识符至多一个，至少一项条件", "conditions, at most one of them a name or an id"),
        )
    limit = query.get("limit", 10)
    if not isinstance(limit, int | float):
        raise BadValueError(f"{where}.limit", str(limit)[:40], Text("正整数", "a positive whole number"))
    return Query(
        _string(f"{where}.propertyValue", named[0]) if named else "",
        (_known(f"{where}.type", query["type"], KINDS),) if "type" in query else (),
        evidence=tuple(_evidence(where, c, "propertyId", "propertyValue") for c in given["property"]),
        limit=read_limit(f"{where}.limit", limit),
    )


def read_extension(written: Any) -> Extension:
    """A query for properties of things.

    Raises:
        BadValueError, UnknownValueError, BatchTooLargeError: As for ``read_batch``.
    """
    query = _object("extend", written)
    ids = [_string("extend.ids", each) for each in _list("extend.ids", query.get("ids"))]
    properties = [
        _object("extend.properties", p) for p in _list("extend.properties", query.get("properties"))
    ]
    _count(len(ids), MOST_IDS)
    _count(len(properties), MOST_PROPERTIES)
    return Extension(
        tuple(ids),
        tuple(
            (_property("extend.properties", p.get("id")), _settings(p.get("settings"))) for p in properties
        ),
    )


def read_limit(where: str, written: Any, default: int = 10) -> int:
    """A number of things; more than ``MOST_CANDIDATES`` are never given.

    Raises:
        BadValueError: It is no positive whole number.
    """
    if written is None or written == "":
        return default
    text = str(int(written)) if isinstance(written, float) and written.is_integer() else str(written)
    if isinstance(written, bool) or not (text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise BadValueError(where, text[:40], Text("正整数", "a positive whole number"))
    return min(int(text), MOST_CANDIDATES)


def read_kind(where: str, written: str) -> str | None:
    """The name of a kind, where one is given.

    Raises:
        UnknownValueError: There is no such kind.
    """
    return _kind(where, written) if written else None


def _evidence(where: str, written: Any, name: str, value: str) -> Evidence:
    """A property and its values; what only the draft of version 1.0 has is as usual in the other."""
    condition = _object(where, written)
    values = condition.get(value)
    return Evidence(
        _property(where, condition.get(name)),
        tuple(_value(where, each) for each in (values if isinstance(values, list) else [values])),
        cast(
            Quantifier,
            _known(f"{where}.matchQuantifier", condition.get("matchQuantifier", "any"), _QUANTIFIERS),
        ),
        condition.get("required") is True,
    )


def _value(where: str, written: Any) -> str:
    if isinstance(written, Mapping):
        return _string(where, written.get("id")).removeprefix(IDENTIFIERS)
    if isinstance(written, bool):
        return str(written).lower()
    return str(written) if isinstance(written, int | float) else _string(where, written)


def _kind(where: str, written: Any) -> str:
    name = written.get("id") if isinstance(written, Mapping) else written
    return _known(where, name, KINDS)


def _property(where: str, written: Any) -> str:
    return _known(where, written, PROPERTIES)


def _known(where: str, written: Any, known: Iterable[str]) -> str:
    name = _string(where, written)
    if name not in known:
        raise UnknownValueError(where, name[:40], nearest(name, tuple(known)), tuple(known))
    return name


def _settings(written: Any) -> Json:
    settings = _object("settings", written or {})
    if settings.get("lang"):
        _known("settings.lang", settings["lang"], SETTING_LANGS)
    if settings.get("limit") not in (0, "0"):
        read_limit("settings.limit", settings.get("limit"))
    return settings


def _strictness(where: str, written: Any) -> Strictness:
    if written not in _STRICT:
        raise UnknownValueError(where, str(written)[:40], (), _STRICT)
    return cast(Strictness, written)


def _string(where: str, written: Any) -> str:
    if not isinstance(written, str) or len(written) > MOST_CHARACTERS:
        expected = Text(
            f"不超过 {MOST_CHARACTERS} 个字符的字符串", f"a string of at most {MOST_CHARACTERS} characters"
        )
        raise BadValueError(where, str(written)[:40], expected)
    return written


def _object(where: str, written: Any) -> Json:
    if not isinstance(written, Mapping):
        raise BadValueError(where, str(written)[:40], _OBJECT)
    return written


def _list(where: str, written: Any) -> Sequence[Any]:
    if not isinstance(written, list):
        raise BadValueError(where, str(written)[:40], _LIST)
    return written


def _count(found: int, limit: int) -> None:
    if found > limit:
        raise BatchTooLargeError(found, limit)
