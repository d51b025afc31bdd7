"""What a finding says where its shape has no message: the official shapes of CPSV-AP have none.

Source: SHACL, section 4, https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from kg_service.model import Text
from kg_service.validation.shapes import Shapes
from kg_service.vocabulary import SH, compact


def generic(component: Node | None, shape: Node, shapes: Shapes, subject: Text) -> Text:
    """A sentence on a failed constraint.

    Args:
        component: IRI of the constraint component.
        shape: The shape that states the constraint.
        shapes: Where the constraint's parameters are read.
        subject: What the constraint is about: a property or the node itself.

    Returns:
        What is wrong and then what to do.
    """
    rule = _RULES.get(component) if isinstance(component, URIRef) else None
    if rule is None:
        name = short(component) if component is not None else "SHACL"
        return Text(
            f"“{subject.zh}”不符合规则（{name}）。请对照规则说明修改。",
            f"{subject.en} does not meet a rule ({name}). See what the rule asks for.",
        )
    predicate, word = rule
    values = shapes.parameter(shape, predicate) if predicate else []
    if RDF.langString in values:
        return _TAGGED(subject, Text("", ""))
    wanted = [_KINDS.get(value) or Text(short(value), short(value)) for value in values]
    return word(subject, Text("、".join(w.zh for w in wanted), ", ".join(w.en for w in wanted)))


def short(node: Node) -> str:
    """A term as a person reads it: ``prefix:local``, the IRI, or the text."""
    if isinstance(node, URIRef):
        return compact(str(node)) or str(node)
    return str(node)


_Word = Callable[[Text, Text], Text]


def _say(zh: str, en: str) -> _Word:
    return lambda subject, wanted: Text(
        zh.format(subject=subject.zh, wanted=wanted.zh), en.format(subject=subject.en, wanted=wanted.en)
    )


_KINDS: dict[Node, Text] = {
    SH.Literal: Text("文字或数字（字面量）", "literal"),
    SH.IRI: Text("IRI", "IRI"),
    SH.BlankNodeOrIRI: Text("资源（IRI），不能是文字", "resource (an IRI), not a text"),
}

_TAGGED = _say(
    '“{subject}”应为带语言标签的文字，例如 "…"@zh。请加上标签。',
    '{subject} has to be a text with a language tag, such as "…"@zh. Add the tag.',
)

_RULES: dict[URIRef, tuple[URIRef | None, _Word]] = {
    SH.MinCountConstraintComponent: (
        SH.minCount,
        _say(
            "缺少“{subject}”：至少应有 {wanted} 个。请补上。",
            "{subject} is missing: at least {wanted} is due. Add it.",
        ),
    ),
    SH.MaxCountConstraintComponent: (
        SH.maxCount,
        _say(
            "“{subject}”过多：至多 {wanted} 个。请删去多余的值。",
            "There are too many values of {subject}: at most {wanted}. Remove the surplus.",
        ),
    ),
    SH.DatatypeConstraintComponent: (
        SH.datatype,
        _say(
            "“{subject}”的值应为 {wanted} 类型。", "A value of {subject} has to be of the datatype {wanted}."
        ),
    ),
    SH.ClassConstraintComponent: (
        SH["class"],
        _say(
            "“{subject}”指向的资源没有声明为 {wanted}。请核对 IRI，或为它加上类型。",
            "What {subject} points to is not stated to be a {wanted}. Check the IRI, or give it the type.",
        ),
    ),
    SH.NodeKindConstraintComponent: (
        SH.nodeKind,
        _say("“{subject}”的值应为 {wanted}。", "A value of {subject} has to be a {wanted}."),
    ),
    SH.UniqueLangConstraintComponent: (
        None,
        _say(
            "“{subject}”同一语言有多个值。每种语言请只留一个。",
            "{subject} has more than one value in a language. Keep one each.",
        ),
    ),
    SH.LanguageInConstraintComponent: (
        SH.languageIn,
        _say(
            "“{subject}”的语言标签应为 {wanted} 之一。",
            "The language tag of {subject} has to be one of {wanted}.",
        ),
    ),
    SH.PatternConstraintComponent: (
        SH.pattern,
        _say("“{subject}”的写法应符合 {wanted}。", "{subject} has to be written as {wanted}."),
    ),
    SH.InConstraintComponent: (
        SH["in"],
        _say("“{subject}”的值应为以下之一：{wanted}。", "A value of {subject} has to be one of: {wanted}."),
    ),
    SH.HasValueConstraintComponent: (
        SH.hasValue,
        _say("“{subject}”应有值 {wanted}。请补上。", "{subject} has to have the value {wanted}. Add it."),
    ),
}


def of_literal(term: Literal) -> str:
    """A literal as Turtle writes it, without normalizing it."""
    text = str(term)
    quoted = (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'
    )
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^<{term.datatype}>" if term.datatype else quoted
