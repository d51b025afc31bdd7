"""A candidate for a link, made of what was found: the relation that it proposes, and its reasons in words.

What is proposed is for a person to judge; a service is never proposed as the same as anything.

Not here: scores (``scoring``), the file of candidates (``review``).
"""

from collections.abc import Iterator

from kg_service import __version__
from kg_service.linking.entities import KINDS
from kg_service.linking.other import OtherThing, Role
from kg_service.linking.scoring import How, Scored
from kg_service.model import Mapping, ReviewState, Text
from kg_service.vocabulary import BASE, DCTERMS, SEMAPV, SKOS

AUTHOR = BASE + "id/agent/care-checklist"
TOOL = f"kg link {__version__}"
MEASURE = "IDF-weighted Dice over n-grams"
SURE = 0.9
"""Score from which a thing of a kind that others list too is proposed as the same."""


def propose(found: Scored, thing: OtherThing, date: str, above: tuple[str, ...] = ()) -> Mapping:
    """The candidate row of a pair.

    Args:
        found: How the two fit.
        thing: The other side.
        date: ``YYYY-MM-DD``.
        above: Names of what is above ours.
    """
    entity = found.entity
    confidence = f"{found.score:.2f}"
    others = [name.text for name in thing.names if name is not thing.label and name.role is not Role.CODE]
    other = {
        "score": (confidence,),
        "object_names": others,
        "object_above": thing.above,
        "subject_above": above,
    }
    more = {
        "subject_category": KINDS[entity.kind].en,
        "object_category": "; ".join(_tidy(name) for name in thing.type_names),
        **_matched(found),
        "mapping_tool": TOOL,
        "other": "|".join(
            f"{key}={'; '.join(map(_tidy, dict.fromkeys(values)))}" for key, values in other.items() if values
        ),
    }
    reasons = list(_reasons(found, thing))
    return Mapping(
        subject_id=entity.iri,
        subject_label=entity.label.zh,
        predicate_id=_relation(found),
        object_id=thing.iri,
        object_label=_tidy(thing.label.text),
        mapping_justification=f"{SEMAPV}{_justification(found)}",
        confidence=float(confidence),
        author_id=AUTHOR,
        mapping_date=date,
        review_state=ReviewState.CANDIDATE,
        reviewer_id=None,
        review_date=None,
        comment=Text("；".join(r.zh for r in reasons) + "。", "; ".join(r.en for r in reasons) + "."),
        line=0,
        offsets={},
        more={key: value for key, value in more.items() if value},
    )


def _matched(found: Scored) -> dict[str, str]:
    """What was compared, where anything was."""
    if found.how is How.LIKENED:
        return {}
    is_label = found.ours == found.entity.names[0] or _is_label(found)
    field = DCTERMS.description if found.how is How.MENTIONED else Role.LABEL if is_label else Role.OTHER
    matched = {
        "subject_match_field": str(field),
        "object_match_field": str(found.theirs.role),
        "match_string": _tidy(found.theirs.text),
    }
    if found.how is How.MENTIONED:
        return matched
    return {**matched, "similarity_score": f"{found.alike:.2f}", "similarity_measure": MEASURE}


def _is_label(found: Scored) -> bool:
    return found.ours.text in (found.entity.label.zh, found.entity.label.en)


def _relation(found: Scored) -> str:
    if found.how is How.LIKENED and found.linked is not None:
        # One of theirs is the same as one of ours at most.
        as_others = found.linked.predicate in (str(SKOS.broadMatch), str(SKOS.narrowMatch))
        return found.linked.predicate if as_others else str(SKOS.relatedMatch)
    if found.how is How.MENTIONED or found.entity.kind == "service":
        return str(SKOS.relatedMatch)
    if found.how is How.CONTAINED:
        return str(SKOS.broadMatch)
    if found.score >= SURE and found.how is not How.ALIKE:
        return str(SKOS.exactMatch if found.entity.kind in ("place", "body") else SKOS.closeMatch)
    return str(SKOS.closeMatch if found.entity.kind in ("place", "body") else SKOS.relatedMatch)


def _justification(found: Scored) -> str:
    if found.how is How.LIKENED:
        return "StructuralMatching"
    if found.linked is not None or found.above_agrees is not None or found.type_agrees is not None:
        return "CompositeMatching"
    return (
        "LexicalMatching"
        if found.how in (How.SAME, How.CORE, How.MENTIONED)
        else "LexicalSimilarityThresholdMatching"
    )


def _reasons(found: Scored, thing: OtherThing) -> Iterator[Text]:
    ours, theirs, percent = found.ours.text, _tidy(found.theirs.text), round(100 * found.alike)
    said = {
        How.SAME: Text(f"名称相同：“{theirs}”", f"the same name: “{theirs}”"),
        How.CORE: Text(
            f"除通名外名称相同：“{ours}”与“{theirs}”",
            f"the same name but for general words: “{ours}”, “{theirs}”",
        ),
        How.ALIKE: Text(
            f"名称相似（{percent}%）：“{ours}”与“{theirs}”",
            f"names are alike ({percent} %): “{ours}”, “{theirs}”",
        ),
        How.CONTAINED: Text(f"“{ours}”是一种“{theirs}”", f"by its name, “{ours}” is a kind of “{theirs}”"),
        How.QUALIFIED: Text(
            f"我方名称“{ours}”中有对方名称“{theirs}”", f"our name “{ours}” has theirs in it, “{theirs}”"
        ),
        How.MENTIONED: Text(
            f"我方文字“{_tidy(ours)}”中有对方名称“{theirs}”",
            f"our text “{_tidy(ours)}” has their name in it, “{theirs}”",
        ),
    }
    if found.theirs.role is Role.CODE:
        yield Text(f"代码相同：{theirs}", f"the same code: {theirs}")
    elif found.how is not How.LIKENED:
        yield said[found.how]
    if (linked := found.linked) is not None:
        yield Text(
            f"另外{linked.of}项“{linked.alike.zh}”中有{linked.linked}项已链接到它",
            f"of {linked.of} others of “{linked.alike.en}”, {linked.linked} are linked to it",
        )
    if found.second_only:
        label = _tidy(thing.label.text)
        yield Text(
            f"这只是对方的别名，其名称是“{label}”", f"that is only another name there; its label is “{label}”"
        )
    if not found.ours.distinct and found.theirs.role is not Role.CODE:
        yield Text("这个名称还可能指别的事物", "others may have this name")
    for agrees, zh, en, values in (
        (found.type_agrees, "类型", "type", thing.type_names),
        (found.above_agrees, "上级", "what is above", thing.above),
    ):
        shown_zh, shown_en = "、".join(map(_tidy, values)), ", ".join(map(_tidy, values))
        if agrees is not None:
            yield Text(
                f"{zh}{'相符' if agrees else '不符'}：{shown_zh}",
                f"{en} {'agrees' if agrees else 'differs'}: {shown_en}",
            )


def _tidy(text: str) -> str:
    """On one line, and without the mark that parts the entries of a cell."""
    return " ".join(text.replace("|", "/").split())
