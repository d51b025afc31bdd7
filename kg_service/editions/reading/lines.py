"""Lines that stand in or around a table and are no row of it: page numbers, notes, titles.

Not here: what becomes of them (``rows``, ``table``).
"""

from __future__ import annotations

import re

from kg_service.editions.reading.goals import split_goal
from kg_service.editions.reading.text import squeezed

_DIGITS = r"[0-9０-９]{1,4}"
_PAGE = re.compile(
    rf"[-—–－·•]*{_DIGITS}[-—–－·•]*"
    rf"|[-—–－]*第{_DIGITS}页[,，/]?(?:[（(]?共{_DIGITS}页[)）]?)?[-—–－]*"
    rf"|{_DIGITS}[/／]{_DIGITS}"
    rf"|page{_DIGITS}(?:(?:of|/){_DIGITS})?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:备?注|说明|附注|注释|填表说明|填报说明|资料来源|来源|审核|填表人?|制表人?|填报人|联系人|联系电话|联系方式|"
    r"单位负责人|负责人|合计|总计|小计|日期|印发日期|备注说明|note|notes|source)(?:$|[:：\d０-９(（、,.．])|※|★|\*",
    re.IGNORECASE,
)
_TURN = re.compile(r"[(（]?(?:续表?\d*|[接转见续][上下][页表])[)）]?[:：]?")
_SUM = re.compile(r"(?:合计|总计|小计)[:：]?")
_NO_GOAL = re.compile(r"[:：]|[0-9]年|^[(（].*[)）]$")
"""In ``单位：项``, ``2025年3月``, ``（此页无正文）``."""
_ATTACHMENT = re.compile(r"附件[0-9０-９一二三四五六七八九十]*[:：]?")
_LIST = re.compile(r"清单|一览表|目录|标准|名录|checklist|list", re.IGNORECASE)
_VERSION = re.compile(r"[(（].{0,12}(?:版|稿|年)[)）]")
_TAIL = re.compile(r"(?:享有)?(?:关爱)?服务清单|清单|[(（].{0,12}(?:版|稿|年)[)）]")
LONGEST_TITLE = 80
LONGEST_GOAL = 20
"""Characters of a goal on a row of its own; the longest known has four."""


def is_page_number(text: str) -> bool:
    """Whether it is ``13``, ``- 13 -``, ``第13页 共20页``, ``13/20``."""
    return bool(_PAGE.fullmatch(squeezed(text)))


def is_note(text: str) -> bool:
    """Whether it begins as notes and signatures do, or that a page turns: ``注：``, ``续表``."""
    bare = squeezed(text)
    return bool(_NOTE.match(bare) or _TURN.fullmatch(bare))


def is_sum(text: str) -> bool:
    """Whether it begins a row that counts others: ``合计``."""
    return bool(_SUM.fullmatch(squeezed(text)))


def may_be_goal(text: str) -> bool:
    """Whether a line by itself may be a goal: short, and no sentence."""
    bare = squeezed(text)
    if not 0 < len(bare) <= LONGEST_GOAL or bare[-1] in "。；;！？" or is_note(bare):
        return False
    return not _NO_GOAL.search(split_goal(bare).name)


def is_attachment(text: str) -> bool:
    """Whether it is the mark of an annex, ``附件1``."""
    return bool(_ATTACHMENT.fullmatch(squeezed(text)))


def may_be_title(text: str) -> bool:
    """Whether it reads as the title of a list."""
    bare = squeezed(text)
    return len(bare) <= LONGEST_TITLE and bool(_LIST.search(bare)) and bare[-1:] not in "。；：:;"


def ends_a_title(text: str) -> bool:
    """Whether it is only the second line of a title: ``服务清单（2024年版）``."""
    bare = squeezed(text)
    return bool(_VERSION.fullmatch(bare) or _TAIL.match(bare))
