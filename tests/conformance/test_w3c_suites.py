"""The suites of the W3C are here whole: no test is missed because a manifest was read as empty."""

from collections import Counter

import pytest
from w3c import allowed, cases, require

KINDS = {
    "CSVResultFormatTest": 3,
    "GraphStoreProtocolTest": 19,
    "NegativeSyntaxTest": 108,
    "NegativeSyntaxTest11": 48,
    "NegativeUpdateSyntaxTest": 2,
    "NegativeUpdateSyntaxTest11": 13,
    "PositiveSyntaxTest": 252,
    "PositiveSyntaxTest11": 66,
    "PositiveUpdateSyntaxTest": 18,
    "PositiveUpdateSyntaxTest11": 42,
    "ProtocolTest": 34,
    "QueryEvaluationTest": 599,
    "ServiceDescriptionTest": 3,
    "UpdateEvaluationTest": 97,
}
"""How many tests of each class the manifests list; ``test_sparql_*`` and ``test_graph_store`` run them."""
LEFT_OUT = 70
"""Tests in the folders that are left out."""


@pytest.fixture(autouse=True)
def _suites() -> None:
    require()


def test_every_test_is_known() -> None:
    assert Counter(case.kind for case in cases()) == KINDS


def test_ids_are_unique() -> None:
    assert len({case.id for case in cases()}) == len(cases())


def test_few_tests_are_left_out() -> None:
    folders = tuple(f"{folder}/" for folder in allowed()["left-out"])
    assert sum(case.id.startswith(folders) for case in cases()) == LEFT_OUT


def test_what_is_allowed_to_fail_exists() -> None:
    named = {id for table in ("evaluation", "syntax", "protocol") for id in allowed()[table]}
    assert named <= {case.id for case in cases()}


def test_every_file_is_there() -> None:
    files = [(case.id, f) for case in cases() for f in (case.text, case.result, *case.data) if f is not None]
    assert [(id, str(file)) for id, file in files if not file.is_file()] == []
