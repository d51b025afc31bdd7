"""Each change in one sentence, in Chinese and English.

Not here: what changed (``comparing``), how a report is laid out (``outputs``, ``cli``).
"""

from collections.abc import Mapping, Sequence

from kg_service.model import ChangeKind, Row, Text

KINDS: Mapping[ChangeKind, Text] = {
    ChangeKind.ADDED: Text("新增服务", "added"),
    ChangeKind.WITHDRAWN: Text("取消服务", "withdrawn"),
    ChangeKind.SPLIT: Text("拆分", "split"),
    ChangeKind.MERGED: Text("合并", "merged"),
    ChangeKind.RENAMED: Text("改名", "renamed"),
    ChangeKind.REWORDED: Text("改写", "reworded"),
    ChangeKind.RENUMBERED: Text("移位", "moved in order"),
    ChangeKind.MOVED_GOAL: Text("改属目标", "moved to another goal"),
    ChangeKind.AUDIENCE_WIDENED: Text("服务对象放宽", "audience widened"),
    ChangeKind.AUDIENCE_NARROWED: Text("服务对象收窄", "audience narrowed"),
    ChangeKind.AUDIENCE_CHANGED: Text("服务对象改变", "audience changed"),
    ChangeKind.BODY_ADDED: Text("增加责任部门", "body added"),
    ChangeKind.BODY_REMOVED: Text("减少责任部门", "body removed"),
    ChangeKind.MEASURE_ADDED: Text("增加措施", "measure added"),
    ChangeKind.MEASURE_WITHDRAWN: Text("取消措施", "measure withdrawn"),
    ChangeKind.CONDITION_TIGHTENED: Text("条件收紧", "condition tightened"),
    ChangeKind.CONDITION_RELAXED: Text("条件放宽", "condition relaxed"),
    ChangeKind.COMMITMENT_STRENGTHENED: Text("约束增强", "commitment strengthened"),
    ChangeKind.COMMITMENT_WEAKENED: Text("约束减弱", "commitment weakened"),
}
"""What each kind of change is called."""

COMMITMENT_NAMES: Mapping[str, Text] = {
    "firm": Text("确定给予", "firm"),
    "conditional": Text("附条件给予", "conditional"),
    "where-available": Text("有条件的地方给予", "where available"),
    "promoted": Text("支持倡导", "promoted"),
}
"""The slugs of the scheme ``commitments`` as people read them."""


def of_service(kind: ChangeKind, row: Row) -> Text:
    """ADDED and WITHDRAWN."""
    if kind is ChangeKind.ADDED:
        return Text(f"新增服务“{row.service}”。", f"The service “{row.service}” is new.")
    return Text(f"不再列有服务“{row.service}”。", f"The service “{row.service}” is listed no more.")


def of_parts(kind: ChangeKind, row: Row, parts: Sequence[Row]) -> Text:
    """SPLIT and MERGED: *row* is the whole."""
    names_zh = "、".join(f"“{part.service}”（{part.number}）" for part in parts)
    names_en = ", ".join(f"“{part.service}” ({part.number})" for part in parts)
    if kind is ChangeKind.SPLIT:
        return Text(f"“{row.service}”拆分为{names_zh}。", f"“{row.service}” was split into {names_en}.")
    return Text(f"{names_zh}合并为“{row.service}”。", f"{names_en} were merged into “{row.service}”.")


def of_order(old: int, new: int) -> Text:
    """RENUMBERED."""
    return Text(
        f"在清单中的次序变了：原第 {old} 项，现第 {new} 项（不是因增删而顺移）。",
        f"It stands elsewhere in the list: no. {old} before, no. {new} now "
        "(not a mere shift by what was added or left out).",
    )


def of_cell(kind: ChangeKind, before: str, after: str) -> Text:
    """RENAMED, MOVED_GOAL, what became of the audience, and REWORDED cells but the content."""
    zh, en = _CELLS[kind]
    return Text(f"{zh}：“{before}”改为“{after}”。", f"{en}: “{before}” became “{after}”.")


_CELLS = {
    ChangeKind.RENAMED: ("服务项目改名", "The service was renamed"),
    ChangeKind.MOVED_GOAL: ("改列在另一目标下", "It stands under another goal"),
    ChangeKind.AUDIENCE_WIDENED: ("服务对象放宽", "It is for more children"),
    ChangeKind.AUDIENCE_NARROWED: ("服务对象收窄", "It is for fewer children"),
    ChangeKind.AUDIENCE_CHANGED: ("服务对象改变", "It is for other children"),
    ChangeKind.REWORDED: ("写法不同，所指相同", "Written otherwise, the same is meant"),
}


def of_content() -> Text:
    """REWORDED content."""
    return Text("服务内容改写了文字。", "The content was reworded.")


def of_body(kind: ChangeKind, name: str) -> Text:
    """BODY_ADDED and BODY_REMOVED."""
    if kind is ChangeKind.BODY_ADDED:
        return Text(f"责任部门增加{name}。", f"{name} is responsible as well.")
    return Text(f"责任部门不再有{name}。", f"{name} is responsible no more.")


def of_shift(kind: ChangeKind, before: str | None, after: str | None, measure: str) -> Text:
    """Measures, conditions and commitments."""
    of = Text(f"（“{measure}”）", f" (“{measure}”)") if measure else Text("", "")
    match kind:
        case ChangeKind.MEASURE_ADDED:
            return Text(f"增加措施：“{after}”。", f"A measure was added: “{after}”.")
        case ChangeKind.MEASURE_WITHDRAWN:
            return Text(f"取消措施：“{before}”。", f"A measure was withdrawn: “{before}”.")
        case ChangeKind.CONDITION_TIGHTENED if before is None:
            return Text(f"增加条件“{after}”{of.zh}。", f"A condition was added, “{after}”{of.en}.")
        case ChangeKind.CONDITION_RELAXED if after is None:
            return Text(f"去掉条件“{before}”{of.zh}。", f"A condition was dropped, “{before}”{of.en}.")
        case ChangeKind.CONDITION_TIGHTENED | ChangeKind.CONDITION_RELAXED:
            zh, en = KINDS[kind].zh, KINDS[kind].en.capitalize()
            return Text(
                f"{zh}：“{before}”改为“{after}”{of.zh}。", f"{en}: “{before}” became “{after}”{of.en}."
            )
    zh, en = KINDS[kind].zh, KINDS[kind].en.capitalize()
    if before is None:
        return Text(f"{zh}：添了“{after}”{of.zh}。", f"{en}: “{after}” was added{of.en}.")
    if before not in COMMITMENT_NAMES:
        # A number, or a word of the measure itself.
        if after is None:
            return Text(f"{zh}：去掉了“{before}”{of.zh}。", f"{en}: “{before}” is gone{of.en}.")
        return Text(f"{zh}：“{before}”改为“{after}”{of.zh}。", f"{en}: “{before}” became “{after}”{of.en}.")
    one, other = COMMITMENT_NAMES[before], COMMITMENT_NAMES[after or ""]
    return Text(f"{zh}：由“{one.zh}”变为“{other.zh}”{of.zh}。", f"{en}: from {one.en} to {other.en}{of.en}.")
