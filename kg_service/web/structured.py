"""The page of one thing in schema.org's words, for search engines: JSON-LD that says no more than the page.

The context is inline, so that nobody has to fetch one. Texts keep their language, things their IRIs.

Source: https://schema.org/, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
"""

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup
from rdflib import URIRef

from kg_service.model import Iri, Literal, Term
from kg_service.vocabulary import (
    CARE,
    CPSV,
    CV,
    DCAT,
    DCTERMS,
    ELI,
    OWL,
    SCHEMA,
    SKOS,
)
from kg_service.web.statements import Statements

CONTEXT = {"@vocab": str(SCHEMA)}

TYPES = {
    str(CPSV.PublicService): "GovernmentService",
    str(CARE.ChecklistEdition): "Dataset",
    str(DCAT.DatasetSeries): "Dataset",
    str(DCAT.Catalog): "DataCatalog",
    str(CV.PublicOrganisation): "GovernmentOrganization",
    str(ELI.LegalResource): "Legislation",
    str(DCTERMS.Location): "AdministrativeArea",
    str(SKOS.ConceptScheme): "DefinedTermSet",
    str(OWL.Ontology): "DefinedTermSet",
    str(SKOS.Concept): "DefinedTerm",
}
"""Classes of the graph to those of schema.org, the first that fits."""

TEXTS = {
    "name": (SKOS.prefLabel, DCTERMS.title),
    "alternateName": (SKOS.altLabel,),
    "description": (DCTERMS.description, SKOS.definition, SKOS.note),
    "identifier": (DCTERMS.identifier,),
    "version": (DCAT.version, OWL.versionInfo),
}
"""Properties whose values are texts; the first of the graph that is there."""

LINKS = {
    "license": (DCTERMS.license,),
    "inDefinedTermSet": (SKOS.inScheme,),
    "hasDefinedTerm": (SKOS.hasTopConcept,),
    "areaServed": (DCTERMS.spatial,),
    "serviceType": (CV.thematicArea,),
    "audience": (DCTERMS.audience,),
    "provider": (CV.hasCompetentAuthority,),
    "serviceOutput": (CPSV.produces,),
    "isBasedOn": (DCTERMS.isVersionOf, DCAT.isVersionOf),
    "distribution": (DCAT.distribution,),
    "sameAs": (SKOS.exactMatch,),
}
"""Properties whose values are things."""

_ONLY = {
    "areaServed": ("GovernmentService", "GovernmentOrganization"),
    "serviceType": ("GovernmentService",),
    "audience": ("GovernmentService",),
    "provider": ("GovernmentService",),
    "serviceOutput": ("GovernmentService",),
    "distribution": ("Dataset",),
    "license": ("Dataset", "DefinedTermSet", "DataCatalog"),
    "version": ("Dataset", "DefinedTermSet"),
    "isBasedOn": ("Dataset",),
}
"""Properties that schema.org has for some classes only."""

Json = dict[str, object]


def thing_json(this: str, kinds: Sequence[str], statements: Statements) -> Json | None:
    """What *this* is; None for what schema.org has no word for.

    Args:
        this: IRI.
        kinds: Its classes.
        statements: About it, with the names of what it points at.
    """
    kind = next((name for of, name in TYPES.items() if of in kinds), None)
    if kind is None:
        return None
    found: Json = {"@id": this, "@type": kind, "url": this}
    for name, properties in TEXTS.items():
        texts = _first(this, properties, statements)
        values = [_text(value) for value in texts if isinstance(value, Literal)]
        if values and kind in _ONLY.get(name, (kind,)):
            found[name] = values if len(values) > 1 else values[0]
    for name, properties in LINKS.items():
        things = [value for value in _first(this, properties, statements) if isinstance(value, Iri)]
        if things and kind in _ONLY.get(name, (kind,)):
            found[name] = [_named(thing, name, statements) for thing in things]
    return found


def crumbs_json(crumbs: Sequence[tuple[str, str]]) -> Json:
    """The way down to a page, from names and addresses."""
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": {"@id": address}}
        for at, (name, address) in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def script(*things: Json | None) -> Markup:
    """A data block for the head of a page; the letters that could end it are written as escapes."""
    body = {"@context": CONTEXT, "@graph": [thing for thing in things if thing is not None]}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _first(this: str, properties: Iterable[URIRef], statements: Statements) -> Sequence[Term]:
    return next((values for name in properties if (values := statements.values(this, str(name)))), ())


def _text(value: Literal) -> object:
    return {"@value": value.value, "@language": value.lang} if value.lang else value.value


def _named(thing: Iri, name: str, statements: Statements) -> Json:
    names = _first(thing.value, (SKOS.prefLabel, DCTERMS.title), statements)
    texts = [_text(value) for value in names if isinstance(value, Literal)]
    kinds = {"provider": "GovernmentOrganization", "audience": "Audience", "areaServed": "AdministrativeArea"}
    kinds |= {"distribution": "DataDownload"}
    typed = {"@type": kinds[name]} if name in kinds else {}
    place = {"contentUrl": thing.value} if name == "distribution" else {}
    return {"@id": thing.value, **typed, **({"name": texts} if texts else {}), **place}
