"""``/services``, ``/search`` and ``/for-child``: finding by facets, by words and for one child."""

from http import HTTPStatus

from kg_service.model import Text
from kg_service.web.find.facets import FACETS
from kg_service.web.find.facts import OLDEST
from kg_service.web.find.texts import KINDS
from kg_service.web.find.words import MOST_CHARACTERS
from kg_service.web.openapi.operations import Operations, or_empty
from kg_service.web.openapi.responses import answer_content
from kg_service.web.openapi.words import Object
from kg_service.web.protocol import FORM
from kg_service.web.questions import LISTED_AS, PLAIN_JSON
from kg_service.web.wording import WORDS

TAG_FINDING = Text("查找", "Finding")

_BAD, _NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_ACCEPTABLE
_TEXTS: Object = {"type": "array", "items": {"type": "string"}}
_AGE: Object = {"type": "integer", "minimum": 0, "maximum": OLDEST}
_EXAMPLES = {"goal": "education"}


def finding_paths(make: Operations) -> Object:
    """Path items."""
    return {"/services": _services(make), "/search": _search(make), "/for-child": _for_child(make)}


def _ok(*required: str) -> Object:
    schema: Object = {"type": "object", "required": list(required)}
    return answer_content(LISTED_AS, {PLAIN_JSON.media_type: {"schema": schema}})


def _services(make: Operations) -> Object:
    facets = [
        make.field(
            facet.name,
            Text(f"{facet.title.zh}；可重复。", f"{facet.title.en}; may be repeated."),
            _TEXTS,
            allowEmptyValue=True,
            **({"example": _EXAMPLES[facet.name]} if facet.name in _EXAMPLES else {}),
        )
        for facet in FACETS
    ]
    page = make.field(
        "page", Text("网页的第几页。", "Which page, as HTML."), {"type": "integer", "minimum": 1}
    )
    return make.get(
        "findServices",
        TAG_FINDING,
        WORDS["find-services"],
        make.answers(
            _ok("filters", "total", "services", "facets", "sparql"),
            _BAD,
            _NONE,
            text=Text("服务、各项计数和相应的 SPARQL。", "Services, all counts, and their SPARQL."),
        ),
        *facets,
        page,
        make.format(LISTED_AS),
        make.lang(),
        about=WORDS["find-services-note"],
    )


def _search(make: Operations) -> Object:
    kinds: Object = {"type": "string", "enum": list(KINDS)}
    return make.get(
        "search",
        TAG_FINDING,
        WORDS["find-search"],
        make.answers(
            _ok("q", "words", "total", "found", "sparql"),
            _BAD,
            _NONE,
            text=Text("按种类列出的结果和相应的 SPARQL。", "What was found, by kind, and its SPARQL."),
        ),
        make.field(
            "q", WORDS["find-words"], {"type": "string", "maxLength": MOST_CHARACTERS}, example="教育"
        ),
        make.field("kind", Text("只要这一种。", "This kind only."), kinds, allowEmptyValue=True),
        make.format(LISTED_AS),
        make.lang(),
        about=WORDS["find-search-note"],
    )


def _for_child(make: Operations) -> Object:
    ok = _ok("child", "total", "services", "unknown", "sparql")
    text = Text("服务、措施、条件和还不知道的。", "Services, measures, conditions, and what is not known.")
    about = WORDS["find-child-note"]
    fields = (
        make.field("age", Text("周岁。", "Completed years."), _AGE, example=7, allowEmptyValue=True),
        make.field("stage", Text("教育阶段。", "Education stage."), {"type": "string"}, allowEmptyValue=True),
        make.field("situation", Text("处境；可重复。", "Situation; may be repeated."), _TEXTS),
    )
    common = (make.format(LISTED_AS), make.lang())
    summary = WORDS["find-child"]
    answers = make.answers(ok, _BAD, _NONE, text=text)
    got = make.operation("forChild", TAG_FINDING, summary, answers, *fields, *common, about=about)
    unsupported = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    answers = make.answers(ok, _BAD, _NONE, unsupported, text=text, cached=False)
    posted = make.operation("forChildPosted", TAG_FINDING, summary, answers, *common, about=about)
    form: Object = {
        "type": "object",
        "properties": {"age": or_empty(_AGE), "stage": {"type": "string"}, "situation": _TEXTS},
    }
    posted["requestBody"] = {"required": False, "content": {FORM: {"schema": form}}}
    return {"get": got, "post": posted}
