"""Options of ``kg link`` by what they are about: graphs, endpoints, tables.

Not here: what they do (``link``).
"""

from __future__ import annotations

import click

from kg_service.cli.options import Number, Share
from kg_service.cli.tree import option
from kg_service.model import Lang, Text

_COLUMN = Text("列名", "COLUMN")
_IRI = Text("IRI", "IRI")


def of_graphs(lang: Lang) -> list[click.Option]:
    """Which things of an endpoint or a dump."""
    return [
        option(
            lang,
            "--class",
            "class_",
            metavar=_IRI,
            help=Text("只看这个类的事物", "Only things of this class"),
        ),
        option(
            lang,
            "--scheme",
            metavar=_IRI,
            help=Text("只看这个概念体系中的", "Only those of this concept scheme"),
        ),
        option(
            lang,
            "--where",
            metavar=Text("图模式", "PATTERN"),
            help=Text("进一步限定 ?thing 的 SPARQL 图模式", "A SPARQL pattern that narrows ?thing further"),
        ),
        option(
            lang,
            "--by-name",
            is_flag=True,
            help=Text(
                "不逐个列出，只按我方名称查找；用于过大的端点",
                "List nothing, only look up our own names; for endpoints that are too large",
            ),
        ),
    ]


def of_endpoints(lang: Lang) -> list[click.Option]:
    """How an endpoint is asked."""
    return [
        option(
            lang,
            "--rate",
            type=Share(100),
            default=1.0,
            metavar=Text("次", "NUMBER"),
            help=Text("每秒最多请求几次，如 0.5；默认 1", "Most requests a second, e.g. 0.5; 1 by default"),
        ),
        option(
            lang,
            "--retries",
            type=Number(100),
            default=5,
            metavar=Text("次", "NUMBER"),
            help=Text(
                "暂时失败时最多重试几次；默认 5", "How often to try again what failed for now; 5 by default"
            ),
        ),
        option(
            lang,
            "--timeout",
            type=Number(3_600),
            default=60,
            metavar=Text("秒数", "SECONDS"),
            help=Text("每次应答的时限；默认 60", "Most time for one answer; 60 by default"),
        ),
        option(
            lang,
            "--cache",
            metavar=Text("文件夹", "DIR"),
            help=Text(
                "应答存放处，保留 7 天；none 表示不存。默认在用户的缓存文件夹",
                "Where answers are kept, for 7 days; none keeps none. By default the user's cache folder",
            ),
        ),
    ]


def of_tables(lang: Lang) -> list[click.Option]:
    """Which column of a table holds what."""
    said = (
        ("--id", Text("标识所在的列", "Column of the ids")),
        ("--label", Text("名称（中文）所在的列", "Column of the labels, in Chinese")),
        ("--label-en", Text("英文名称所在的列", "Column of the English labels")),
        ("--type", Text("类型所在的列", "Column of the types")),
        ("--above", Text("上级的标识或名称所在的列", "Column of what is above: its id or name")),
    )
    return [
        *(option(lang, name, metavar=_COLUMN, default="", help=help) for name, help in said),
        option(
            lang,
            "--alt",
            metavar=_COLUMN,
            multiple=True,
            help=Text(
                "别称所在的列，一格中以 | 或 ; 分隔；可多次给出",
                "Column of other names, parted by | or ;; repeatable",
            ),
        ),
        option(
            lang,
            "--base",
            metavar=_IRI,
            default="",
            help=Text("标识不是 IRI 时，放在它前面的部分", "What an id that is no IRI is put behind"),
        ),
    ]
