"""The code by which other programs get an answer: ready to be copied, and to run as it stands.

Not here: the page that shows them (``templates/_answer.html``), samples of the whole dataset (``usage``).
"""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from kg_service.model import Text
from kg_service.store import Kind


@dataclass(frozen=True, slots=True)
class Sample:
    """One way to use the data."""

    name: str
    title: str
    text: Text
    code: str


Fields = Sequence[tuple[str, str]]

_TITLES = {
    "curl": ("curl", Text("存为文件。", "Save the answer as a file.")),
    "python": ("Python", Text("逐行读出。", "Read it row by row.")),
    "pandas": ("Python (pandas)", Text("直接读成表格。", "Read it as a table.")),
    "r": ("R", Text("不需要另装软件包。", "No package is needed.")),
    "excel": (
        "Excel (Power Query)",
        Text(
            "“数据 → 获取数据 → 从其他源 → 空白查询”，在高级编辑器中贴入。",
            "Data → Get Data → From Other Sources → Blank Query, then paste it in the Advanced Editor.",
        ),
    ),
}
_MEDIA_TYPES: dict[Kind, tuple[str, str]] = {
    "solutions": ("text/csv", "csv"),
    "boolean": ("application/sparql-results+json", "json"),
    "graph": ("text/turtle", "ttl"),
}


def snippets(address: str, fields: Fields, kind: Kind) -> tuple[Sample, ...]:
    """One sample for each program that reads an answer of that kind.

    Args:
        address: Of the endpoint or of a named query, without query string.
        fields: What is sent, without ``format``.
        kind: Of the answer.
    """
    rows = {"pandas": _pandas, "r": _r, "excel": _excel} if kind == "solutions" else {}
    codes = {"curl": _curl(address, fields, kind), "python": _python(address, fields, kind)}
    codes |= {name: write(address, fields) for name, write in rows.items()}
    return tuple(Sample(name, *_TITLES[name], code) for name, code in codes.items())


def _curl(address: str, fields: Fields, kind: Kind) -> str:
    media_type, ending = _MEDIA_TYPES[kind]
    sent = "".join(f" \\\n  --data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in fields)
    how = "-sG" if fields else "-s"
    return f"curl {how} {shlex.quote(address)} -H 'Accept: {media_type}' -o answer.{ending}{sent}"


def _python(address: str, fields: Fields, kind: Kind) -> str:
    if address.endswith("/sparql"):
        return _sparqlwrapper(address, fields, kind)
    return (
        f'import requests\n\nfields = {_pairs(fields)}\nheaders = {{"Accept": "application/json"}}\n'
        f"answer = requests.get({_quoted(address)}, params=fields, headers=headers)\n"
        'answer.raise_for_status()\nfor row in answer.json()["results"]["bindings"]:\n'
        '    print({name: cell["value"] for name, cell in row.items()})'
    )


def _sparqlwrapper(address: str, fields: Fields, kind: Kind) -> str:
    query = next((value for name, value in fields if name == "query"), "")
    others = [(name, value) for name, value in fields if name != "query"]
    form = "TURTLE" if kind == "graph" else "JSON"
    read = {
        "solutions": 'for row in answer["results"]["bindings"]:\n'
        '    print({name: cell["value"] for name, cell in row.items()})',
        "boolean": 'print(answer["boolean"])',
        "graph": "print(answer.decode())",
    }[kind]
    return (
        f"from SPARQLWrapper import {form}, SPARQLWrapper\n\nendpoint = SPARQLWrapper({_quoted(address)})\n"
        f"endpoint.setReturnFormat({form})\n"
        + "".join(f"endpoint.addParameter({_quoted(name)}, {_quoted(value)})\n" for name, value in others)
        + f"endpoint.setQuery({_quoted(query)})\nanswer = endpoint.queryAndConvert()\n{read}"
    )


def _pandas(address: str, fields: Fields) -> str:
    return (
        "from io import BytesIO\nfrom urllib.parse import urlencode\nfrom urllib.request import urlopen\n\n"
        f"import pandas as pd\n\nfields = {_pairs([*fields, ('format', 'csv')])}\n"
        f'with urlopen({_quoted(address)} + "?" + urlencode(fields)) as answer:\n'
        "    table = pd.read_csv(BytesIO(answer.read()))\nprint(table)"
    )


def _r(address: str, fields: Fields) -> str:
    named = ",\n  ".join(
        f"{json.dumps(name)} = {_r_text(value)}" for name, value in [*fields, ("format", "csv")]
    )
    return (
        f"fields <- list(\n  {named})\n"
        "values <- vapply(fields, URLencode, character(1), reserved = TRUE)\n"
        f'address <- paste0("{address}?", paste0(names(fields), "=", values, collapse = "&"))\n'
        'answer <- read.csv(address, fileEncoding = "UTF-8")\nprint(answer)'
    )


def _excel(address: str, fields: Fields) -> str:
    """Source: https://learn.microsoft.com/powerquery-m/csv-document"""
    # An address is plain ASCII, so that nothing in it means anything to the formula language.
    table = f"{address}?{urlencode([*fields, ('format', 'csv')])}"
    # A cell may hold a line break; 65001 is UTF-8.
    options = '[Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]'
    return (
        f'let\n  Source = Csv.Document(Web.Contents("{table}"), {options}),\n'
        "  Answer = Table.PromoteHeaders(Source, [PromoteAllScalars = true])\nin\n  Answer"
    )


def _pairs(fields: Fields) -> str:
    """A dictionary of Python; a list of pairs where a name comes twice."""
    if len({name for name, _ in fields}) < len(fields):
        return "[" + ", ".join(f"({_quoted(name)}, {_quoted(value)})" for name, value in fields) + "]"
    return "{" + ", ".join(f"{_quoted(name)}: {_quoted(value)}" for name, value in fields) + "}"


def _quoted(text: str) -> str:
    """A string of Python; a query keeps its lines."""
    if "\n" in text and "\\" not in text and "'''" not in text and not text.endswith("'"):
        return f"'''{text}'''"
    return json.dumps(text, ensure_ascii=False)


def _r_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
