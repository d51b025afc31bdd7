"""What reading says of what it set aside or had to decide: one sentence a code.

Not here: remarks of one file kind alone (its reader makes them).
"""

from __future__ import annotations

from kg_service.model import Place, Remark, RemarkKind, Text

_FURNITURE = {
    "title": Text("标题。", "The title."),
    "heading": Text("表头。", "The heading."),
    "repeated-heading": Text("重复的表头，没有当作一行。", "A repeated heading; it was not read as a row."),
    "page-number": Text("页码，没有当作内容。", "A page number; it was not read as content."),
    "goal-row": Text(
        "单独成行的目标，作为下面各行的目标。",
        "A goal on a row of its own; it is the goal of the rows beneath.",
    ),
    "goal-paragraph": Text(
        "表格上方的目标，作为表中各行的目标。", "A goal above its table; it is the goal of the table's rows."
    ),
    "goal-enumerator": Text(
        "目标前后的序号和项数，不属于目标的名称。",
        "An enumerator or a count beside the goal; it is no part of the goal's name.",
    ),
    "lower-heading": Text(
        "目标之下的小标题，没有读作目标。", "A heading below a goal; it was not read as a goal."
    ),
    "column-numbers": Text(
        "列号，没有当作一行。", "A row that counts the columns; it was not read as one of the list's."
    ),
    "note": Text("附注，没有当作一行。", "A note; it was not read as a row."),
    "repeated-cell": Text(
        "换页后重复的文字，没有再读一遍。", "Words repeated after a page break; they were not taken twice."
    ),
    "other-table": Text("不是清单的表格，没有读入。", "A table that is not the list; it was not taken."),
    "row-above": Text("表头上方的文字，没有当作一行。", "Text above the heading; it was not read as a row."),
    "paragraph": Text("表格以外的文字。", "Text outside of the table."),
    "bookmark": Text("转换程序留下的书签标记。", "A bookmark that a converter left."),
    "header": Text("页眉。", "A page header."),
    "footer": Text("页脚。", "A page footer."),
    "footnote": Text("脚注。", "A footnote."),
    "endnote": Text("尾注。", "An endnote."),
    "comment": Text("批注。", "A comment."),
    "watermark": Text("水印。", "A watermark."),
    "text-box": Text("文本框。", "A text box."),
}
_EXTRA = Text(
    "清单没有“{}”这一列，其中的文字没有读入。", "The list has no column “{}”; its text was not taken."
)
_UNNAMED = Text("没有表头的列，其中的文字没有读入。", "A column without a heading; its text was not taken.")
_AROUND = Text("表格以外的文字（{}）。", "Text outside of the table ({}).")

_DOUBTFUL = {
    "filled-down": Text(
        "空单元格，取上面的值。如果确实没有，请在文档里写明。",
        "An empty cell; the value above was taken. If it is meant to be empty, say so in the document.",
    ),
    "joined-row": Text(
        "没有序号、内容不全，当作上一行的后半并入。请核对。",
        "Without a number and not whole: it was joined to the row above. Please check.",
    ),
    "several-body-columns": Text(
        "有几列都是责任部门，按从左到右的次序合为一列，分工没有读入。",
        "Several columns hold responsible bodies; they were joined from left to right, without their roles.",
    ),
    "goal-sheet": Text(
        "没有目标列，工作表的名称读作表中各行的目标。请核对。",
        "There is no column of goals; the sheet's name was read as the goal of its rows. Please check.",
    ),
    "two-levels": Text(
        "目标之下还有小标题，各行归入上一级的目标。请核对。",
        "There are headings below the goals; rows were taken to stand under the upper ones. Please check.",
    ),
    "second-column": Text(
        "另有一列也像清单的这一栏，没有读入；如果应当读入，请并入前面那一列。",
        "Another column that looks like one of the list's was not taken. If it belongs there, join the two.",
    ),
    "body-role": Text(
        "责任部门中的分工说明，没有读入部门名称。",
        "Words about a role; they were not taken into a body's name.",
    ),
    "bodies-by-space": Text(
        "部门之间只有空白、没有顿号，当作两个部门。请核对。",
        "Only white space stands between two bodies; they were read as two. Please check.",
    ),
    "no-number-column": Text("没有序号列。", "There is no column of numbers."),
    "no-goal": Text("没有目标列，也没有单独成行的目标。", "There is no column of goals and no row of one."),
    "no-rows": Text("有表头，但下面没有内容。", "There is a heading, but nothing beneath it."),
    "several-tables": Text("清单由几个表格合成。", "The list was put together from several tables."),
    "repeated-table": Text(
        "另一个表格与前面的大半相同，没有读入。请只留一个。",
        "Another table repeats most of the one before and was not taken. Leave only one in the document.",
    ),
    "column-change": Text(
        "从这里起各列的次序不同，按新的表头读取。",
        "From here on the columns stand in another order; they were read by the new heading.",
    ),
}


def furniture(code: str, found: str, place: Place) -> Remark:
    """Something that was set aside; *code* may be any kind of ``Around``."""
    text = _FURNITURE.get(code) or Text(_AROUND.zh.format(code), _AROUND.en.format(code))
    return Remark(RemarkKind.FURNITURE, code, text, found, place)


def extra_column(heading: str, found: str, place: Place) -> Remark:
    """A cell of a column that is none of the list's."""
    text = Text(_EXTRA.zh.format(heading), _EXTRA.en.format(heading)) if heading else _UNNAMED
    return Remark(RemarkKind.FURNITURE, "extra-column", text, found, place)


def doubtful(code: str, found: str, place: Place) -> Remark:
    """Something that was taken, and that a person should look at."""
    return Remark(RemarkKind.DOUBTFUL, code, _DOUBTFUL[code], found, place)
