"""The rules of succession: their names, what they say, how much they weigh.

The first three stand in ``shapes/succession.ttl`` as well, under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from kg_service.model import Severity, Text
from kg_service.validation.cells.rules import Rule
from kg_service.vocabulary import SHAPE

ON_GRAPHS = str(SHAPE["Succession"])
"""How the IRIs of the shapes in ``shapes/succession.ttl`` begin."""


@dataclass(frozen=True, slots=True)
class Family:
    """The rules against one kind of earlier list."""

    old: Text
    """What the earlier list is called."""
    service: Rule
    goal: Rule
    audience: Rule
    audience_changed: Rule | None
    measure: Rule
    commitment: Rule
    condition: Rule
    number: Rule | None
    """A number of a measure that fell; None where the list is not held against words."""
    strength: Rule | None
    words: Rule | None
    character: Rule | None
    """A name or a measure that differs in one character."""
    service_goal: Rule | None
    """A service that went to another goal."""
    service_body: Rule | None
    """A body that a service has lost."""
    body: Rule
    undecided: Rule
    unfit: Rule

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in values if isinstance(value, Rule))


_DECIDE = Text(
    "请恢复原来的内容；确要改变的，把决定和说明记入决定文件（kg match，--decisions），之后只作提示。",
    "Restore it; where the change is meant, record it with a note in the file of decisions (kg match, "
    "--decisions), after which it is a note only.",
)


def _rule(name: str, severity: Severity, zh: str, en: str, help_: Text = _DECIDE) -> Rule:
    return Rule(name, severity, Text(zh, en), help_)


_UNDECIDED = Text(
    "两项服务相似，但不足以断定是同一项。请用 kg match 决定，决定会一直有效。",
    "Two services are alike, but not enough to be taken for one. Decide with kg match; the decision "
    "holds ever after.",
)
_UNFIT = Text(
    "决定文件里有一条决定对不上这两版的文字。请改正或删去这一条。",
    "A decision on file does not fit the words of the two editions. Correct or remove it.",
)
_ASPECTS = Text(
    "六个方面是全国统一的，不能少。请补上这个目标下的服务。",
    "The six aspects are the same all over the country and none may be left out. Add the services of "
    "this goal.",
)
_BODIES = Text(
    "一个部门在上一版有责任，在这一版一项也没有。请核对责任部门一栏是否遗漏。",
    "A body was responsible for something before and is for nothing now. Check whether the column "
    "责任部门 lacks it.",
)

_LESS = Text(
    "措施还在，但文字比上一版少给了：数字变小、换了较弱的词，或去掉了词语。请核对；确要改变的，把决定和说明记入决定文件。",
    "The measure is still there, but its words promise less than before: a number fell, a weaker word took "
    "the place of a stronger one, or words are gone. Check it; where it is meant, record it with a note in "
    "the file of decisions.",
)

_CHARACTER = Text(
    "名称或措施与上一版只差一个字，可能是错字。请核对。",
    "A name or a measure differs from the one before in a single character, which may be a slip. Check it.",
)
_ELSEWHERE = Text(
    "这项服务的目标或责任部门与上一版不同，可能是填错了行。请核对。",
    "The goal or a body of this service is not the one before; it may stand in the wrong row. Check it.",
)

BEFORE = Family(
    old=Text("上一版", "the edition before"),
    service=_rule("Succession-service", Severity.VIOLATION, "服务取消而未说明", "Service gone unsaid"),
    goal=_rule("Succession-goal", Severity.VIOLATION, "少了一个方面", "An aspect is gone", _ASPECTS),
    audience=_rule(
        "Succession-audience", Severity.VIOLATION, "服务对象收窄而未说明", "Audience narrowed unsaid"
    ),
    audience_changed=_rule(
        "Succession-audienceChanged", Severity.WARNING, "服务对象改变", "Audience changed"
    ),
    measure=_rule("Succession-measure", Severity.VIOLATION, "措施取消而未说明", "Measure gone unsaid"),
    commitment=_rule(
        "Succession-commitment", Severity.WARNING, "约束减弱而未说明", "Commitment weakened unsaid"
    ),
    condition=_rule(
        "Succession-condition", Severity.WARNING, "条件收紧而未说明", "Condition tightened unsaid"
    ),
    number=_rule("Succession-number", Severity.WARNING, "数字可能少给了", "A number may promise less", _LESS),
    strength=_rule(
        "Succession-strength", Severity.WARNING, "用词可能减弱了", "A word may promise less", _LESS
    ),
    words=_rule("Succession-words", Severity.WARNING, "可能少写了词语", "Words gone may promise less", _LESS),
    character=_rule(
        "Succession-character", Severity.INFO, "可能有错字", "Perhaps a wrong character", _CHARACTER
    ),
    service_goal=_rule(
        "Succession-serviceGoal", Severity.INFO, "服务换了目标", "Service under another goal", _ELSEWHERE
    ),
    service_body=_rule(
        "Succession-serviceBody",
        Severity.INFO,
        "服务少了责任部门",
        "Service without a former body",
        _ELSEWHERE,
    ),
    body=_rule(
        "Succession-body", Severity.WARNING, "部门不再负责任何服务", "Body left without a service", _BODIES
    ),
    undecided=_rule(
        "Succession-undecided",
        Severity.WARNING,
        "是否同一项服务，请决定",
        "Same service? Please decide",
        _UNDECIDED,
    ),
    unfit=_rule("Succession-unfit", Severity.WARNING, "决定对不上", "A decision that does not fit", _UNFIT),
)
"""Against the edition before."""

CORRECTED = replace(BEFORE, old=Text("更正前", "the edition before its correction"))
"""Against the same edition as it was published before."""

BASE = Family(
    old=Text("基础清单", "the base list"),
    service=_rule(
        "Minimum-service", Severity.VIOLATION, "缺少基础清单的服务", "Service of the base list missing"
    ),
    goal=_rule(
        "Minimum-goal", Severity.VIOLATION, "缺少基础清单的方面", "Aspect of the base list missing", _ASPECTS
    ),
    audience=_rule(
        "Minimum-audience", Severity.VIOLATION, "服务对象窄于基础清单", "Audience narrower than the base list"
    ),
    audience_changed=None,
    measure=_rule(
        "Minimum-measure", Severity.WARNING, "缺少基础清单的措施", "Measure of the base list missing"
    ),
    commitment=_rule(
        "Minimum-commitment", Severity.WARNING, "约束弱于基础清单", "Commitment weaker than the base list"
    ),
    condition=_rule(
        "Minimum-condition", Severity.WARNING, "条件严于基础清单", "Condition tighter than the base list"
    ),
    number=None,
    strength=None,
    words=None,
    character=None,
    service_goal=None,
    service_body=None,
    body=BEFORE.body,
    undecided=_rule(
        "Minimum-undecided",
        Severity.INFO,
        "是否对应基础清单的服务，请决定",
        "Of the base list? Please decide",
        _UNDECIDED,
    ),
    unfit=BEFORE.unfit,
)
"""Against a base list that sets the least."""

RULES: tuple[Rule, ...] = tuple({rule.name: rule for rule in (*BEFORE.rules, *BASE.rules)}.values())
"""Every rule of succession."""
