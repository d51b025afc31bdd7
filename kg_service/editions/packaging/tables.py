"""The tables of a package: their columns, keys and meanings.

Not here: where rows come from (``queries/packages/*.rq``, whose columns are these).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg_service.model import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column, after Table Schema."""

    name: str
    title: Text
    type: str = "string"
    required: bool = False
    target: str | None = None
    """Table whose first column it points to."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    name: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that together are different in each row."""
    is_asked: bool = True
    """Is there a query of its name? The table as printed is written otherwise."""


def _iri(name: str, zh: str, en: str, target: str | None = None, *, required: bool = True) -> Column:
    return Column(name, Text(zh, en), required=required, target=target)


_TITLE = (Column("title_zh", Text("名称（原文）", "Title (as printed)")),
          Column("title_en", Text("名称（译文）", "Title (translation)")))  # fmt: skip
_REVIEW = _iri("review_status", "审核状态", "Review status", "terms", required=False)

TABLES = (
    Table("table", Text("原表", "The table as printed"), (
        Column("number", Text("序号", "No."), "integer", required=True),
        Column("goal", Text("目标", "Goal")),
        Column("beneficiary", Text("服务对象", "Beneficiaries")),
        Column("service", Text("服务项目", "Service")),
        Column("content", Text("服务内容", "Content")),
        Column("departments", Text("责任部门，以、分隔", "Responsible bodies, separated by 、")),
    ), ("number",), is_asked=False),
    Table("services", Text("服务", "Services"), (
        _iri("service", "服务", "Service"),
        Column("number", Text("序号", "No."), "integer", required=True),
        *_TITLE,
        Column("content", Text("服务内容（原文）", "Content (as printed)")),
        _iri("goal", "目标", "Goal", "terms", required=False),
        _iri("group", "服务对象", "Beneficiary group", "terms", required=False),
        _iri("continuing_service", "延续的服务", "Continuing service", "terms", required=False),
    ), ("service",)),
    Table("measures", Text("措施", "Measures"), (
        _iri("measure", "措施", "Measure"),
        _iri("service", "服务", "Service", "services"),
        Column("position", Text("次序", "Position"), "integer"),
        *_TITLE,
        _REVIEW,
    ), ("measure",)),
    Table("conditions", Text("条件", "Conditions"), (
        _iri("condition", "条件", "Condition"),
        _iri("service", "服务", "Service", "services"),
        *_TITLE,
        Column("min_age", Text("最小年龄（周岁，含）", "Least age (inclusive)"), "integer"),
        Column("max_age", Text("最大年龄（周岁，含）", "Greatest age (inclusive)"), "integer"),
        _REVIEW,
    ), ("condition",)),
    Table("conditioned", Text("措施的条件", "Conditions of measures"), (
        _iri("measure", "措施", "Measure", "measures"),
        _iri("condition", "条件", "Condition", "conditions"),
    ), ("measure", "condition")),
    Table("participations", Text("责任部门", "Responsible bodies"), (
        _iri("service", "服务", "Service", "services"),
        Column("position", Text("印出的次序", "Printed order"), "integer", required=True),
        _iri("body", "部门", "Body", "terms"),
    ), ("service", "position")),
    Table("facts", Text("措施和条件的判读", "What measures and conditions are taken to be"), (
        _iri("subject", "措施或条件", "Measure or condition"),
        Column("property", Text("属性", "Property"), required=True),
        _iri("term", "概念", "Concept", "terms"),
    ), ("subject", "property", "term")),
    Table("terms", Text("概念、部门和延续的服务", "Concepts, bodies, continuing services"), (
        _iri("term", "概念", "Concept"),
        Column("label_zh", Text("名称（中文）", "Label (Chinese)")),
        Column("label_en", Text("名称（英文）", "Label (English)")),
        Column("title_zh", Text("全称", "Full name")),
    ), ("term",)),
)  # fmt: skip
"""The table as printed first."""


def as_csv(table: Table, rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV after RFC 4180, in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(rows)
    return out.getvalue().encode()
