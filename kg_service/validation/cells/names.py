"""Goals, groups and bodies: known names, written as they are known.

A goal belongs to a national scheme and a body to the table of bodies, so that an unknown one is a fault. A
group may be new: then a person has to say so, and a near one is shown.

Not here: names that stand in the wrong column (``columns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.columns import is_out_of_place
from kg_service.validation.cells.pages import without_page_number
from kg_service.validation.cells.presence import is_placeholder
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, printed_cells, same
from kg_service.validation.cells.separators import parts, together
from kg_service.validation.cells.spelling import differs_by, fold, visible

GOAL = Rule(
    "cell-unknown-goal",
    Severity.VIOLATION,
    Text("目标不在目标表中", "Unknown goal"),
    Text(
        "目标是全国统一的六个方面。请用其中之一，一字不差。",
        "The goals are six aspects, the same all over the country. Write one of them to the character.",
    ),
)
GOAL_SPELLING = Rule(
    "cell-goal-spelling",
    Severity.VIOLATION,
    Text("目标的写法变了", "Goal written otherwise"),
    Text(
        "这个目标已有固定写法。请照写：标点、全角半角、简体都要一致。",
        "This goal has a fixed spelling. Write it to the character: marks, widths, simplified characters.",
    ),
)
GROUP = Rule(
    "cell-unknown-group",
    Severity.WARNING,
    Text("服务对象不在对象表中", "Unknown group"),
    Text(
        "各版清单沿用同一张服务对象表。若是笔误，请改成表中的写法；若确是新的对象，请确认后登记。",
        "All editions share one table of groups. If it is a slip, write the name of the table; if the "
        "group is new, confirm it and have it added.",
    ),
)
GROUP_SPELLING = Rule(
    "cell-group-spelling",
    Severity.VIOLATION,
    Text("服务对象的写法变了", "Group written otherwise"),
    Text(
        "这个服务对象已有固定写法。请照写：标点、全角半角、简体都要一致。",
        "This group has a fixed spelling. Write it to the character: marks, widths, simplified characters.",
    ),
)
BODY = Rule(
    "cell-unknown-body",
    Severity.VIOLATION,
    Text("部门不在部门表中", "Unknown body"),
    Text(
        "责任部门用部门表里的简称。若是笔误或全称，请改成简称；若是新的部门，请先登记到 organizations.ttl。",
        "A body is named by its short name in the table of bodies. Write that name; if the body is new, "
        "have it added to organizations.ttl first.",
    ),
)
BODY_NAME = Rule(
    "cell-body-name",
    Severity.VIOLATION,
    Text("部门没有用简称", "Body not by its short name"),
    Text(
        "这个部门在清单里用简称。请照部门表写。",
        "The list names this body by its short name. Write it as the table of bodies has it.",
    ),
)
BODY_SPELLING = Rule(
    "cell-body-spelling",
    Severity.VIOLATION,
    Text("部门的写法变了", "Body written otherwise"),
    Text("这个部门已有固定写法。请照写。", "This body has a fixed spelling. Write it to the character."),
)
BODY_TWICE = Rule(
    "cell-body-twice",
    Severity.VIOLATION,
    Text("部门重复", "Body named twice"),
    Text(
        "一个部门在一项服务里只写一次。请删去重复的。",
        "A service names each body once. Remove the repeated one.",
    ),
)
NO_BODIES = Rule(
    "bodies-not-checked",
    Severity.INFO,
    Text("责任部门没有核对", "Bodies not checked"),
    Text(
        "没有这个地方的部门表，所以部门名称没有核对。",
        "There is no table of bodies of this place, so that names of bodies were not checked.",
    ),
)
RULES = (GOAL, GOAL_SPELLING, GROUP, GROUP_SPELLING, BODY, BODY_NAME, BODY_SPELLING, BODY_TWICE, NO_BODIES)

_ROLE = re.compile("[（(](?:牵头|配合|主办|协办|负责|参与)[^）)]*[）)]$")
_LIKE = 60.0
"""Least similarity in [0, 100] of a name that is offered."""
_USUAL = 20.0
"""What it counts that the edition before has the name in that cell."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on the columns 目标, 服务对象 and 责任部门."""
    for printed in printed_cells(reading, Column.GOAL, Column.BENEFICIARY, Column.DEPARTMENTS):
        text = visible(without_page_number(printed.cell.written))
        if not text or is_placeholder(text) or is_out_of_place(printed.row, printed.column, reference):
            continue
        match printed.column:
            case Column.GOAL:
                yield from _goal(printed, text, reference)
            case Column.BENEFICIARY:
                yield from _group(printed, text, reference)
            case _:
                yield from _bodies(printed, reference)
    if not reference.bodies and any(row.bodies for row in reading.rows):
        place = next(iter(printed_cells(reading, Column.DEPARTMENTS))).place
        yield NO_BODIES.finding(place, NO_BODIES.help)


def nearest_name(name: str, names: Iterable[str], usual: Iterable[str] = ()) -> str | None:
    """The name that is most like *name*; None where nothing is like it.

    Args:
        name: As it is written.
        names: Those that are known.
        usual: Those of them that the edition before has in that cell: rather meant than others.
    """
    folded, expected = fold(name), {*usual}
    scored = {
        known: _alike(folded, fold(known)) + (_USUAL if known in expected else 0.0)
        for known in dict.fromkeys(names)
    }
    best = max(scored, key=lambda known: scored[known], default=None)
    return best if best is not None and scored[best] >= _LIKE else None


def _alike(one: str, other: str) -> float:
    # A short form leaves characters out and keeps their order: 省卫健委 of 省卫生健康委员会.
    kept = Levenshtein.normalized_similarity(one, other, weights=(1, 1, 2)) * 100
    # Bodies of two levels have one core: 市民政局, 省民政厅.
    core = _core(one)
    return max(kept, fuzz.ratio(one, other), 90.0 if len(core) > 1 and core == _core(other) else 0.0)


def _core(name: str) -> str:
    return name.lstrip("省市县区州盟旗自治").rstrip("厅局委会院部办")


def _usual(printed: Printed, reference: Reference) -> list[str]:
    """The names of the cell in the edition before that are not written in it."""
    usual = reference.usual(printed.row, printed.column)
    if usual is None:
        return []
    if printed.column is not Column.DEPARTMENTS:
        return [usual]
    written = parts(visible(printed.cell.written))
    return [name for name in usual.split("、") if name not in written]


def _goal(printed: Printed, text: str, reference: Reference) -> Iterator[Finding]:
    if text in reference.goals:
        return
    if known := reference.spelled_otherwise(Column.GOAL, text):
        yield _spelling(GOAL_SPELLING, printed, text, known)
        return
    near = nearest_name(text, reference.goals, _usual(printed, reference))
    goals = "、".join(reference.goals)
    yield GOAL.finding(
        printed.place,
        Text(
            f"“{text}”不在目标表中，" + (f"是否为“{near}”？" if near else f"目标应为：{goals}。"),
            f"“{text}” is no goal of the scheme. "
            + (f"Did you mean “{near}”?" if near else f"The goals are: {goals}."),
        ),
        value=text,
        expected=same(near or goals),
        nearest=near,
    )


def _group(printed: Printed, text: str, reference: Reference) -> Iterator[Finding]:
    if text in reference.groups:
        return
    if known := reference.spelled_otherwise(Column.BENEFICIARY, text):
        yield _spelling(GROUP_SPELLING, printed, text, known)
        return
    near = nearest_name(text, reference.groups, _usual(printed, reference))
    yield GROUP.finding(
        printed.place,
        Text(
            f"“{text}”不在服务对象表中，"
            + (f"是否为“{near}”？若确是新的服务对象，请确认。" if near else "若确是新的服务对象，请确认。"),
            f"“{text}” is no group of the table. "
            + (f"Did you mean “{near}”? " if near else "")
            + "If the group is new, confirm it.",
        ),
        value=text,
        expected=same(near) if near else None,
        nearest=near,
    )


def _spelling(rule: Rule, printed: Printed, text: str, known: str) -> Finding:
    zh, en = differs_by(text, known)
    return rule.finding(
        printed.place,
        Text(f"“{text}”应写作“{known}”：{zh}。", f"“{text}” is written “{known}”: it differs in {en}."),
        value=text,
        expected=same(known),
        nearest=known,
    )


def _bodies(printed: Printed, reference: Reference) -> Iterator[Finding]:
    seen: set[str] = set()
    written = visible(printed.cell.written)
    for part in parts(without_page_number_lines(written)):
        if reference.bodies and together(part, reference):
            names = together(part, reference)
        else:
            names = (part,)
            bare = _ROLE.sub("", part)
            if bare in reference.bodies:
                # What reading says of the role is enough.
                names = (bare,)
            elif reference.bodies and part not in reference.bodies:
                yield _unknown(printed, part, reference)
        for name in names:
            printed_name = reference.other_names.get(name, name)
            if printed_name in seen:
                yield BODY_TWICE.finding(
                    printed.place,
                    Text(f"“{name}”写了两次。请删去一个。", f"“{name}” is named twice. Remove one."),
                    value=name,
                )
            seen.add(printed_name)


def without_page_number_lines(written: str) -> str:
    """The cell with its lines kept, a page number removed."""
    clean = without_page_number(written)
    lines = [line for line in written.splitlines() if line.strip()]
    if "".join("".join(lines).split()) == clean:
        return written
    kept, rest = [], clean
    for line in lines:
        bare = "".join(line.split())
        common = bare if rest.startswith(bare) else bare.rstrip("0123456789")
        if rest.startswith(common) and common:
            kept.append(line if common == bare else common)
            rest = rest[len(common) :]
    return "\n".join(kept) if not rest else clean


def _unknown(printed: Printed, name: str, reference: Reference) -> Finding:
    if short := reference.other_names.get(name):
        return BODY_NAME.finding(
            printed.place,
            Text(
                f"“{name}”在部门表中的简称是“{short}”。请改用简称。",
                f"“{name}” is “{short}” in the table of bodies. Write the short name.",
            ),
            value=name,
            expected=same(short),
            nearest=short,
        )
    if known := reference.spelled_otherwise(Column.DEPARTMENTS, name):
        return _spelling(BODY_SPELLING, printed, name, known)
    near = nearest_name(name, [*reference.bodies, *reference.other_names], _usual(printed, reference))
    near = reference.other_names.get(near, near) if near else None
    return BODY.finding(
        printed.place,
        Text(
            f"“{name}”不在部门表中" + (f"，是否为“{near}”？" if near else "。请核对名称，或先登记这个部门。"),
            f"“{name}” is not in the table of bodies. "
            + (f"Did you mean “{near}”?" if near else "Check the name, or have the body added first."),
        ),
        value=name,
        expected=same(near) if near else None,
        nearest=near,
    )
