"""A candidate as a reviewer sees it, on the terminal and on the page: what is known of both sides, and why.

Not here: laying it out (``cli.links``, ``web.review``), writing down what is decided (``review``).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg_service.linking.entities import KINDS, Entity
from kg_service.linking.review import other_of
from kg_service.linking.sssom import PREDICATES
from kg_service.model import Literal, Mapping, Text

RELATIONS: dict[str, Text] = dict(
    zip(
        PREDICATES,
        (
            Text("完全对应", "exact match"),
            Text("近似对应", "close match"),
            Text("对方更宽", "broad match: theirs is wider"),
            Text("对方更窄", "narrow match: theirs is narrower"),
            Text("相关", "related match"),
        ),
        strict=True,
    )
)
"""The mapping properties and what they say of the other side."""

Line = tuple[Text, str]
"""What it is, and what is known."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is known of the two things of a link, line by line."""

    ours: tuple[Line, ...]
    theirs: tuple[Line, ...]


def sides_of(mapping: Mapping, entity: Entity | None) -> Sides:
    """Both sides of a link.

    Args:
        mapping: The link.
        entity: Our thing; None where the graph does not have it.
    """
    other = other_of(mapping)
    theirs = (
        (Text("名称", "label"), mapping.object_label),
        (Text("别称", "other names"), other.get("object_names", "")),
        (Text("类型", "type"), mapping.more.get("object_category", "")),
        (Text("上级", "above"), other.get("object_above", "")),
        (Text("IRI", "IRI"), mapping.object_id),
    )
    above = other.get("subject_above", "")
    ours = tuple(_ours(entity, above)) if entity else ((Text("名称", "label"), mapping.subject_label),)
    return Sides(_filled((*ours, (Text("IRI", "IRI"), mapping.subject_id))), _filled(theirs))


def _ours(entity: Entity, above: str) -> Iterator[Line]:
    label, kind = entity.label, KINDS[entity.kind]
    yield Text("名称", "label"), label.zh if label.zh == label.en else f"{label.zh} / {label.en}"
    names = dict.fromkeys(n.text for n in entity.names if n.text not in (label.zh, label.en))
    yield Text("别称", "other names"), "; ".join(names)
    yield Text("类型", "type"), f"{kind.zh} / {kind.en}"
    yield Text("上级", "above"), above
    for name in ("definition", "content"):
        texts = [value.value for value in entity.of(name) if isinstance(value, Literal)]
        yield Text("说明", "about"), texts[0] if texts else ""


def _filled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line[1])
