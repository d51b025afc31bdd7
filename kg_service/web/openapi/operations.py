"""Makes operations and their parameters, in one language or in both."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from kg_service.formats import Format
from kg_service.model import LANGS, Text
from kg_service.web.openapi.responses import responses
from kg_service.web.openapi.schemas import MOST_LISTED
from kg_service.web.openapi.words import Object, Say

FORMAT = Text("答案的格式，先于 Accept。", "Format of the answer; it goes before Accept.")
LANG = Text(
    "名称和说明的语言，先于 Accept-Language。",
    "Language of names and messages; it goes before Accept-Language.",
)
SEGMENT: Object = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$"}


class Operations:
    """What every operation is made with."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def get(
        self, name: str, tag: Text, summary: Text, answers: Object, *fields: Object, about: Text | None = None
    ) -> Object:
        """A path item with one operation; see ``operation``."""
        return {"get": self.operation(name, tag, summary, answers, *fields, about=about)}

    def operation(
        self, name: str, tag: Text, summary: Text, answers: Object, *fields: Object, about: Text | None = None
    ) -> Object:
        """One operation.

        Args:
            name: For programs; each operation has its own.
            tag: The section that it is in.
            summary: What it is for.
            answers: From ``answers``.
            fields: Parameters.
            about: More on it.
        """
        return {
            "operationId": name,
            "tags": [self.say.line(tag)],
            "summary": self.say.line(summary),
            **({"description": self.say.block(about)} if about else {}),
            **({"parameters": list(fields)} if fields else {}),
            "responses": answers,
        }

    def answers(self, ok: Object, *problems: HTTPStatus, text: Text, cached: bool = True) -> Object:
        """See ``responses``."""
        return responses(ok, *problems, text=text, cached=cached, say=self.say)

    def field(self, name: str, text: Text, schema: Object, **more: object) -> Object:
        """A parameter of the query string."""
        about = self.say.block(text)
        return {"name": name, "in": "query", "description": about, "schema": schema, **more}

    def part(self, name: str, text: Text, schema: Object, example: str | int) -> Object:
        """A part of the path."""
        about = self.say.block(text)
        return {
            "name": name,
            "in": "path",
            "required": True,
            "description": about,
            "schema": schema,
            "example": example,
        }

    def format(self, formats: Iterable[Format]) -> Object:
        """The parameter ``format``."""
        names = list(dict.fromkeys(format_.name for format_ in formats))
        return self.field("format", FORMAT, {"type": "string", "enum": names}, allowEmptyValue=True)

    def lang(self) -> Object:
        """The parameter ``lang``."""
        return self.field("lang", LANG, {"type": "string", "enum": list(LANGS)}, allowEmptyValue=True)


def graph_names(graphs: Sequence[str], *more: str) -> Object:
    """The schema of the IRI of a named graph; *more* is what may be written besides."""
    if len(graphs) > MOST_LISTED:
        return {"type": "string"}
    return {"type": "string", "enum": [*more, *graphs]}


def or_empty(schema: Object) -> Object:
    """The schema of a form's field that may be left empty."""
    return {"anyOf": [schema, {"const": ""}]}
