"""A goal as lists print it, ``一、幼有所育（5项）``: its enumerator, its name, and what counts its services.

Not here: where goals stand (``sift``, ``table``), which goals are known (``validation``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg_service.editions.reading.text import INVISIBLE

_CHINESE = "[一二三四五六七八九十百零〇]+"
_ARABIC = "[0-9０-９]{1,2}"
_MARK = "[、.．:：]"
_ENUMERATORS = (
    rf"第?{_CHINESE}{_MARK}",
    rf"[(（〔]{_CHINESE}[)）〕]、?",
    rf"第(?:{_CHINESE}|[0-9０-９]+)(?:部分|板块|大类|类|项|章|节|条)?{_MARK}?",
    rf"[(（]?{_ARABIC}[)）、.．](?![0-9０-９])",
    rf"(?:目标|类别|领域|板块)(?:{_CHINESE}|{_ARABIC})?[、.:：]",
    r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿][、.．]?",
    r"[IVX]{1,4}[、.．]",
)
_BEFORE = re.compile(rf"(?:{'|'.join(_ENUMERATORS)})(?=.)")
_SPACED = re.compile(rf"\s*第?(?:{_CHINESE}|{_ARABIC})[ \t\u3000]+(?=\S+\s*$)")
"""An enumerator that only a space parts from the name; not in a line that is spaced out as a whole."""
_COUNT = rf"共?计?(?:{_CHINESE}|[0-9０-９]+)(?:大?项|条|个|类)(?:服务|内容|事项)?"
_CONTINUED = "续表?|接上[页表]"
_AFTER = re.compile(
    rf"(?<=.)(?:[(（〔](?:{_COUNT}|{_CONTINUED})[)）〕]|[:：]?共{_COUNT}|[:：]{_COUNT}|[:：])$"
)
_NO_TEXT = re.compile(rf"[\s{INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class PrintedGoal:
    """The parts of a goal; together, but for white space between them, what is printed."""

    before: str
    """``一、``; empty where there is none."""
    name: str
    """``幼有所育``, with the white space in it."""
    after: str
    """``（5项）``; empty where there is none."""


def split_goal(written: str) -> PrintedGoal:
    """Take a goal apart.

    Args:
        written: As it stands in the document: ``第一、幼有所育``, ``(1) 幼有 所育：``.
    """
    # Typesetting may put white space anywhere, so that characters are matched and their places kept.
    places = [at for at, character in enumerate(written) if not _NO_TEXT.match(character)]
    bare = "".join(written[at] for at in places)
    before, after, spaced = _BEFORE.match(bare), _AFTER.search(bare), _SPACED.match(written)
    start = places[before.end()] if before else spaced.end() if spaced else 0
    end = places[after.start()] if after and places[after.start()] > start else len(written)
    return PrintedGoal(written[:start].strip(), written[start:end], written[end:].strip())


def way_of(written: str) -> str:
    """In which way a goal is enumerated: ``一、`` for ``三、病有所医``; empty where it is not."""
    return re.sub(_ARABIC, "1", re.sub(_CHINESE, "一", split_goal(written).before))
