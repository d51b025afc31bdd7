"""The header of a query file, read by the program.

``#+ key: value`` lines come first, then what an answer holds in plain comment lines, in English, then the
query. The same in Chinese has a key, once for each of its lines:

    #+ summary-zh: 某部门负责哪些服务？
    #+ summary-en: Which services is a body responsible for?
    #+ topic: bodies
    #+ parameter: body iri cv:PublicOrganisation required
    #+ returns: number service serviceLabel
    #+ chart: table
    #+ about-zh: 每行一项服务，按印出的顺序。
    #
    # One row a service, in printed order.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from kg_service.errors import SyntaxProblemError
from kg_service.model import LANGS, Lang, Text
from kg_service.nearest import nearest

Type: TypeAlias = Literal["iri", "integer", "string", "boolean", "endpoint"]
"""``endpoint`` is the URL of a SPARQL endpoint that the query asks besides: ``SERVICE ?name { … }``."""
Chart: TypeAlias = Literal["table", "bar", "matrix", "sankey", "map"]
TYPES: tuple[Type, ...] = get_args(Type)
CHARTS: tuple[Chart, ...] = get_args(Chart)

LANG = "lang"
"""The parameter that every query takes without saying so; ``zh`` or ``en``."""

TOPICS: dict[str, Text] = {
    "children": Text("儿童与服务对象", "Children and groups"),
    "services": Text("服务与目标", "Services and goals"),
    "bodies": Text("责任部门", "Bodies"),
    "measures": Text("措施", "Measures"),
    "conditions": Text("条件", "Conditions"),
    "places": Text("地方之间", "Across places"),
    "evidence": Text("依据与审核", "Evidence and review"),
    "elsewhere": Text("与外部数据合查", "Together with data elsewhere"),
}
"""What a question is about, in the order in which people are offered them."""

_KEYS = ("summary-zh", "summary-en", "topic", "parameter", "returns", "chart", "about-zh")
_REPEATED = ("parameter", "about-zh")
_LINE = re.compile(r"#\+\s*([\w-]+)\s*:\s*(.*?)\s*$")
_NAME = re.compile(r"[A-Za-z]\w*$")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that people give a value."""

    name: str
    """Without ``?``."""
    type: Type
    choices: str | None
    """CURIE of the class or concept scheme that the value is in; None where any value of the type will do."""
    required: bool
    default: str | None = None
    """Value where none is given, as a person would write it."""
    least: int | None = None
    """Smallest value of an integer; None where there is no limit."""
    most: int | None = None
    """Greatest value of an integer; None where there is no limit."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with what its header says."""

    name: str
    summary: Text
    """The question that it answers."""
    description: Text
    """What an answer holds; may be empty."""
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    """Variables of the answer, in order; empty for ASK, CONSTRUCT and DESCRIBE."""
    chart: Chart
    """How an answer is best drawn."""
    text: str
    """The SPARQL query, header included."""
    topic: str | None = None
    """Key of ``TOPICS``; None for a query that is not offered to people."""

    @property
    def asks_others(self) -> bool:
        """Whether an endpoint is asked besides, which has to be on the list of the settings."""
        return any(p.type == "endpoint" for p in self.parameters)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(slots=True)
class _Header:
    document: str
    summaries: dict[str, str] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    returns: tuple[str, ...] = ()
    chart: Chart = "table"
    topic: str | None = None
    about: dict[Lang, list[str]] = field(default_factory=lambda: {"zh": [], "en": []})
    keys: set[str] = field(default_factory=set)


def parse_query(text: str, name: str, document: str | None = None, *, whole: bool = False) -> NamedQuery:
    """Read a query with its header.

    Args:
        text: The file.
        name: What the query is called.
        document: What to call the file in messages; *name* where None.
        whole: Whether the header must say everything. A query without header is called by its name otherwise.

    Raises:
        SyntaxProblemError: The header is not as it should be; the SPARQL text is not looked at.
    """
    header = _Header(document or name)
    lines = text.removeprefix("\ufeff").split("\n")
    number = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith("#+"):
            _key(header, line, number)
        elif line.startswith("#"):
            header.about["en"].append(line.lstrip("#").strip())
        else:
            break
    missing = [key for key in ("summary-zh", "summary-en", "topic") if key not in header.keys]
    if whole and missing:
        raise _problem(header, number, f"#+ {missing[0]}: …")
    return NamedQuery(
        name=name,
        summary=Text(header.summaries.get("zh", name), header.summaries.get("en", name)),
        description=Text(*("\n".join(header.about[lang]).strip() for lang in LANGS)),
        parameters=tuple(header.parameters),
        returns=header.returns,
        chart=header.chart,
        text=text.removeprefix("\ufeff"),
        topic=header.topic,
    )


def _key(header: _Header, line: str, number: int) -> None:
    found = _LINE.match(line)
    if found is None:
        raise _problem(header, number, "#+ key: value")
    key, value = found[1], found[2]
    if key not in _KEYS:
        raise _problem(header, number, ", ".join(nearest(key, _KEYS) or _KEYS))
    if key in header.keys and key not in _REPEATED:
        raise _problem(header, number, f"one {key} only", f"{key} 只能写一次")
    header.keys.add(key)
    if key == "parameter":
        header.parameters.append(_parameter(header, value, number))
    elif key == "returns":
        header.returns = tuple(value.split())
    elif key == "topic":
        if value not in TOPICS:
            raise _problem(header, number, " | ".join(TOPICS))
        header.topic = value
    elif key == "chart":
        chart = next((c for c in CHARTS if c == value), None)
        if chart is None:
            raise _problem(header, number, " | ".join(CHARTS))
        header.chart = chart
    elif not value:
        raise _problem(header, number, f"#+ {key}: …")
    elif key == "about-zh":
        header.about["zh"].append(value)
    else:
        header.summaries[key.removeprefix("summary-")] = value


def _parameter(header: _Header, value: str, number: int) -> Parameter:
    """``name type choices|- required|optional [default]``; an integer has a range (``0..20``) for choices."""
    parts = value.split(maxsplit=4)
    if len(parts) < 4:
        raise _problem(header, number, "#+ parameter: name type choices|- required|optional [default]")
    name, kind, choices, need, *default = parts
    type_ = next((t for t in TYPES if t == kind), None)
    if type_ is None:
        raise _problem(header, number, " | ".join(TYPES))
    if need not in ("required", "optional"):
        raise _problem(header, number, "required | optional")
    if not _NAME.match(name) or name == LANG or any(p.name == name for p in header.parameters):
        raise _problem(header, number, f"another name than {name}", f"{name} 以外的参数名")
    range_ = _RANGE.match(choices) if type_ == "integer" else None
    if choices != "-" and type_ != "iri" and range_ is None:
        raise _problem(
            header,
            number,
            f"- (choices are for the type iri, a range like 0..20 for the type integer; this is {type_})",
            "-（只有 iri 有可选值，integer 可有 0..20 这样的范围）",
        )
    return Parameter(
        name,
        type_,
        choices if type_ == "iri" and choices != "-" else None,
        need == "required",
        default[0] if default else None,
        int(range_[1]) if range_ else None,
        int(range_[2]) if range_ else None,
    )


def _problem(header: _Header, line: int, expected: str, expected_zh: str | None = None) -> SyntaxProblemError:
    text = Text(f"文件头此处应为：{expected_zh or expected}。", f"Expected in the header: {expected}.")
    return SyntaxProblemError(header.document, line, 1, text)
