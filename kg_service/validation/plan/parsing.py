"""Read the plain part of SPARQL that constraints are written in, and refuse the rest.

Source: SPARQL 1.1, section 19.8, https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox
from rdflib import XSD

from kg_service.store.facts import Term
from kg_service.store.tokens import Token, tokens
from kg_service.validation.plan.paths import Chain, Choice, Path, Repeat, Step, inverted
from kg_service.validation.plan.source import TYPE, UnknownError
from kg_service.validation.plan.syntax import (
    THIS,
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Optional,
    Pattern,
    Select,
    Union,
    Variable,
    variables_in,
)

_REPEATS = {"*": (True, True), "+": (False, True), "?": (True, False)}
_LEVELS = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">="), ("+", "-"))
"""Binary operators, the loosest first."""
_HEAD = frozenset({"select", "distinct", "where", "$this", "?this", "$value", "?value", "?path", "$path"})
_FUNCTIONS = frozenset({
    "bound", "coalesce", "concat", "contains", "iri", "isblank", "isiri", "isliteral", "isnumeric", "isuri",
    "lang", "regex", "replace", "str", "strafter", "strbefore", "strends", "strlen", "strstarts", "uri",
})  # fmt: skip
_AGGREGATES = frozenset({"count", "max", "min"})
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_DEEPEST = 60
"""Nesting that is read."""


def read_select(text: str, prefixes: Mapping[str, str]) -> Select:
    """The query of a constraint.

    Raises:
        UnknownError: It holds something that is not read here.
    """
    reader = _Reader(tokens(text), prefixes)
    while reader.text() not in ("{", ""):
        if reader.text().lower() not in _HEAD or reader.text()[1:] == "PATH":
            raise UnknownError("more than a projection of variables")
        reader.at += 1
    where, having = reader.group(None), None
    if reader.text():
        reader.take("group")
        reader.take("by")
        if reader.text()[1:] != THIS:
            raise UnknownError("a grouping by something else")
        reader.at += 1
        reader.take("having")
        having = reader.bracketed(aggregates=True)
    if reader.text():
        raise UnknownError("something after the query")
    if THIS not in {end for p in where.patterns() for end in (p.subject, p.object)}:
        raise UnknownError("$this in no pattern")
    return Select(where, having)


class _Reader:
    def __init__(self, given: tuple[Token, ...], prefixes: Mapping[str, str]) -> None:
        self.given, self.prefixes, self.at, self.depth = given, prefixes, 0, 0

    def text(self) -> str:
        return self.given[self.at].text if self.at < len(self.given) else ""

    def kind(self) -> str:
        return self.given[self.at].kind if self.at < len(self.given) else ""

    def word(self) -> str:
        return self.text().lower() if self.kind() == "word" else ""

    def take(self, text: str) -> None:
        if self.text().lower() != text:
            raise UnknownError(f"no {text}")
        self.at += 1

    def took(self, *texts: str) -> str:
        found = self.text()
        if found.lower() in texts and self.kind() != "string":
            self.at += 1
            return found.lower()
        return ""

    # Groups

    def group(self, above: Group | None) -> Group:
        group = Group(above)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnknownError("nesting")
        self.take("{")
        while not self.took("}"):
            if self.took("."):
                continue
            if self.word() == "filter":
                self.at += 1
                self._filter(group)
            elif self.word() == "bind":
                self.at += 1
                self._bind(group)
            elif self.word() == "optional":
                self.at += 1
                group.elements.append(Optional(self.group(group)))
            elif self.text() == "{":
                groups = [self.group(group)]
                while self.word() == "union":
                    self.at += 1
                    groups.append(self.group(group))
                group.elements.append(Union(groups))
            else:
                self._triples(group)
        self.depth -= 1
        return group

    def _filter(self, group: Group) -> None:
        negated = bool(self.took("not"))
        if negated or self.word() == "exists":
            self.take("exists")
            group.elements.append(Exists(self.group(group), negated))
        else:
            group.elements.append(Filter(self.bracketed()))

    def _bind(self, group: Group) -> None:
        self.take("(")
        expression = self._expression()
        self.take("as")
        name = self.text()[1:] if self.kind() == "var" else THIS
        if name == THIS or name in group.bound() or not variables_in(expression) <= {THIS, *group.bound()}:
            raise UnknownError("a BIND of something bound, or from outside")
        self.at += 1
        self.take(")")
        group.elements.append(Bind(expression, name))

    def _triples(self, group: Group) -> None:
        subject = self._end()
        while True:
            path = self._verb()
            while True:
                group.elements.append(Pattern(subject, path, self._end()))
                if not self.took(","):
                    break
            if self.text() != ";":
                break
            while self.took(";"):
                pass
            if self.text() in (".", "}") or self.word() in ("filter", "bind", "optional"):
                break

    def _end(self) -> str | Term:
        if self.kind() == "var":
            self.at += 1
            return self.given[self.at - 1].text[1:]
        return self._iri()

    # Paths

    def _verb(self) -> Path | str:
        if self.kind() == "var":
            self.at += 1
            return self.given[self.at - 1].text[1:]
        return self._path()

    def _path(self) -> Path:
        parts = [self._sequence()]
        while self.took("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self.took("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _step(self) -> Path:
        inverse = bool(self.took("^"))
        path: Path
        if self.took("("):
            path = self._path()
            self.take(")")
        elif self.word() == "a":
            self.at += 1
            path = Step(TYPE)
        else:
            path = Step(self._iri())
        if repeat := self.took(*_REPEATS):
            path = Repeat(path, *_REPEATS[repeat])
        return inverted(path) if inverse else path

    def _iri(self) -> ox.NamedNode:
        kind, text = self.kind(), self.text()
        if "\\" in text:
            raise UnknownError("an escape in a name")
        if kind == "iri":
            self.at += 1
            return ox.NamedNode(text[1:-1])
        prefix, found, name = text.partition(":")
        if kind == "pname" and found and prefix in self.prefixes:
            self.at += 1
            return ox.NamedNode(self.prefixes[prefix] + name)
        raise UnknownError("a term that is not read here")

    # Expressions

    def bracketed(self, *, aggregates: bool = False) -> Expression:
        self.take("(")
        expression = self._expression(aggregates=aggregates)
        self.take(")")
        return expression

    def _expression(self, level: int = 0, *, aggregates: bool = False) -> Expression:
        if level == len(_LEVELS):
            return self._unary(aggregates=aggregates)
        left = self._expression(level + 1, aggregates=aggregates)
        while name := self.took(*_LEVELS[level]):
            right = self._expression(level + 1, aggregates=aggregates)
            if name in ("||", "&&") and isinstance(left, Call) and left.name == name:
                left = Call(name, (*left.arguments, right))
            else:
                left = Call(name, (left, right))
        return left

    def _unary(self, *, aggregates: bool) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnknownError("nesting")
        try:
            if self.took("!"):
                return Call("!", (self._unary(aggregates=aggregates),))
            if self.text() == "(":
                return self.bracketed(aggregates=aggregates)
            kind, text = self.kind(), self.text()
            if kind == "var":
                self.at += 1
                return Variable(text[1:])
            if kind == "string":
                self.at += 1
                if self.kind() == "lang" or self.text() == "^^":
                    raise UnknownError("a literal with a tag or type")
                return ox.Literal(_unescaped(text))
            if kind == "number" and text.isascii() and text.isdigit():
                self.at += 1
                return ox.Literal(text, datatype=ox.NamedNode(str(XSD.integer)))
            if kind == "word":
                return self._call(aggregates=aggregates)
            return self._iri()
        finally:
            self.depth -= 1

    def _call(self, *, aggregates: bool) -> Expression:
        name = self.word()
        self.at += 1
        if name in ("true", "false"):
            return ox.Literal(name, datatype=ox.NamedNode(str(XSD.boolean)))
        known = _FUNCTIONS | _AGGREGATES if aggregates else _FUNCTIONS
        if name not in known:
            raise UnknownError(name)
        self.take("(")
        if name in _AGGREGATES and self.took("distinct"):
            name = f"{name} distinct"
        arguments = [self._expression()]
        while self.took(","):
            arguments.append(self._expression())
        self.take(")")
        if name.split()[0] in _AGGREGATES and not isinstance(arguments[0], Variable):
            raise UnknownError("an aggregate of an expression")
        return Call("iri" if name == "uri" else "isiri" if name == "isuri" else name, tuple(arguments))


def _unescaped(text: str) -> str:
    marks = 3 if text[:3] in ('"""', "'''") else 1

    def character(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPES:
            raise UnknownError("an escape in a string")
        return _ESCAPES[found[1]]

    return re.sub(r"\\(.)", character, text[marks:-marks], flags=re.DOTALL)
