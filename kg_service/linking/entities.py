"""The things that names are reconciled with: which kinds there are, and what is known of each.

Services are the continuing ones: a row belongs to one edition, and a link to it is lost with the next one.

Not here: where they are read from (``web.reconcile``), how names are compared (``similarity``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg_service.model import Iri, Literal, Text
from kg_service.vocabulary import BASE

IDENTIFIERS = BASE + "id/"
"""What an identifier is appended to, so as to be an IRI."""

KINDS: Mapping[str, Text] = {
    "service": Text("服务", "Service"),
    "group": Text("服务对象", "Beneficiary group"),
    "body": Text("部门", "Body"),
    "place": Text("地方", "Place"),
    "goal": Text("目标", "Goal"),
    "measure-kind": Text("措施类型", "Kind of measure"),
}
"""Kinds of things by name."""


@dataclass(frozen=True, slots=True)
class Property:
    """Something that is known of things of some kinds."""

    title: Text
    kinds: tuple[str, ...]
    target: str | None = None
    """Kind of the things that are its values; None for texts, numbers and addresses."""


_ALL = tuple(KINDS)
PROPERTIES: Mapping[str, Property] = {
    "iri": Property(Text("IRI", "IRI"), _ALL),
    "name": Property(Text("名称", "Name"), _ALL),
    "alt-name": Property(Text("别称", "Other name"), _ALL),
    "definition": Property(Text("说明", "Definition"), _ALL),
    "code": Property(Text("代码", "Code"), _ALL),
    "number": Property(Text("序号", "Number in the list"), ("service",)),
    "content": Property(Text("服务内容", "Content"), ("service",)),
    "measure": Property(Text("措施", "Measures"), ("service",)),
    "edition": Property(Text("清单版本", "Edition"), ("service",)),
    "goal": Property(Text("目标", "Goal"), ("service",), "goal"),
    "group": Property(Text("服务对象", "Beneficiaries"), ("service",), "group"),
    "body": Property(Text("责任部门", "Responsible body"), ("service",), "body"),
    "place": Property(Text("地方", "Place"), ("service", "body"), "place"),
    "service": Property(Text("服务", "Service"), ("group", "body", "goal"), "service"),
    "counterpart": Property(Text("国家对应部门", "National counterpart"), ("body",), "body"),
    "broader": Property(Text("上位", "Broader"), ("group", "place", "goal", "measure-kind")),
    "min-age": Property(Text("最小年龄", "Least age"), ("group",)),
    "max-age": Property(Text("最大年龄", "Greatest age"), ("group",)),
    "exact-match": Property(Text("完全对应", "Exact match"), _ALL),
    "close-match": Property(Text("近似对应", "Close match"), _ALL),
    "broad-match": Property(Text("对应到更宽的", "Broad match"), _ALL),
    "narrow-match": Property(Text("对应到更窄的", "Narrow match"), _ALL),
    "related-match": Property(Text("相关", "Related match"), _ALL),
}
"""What may be given as evidence or asked for, by name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a thing."""

    text: str
    lang: str | None
    distinct: bool = True
    """Could it mean nothing else? Not so of a romanized place name: 伊春 and 宜春 are both Yichun."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing."""

    iri: str
    kind: str
    label: Text
    names: tuple[Name, ...] = ()
    """The label first."""
    values: Mapping[str, tuple[Iri | Literal, ...]] = field(default_factory=dict)
    """By name of the property."""

    @property
    def id(self) -> str:
        """The IRI after ``IDENTIFIERS``; the whole IRI where it begins otherwise."""
        return self.iri.removeprefix(IDENTIFIERS)

    def of(self, property_: str) -> tuple[Iri | Literal, ...]:
        """The values of one property; of ``iri`` its own."""
        return (Literal(self.iri),) if property_ == "iri" else self.values.get(property_, ())
