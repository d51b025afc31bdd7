"""``/compare`` and ``/check``: what is different between two editions, and what is wrong with a draft."""

from collections.abc import Sequence
from http import HTTPStatus

from kg_service.formats import DOCX, HTML, XLSX
from kg_service.model import NO_EDITION, ChangeKind, Text
from kg_service.web import check, compare
from kg_service.web.openapi.operations import Operations, or_empty
from kg_service.web.openapi.responses import answer_content
from kg_service.web.openapi.words import Object
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.uploads import MULTIPART

TAG_CHECKING = Text("比较和校验", "Comparing and checking")

_BAD, _MISSING, _NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE
_REPORT: Object = {
    "type": "object",
    "required": ["conforms", "documents", "counts", "checked", "findings", "remarks", "comparison"],
    "properties": {
        "conforms": {"type": "boolean"},
        "documents": {"type": "array", "items": {"type": "string"}},
        "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        "checked": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        "findings": {"type": "array", "items": {"type": "object"}},
        "against": {"type": "object", "additionalProperties": {"type": "string"}},
        "remarks": {"type": "array", "items": {"type": "object"}},
        "comparison": {"type": ["object", "null"]},
    },
}


def checking_paths(make: Operations, editions: Sequence[str], upload_mb: int) -> Object:
    """Path items.

    Args:
        make: Chooses the language.
        editions: Names of the editions of the dataset.
        upload_mb: Longest draft that is taken.
    """
    return {"/compare": _compare(make, editions), "/check": _check(make, editions, upload_mb)}


def _compare(make: Operations, editions: Sequence[str]) -> Object:
    edition: Object = {"type": "string", "enum": list(editions)} if editions else {"type": "string"}
    kinds: Object = {
        "type": "array",
        "items": {"type": "string", "enum": [kind.value for kind in ChangeKind]},
    }
    names: Object = {"type": "array", "items": {"type": "string"}}
    ok = answer_content(compare.OFFERED, {PLAIN_JSON.media_type: {"schema": {"type": "object"}}})
    example = editions[0] if editions else "heilongjiang/2024"
    return make.get(
        "compare",
        TAG_CHECKING,
        Text("比较两版清单", "Compare two editions"),
        make.answers(ok, _BAD, _MISSING, _NONE, text=Text("各项变化。", "What changed.")),
        make.field("old", Text("旧版。", "The old edition."), edition, required=True, example=example),
        make.field("new", Text("新版。", "The new edition."), edition, required=True, example=example),
        make.field("kind", Text("只要这些类型的变化。", "Changes of these kinds only."), kinds),
        make.field("goal", Text("只要这些目标下的。", "Those under these goals only."), names),
        make.field("body", Text("只要这些部门的。", "Those of these bodies only."), names),
        make.format(compare.OFFERED),
    )


def _check(make: Operations, editions: Sequence[str], upload_mb: int) -> Object:
    page = make.operation(
        "checkForm",
        TAG_CHECKING,
        Text("校验草稿的表单", "The form for checking a draft"),
        make.answers(answer_content((HTML,)), _NONE, _BAD, text=Text("网页。", "The page."), cached=False),
    )
    # The other forms that are asked for by name have one of these media types.
    given = (*check.NEGOTIATED, check.CHANGES_MARKDOWN, check.ANNOTATED, DOCX, XLSX)
    ok = answer_content(given, {PLAIN_JSON.media_type: {"schema": _REPORT}})
    post = make.operation(
        "check",
        TAG_CHECKING,
        Text("校验一份草稿", "Check a draft"),
        make.answers(
            ok,
            *(_BAD, _MISSING, _NONE),
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            text=Text(
                "问题、读取时的处理、与所对照版次的不同。", "Findings, what reading did, what changed."
            ),
            cached=False,
        ),
        make.lang(),
        about=Text(
            f"文件（file）或粘贴的文字（text），只给一样，不超过 {upload_mb} MB。草稿不保存。",
            f"A file (file) or a text (text), not both, of at most {upload_mb} MB. Drafts are not kept.",
        ),
    )
    formats = [format_.name for format_ in check.OFFERED]
    schema: Object = {
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": ["file"]}, {"required": ["text"]}],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "text": {"type": "string"},
            "against": or_empty({"type": "string", "enum": [*editions, *NO_EDITION]}),
            "format": or_empty({"type": "string", "enum": formats}),
        },
    }
    body = {"required": True, "content": {MULTIPART: {"schema": schema}}}
    return {"get": page, "post": post | {"requestBody": body}}
