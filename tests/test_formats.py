"""The table of formats, and content negotiation after RFC 9110."""

import pytest

from kg_service.errors import NotAcceptableError, UnknownFormatError
from kg_service.formats import (
    CSV,
    CSV_BOM,
    FORMATS,
    GRAPH_FORMATS,
    HTML,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    SOLUTION_FORMATS,
    TSV,
    TURTLE,
    XLSX,
    XML,
    format_named,
    negotiate,
)

PAGE = (HTML, TURTLE, JSONLD, RDFXML, NTRIPLES)
"""What a thing of the graph is offered as, the server's favourite first."""
SOLUTIONS = (JSON, XML, CSV, TSV, HTML)


def test_names_and_media_types_are_unique():
    assert len({f.name for f in FORMATS}) == len(FORMATS)
    own = [f for f in FORMATS if f is not CSV_BOM]
    assert len({f.media_type for f in own}) == len(own)
    assert len({e for f in own for e in (f.extension, *f.extensions_also)}) == sum(
        1 + len(f.extensions_also) for f in own
    )


def test_csv_for_excel_is_meant_by_its_name_only():
    assert format_named("csv-bom") is CSV_BOM
    assert (format_named("text/csv"), format_named(".csv")) == (CSV, CSV)
    assert negotiate("text/csv", SOLUTION_FORMATS) is CSV
    with pytest.raises(NotAcceptableError) as raised:
        negotiate("image/png", SOLUTION_FORMATS)
    assert raised.value.offered.count("text/csv") == 1


def test_families():
    assert {f.family for f in SOLUTION_FORMATS} == {"solutions"}
    assert {f.family for f in GRAPH_FORMATS} == {"graph"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("turtle", TURTLE, id="name"),
        pytest.param("Turtle", TURTLE, id="case"),
        pytest.param("ttl", TURTLE, id="extension"),
        pytest.param(".ttl", TURTLE, id="extension-with-dot"),
        pytest.param("srj", JSON, id="other-extension"),
        pytest.param("text/turtle", TURTLE, id="media-type"),
        pytest.param("application/json", JSON, id="other-media-type"),
        pytest.param("xlsx", XLSX, id="xlsx"),
    ],
)
def test_a_format_by_name(name, expected):
    assert format_named(name) is expected


def test_a_format_among_those_offered():
    assert format_named("application/json", GRAPH_FORMATS) is JSONLD


@pytest.mark.parametrize(
    ("name", "nearest"),
    [pytest.param("turtel", "turtle", id="near"), pytest.param("@@", "json", id="far: all are named")],
)
def test_an_unknown_format(name, nearest):
    with pytest.raises(UnknownFormatError) as raised:
        format_named(name)
    assert nearest in raised.value.nearest


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(None, HTML, id="no-header"),
        pytest.param("", HTML, id="empty-header"),
        pytest.param("*/*", HTML, id="anything"),
        pytest.param("text/turtle", TURTLE, id="exact"),
        pytest.param("TEXT/Turtle", TURTLE, id="case"),
        pytest.param("text/turtle;charset=utf-8", TURTLE, id="parameters"),
        pytest.param(
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD, id="profile"
        ),
        pytest.param(
            'application/ld+json;profile="a,b;q=0";q=0.9, text/turtle;q=0.5', JSONLD, id="quoted-comma"
        ),
        pytest.param(
            'application/ld+json;profile="a, text/turtle";q=0.2, application/rdf+xml;q=0.5',
            RDFXML,
            id="quoted-range",
        ),
        pytest.param(
            'text/turtle;x="\\"";q=0.2, application/rdf+xml;q=0.5', RDFXML, id="quoted-quotation-mark"
        ),
        pytest.param("text/*", HTML, id="type-range"),
        pytest.param("application/*", JSONLD, id="other-type-range"),
        pytest.param("text/html;q=0, text/*", TURTLE, id="excluded"),
        pytest.param("text/html;q=0.000, */*;q=0.1", TURTLE, id="excluded-with-decimals"),
        pytest.param("text/html;q=0.5, text/turtle;q=0.8", TURTLE, id="quality"),
        pytest.param("text/turtle;q=0.8, application/rdf+xml;q=0.8", TURTLE, id="tie: the server's order"),
        pytest.param("application/rdf+xml, text/turtle", TURTLE, id="tie: not the client's order"),
        pytest.param("text/*;q=0.3, text/turtle;q=0.1, application/rdf+xml;q=0.2", HTML, id="specific-wins"),
        pytest.param("*/*;q=0.9, text/*;q=0.1", JSONLD, id="type-range-over-anything"),
        pytest.param(
            "text/html;level=1;q=0.1, text/html;q=0.2, text/turtle;q=0.15", HTML, id="plain-over-level"
        ),
        pytest.param("image/png, */*;q=0.1", HTML, id="fallback"),
        pytest.param("text/turtle ; q=0.5 , application/rdf+xml", RDFXML, id="white-space"),
        pytest.param("text/turtle;Q=0.1, application/rdf+xml;q=0.2", RDFXML, id="weight-in-capitals"),
        pytest.param(",, text/turtle,", TURTLE, id="empty-elements"),
        pytest.param("text/turtle;q=nonsense, application/rdf+xml", RDFXML, id="malformed-weight-ignored"),
        pytest.param("text/turtle;q=2, application/rdf+xml;q=0.1", RDFXML, id="weight-out-of-range-ignored"),
        pytest.param("turtle, application/rdf+xml", RDFXML, id="malformed-range-ignored"),
        pytest.param("*/turtle, application/rdf+xml", RDFXML, id="malformed-wildcard-ignored"),
        pytest.param("gibberish", HTML, id="nothing-well-formed: as without header"),
        pytest.param("application/xml", RDFXML, id="second-name"),
        pytest.param(
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML, id="a-browser"
        ),
        pytest.param("application/n-triples;q=1, */*;q=0.1", NTRIPLES, id="jena"),
    ],
)
def test_negotiation_of_a_page(accept, expected):
    assert negotiate(accept, PAGE) is expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("application/sparql-results+json", JSON, id="json"),
        pytest.param("application/json", JSON, id="plain-json"),
        pytest.param("application/sparql-results+xml, application/json;q=0.5", XML, id="xml"),
        pytest.param("application/json;q=0.4, text/csv;q=0.5", CSV, id="weighed-second-name"),
        pytest.param("application/sparql-results+json;q=0, application/json", XML, id="first-name-excluded"),
        pytest.param("text/csv", CSV, id="csv"),
        pytest.param("text/tab-separated-values", TSV, id="tsv"),
    ],
)
def test_negotiation_of_solutions(accept, expected):
    if accept.startswith("application/sparql-results+json;q=0"):
        with pytest.raises(NotAcceptableError):
            negotiate(accept, SOLUTIONS)
        return
    assert negotiate(accept, SOLUTIONS) is expected


@pytest.mark.parametrize(
    "accept",
    [
        pytest.param("image/png", id="none-offered"),
        pytest.param("text/html;q=0", id="only-excluded"),
        pytest.param("*/*;q=0", id="everything-excluded"),
        pytest.param("text/turtl", id="near-miss"),
    ],
)
def test_nothing_acceptable(accept):
    with pytest.raises(NotAcceptableError) as raised:
        negotiate(accept, PAGE)
    assert raised.value.asked == accept
    assert raised.value.offered == tuple(f.media_type for f in PAGE)


@pytest.mark.parametrize("accept", [";", ";;", ",", "/", "text/", ";q=1"])
def test_a_malformed_header_counts_as_none(accept):
    assert negotiate(accept, (TURTLE, JSONLD)) is TURTLE


@pytest.mark.parametrize(("name", "format"), [("json-ld", JSONLD), ("n3", TURTLE)])
def test_names_that_client_libraries_send(name, format):
    assert format_named(name) is format
