"""Functions and operators of SPARQL as rdflib evaluates them, which is what pyshacl goes by.

A value is given by its facts; None is an error, or a variable that is not bound. Where rdflib's answer
depends on more than the facts, nothing is said and pyshacl is asked.

Source: ``rdflib.plugins.sparql.operators``; SPARQL 1.1, section 17, https://www.w3.org/TR/sparql11-query/#expressions
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from rdflib import RDF, XSD

from kg_service.store.facts import Facts

Value: TypeAlias = Facts | None
Function: TypeAlias = Callable[..., Value]

_STRING, _INTEGER, _BOOLEAN = str(XSD.string), str(XSD.integer), str(XSD.boolean)
_NUMERIC = frozenset(
    str(XSD[name])
    for name in (
        "float", "double", "decimal", "integer", "nonPositiveInteger", "negativeInteger",
        "nonNegativeInteger", "positiveInteger", "unsignedLong", "unsignedInt", "unsignedShort",
        "unsignedByte", "long", "int", "short", "byte",
    )
)  # fmt: skip
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}
_MOST_DIGITS = 18


class UnsureError(Exception):
    """It is not known what rdflib would answer."""


def text(value: str) -> Facts:
    """A plain string."""
    return Facts("literal", value, "", _STRING, None)


def number(value: int) -> Facts:
    """An integer."""
    written = str(value)
    return Facts("literal", written, "", _INTEGER, value if len(written) <= _MOST_DIGITS else None)


TRUE, FALSE = Facts("literal", "true", "", _BOOLEAN, None), Facts("literal", "false", "", _BOOLEAN, None)


def truth(value: bool) -> Facts:
    """A truth value."""
    return TRUE if value else FALSE


def is_string(value: Facts) -> bool:
    """Whether it is a string, tagged or not."""
    return bool(value.lang) or value.datatype == _STRING


def effective(value: Value) -> bool | None:
    """The effective boolean value; None for an error."""
    if value is None or value.kind != "literal":
        return None
    if value.datatype == _BOOLEAN and value.text in ("true", "false"):
        return value.text == "true"
    if is_string(value):
        return bool(value.text)
    if value.integer is not None:
        return value.integer != 0
    raise UnsureError


def equal(one: Value, other: Value) -> bool | None:
    """``=``; None for an error."""
    if one is None or other is None:
        return None
    if one.kind != "literal" or other.kind != "literal":
        return one.kind == other.kind and one.text == other.text
    if one.integer is not None and other.integer is not None:
        return one.integer == other.integer
    if one.datatype in _NUMERIC and other.datatype in _NUMERIC:
        raise UnsureError
    if one.lang != other.lang:
        return False
    if is_string(one) and is_string(other):
        return one.text == other.text
    if one.datatype.startswith(str(RDF)) or other.datatype.startswith(str(RDF)):
        raise UnsureError
    if one.datatype != other.datatype:
        return False
    if one.text == other.text:
        return True
    if one.datatype == _BOOLEAN and {one.text, other.text} <= {"true", "false"}:
        return False
    raise UnsureError


def less(one: Value, other: Value) -> bool | None:
    """``<`` of integers; None for an error."""
    if one is None or other is None or one.kind != "literal" or other.kind != "literal":
        return None
    if one.integer is None or other.integer is None:
        raise UnsureError
    return one.integer < other.integer


def _strings(one: Value, other: Value) -> bool:
    """Whether a function of two strings takes them."""
    if one is None or other is None or not is_string(one) or not is_string(other):
        return False
    return not other.lang or one.lang == other.lang


def str_(value: Value) -> Value:
    return None if value is None else text(value.text)


def lang(value: Value) -> Value:
    return None if value is None or value.kind != "literal" else text(value.lang)


def contains(one: Value, other: Value) -> Value:
    return truth(other.text in one.text) if _strings(one, other) and one and other else None


def strstarts(one: Value, other: Value) -> Value:
    return truth(one.text.startswith(other.text)) if _strings(one, other) and one and other else None


def strends(one: Value, other: Value) -> Value:
    return truth(one.text.endswith(other.text)) if _strings(one, other) and one and other else None


def strafter(one: Value, other: Value) -> Value:
    if not _strings(one, other) or one is None or other is None:
        return None
    _, found, after = one.text.partition(other.text) if other.text else ("", "?", one.text)
    if one.lang and found:
        raise UnsureError
    return text(after if found else "")


def strbefore(one: Value, other: Value) -> Value:
    if not _strings(one, other) or one is None or other is None:
        return None
    before, found, _ = one.text.partition(other.text) if other.text else ("", "?", "")
    if one.lang and found:
        raise UnsureError
    return text(before if found else "")


def concat(*values: Value) -> Value:
    if not all(value is not None and is_string(value) for value in values):
        return None
    if values and all(value is not None and value.lang for value in values):
        raise UnsureError
    return text("".join(value.text for value in values if value is not None))


def strlen(value: Value) -> Value:
    return number(len(value.text)) if value is not None and is_string(value) else None


def is_numeric(value: Value) -> Value:
    if value is not None and value.datatype in _NUMERIC and value.integer is None:
        raise UnsureError
    return truth(value is not None and value.integer is not None)


def iri(value: Value) -> Value:
    if value is None or value.kind == "blank":
        return None
    if value.kind == "literal" and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value.text):
        raise UnsureError
    return Facts("iri", value.text, "", "", None)


def is_iri(value: Value) -> Value:
    return None if value is None else truth(value.kind == "iri")


def is_blank(value: Value) -> Value:
    return None if value is None else truth(value.kind == "blank")


def is_literal(value: Value) -> Value:
    return None if value is None else truth(value.kind == "literal")


def plus(one: Value, other: Value) -> Value:
    return _sum(one, other, 1)


def minus(one: Value, other: Value) -> Value:
    return _sum(one, other, -1)


def _sum(one: Value, other: Value, sign: int) -> Value:
    for value in (one, other):
        if value is None or value.kind != "literal" or is_string(value):
            return None
        if value.integer is None:
            raise UnsureError
    assert one is not None
    assert other is not None
    assert one.integer is not None
    assert other.integer is not None
    return number(one.integer + sign * other.integer)


def regex(value: Value, pattern: Value, flags: Value = TRUE) -> Value:
    if value is None or pattern is None or flags is None:
        return None
    if not is_string(value) or not is_string(pattern):
        return None
    return truth(_compiled(pattern.text, "" if flags is TRUE else flags.text).search(value.text) is not None)


def replace(value: Value, pattern: Value, by: Value, flags: Value = TRUE) -> Value:
    if value is None or pattern is None or by is None or flags is None:
        return None
    if not all(map(is_string, (value, pattern, by))):
        return None
    if value.lang:
        raise UnsureError
    # Python writes \1 where SPARQL writes $1.
    template = re.sub(r"\$([0-9]*)", r"\\\1", by.text)
    try:
        return text(_compiled(pattern.text, "" if flags is TRUE else flags.text).sub(template, value.text))
    except (re.error, IndexError) as error:
        raise UnsureError from error


@lru_cache(maxsize=4096)
def _compiled(pattern: str, flags: str) -> re.Pattern[str]:
    options = re.RegexFlag(0)
    for letter in flags:
        options |= _FLAGS.get(letter, re.RegexFlag(0))
    try:
        return re.compile(pattern, options)
    except (re.error, OverflowError, RecursionError) as error:
        raise UnsureError from error


FUNCTIONS: dict[str, tuple[Function, int, int]] = {
    "str": (str_, 1, 1),
    "lang": (lang, 1, 1),
    "contains": (contains, 2, 2),
    "strstarts": (strstarts, 2, 2),
    "strends": (strends, 2, 2),
    "strafter": (strafter, 2, 2),
    "strbefore": (strbefore, 2, 2),
    "concat": (concat, 1, 99),
    "strlen": (strlen, 1, 1),
    "isnumeric": (is_numeric, 1, 1),
    "iri": (iri, 1, 1),
    "isiri": (is_iri, 1, 1),
    "isblank": (is_blank, 1, 1),
    "isliteral": (is_literal, 1, 1),
    "+": (plus, 2, 2),
    "-": (minus, 2, 2),
    "regex": (regex, 2, 3),
    "replace": (replace, 3, 4),
}
"""Name to function, with the least and the most arguments."""
