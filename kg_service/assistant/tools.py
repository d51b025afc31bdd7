"""What the tools do: each method takes checked arguments and returns plain JSON with its sources.

Not here: how a tool is described (``wording``), the protocol (``server``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from kg_service.assistant.drafts import Drafts, change_of, finding_of
from kg_service.assistant.parameters import Arguments
from kg_service.assistant.results import Result, cut, fitted, iris_in, rows_of, turtle_of
from kg_service.assistant.sources import Sources, edition_of
from kg_service.assistant.texts import MOST_WORDS, Texts
from kg_service.assistant.things import Descriptions
from kg_service.assistant.wording import NOTHING_FOUND, TOOLS
from kg_service.errors import BadValueError, KgServiceError, UnknownNameError
from kg_service.formats import JSON, TURTLE
from kg_service.model import LANGS, Lang, Text
from kg_service.queries import Catalogue, NamedQuery, choices, run
from kg_service.queries import Parameter as QueryParameter
from kg_service.queries.headings import heading
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.vocabulary import BASE, edition_iri
from kg_service.web.asking import Pages
from kg_service.web.checklist import Tables
from kg_service.web.comparing import Editions
from kg_service.web.labels import Labels


class Tools:
    """The tools over one dataset; they can be called from several threads."""

    def __init__(self, store: Store, settings: Settings, catalogue: Catalogue) -> None:
        self._store, self._settings, self._catalogue = store, settings, catalogue
        pages = Pages(store, settings.home)
        self.tables = Tables(pages)
        self._labels, self._sources = Labels(pages), Sources(pages)
        self._things = Descriptions(pages, self._labels, self.tables)
        self._texts = Texts(pages)
        self._editions = Editions(store, settings, self.tables)
        self._drafts = Drafts(settings, self._editions)
        self._calls: Mapping[str, Callable[[Arguments, Lang], Result]] = {
            "search": self._search,
            "describe": self._describe,
            "list_queries": self._list_queries,
            "run_query": self._run_query,
            "sparql": self._sparql,
            "validate": self._validate,
            "compare": self._compare,
        }

    def call(self, name: str, given: Mapping[str, object]) -> Result:
        """Call a tool.

        Raises:
            UnknownNameError: There is none of that name.
            KgServiceError: The arguments will not do, or it could not be done.
        """
        tool = next((tool for tool in TOOLS if tool.name == name), None)
        if tool is None:
            raise UnknownNameError(Text("工具", "tool"), name[:100], [tool.name for tool in TOOLS])
        arguments = tool.arguments(given)
        return fitted(self._calls[name](arguments, self.language(given)))

    def language(self, given: Mapping[str, object]) -> Lang:
        """The language that a call asks for; else that of the settings."""
        return next((lang for lang in LANGS if lang == given.get("lang")), self._settings.lang)

    def _search(self, arguments: Arguments, lang: Lang) -> Result:
        found = self._texts.find(arguments["query"], arguments["kind"])
        shown = found[: arguments["limit"]]
        hits = [
            {
                "iri": hit.thing,
                "kind": hit.kind,
                "label": {each: cut(self._labels.of(hit.thing, each)) for each in LANGS},
                "matched": {"text": cut(hit.text), "lang": hit.lang},
                **({"edition": edition} if (edition := edition_of(hit.thing)) else {}),
            }
            for hit in shown
        ]
        words = arguments["query"].split()[:MOST_WORDS]
        alone = {word: len(self._texts.find(word, arguments["kind"])) for word in words}
        return {
            "query": arguments["query"],
            "also_searched": self._texts.synonyms(arguments["query"]),
            "total": len(found),
            "truncated": len(found) > len(shown),
            "hits": hits,
            "sources": self._sources.of((hit.thing for hit in shown), lang),
            **({} if found else {"advice": NOTHING_FOUND.of(lang), "words_alone": alone}),
        }

    def _describe(self, arguments: Arguments, lang: Lang) -> Result:
        iri = self._things.iri_of(arguments["thing"], arguments["edition"])
        result = self._things.describe(iri, lang)
        parts = self._things.parts(iri) if "measures" in result else []
        return {**result, "sources": self._sources.of([iri, *parts], lang, whole=True)}

    def _list_queries(self, arguments: Arguments, lang: Lang) -> Result:
        if arguments["name"] is not None:
            return {"queries": [self._query(self._catalogue.get(arguments["name"]), lang, whole=True)]}
        return {"queries": [self._query(query, lang) for query in self._catalogue]}

    def _query(self, query: NamedQuery, lang: Lang, *, whole: bool = False) -> Result:
        return {
            "name": query.name,
            "question": query.summary.of(lang),
            "topic": query.topic,
            "parameters": [self._parameter(parameter, lang, whole) for parameter in query.parameters],
            "columns": list(query.returns),
            **({"about": query.description.of(lang), "sparql": query.text} if whole else {}),
        }

    def _parameter(self, parameter: QueryParameter, lang: Lang, whole: bool) -> Result:
        offered = choices(self._store, parameter) if whole else []
        about: Result = {"name": parameter.name, "type": parameter.type, "required": parameter.required}
        if parameter.default is not None:
            about["default"] = parameter.default
        if parameter.least is not None:
            about |= {"minimum": parameter.least, "maximum": parameter.most}
        if parameter.choices is not None:
            about["choices_from"] = parameter.choices
        if whole and offered:
            about["choices"] = [{"iri": choice.iri, "label": choice.label.of(lang)} for choice in offered]
        return about

    def _run_query(self, arguments: Arguments, lang: Lang) -> Result:
        query = self._catalogue.get(arguments["name"])
        answer = run(self._store, query, _written(arguments["parameters"] or {}), lang)
        rows, more = rows_of(answer, arguments["limit"], tagged=False)
        return {
            "name": query.name,
            "question": query.summary.of(lang),
            "columns": [{"name": name, "heading": heading(name, lang)} for name in answer.variables],
            "rows": rows,
            "truncated": more,
            "sources": self._of_rows(rows, lang),
        }

    def _sparql(self, arguments: Arguments, lang: Lang) -> Result:
        text = arguments["query"]
        formats = {"solutions": JSON, "boolean": JSON, "graph": TURTLE}
        answer = self._store.query(text, formats=formats)  # type: ignore[arg-type]  # a Mapping is covariant
        if answer.kind == "boolean":
            return {"kind": "boolean", "boolean": answer.boolean, "truncated": False, "sources": []}
        if answer.kind == "graph":
            turtle, more = turtle_of(answer)
            return {"kind": "graph", "turtle": turtle, "truncated": more, "sources": []}
        rows, more = rows_of(answer, arguments["limit"], tagged=True)
        return {
            "kind": "solutions",
            "columns": [{"name": name, "heading": heading(name, lang)} for name in answer.variables],
            "rows": rows,
            "truncated": more,
            "sources": self._of_rows(rows, lang),
        }

    def _of_rows(self, rows: object, lang: Lang) -> list[dict[str, Any]]:
        return self._sources.of((iri for iri in iris_in(rows) if iri.startswith(BASE)), lang)

    def _validate(self, arguments: Arguments, lang: Lang) -> Result:
        report = self._drafts.check(arguments, arguments["against"], lang)
        findings = [finding_of(found, lang) for found in report["findings"]]
        changed = report["comparison"]
        return {
            "document": arguments["name"],
            "conforms": report["conforms"],
            "counts": report["counts"],
            "findings": findings[: arguments["limit"]],
            "truncated": len(findings) > arguments["limit"],
            **({"changes_in_short": changed["summary"]["kinds"]} if changed else {}),
            "sources": self._of_editions(report["held_against"]),
        }

    def _compare(self, arguments: Arguments, lang: Lang) -> Result:
        old = self._drafts.edition(arguments["old"])
        if (arguments["new"] is None) == (arguments["name"] is None):
            raise BadValueError("new", "", Text("new 和 name 二者取一", "either new or name"))
        if arguments["name"] is not None:
            found = self._drafts.check(arguments, old, lang)["comparison"]
            if found is None:
                reason = Text("文件中没有清单可比较。", "There is no list in the file to compare.")
                raise KgServiceError(reason)
            new = None
        else:
            from kg_service.editions.outputs import to_json

            new = self._drafts.edition(arguments["new"])
            comparison = self._editions.compare(old, new)
            found = json.loads(to_json(comparison, comparison.changes))
        changes = [change_of(change, lang) for change in found["changes"]]
        return {
            "old": found["old"],
            "new": found["new"],
            "summary": found["summary"],
            "changes": changes[: arguments["limit"]],
            "questions": found["questions"],
            "truncated": len(changes) > arguments["limit"],
            "sources": self._of_editions(old, new),
        }

    def _of_editions(self, *names: str | None) -> list[dict[str, Any]]:
        iris = {name: edition_iri(*name.split("/", 1)) for name in names if name}
        return [
            {"thing": iri, "edition": name, "words": self._labels.of(iri, "zh")} for name, iri in iris.items()
        ]


def _written(parameters: Mapping[str, object]) -> dict[str, str]:
    """Values as a person would write them."""
    written = {}
    for name, value in parameters.items():
        if isinstance(value, bool):
            written[name] = "true" if value else "false"
        elif isinstance(value, str | int):
            written[name] = str(value)
        elif value is not None:
            raise BadValueError(
                name, str(value)[:60], Text("文字、整数或真假值", "a text, integer or boolean")
            )
    return written
