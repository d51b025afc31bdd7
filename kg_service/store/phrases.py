"""The sentences about a query that does not parse, in zh and en."""

from collections.abc import Sequence

from kg_service.model import Text

MEANINGS: dict[str, Text] = {
    "Duplicated variable name in SELECT": Text(
        "SELECT 中同一变量出现两次，请去掉一个。", "SELECT names a variable twice; drop one."
    ),
    "The SELECT contains a variable that is unbound": Text(
        "分组查询的 SELECT 中有未分组的变量：请把它写进 GROUP BY，或用聚合函数（如 SAMPLE）。",
        "With grouping, SELECT names a variable that is not grouped: "
        "add it to GROUP BY or aggregate it (SAMPLE …).",
    ),
    "The SELECT contains an expression with a variable that is unbound": Text(
        "分组查询的 SELECT 表达式中有未分组的变量：请把它写进 GROUP BY，或用聚合函数（如 SAMPLE）。",
        "With grouping, an expression of SELECT uses a variable that is not grouped: "
        "add it to GROUP BY or aggregate it (SAMPLE …).",
    ),
    "The SELECT overrides an existing variable using an expression": Text(
        "SELECT 中 AS 后的变量在模式中已经使用，请换一个变量名。",
        "The variable after AS in SELECT is already in use in the pattern; choose another name.",
    ),
    "SELECT * is not authorized with GROUP BY": Text(
        "分组查询不能用 SELECT *，请逐一写出变量。",
        "SELECT * does not go with grouping; name the variables.",
    ),
    "BIND is overriding an existing variable": Text(
        "BIND 的 AS 后变量已有值，请换一个变量名。",
        "BIND gives a value to a variable that already has one; choose another name.",
    ),
    "Repeated variables are not allowed in VALUES": Text(
        "VALUES 中同一变量出现两次。", "VALUES names a variable twice."
    ),
    "The VALUES clause rows should have exactly the same number of values": Text(
        "VALUES 每一行的值必须与变量一样多；没有值时写 UNDEF。",
        "Each row of VALUES must have as many values as there are variables; write UNDEF for none.",
    ),
    "is overridden in the right side of LATERAL": Text(
        "LATERAL 右侧不能给左侧已有的变量赋值。",
        "The right side of LATERAL can't set a variable of its left side.",
    ),
    "Unexpected aggregate": Text(
        "聚合函数不能用在这里，只能用在 SELECT、HAVING 或 ORDER BY 中。",
        "An aggregate can't stand here, only in SELECT, HAVING or ORDER BY.",
    ),
}
"""What Oxigraph says, and what we say."""

OPEN_STRING = Text(
    "从这里开始的字符串没有结束：缺少配对的引号（跨行的字符串要用三个引号）。",
    "The string that begins here is not closed: its second quotation mark is missing "
    "(a string over several lines takes three).",
)
OPEN_IRI = Text(
    "从这里开始的 IRI 没有用“>”结束，或含有空格等不允许的字符。",
    "The IRI that begins here is not closed by “>”, or holds a space or a character that is not allowed.",
)

FULL_WIDTH = dict(zip("，；。（）｛｝：？“”‘’＜＞＝！、《》", ",;.(){}:?\"\"''<>=!,<>", strict=True))
"""Punctuation of a Chinese keyboard, and what was meant."""


def full_width(found: str) -> Text:
    """A full-width character outside of a string."""
    meant = FULL_WIDTH[found]
    return Text(
        f"这里是全角“{found}”，请改为半角“{meant}”。", f"This is a full-width “{found}”; type “{meant}”."
    )


def undeclared(prefix: str, namespace: str | None, nearest: Sequence[str]) -> Text:
    """A prefix without PREFIX."""
    if namespace is not None:
        line = f"PREFIX {prefix}: <{namespace}>"
        return Text(
            f"前缀“{prefix}:”没有声明。请在开头加上：{line}",
            f"The prefix “{prefix}:” is not declared. Begin with: {line}",
        )
    hint_zh = f"您要用的是不是 {'、'.join(n + ':' for n in nearest)}？" if nearest else ""
    hint_en = f" Did you mean {' or '.join(n + ':' for n in nearest)}?" if nearest else ""
    return Text(
        f"前缀“{prefix}:”没有声明，请用 PREFIX 声明。{hint_zh}",
        f"The prefix “{prefix}:” is not declared; declare it with PREFIX.{hint_en}",
    )


def shared_blank_node(found: str) -> Text:
    """A blank node label in two groups."""
    return Text(
        f"空白节点 {found} 不能跨越两个组使用，请改用变量。",
        f"The blank node {found} can't be used in two groups; use a variable.",
    )


def _say(zh: str, en: str) -> Text:
    return Text(zh, en)


_VALUE = _say("变量、IRI 或值", "a variable, an IRI or a value")
_VARIABLE = _say("变量", "a variable")
_IRI = _say("IRI", "an IRI")
_STRING = _say("字符串", "a string")
_NUMBER = _say("数字", "a number")
_OPERATOR = _say("运算符（= < + && …）", "an operator (= < + && …)")
_FUNCTION = _say("函数", "a function")
_PATTERN = _say("OPTIONAL、FILTER、BIND 等子句", "a clause (OPTIONAL, FILTER, BIND …)")
_FORM = _say("SELECT、ASK、CONSTRUCT 或 DESCRIBE", "SELECT, ASK, CONSTRUCT or DESCRIBE")
_MODIFIER = _say("ORDER BY、LIMIT 等子句", "a modifier (ORDER BY, LIMIT …)")

_GROUPS: tuple[tuple[frozenset[str], Text], ...] = (
    (frozenset({"?x", "<http://x/>", '"x"'}), _VALUE),
    (frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}), _FORM),
    (frozenset({"OPTIONAL", "FILTER", "BIND", "MINUS", "GRAPH", "VALUES"}), _PATTERN),
    (frozenset({"ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING", "VALUES"}), _MODIFIER),
    (frozenset({"ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING"}), _MODIFIER),
    (frozenset({"=", "!=", ">", ">=", "&&", "||", "+", "-", "*", "/", "IN", "NOT"}), _OPERATOR),
)
"""Samples that are named together where all of them fit."""
_ALONE = {"?x": _VARIABLE, "<http://x/>": _IRI, '"x"': _STRING, "1": _NUMBER, "STR": _FUNCTION}
_IMPLIED = frozenset({"true", "_:x", "1", "+", "-"})
"""Not worth a word beside “a value”."""

SAMPLES: tuple[str, ...] = (
    "?x", "<http://x/>", '"x"', "1", "true", "_:x", "a", "{", "}", "(", ")", "[", "]", ".", ";", ",",
    "STR", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "WHERE", "FROM", "NAMED",
    "OPTIONAL", "FILTER", "BIND", "MINUS", "GRAPH", "VALUES", "UNION", "AS", "BY", "ASC", "DESC", "ORDER",
    "LIMIT", "OFFSET", "GROUP", "HAVING", "EXISTS", "UNDEF", "SEPARATOR", "=", "!=", ">", ">=", "&&", "||",
    "+", "-", "*", "/", "IN", "NOT", "^^", "@zh",
)  # fmt: skip
"""One of each kind of word, to be tried; not “<”, which the engine takes for the start of an IRI."""


def expected(found: str, fitting: Sequence[str], opened: tuple[str, int, int] | None) -> Text:
    """What was found and what fits there.

    Args:
        found: The word at fault; empty at the end of the text.
        fitting: Those of ``SAMPLES`` that fit.
        opened: At the end of the text, the bracket that is still open, with line and column.
    """
    names: list[Text] = []
    left = list(fitting)
    for group, text in _GROUPS:
        if group <= set(left):
            names.append(text)
            left = [sample for sample in left if sample not in group]
    if _VALUE in names:
        left = [sample for sample in left if sample not in _IMPLIED]
    names += [_ALONE.get(sample) or Text(f"“{sample}”", f"“{sample}”") for sample in left]
    zh = f"这里出现了“{found}”" if found else "查询到此突然结束"
    en = f"Found “{found}”" if found else "The query ends too early"
    if found and not names:
        zh, en = f"这里不能出现“{found}”", f"“{found}” can't stand here"
    if names:
        zh += f"，应为：{'、'.join(n.zh for n in names)}"
        en += f"; expected {', '.join(n.en for n in names)}"
    zh, en = zh + "。", en + "."
    if opened is not None:
        bracket, line, column = opened
        zh += f"第 {line} 行第 {column} 个字符的“{bracket}”没有配对的结束括号。"
        en += f" The “{bracket}” in line {line}, column {column} is not closed."
    return Text(zh, en)
