"""Options that several commands take."""

from __future__ import annotations

import os
from getpass import getuser
from typing import Any

import click

from kg_service.cli.tree import argument, option
from kg_service.errors import BadValueError
from kg_service.model import Lang, Text

_FILE = Text("文件", "FILE")
_EDITION = Text(
    "清单版本（heilongjiang/2024），或文件：.docx .doc .xlsx .csv .tsv .txt .pdf .html，或 RDF",
    "An edition (heilongjiang/2024), or a file: .docx .doc .xlsx .csv .tsv .txt .pdf .html, or RDF",
)
_DECISIONS = Text(
    "决定文件：哪项服务延续哪项服务；默认用 data/decisions.tsv（如有）",
    "File of decisions: which service continues which; by default data/decisions.tsv, if it is there",
)


def edition_arguments(lang: Lang) -> list[click.Argument]:
    """The two editions of a comparison."""
    return [
        argument(lang, "old", metavar=Text("旧版", "OLD"), help=_EDITION),
        argument(lang, "new", metavar=Text("新版", "NEW"), help=_EDITION),
    ]


def output_option(lang: Lang, metavar: Text = _FILE) -> click.Option:
    """``-o``: the file to write."""
    return option(
        lang,
        "-o",
        "--output",
        metavar=metavar,
        help=Text("写入文件，而不是标准输出", "Write to a file instead of the standard output"),
    )


def decisions_option(lang: Lang, help: Text = _DECISIONS) -> click.Option:
    """``--decisions``: the file of what people decided."""
    return option(lang, "--decisions", metavar=_FILE, help=help)


class Number(click.ParamType[int]):
    """A whole number from 0 to a highest one."""

    name = "number"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        given = str(value).strip()
        if not (given.isascii() and given.isdigit() and int(given) <= self.most):
            expected = Text(f"0 到 {self.most} 的整数", f"a whole number from 0 to {self.most}")
            raise BadValueError(param.opts[0] if param else "", given, expected)
        return int(given)


class Share(click.ParamType[float]):
    """A number above 0, up to a highest one."""

    name = "share"

    def __init__(self, most: int = 1) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if 0 < number <= self.most:
            return number
        expected = Text(f"大于 0、不超过 {self.most} 的数", f"a number above 0, up to {self.most},")
        raise BadValueError(param.opts[0] if param else "", str(value), expected)


def who_option(lang: Lang) -> click.Option:
    """Who changes a folder of snapshots."""
    return option(
        lang,
        "--who",
        metavar=Text("姓名", "NAME"),
        help=Text("由谁；默认是登录用户名", "By whom; by default the name of the user"),
    )


def wait_option(lang: Lang) -> click.Option:
    """How long to wait for others that change it."""
    return option(
        lang,
        "--wait",
        metavar=Text("秒数", "SECONDS"),
        type=Number(86_400),
        default=0,
        help=Text(
            "同一文件夹正在发布时最多等这么久；默认不等",
            "How long to wait for another publication into the same folder; not at all by default",
        ),
    )


def name_of(who: str | None) -> str:
    """Who it is: what was said, else the user's name."""
    if who and who.strip():
        return who.strip()
    try:
        return getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
