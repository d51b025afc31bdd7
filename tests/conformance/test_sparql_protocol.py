"""The W3C's protocol tests, over HTTP, against the server as people start it.

What they ask of updates is refused here as a whole: the endpoint is read-only and says so.

Source: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/
"""

import json

import pyoxigraph as ox
import pytest
from exchanges import Exchange, Reply, exchanges, send
from results import TABLES
from w3c import Case, of_kind, parameters

TESTS = of_kind("ProtocolTest")
UPDATES = [case for case in TESTS if "/update_" in case.id]
QUERIES = [case for case in TESTS if case not in UPDATES]
SD = "http://www.w3.org/ns/sparql-service-description#"
RESULTS = {format.media_type: format for format in TABLES.values()}


def carry_out(address: str, asked: Exchange) -> Reply:
    """Send a request of a test to our endpoint, which it calls /sparql or /sparql/."""
    path = "/sparql" + asked.path.removeprefix("/sparql").removeprefix("/")
    return send(address, asked.method, path, asked.headers, asked.body)


def is_true(reply: Reply) -> bool:
    """Whether the answer is yes, or has a solution."""
    results = ox.parse_query_results(reply.body, format=RESULTS[reply.media_type])
    return bool(results) if isinstance(results, ox.QueryBoolean) else next(iter(results), None) is not None


@pytest.mark.parametrize("case", parameters(QUERIES, "protocol"))
def test_protocol(w3c_server: str, case: Case) -> None:
    """Queries, and mistaken requests of either kind."""
    (asked,) = exchanges(case.comment)
    reply = carry_out(w3c_server, asked)
    assert asked.is_expected(reply.status), f"{reply.status}: {reply.body.decode(errors='replace')}"
    if asked.media_types:
        assert reply.media_type in asked.media_types
    if asked.said:
        assert asked.said == "true"
        assert is_true(reply)
    if reply.status >= 400:
        assert json.loads(reply.body)["status"] == reply.status


@pytest.mark.parametrize("case", parameters(UPDATES, "protocol"))
def test_update_is_refused(w3c_server: str, case: Case) -> None:
    reply = carry_out(w3c_server, exchanges(case.comment)[0])
    assert (reply.status, json.loads(reply.body)["code"]) == (403, "read-only")


@pytest.mark.parametrize("case", parameters(of_kind("ServiceDescriptionTest"), "protocol"))
def test_service_description(w3c_server: str, case: Case) -> None:
    reply = send(w3c_server, "GET", "/sparql", {"Accept": "application/n-triples"})
    assert (reply.status, reply.media_type) == (200, "application/n-triples")
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.N_TRIPLES)
    conditions = {
        "returns-rdf": "?s ?p ?o",
        "has-endpoint-triple": f"?service <{SD}endpoint> <{w3c_server}/sparql>",
        # Its properties have these classes as their range.
        "conforms-to-schema": f"""?service a <{SD}Service> ; <{SD}defaultDataset> ?dataset .
            ?dataset a <{SD}Dataset> ; <{SD}defaultGraph>/a <{SD}Graph> .
            FILTER NOT EXISTS {{
                ?dataset <{SD}namedGraph> ?graph
                FILTER NOT EXISTS {{ ?graph a <{SD}NamedGraph> ; <{SD}name> ?name FILTER(isIRI(?name)) }}
            }}""",
    }
    assert bool(store.query(f"ASK {{ {conditions[case.id.rpartition('/')[2]]} }}"))
