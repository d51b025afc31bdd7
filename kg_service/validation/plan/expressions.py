"""Expressions compiled to functions of what the variables stand for.

Not here: what the functions of SPARQL do (``functions``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from kg_service.store.facts import Facts, facts_of
from kg_service.store.index import Index
from kg_service.validation.plan.functions import (
    FUNCTIONS,
    UnsureError,
    Value,
    effective,
    equal,
    less,
    number,
    truth,
)
from kg_service.validation.plan.source import UnknownError
from kg_service.validation.plan.syntax import Call, Expression, Variable

Binding: TypeAlias = int | Facts | None
"""A term of the graph as its number, or a value that was made; None where a variable is not bound."""
Env: TypeAlias = list[Binding]
"""What the variables of a query stand for, by their places."""
Evaluate: TypeAlias = Callable[[Env], Value]
Test: TypeAlias = Callable[[Env], bool | None]


def evaluator(expression: Expression, places: Mapping[str, int], index: Index) -> Evaluate:
    """A function that gives the value of an expression.

    Raises:
        UnknownError: It calls something that is not known.
    """
    if isinstance(expression, Variable):
        place = places[expression.name]

        def look(env: Env) -> Value:
            bound = env[place]
            return index.facts(bound) if isinstance(bound, int) else bound

        return look
    if not isinstance(expression, Call):
        constant = facts_of(expression)
        return lambda env: constant
    if expression.name == "coalesce":
        parts = [evaluator(argument, places, index) for argument in expression.arguments]
        return lambda env: next((value for part in parts if (value := part(env)) is not None), None)
    if expression.name in FUNCTIONS:
        function, least, most = FUNCTIONS[expression.name]
        arguments = [evaluator(argument, places, index) for argument in expression.arguments]
        if not least <= len(arguments) <= most:
            raise UnknownError(expression.name)
        if len(arguments) == 1:
            (only,) = arguments
            return lambda env: function(only(env))
        if len(arguments) == 2:
            one, other = arguments
            return lambda env: function(one(env), other(env))
        return lambda env: function(*[argument(env) for argument in arguments])
    holds = test(expression, places, index)

    def judge(env: Env) -> Value:
        answer = holds(env)
        return None if answer is None else truth(answer)

    return judge


def test(expression: Expression, places: Mapping[str, int], index: Index) -> Test:
    """A function that gives the effective boolean value of an expression; None for an error.

    Raises:
        UnknownError: It calls something that is not known.
    """
    if not isinstance(expression, Call):
        value = evaluator(expression, places, index)
        return lambda env: effective(value(env))
    name, arguments = expression.name, expression.arguments
    if name == "bound":
        if len(arguments) != 1 or not isinstance(arguments[0], Variable):
            raise UnknownError(name)
        place = places[arguments[0].name]
        return lambda env: env[place] is not None
    if name in ("||", "&&"):
        return _joined([test(argument, places, index) for argument in arguments], any_=name == "||")
    if name == "!":
        inner = test(arguments[0], places, index)
        return lambda env: None if (answer := inner(env)) is None else not answer
    if name in ("=", "!=", "<", ">", "<=", ">="):
        one, other = (evaluator(argument, places, index) for argument in arguments)
        return _compared(name, one, other)
    if name in FUNCTIONS or name == "coalesce":
        value = evaluator(expression, places, index)
        return lambda env: effective(value(env))
    raise UnknownError(name)


def _joined(parts: Sequence[Test], *, any_: bool) -> Test:
    def either(env: Env) -> bool | None:
        known: bool | None = False
        for part in parts:
            answer = part(env)
            if answer:
                return True
            if answer is None:
                known = None
        return known

    def each(env: Env) -> bool | None:
        # In rdflib, an error before the first that is false is an error.
        for part in parts:
            answer = part(env)
            if not answer:
                return answer
        return True

    return either if any_ else each


def _compared(name: str, one: Evaluate, other: Evaluate) -> Test:
    if name == "=":
        return lambda env: equal(one(env), other(env))
    if name == "!=":
        return lambda env: None if (same := equal(one(env), other(env))) is None else not same
    if name == "<":
        return lambda env: less(one(env), other(env))
    if name == ">":
        return lambda env: less(other(env), one(env))
    if name == "<=":
        return lambda env: None if (more := less(other(env), one(env))) is None else not more
    return lambda env: None if (fewer := less(one(env), other(env))) is None else not fewer


def aggregated(expression: Expression, rows: Sequence[Mapping[str, Binding]], index: Index) -> Value:
    """The value of an expression over the solutions of a group.

    Raises:
        UnsureError: MIN or MAX of something else than integers.
    """
    if not isinstance(expression, Call):
        return None if isinstance(expression, Variable) else facts_of(expression)
    name = expression.name
    kind = name.split()[0]
    if kind not in ("count", "min", "max"):
        arguments = [aggregated(argument, rows, index) for argument in expression.arguments]
        return _applied(name, arguments)
    (variable,) = expression.arguments
    assert isinstance(variable, Variable)
    bound = [row[variable.name] for row in rows]
    values = [index.facts(each) if isinstance(each, int) else each for each in bound if each is not None]
    if kind == "count":
        return number(len(set(values)) if name.endswith("distinct") else len(values))
    integers = [value.integer for value in values if value.integer is not None]
    if len(integers) < len(values):
        raise UnsureError
    if not integers:
        return None
    return number(min(integers) if kind == "min" else max(integers))


def _applied(name: str, arguments: Sequence[Value]) -> Value:
    places = {str(n): n for n in range(len(arguments))}
    env: Env = list(arguments)
    call = Call(name, tuple(Variable(key) for key in places))
    return evaluator(call, places, Index())(env)
