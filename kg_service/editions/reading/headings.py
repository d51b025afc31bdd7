"""Which column a heading stands for: the words of the list, those of other lists, and those of ``kg export``.

Not here: which row is the heading (``columns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg_service.editions.reading.text import squeezed
from kg_service.model import Column

NAMED = (Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS)
"""The columns that have a heading in every list; number and goal may have none."""

LEAST_NAMED = 3
"""Of the four columns that every list names; fewer, and a row is no heading."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column that a heading stands for."""

    column: Column
    rank: int
    """0 the word of the list itself, 1 a usual synonym, 2 words that only look like one."""


_WORDS: dict[Column, tuple[str, str]] = {
    Column.NUMBER: (
        "序号",
        "编号 号 序 项号 项次 序列 序列号 顺序号 排序 服务编号 项目编号 项目序号 行号 编码 代码 "
        "项目编码 项目代码 事项编码 number no no. no． № # nr id",
    ),
    Column.GOAL: (
        "目标",
        "类别 领域 大类 分类 类型 服务类别 服务领域 服务类型 服务分类 服务大类 项目类别 项目分类 "
        "保障领域 服务目标 工作目标 目标任务 民生领域 板块 方面 服务方面 维度 服务维度 一级目录 "
        "一级指标 goal goals category area domain",
    ),
    Column.BENEFICIARY: (
        "服务对象",
        "保障对象 对象 受益对象 适用对象 享受对象 服务人群 适用人群 受益人群 保障人群 对象范围 对象人群 "
        "服务对象范围 服务对象及范围 适用范围 享受人群 救助对象 补助对象 服务对象及条件 服务对象和条件 "
        "对象及条件 对象条件 受众 享受主体 面向对象 beneficiary beneficiaries targetgroup targetgroups "
        "audience",
    ),
    Column.SERVICE: (
        "服务项目",
        "项目名称 服务名称 项目 服务项目名称 服务事项 事项 事项名称 服务事项名称 清单项目 保障项目 "
        "关爱项目 关爱服务项目 服务 名称 清单事项 工作事项 具体事项 具体项目 服务子项 子项 "
        "基本公共服务项目 二级目录 二级指标 service services servicename item",
    ),
    Column.CONTENT: (
        "服务内容",
        "内容 保障内容 服务标准 服务内容及标准 服务内容和标准 服务内容与标准 具体内容 主要内容 "
        "服务内容说明 服务具体内容 主要服务内容 项目内容 内容及标准 内容和标准 保障标准 政策内容 "
        "服务措施 保障措施 关爱内容 关爱服务内容 措施 事项内容 工作内容 工作措施 支持政策 政策措施 "
        "服务内容及要求 服务内容和要求 内容及要求 内容和要求 内容要求 内容描述 服务说明 服务要求 "
        "content contents servicecontent description",
    ),
    Column.DEPARTMENTS: (
        "责任部门",
        "牵头单位 责任单位 主管部门 负责部门 实施单位 牵头部门 负责单位 主管单位 实施部门 责任主体 "
        "承办单位 承办部门 牵头负责单位 牵头责任单位 责任部门单位 责任单位部门 牵头责任部门 配合单位 "
        "配合部门 参与单位 参与部门 协同单位 协同部门 协办单位 协办部门 协助部门 协助单位 部门 单位 "
        "职能部门 主责部门 主责单位 承担单位 承担部门 工作部门 组织实施单位 服务机构 服务提供单位 "
        "提供单位 服务主体 部门分工 职责分工 责任分工 牵头 配合 省级责任部门 落实部门 落实单位 责任处室 "
        "departments department responsiblebodies responsiblebody bodies competentauthority",
    ),
}

_LOOSE = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (
            Column.DEPARTMENTS,
            r"[国家省市县区各级]{0,4}(?:牵头|责任|主管|负责|实施|承办|落实|主责|配合|参与|协同|协办).*(?:部门|单位|机构|主体|处室)",
        ),
        (Column.BENEFICIARY, r"(?:服务|保障|受益|适用|享受|救助|关爱|目标).{0,4}(?:对象|人群|群体)"),
        (Column.CONTENT, r"(?:服务|保障|关爱|政策|项目|具体|主要|措施).{0,4}(?:内容|标准|措施)"),
        (Column.SERVICE, r"(?:服务|保障|关爱|救助).{0,4}(?:项目|事项|名称)"),
        (Column.GOAL, r"(?:服务|保障|项目|所属|民生).{0,4}(?:类别|领域|类型|分类|目标)"),
        (Column.NUMBER, r".{0,4}(?:序号|编号)"),
    )
)

_MEANINGS = {
    word.strip(): Meaning(column, rank)
    for column, (own, others) in _WORDS.items()
    for rank, words in enumerate(((own,), others.split()))
    for word in words
}
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[:：*＊、/／·.．_\-“”\"'①-⑳⁰-⁹¹²³]|(?<=[\u4e00-\u9fff])[0-9]{1,2}$")
"""Punctuation, and the marks of footnotes."""
_LATIN = re.compile(r"[a-z ]+$")
"""The English half of a heading in two languages."""
_LONGEST_WRITTEN = 200
"""Characters with the white space of a heading that is printed upright or spaced."""
_LONGEST = 30
"""Characters; what is longer is no heading."""


def named_in(texts: Iterable[str]) -> set[Column]:
    """Those of the columns that every list names which some texts name."""
    meanings = (meaning_of(text) for text in texts)
    return {meaning.column for meaning in meanings if meaning} & set(NAMED)


def are_headings(texts: Iterable[str]) -> bool:
    """Whether texts name enough columns to be the headings of the list."""
    return len(named_in(texts)) >= LEAST_NAMED


def meaning_of(written: str) -> Meaning | None:
    """What a heading stands for.

    Args:
        written: As it stands in the document: ``服 务 对 象``, ``责任部门（单位）``, ``beneficiary``.

    Returns:
        None where it is no heading of the list: ``备注``, ``联系电话``.
    """
    if len(written) > _LONGEST_WRITTEN:
        return None
    return _meaning_of(written)


@lru_cache(maxsize=4096)
def _meaning_of(written: str) -> Meaning | None:
    text = squeezed(written).lower()
    bare = _MARKS.sub("", _BRACKETS.sub("", text))
    if not text or len(bare) > _LONGEST:
        return None
    for form in (text, bare, _LATIN.sub("", bare)):
        if form in _MEANINGS:
            return _MEANINGS[form]
    return next((Meaning(column, 2) for column, pattern in _LOOSE if pattern.fullmatch(bare)), None)
