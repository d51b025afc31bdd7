"""What the reports of changes say in every form: headings, counts, questions."""

from collections.abc import Mapping

from kg_service.editions.saying import KINDS
from kg_service.editions.side_by_side import shifted
from kg_service.model import ChangeKind, Comparison, Lang, Match, Row, Text

TITLE = Text("清单两版比较", "Two editions of the list compared")
OLD, NEW = Text("旧版", "Old"), Text("新版", "New")
SUMMARY = Text("概况", "Summary")
BY_GOAL, BY_BODY = Text("按目标", "By goal"), Text("按责任部门", "By responsible body")
GOAL, BODY = Text("目标", "Goal"), Text("责任部门", "Body")
CHANGES, ALL = Text("变化", "Changes"), Text("合计", "Total")
SERVICES = Text("逐项对照", "Service by service")
QUESTIONS = Text("请确认", "Please decide")
UNFIT = Text("不再合用的决定", "Decisions that no longer fit")
NOTHING = Text("没有变化。", "Nothing changed.")
LEGEND = Text("删去的字", "words removed"), Text("新增的字", "words added")
GONE, COME = Text("取消", "withdrawn"), Text("新增", "new")


def overview(comparison: Comparison, told: int) -> Text:
    """The whole comparison in a sentence or two.

    Args:
        comparison: Two editions.
        told: Number of changes that are told of.
    """
    matching = comparison.matching
    old, new = len(comparison.old.services), len(comparison.new.services)
    shift = len(shifted(comparison))
    kept, come, gone = old - len(matching.withdrawn), len(matching.added), len(matching.withdrawn)
    zh = f"旧版 {old} 项服务，新版 {new} 项；延续 {kept} 项，新增 {come} 项，取消 {gone} 项。"
    en = f"{old} services before, {new} now: {kept} carried on, {come} new, {gone} withdrawn."
    if shift:
        zh += f"另有 {shift} 项仅因前面有增删或移动而改了序号。"
        en += f" {shift} have another number only because something before them came, went or moved."
    left_out = len(comparison.changes) - told
    zh += f"共 {told} 处变化" + (f"（另有 {left_out} 处未列出）。" if left_out else "。")
    en += f" {told} change{'s' if told != 1 else ''}" + (
        f" ({left_out} more are not shown)." if left_out else "."
    )
    return Text(zh, en)


def question(match: Match, comparison: Comparison) -> Text:
    """What a person should decide."""
    matching = comparison.matching
    old, new = comparison.both(match)
    percent = round(match.score * 100)
    one = Text(
        f"旧版第 {old.number} 项“{old.service}”", f"no. {old.number} “{old.service}” of the old edition"
    )
    other = Text(f"新版第 {new.number} 项“{new.service}”", f"no. {new.number} “{new.service}” of the new one")
    if match.new in matching.splits.get(match.old, ()):
        return Text(
            f"{other.zh}是否从{one.zh}拆分而来？暂按拆分处理。",
            f"Is {other.en} a part of what {one.en} was? Taken as a split until someone decides.",
        )
    if match.old in matching.merges.get(match.new, ()):
        return Text(
            f"{one.zh}是否并入了{other.zh}？暂按合并处理。",
            f"Did {one.en} go into {other.en}? Taken as a merge until someone decides.",
        )
    taken = match in matching.pairs
    as_zh = "同一项" if taken else "不是同一项"
    return Text(
        f"{one.zh}和{other.zh}是否同一项服务？相似度 {percent}%，暂按{as_zh}处理。",
        f"Is {one.en} the same service as {other.en}? Likeness {percent}%; taken as "
        f"{'the same' if taken else 'not the same'} until someone decides.",
    )


def heading(old: Row | None, new: Row | None, lang: Lang) -> str:
    """What stands above a pair: numbers and names."""
    if old is None and new is not None:
        return (
            f"{new.number} {new.service}（{COME.zh}）"
            if lang == "zh"
            else f"{new.number} {new.service} ({COME.en})"
        )
    if new is None and old is not None:
        return (
            f"{old.number} {old.service}（{GONE.zh}）"
            if lang == "zh"
            else f"{old.number} {old.service} ({GONE.en})"
        )
    assert old is not None
    assert new is not None
    number = str(new.number) if old.number == new.number else f"{old.number} → {new.number}"
    name = new.service if old.service == new.service else f"{old.service} → {new.service}"
    return f"{number} {name}"


def counts(kinds: Mapping[ChangeKind, int], lang: Lang) -> str:
    """改名 2，改写 1."""
    joint = "，" if lang == "zh" else ", "
    return joint.join(f"{KINDS[kind].of(lang)} {count}" for kind, count in kinds.items())
