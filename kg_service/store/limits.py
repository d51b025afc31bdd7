"""How deep and how long a query may be.

The engine's parser and evaluator recurse on the stack of a thread, and an overflow ends the whole process.

Not here: limits of time, memory and length of text.
"""

from functools import lru_cache

from kg_service.errors import RefusedQueryError
from kg_service.model import Text
from kg_service.store.tokens import place, tokens

MOST_NESTED = 100
"""Brackets within brackets, or ``!`` after ``!``."""
MOST_STEPS = 200
"""``/``, ``|`` and ``^``: property paths, whose planning time grows with the cube of their number."""
MOST_OPERATORS = 300
"""All others."""
MOST_CLAUSES = 150
"""OPTIONAL, UNION and MINUS together."""

_OPENING, _CLOSING = ("{", "(", "[", "{|", "<<", "<<("), ("}", ")", "]", "|}", ">>", ")>>")
_STEPS, _OPERATORS = ("/", "|", "^"), ("||", "&&", "+", "-", "*")
_NESTING = Text("嵌套层数", "the depth of nesting")
_STEP_COUNT = Text("路径步数", "the number of steps of paths")
_OPERATOR_COUNT = Text("运算符个数", "the number of operators")
_CLAUSE_COUNT = Text("OPTIONAL、UNION、MINUS 的个数", "the number of OPTIONAL, UNION and MINUS")


@lru_cache(maxsize=256)
def excess(text: str) -> RefusedQueryError | None:
    """Why a query is too much for the engine.

    Args:
        text: A query whose codepoint escapes are decoded.

    Returns:
        None where brackets, chained operators and chained clauses stay within the limits; else an error that
        names the limit and the line.
    """
    if _is_small(text):
        return None
    depth = negations = steps = operators = clauses = 0
    for word in tokens(text):
        if word.kind == "punct":
            depth += (word.text in _OPENING) - (word.text in _CLOSING)
            steps += word.text in _STEPS
            operators += word.text in _OPERATORS
        negations = negations + 1 if word.text == "!" else 0
        clauses += word.kind == "word" and word.text.upper() in ("OPTIONAL", "UNION", "MINUS")
        for count, limit, what in (
            (depth, MOST_NESTED, _NESTING),
            (negations, MOST_NESTED, _NESTING),
            (steps, MOST_STEPS, _STEP_COUNT),
            (operators, MOST_OPERATORS, _OPERATOR_COUNT),
            (clauses, MOST_CLAUSES, _CLAUSE_COUNT),
        ):
            if count > limit:
                line, _ = place(text, word.start)
                reason = Text(
                    f"{what.zh}超过上限 {limit}（第 {line} 行）。请化简或拆分查询。",
                    f"{what.en} exceeds the limit of {limit} (line {line}). Simplify or split the query.",
                )
                return RefusedQueryError(word.text, reason)
    return None


def _is_small(text: str) -> bool:
    """Whether no count can be over its limit, told without reading the words."""
    return (
        len(text) < MOST_CLAUSES * len("UNION")
        and sum(map(text.count, "{([<!")) <= MOST_NESTED
        and sum(map(text.count, "/|^")) <= MOST_STEPS
        and sum(map(text.count, "+-*&|")) <= MOST_OPERATORS
    )
