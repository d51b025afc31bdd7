"""The API does what ``/openapi.json`` says: Schemathesis sends what it allows and what it forbids.

All of its checks are on: no server error; documented statuses, media types, headers and schemas; valid data
are taken, invalid data are refused; undocumented methods get 405 with Allow. The seed is fixed.

Source: https://schemathesis.readthedocs.io/
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import schemathesis
from hypothesis import strategies as st
from long_run import IS_LONG, part
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import StopReason, events, from_schema
from serving import serving

from kg_service.queries import Catalogue

EXAMPLES = 20 if IS_LONG else 3
"""Requests made up at random for each operation, beyond those that cover the limits of each parameter."""

# What JSON Schema can't say of a text is said by a format; these make texts of it.
VARIABLES = st.sampled_from(("s", "p", "o", "服务"))
PATTERNS = st.tuples(VARIABLES, VARIABLES, VARIABLES).map(
    lambda names: " ".join(f"?{name}" for name in names)
)
QUERIES = st.one_of(
    st.builds("ASK {{ {} }}".format, PATTERNS),
    st.builds("SELECT * {{ {} }} LIMIT {}".format, PATTERNS, st.integers(0, 20)),
    st.builds("CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {}".format, st.integers(0, 20)),
    st.just("DESCRIBE <https://w3id.org/care-checklist/id/place/heilongjiang>"),
)
schemathesis.openapi.format("sparql-query", QUERIES)
CATALOGUE = Catalogue.load(Path(__file__).parents[2])
NAMED = [query.name for query in CATALOGUE]
ASKING_OTHERS = [query.name for query in CATALOGUE if query.asks_others]


@schemathesis.serializer("application/sparql-query")
def as_text(context: schemathesis.SerializationContext, value: object) -> bytes:
    """The body of a POST that is the query itself; what is no text is sent as Python writes it."""
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass
class Run:
    """What was tried and what came of it."""

    operations: set[str]
    """``GET /health`` and so on, as described."""
    tried: Counter[str] = field(default_factory=Counter)
    """Requests by operation."""
    modes: Counter[str] = field(default_factory=Counter)
    """Requests by what they are: ``positive`` is allowed by the description, ``negative`` forbidden."""
    statuses: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    stopped: StopReason | None = None


@pytest.fixture(scope="module")
def address(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where ``kg serve`` is: as people run it, with its workers, its cache and its limits."""
    with (
        pytest.MonkeyPatch.context() as environment,
        serving(None, tmp_path_factory.mktemp("api"), KG_HOME=str(home), KG_ACCESS_LOG="off") as found,
    ):
        environment.setenv("NO_PROXY", "*")
        yield found


@pytest.fixture(scope="module")
def run(address: str) -> Run:
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "workers": 1,
            "request-timeout": 60,  # the first to ask of a worker waits for what it then keeps
            "generation": {"deterministic": True, "max-examples": EXAMPLES},
            "operations": [
                {
                    # One of graph and default has to be given, and only one: OpenAPI 3.1 can't say that.
                    "include-path": "/graph-store",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "403"]}},
                },
                {
                    # The batch is JSON in a field, whose names of types and properties have to be known;
                    # one of too many queries is too large.
                    "include-path-regex": "^/reconcile(/match)?$",
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": ["2xx", "400"]},
                        "negative_data_rejection": {
                            "expected-statuses": ["400", "404", "405", "406", "413", "415", "422"]
                        },
                    },
                },
                {
                    # Values name things of the graph, which are more than a schema lists.
                    "include-path-regex": "^/(services|for-child|queries/services-in-place)$",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400"]}},
                },
                {
                    # Which endpoints may be asked besides is set on the server, and here none is.
                    "include-path-regex": f"^/queries/({'|'.join(ASKING_OTHERS)})$",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["400"]}},
                },
                {
                    # Any bytes are allowed as a draft; whether they hold a list no schema can say.
                    "include-path": "/check",
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "415", "422"]}
                    },
                },
                {
                    # A format is for rows or for graphs, and which of them a query makes no schema can say:
                    # ?format=turtle is allowed and yet gets 406 for a SELECT.
                    "include-path": "/sparql",
                    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "406"]}},
                },
            ],
        }
    )
    # Named queries are served by one piece of code: a part of them tells of the others.
    left_out = {each for each in NAMED if each not in part(NAMED, 4)}
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config).exclude(
        path=[f"/queries/{name}" for name in left_out]
    )
    found = Run({operation.ok().label for operation in schema.get_all_operations()})
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            for name, node in event.recorder.cases.items():
                found.tried[event.recorder.label] += 1
                if node.value.meta is not None:
                    found.modes[node.value.meta.generation.mode.value] += 1
                if (sent := event.recorder.interactions.get(name)) is not None and sent.response is not None:
                    found.statuses[sent.response.status_code] += 1
            for checks in event.recorder.checks.values():
                for check in checks:
                    if check.failure_info is not None:
                        found.violations.append(
                            f"{event.recorder.label}: {check.failure_info.failure.title}: "
                            f"{check.failure_info.failure.message}\n  {check.failure_info.code_sample}"
                        )
        elif isinstance(event, events.NonFatalError):
            found.violations.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.EngineFinished):
            found.stopped = event.stop_reason
    return found


def test_no_violation_is_found(run: Run) -> None:
    assert run.stopped is StopReason.COMPLETED
    assert not run.violations, "\n\n".join(dict.fromkeys(run.violations))


def test_every_operation_was_tried(run: Run) -> None:
    assert len(run.operations) > (80 if IS_LONG else 50)
    assert set(run.tried) >= run.operations


def test_allowed_and_forbidden_requests_were_sent(run: Run) -> None:
    assert min(run.modes["positive"], run.modes["negative"]) > 10 * len(run.operations)
    assert min(run.statuses[200], run.statuses[400]) > 10 * len(run.operations)
    assert run.statuses[405] > len(run.operations)  # methods that are not described, on each path
