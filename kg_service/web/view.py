"""What every template is given: words and names in the reader's language, and links that are safe to make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from flask import Flask, request
from markupsafe import Markup

from kg_service.model import LANGS, BlankNode, Iri, Lang, Literal, Term, Text, TripleTerm
from kg_service.queries.headings import heading
from kg_service.store import Kind
from kg_service.vocabulary import (
    BASE,
    CARE,
    CV,
    DCTERMS,
    OA,
    RDF,
    SH,
    SKOS,
    cell_iri,
    compact,
    edition_graph_iri,
    split_edition_iri,
)
from kg_service.web.around import services_query
from kg_service.web.charts.reading import NUMBERS
from kg_service.web.find.facets import FACET
from kg_service.web.labels import Labels
from kg_service.web.language import chosen_language, language_of, root_of, with_chinese_tagged
from kg_service.web.links import PATH_SAFE, href
from kg_service.web.snippets import Sample, snippets
from kg_service.web.statements import Statements
from kg_service.web.structured import Json, crumbs_json, script
from kg_service.web.table import Source
from kg_service.web.usage import cite_edition
from kg_service.web.wording import COLUMNS, SEVERITIES, WORDS

LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
FORMAT_TITLES = {
    "turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG",
    "nquads": "N-Quads", "csv-bom": "CSV (Excel)",
}  # fmt: skip

LONGEST_LABEL = 500
"""Characters of a name that a link shows."""
LONGEST_CANONICAL = 2_000
"""Bytes of a query string up to which a page names its versions; no search engine keeps longer addresses."""

TERMS = {
    "rdf_type": str(RDF.type),
    "definition": str(SKOS.definition),
    "isVersionOf": str(DCTERMS.isVersionOf),
    "body": str(CV.hasCompetentAuthority),
    **{name: str(CARE[name]) for name in (
        "metBy", "explicitness", "rulesOf", "situation", "recipient", "commitment", "educationStage",
        "alternativeTo", "conditionedOn", "reviewStatus",
    )},
    **{name: str(OA[name]) for name in ("hasSelector", "hasSource", "exact", "prefix", "suffix")},
    **{name: str(DCTERMS[name]) for name in (
        "title", "description", "type", "audience", "conformsTo", "references",
    )},
    **{f"sh_{name}": str(SH[name]) for name in (
        "NodeShape", "property", "sparql", "path", "message", "severity", "targetClass", "targetNode",
        "targetObjectsOf", "targetSubjectsOf",
    )},
}  # fmt: skip
"""Properties that templates ask for by name."""

_SERVICE = re.compile(re.escape(BASE) + r"id/edition/[^/]+/[^/]+/service/\d+")


@dataclass(frozen=True, slots=True)
class View:
    """Helpers of one page, in one language."""

    labels: Labels
    lang: Lang
    chosen: Lang | None
    """Language that the address names."""
    root: str
    """Before every path of this server that is linked; see ``root_of``."""

    @property
    def language_tag(self) -> str:
        """For ``lang`` of the page."""
        return LANGUAGE_TAGS[self.lang]

    def t(self, key: str, *values: object) -> str:
        """Our own words, by key of ``wording``."""
        return WORDS[key].of(self.lang).format(*values)

    def label(self, iri: str | Term) -> str:
        """What *iri* is called, to be read on one line; only its own page has a giant name whole."""
        name = self.labels.of(str(iri), self.lang)
        return name if len(name) <= LONGEST_LABEL else f"{name[:LONGEST_LABEL]}…"

    def label_tag(self, iri: str | Term) -> str:
        """Language of the label, where it is not the page's own; else empty."""
        found = self.labels.literal(str(iri), self.lang)
        other = found.lang if found is not None and found.lang not in {None, self.lang} else None
        return LANGUAGE_TAGS.get(other, other) if other else ""

    def href(self, iri: str | Term) -> str | None:
        """Where *iri* is linked to; None where it must not be."""
        return href(str(iri), self.root)

    def here(self, path: str, **query: str) -> str:
        """A link to a fixed address of this server, in the chosen language."""
        return self.root + path + ("?" + urlencode(query) if query else "")

    def services(self, **chosen: str) -> str:
        """The list of services narrowed by facets; values are IRIs."""
        return self.here("/services", **{name: FACET[name].key(iri) for name, iri in chosen.items()})

    def cell(self, edition: str, row: int, column: int) -> str:
        """A cell on the page of an edition's table, both from 1, the heading counted."""
        series, version = split_edition_iri(edition) or ("", "")
        return self.href(cell_iri(series, version, row, column)) or ""

    def tag(self, lang: str) -> str:
        """Value of an HTML ``lang`` attribute."""
        return LANGUAGE_TAGS.get(lang, lang)

    def is_local(self, iri: str | Term) -> bool:
        """Does this server answer for *iri*?"""
        return str(iri).startswith(BASE)

    def column(self, number: int) -> str:
        """Heading of a column of the published table, from 1."""
        return COLUMNS[number - 1].of(self.lang)

    def heading(self, variable: str) -> str:
        """What the column of an answer is called."""
        return heading(variable, self.lang)

    def names(self, iri: str) -> tuple[Literal, Literal | None]:
        """The name in the page's language, and the one in the other language where there is one."""
        main = self.labels.literal(iri, self.lang) or Literal(self.labels.of(iri, self.lang))
        second = self.labels.literal(iri, "en" if self.lang == "zh" else "zh")
        return main, second if second is not None and main.lang and second.lang not in {
            main.lang,
            None,
        } else None

    def age(self, statements: Statements, iri: str) -> str:
        """The range of ages that a condition sets; empty where it sets none."""
        low, high = statements.first(iri, str(CARE.minAge)), statements.first(iri, str(CARE.maxAge))
        if low is None and high is None:
            return ""
        key = "age-range" if low and high else "age-from" if low else "age-to"
        return self.t(key, *(str(age) for age in (low, high) if age is not None))

    def anchor(self, document: str, part: str) -> str:
        """Where *part* stands on the page of *document*: ``measure-1``."""
        return part.removeprefix(document + "/").replace("/", "-")

    def edition_graph(self, edition: str) -> str:
        """Path of the named graph that holds an edition."""
        return self.href(edition_graph_iri(edition)) or ""

    def citation(self, edition: str) -> Text:
        """How an edition is cited."""
        return cite_edition(Text(self.labels.of(edition, "zh"), self.labels.of(edition, "en")), edition)

    def owner(self, iri: str) -> str | None:
        """The service that a measure, a condition or a quotation is a part of."""
        found = _SERVICE.match(iri)
        return found[0] if found and found[0] != iri else None

    def structured(self, this: str, above: Sequence[str], thing: Json | None) -> Markup:
        """The data block of the page of *this*, in schema.org's words."""
        way = [(self.t("home"), BASE), *((self.label(iri), iri) for iri in (*above, this))]
        return script(thing, crumbs_json(way))

    def services_query(self, iri: str) -> str:
        """A query for the services that concern *iri*."""
        return services_query(iri, self.lang)

    def all_incoming(self, iri: str, property_: str) -> str:
        """A query for everything that points at *iri* by one property."""
        return (
            f"SELECT DISTINCT ?subject\nWHERE {{\n  ?subject <{property_}> <{iri}> .\n}}\nORDER BY ?subject\n"
        )

    def in_language(self, lang: Lang | None) -> str:
        """This page in *lang*; in that of the browser where None."""
        root = f"{request.script_root}/{lang}" if lang else request.script_root
        return replace(self, root=root).with_field(None)

    def versions(self) -> list[tuple[str, str]]:
        """This page in all languages: language tag and address. Empty for what is no page to come back to."""
        if request.method not in {"GET", "HEAD"} or len(request.query_string) > LONGEST_CANONICAL:
            return []
        tags: list[tuple[str, Lang | None]] = [(LANGUAGE_TAGS[lang], lang) for lang in LANGS]
        return [(tag, self.absolute(self.in_language(lang))) for tag, lang in (*tags, ("x-default", None))]

    def as_format(self, name: str) -> str:
        """This page's answer in another format."""
        return self.with_field("format", name)

    def with_field(self, name: str | None, value: object = "") -> str:
        """This page with another value of one field, and the language before its path."""
        fields = [(key, old) for key, old in request.args.items(multi=True) if key not in (name, "lang")]
        if name is not None:
            fields.append((name, str(value)))
        return f"{self.root}{quote(request.path, safe=PATH_SAFE)}" + (
            "?" + urlencode(fields) if fields else ""
        )

    def snippets(self, source: Source, kind: Kind) -> tuple[Sample, ...]:
        """The code by which other programs get the answer at *source*."""
        # Browsers send the lines of a text area with CR LF.
        fields = [(name, value.replace("\r\n", "\n")) for name, value in source.fields]
        return snippets(self.absolute(self.answers(source.path)), fields, kind)

    def absolute(self, path: str) -> str:
        """The whole address of a path of this server, the mount in it."""
        return request.host_url.rstrip("/") + path

    def answers(self, path: str) -> str:
        """Where programs ask: the endpoint answers in no language, all else in that of the page."""
        return (request.script_root if path.partition("?")[0] == "/sparql" else self.root) + path

    def download_format(self, iri: str) -> str:
        """Value of ``?format=`` by which the file at *iri* is sent and not its page; empty for no file."""
        ending = iri.rpartition(".")[2]
        return "" if not iri.startswith(BASE) or "/" in ending else {"gz": "gzip"}.get(ending, ending)

    def format_title(self, name: str) -> str:
        """The usual name of a format."""
        return FORMAT_TITLES.get(name, name.upper())

    def severity(self, iri: str | Term | None) -> str:
        """How much a rule weighs, in words; SHACL takes a violation where it says nothing."""
        name = "Violation" if iri is None else str(iri).rpartition("#")[2]
        return SEVERITIES[name].of(self.lang) if name in SEVERITIES else self.label(str(iri))

    def curie(self, iri: str | Term) -> str:
        """The short form of *iri*, or the IRI."""
        return compact(str(iri)) or str(iri)


def register_view(app: Flask, labels: Labels, default_lang: Lang) -> None:
    """Give ``view`` to every template of *app*, and the tests that tell terms apart."""

    @app.context_processor
    def _view() -> dict[str, View]:
        lang = language_of(request, default_lang)
        return {"view": View(labels, lang, chosen_language(request), root_of(request))}

    app.jinja_env.globals.update(terms=TERMS, words=WORDS)
    app.jinja_env.filters["tagged"] = with_chinese_tagged
    app.jinja_env.tests["number_term"] = lambda term: isinstance(term, Literal) and term.datatype in NUMBERS
    app.jinja_env.tests["iri"] = lambda term: isinstance(term, Iri)
    app.jinja_env.tests["blank"] = lambda term: isinstance(term, BlankNode)
    app.jinja_env.tests["triple_term"] = lambda term: isinstance(term, TripleTerm)
    app.jinja_env.tests["literal"] = lambda term: isinstance(term, Literal)
