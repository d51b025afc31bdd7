"""Links outward: the files are SSSOM, say what they may, and become the graphs that they promise.

The rules of ``shapes/links.ttl`` are tried by their cases (test_shapes); here by the real files, changed.
"""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import yaml
from long_run import IS_LONG
from rdflib import Graph, URIRef

from kg_service.errors import KgServiceError, SyntaxProblemError
from kg_service.linking import link_files, read_mappings, target_of
from kg_service.linking.targets import TARGETS
from kg_service.model import ReviewState
from kg_service.publish import load_graphs
from kg_service.store import EmbeddedStore
from kg_service.validation import Shapes, validate_files
from kg_service.validation.engine import run
from kg_service.validation.mappings import read_checked
from kg_service.vocabulary import BASE, OWL, PREFIX_HEADER, SKOS, SSSOM, graph_iri

HOME = Path(__file__).resolve().parent.parent
FILES = link_files(HOME)
ID = BASE + "id/"
SCHEMA = json.loads((HOME / "tests/cases/sssom.schema.json").read_text(encoding="utf-8"))
OF_OURS = {"review_state", "comment_zh"}
"""Extension slots, which the schema of the standard has no room for."""


def name_of(path: Path) -> str:
    return path.name.removesuffix(".sssom.tsv")


def whole(path: Path) -> tuple[dict, list[dict]]:
    """Metadata and rows of a file, read without our reader."""
    lines = path.read_text(encoding="utf-8").splitlines()
    top = [line[1:] for line in lines if line.startswith("#")]
    rows = csv.DictReader(lines[len(top) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    return yaml.safe_load("\n".join(top)), list(rows)


@pytest.fixture(scope="module")
def sssom_py(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference implementation, in an environment of its own: its packages do not go with ours."""
    folder = tmp_path_factory.mktemp("sssom")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", "sssom==0.4.21"], check=True)
    return folder / "bin/sssom"


@pytest.mark.skipif(not IS_LONG, reason="installs sssom-py; KG_LONG=1")
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_sssom_py_takes_a_file_and_not_a_broken_one(sssom_py: Path, path: Path, tmp_path: Path) -> None:
    assert subprocess.run([sssom_py, "validate", path]).returncode == 0
    broken = tmp_path / path.name
    broken.write_text(path.read_text(encoding="utf-8").replace("semapv:Manual", "semapv:Manuel"))
    broken.write_text(re.sub(r"\t[01]\.\d+\t", "\t7.5\t", broken.read_text(encoding="utf-8")))
    assert subprocess.run([sssom_py, "validate", broken]).returncode != 0


def test_there_is_a_file_for_each_target() -> None:
    assert {name_of(path) for path in FILES} == set(TARGETS)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_valid_by_the_schema_of_sssom(path: Path) -> None:
    header, rows = whole(path)
    assert {slot["slot_name"] for slot in header["extension_definitions"]} == OF_OURS
    curies = header.pop("curie_map")
    mappings = [
        {
            name: float(value)
            if name == "confidence"
            else [value]
            if name in ("author_id", "reviewer_id")
            else value
            for name, value in row.items()
            if value and name not in OF_OURS
        }
        for row in rows
    ]
    jsonschema.validate({**header, "mappings": mappings}, SCHEMA)
    used = {
        value.partition(":")[0]
        for row in rows
        for name, value in row.items()
        if name.endswith("_id") and value
    }
    assert used <= {*curies, "skos"}


def test_the_schema_refuses_what_is_no_sssom() -> None:
    header, _ = whole(FILES[0])
    del header["curie_map"]
    with pytest.raises(jsonschema.ValidationError, match="nonsense"):
        jsonschema.validate(
            {
                **header,
                "mappings": [{"predicate_id": "skos:closeMatch", "mapping_justification": "nonsense"}],
            },
            SCHEMA,
        )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_rows_are_distinct_and_sorted_and_give_a_reason_in_both_languages(path: Path) -> None:
    mappings = read_mappings(path)
    _, rows = whole(path)
    keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]
    assert keys == sorted(set(keys))
    assert len(mappings.mappings) == len(rows)
    for mapping in mappings.mappings:
        assert re.search("[一-鿿]", mapping.comment.zh), mapping.line
        assert mapping.comment.en.endswith("."), mapping.line
        assert mapping.object_id.startswith(target_of(mappings).namespace), mapping.line


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_subjects_are_called_as_in_the_graph_and_are_no_rows(path: Path, store: EmbeddedStore) -> None:
    labels = {
        (row[0].value, row[1].value)
        for row in store.query(
            PREFIX_HEADER + "SELECT ?s ?l { ?s skos:prefLabel|dct:title ?l FILTER(LANG(?l) = 'zh') }"
        ).rows()
    }
    for mapping in read_mappings(path).mappings:
        assert (mapping.subject_id, mapping.subject_label) in labels, mapping.line
        assert "/edition/" not in mapping.subject_id


# What was not seen is not confirmed


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        pytest.param("national-standard", r"item/(2[1-9]|[3-8]\d)$", id="items-from-memory"),
        pytest.param("wikidata", r"/Q(956|11736|8686|11725|57251)$", id="one-source-only"),
        pytest.param("gbt2260", r"/360900$", id="code-from-memory"),
    ],
)
def test_what_was_not_seen_is_never_confirmed(name: str, pattern: str) -> None:
    states = Counter(
        mapping.review_state
        for mapping in read_mappings(HOME / f"data/links/{name}.sssom.tsv").mappings
        if re.search(pattern, mapping.object_id)
    )
    assert states
    assert ReviewState.CONFIRMED not in states


@pytest.mark.parametrize(
    ("name", "subject", "object_"),
    [
        pytest.param("eurovoc", "scheme/groups/migrant-children", "c_63446d6e", id="unaccompanied-child"),
        pytest.param("gbt2260", "place/heilongjiang/yichun", "360900", id="yichun"),
        pytest.param("gbt2260", "place/heilongjiang/hegang/xiangyang", "230803", id="xiangyang"),
        pytest.param("wikidata", "place/shanxi", "Q47974", id="shanxi"),
        pytest.param("national-standard", "scheme/goals/development", "aspect/9", id="development"),
    ],
)
def test_traps_are_rejected(name: str, subject: str, object_: str) -> None:
    found = [
        mapping.review_state
        for mapping in read_mappings(HOME / f"data/links/{name}.sssom.tsv").mappings
        if mapping.subject_id == ID + subject and mapping.object_id.endswith("/" + object_)
    ]
    assert found == [ReviewState.REJECTED]


def test_bodies_are_not_linked_to_wikidata() -> None:
    assert not [
        m for m in read_mappings(HOME / "data/links/wikidata.sssom.tsv").mappings if "/body/" in m.subject_id
    ]


# The dataset


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_confirmed_links_are_in_a_graph_of_their_own_and_nothing_else_is(
    path: Path, store: EmbeddedStore
) -> None:
    mappings = read_mappings(path)
    confirmed = {mapping.key for mapping in mappings.of_state(ReviewState.CONFIRMED)}
    query = (
        PREFIX_HEADER
        + """SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p IN
      (skos:exactMatch, skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch)) }"""
    )
    own = store.query(query, default_graphs=[graph_iri(f"links/{mappings.name}")]).rows()
    assert {(str(s), str(p), str(o)) for s, p, o in own} == confirmed
    default = {(str(s), str(p), str(o)) for s, p, o in store.query(query).rows()}
    assert confirmed <= default
    others = {mapping.key for mapping in mappings.mappings} - confirmed
    assert not others & default


def test_the_default_graph_says_what_every_linked_thing_is_called(store: EmbeddedStore) -> None:
    rows = store.query(
        PREFIX_HEADER
        + """SELECT ?o { ?s skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:relatedMatch ?o
      FILTER NOT EXISTS { ?o skos:prefLabel|dct:title ?l } }"""
    ).rows()
    assert list(rows) == []


def test_every_link_has_a_record_with_state_reason_and_justification(store: EmbeddedStore) -> None:
    rows = store.query(
        PREFIX_HEADER
        + """SELECT ?state (COUNT(DISTINCT ?r) AS ?n) { GRAPH <%s> {
          ?set sssom:mappings ?r . ?r a owl:Axiom ; care:reviewStatus ?state ; rdfs:comment ?zh , ?en ;
            sssom:mapping_justification ?why ; sssom:confidence ?sure ; pav:authoredBy ?who ;
            dct:created ?when
          FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") } } GROUP BY ?state"""
        % graph_iri("mappings")
    ).rows()
    said = {str(state).rpartition("/")[2]: int(str(n)) for state, n in rows}
    counted = Counter(str(m.review_state) for path in FILES for m in read_mappings(path).mappings)
    assert said == dict(counted)


def test_records_are_not_in_the_default_graph(store: EmbeddedStore) -> None:
    assert not store.query(PREFIX_HEADER + "ASK { ?r a owl:Axiom }").boolean


def test_each_target_has_a_linkset(store: EmbeddedStore) -> None:
    rows = store.query(
        PREFIX_HEADER
        + """SELECT ?graph (SUM(?n) AS ?all) (SAMPLE(?title) AS ?t) { GRAPH <%s> {
          ?graph void:subset ?l . ?l a void:Linkset ; void:subjectsTarget <%sdataset> ;
            void:linkPredicate ?p ; void:triples ?n ; void:objectsTarget ?target .
          ?target dct:title ?title FILTER(LANG(?title) = "en")
        } } GROUP BY ?graph"""
        % (graph_iri("dataset"), ID)
    ).rows()
    said = {str(graph).rpartition("/")[2]: (int(str(n)), str(title)) for graph, n, title in rows}
    assert said == {
        name_of(path): (
            len(read_mappings(path).of_state(ReviewState.CONFIRMED)),
            TARGETS[name_of(path)].title.en,
        )
        for path in FILES
    }


def test_publishing_again_what_was_published_keeps_the_roles() -> None:
    from kg_service.publish.gathering import graph_of_lines

    for graph in load_graphs(HOME):
        again = graph_of_lines(graph.iri, graph.lines)
        assert (again.role, again.title, again.is_default) == (graph.role, graph.title, graph.is_default)


# What is wrong is said by line and column


EUROVOC = HOME / "data/links/eurovoc.sssom.tsv"


def changed(tmp_path: Path, old: str, new: str, *, path: Path = EUROVOC) -> Path:
    """A copy of a file of links, one thing in it changed."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / path.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("\tskos:closeMatch\t", "\tskos:sameMatch\t", "predicate_id", id="predicate"),
        pytest.param("\teurovoc:1231\t", "\teurvoc:1231\t", "object_id", id="prefix"),
        pytest.param("\teurovoc:1231\t", "\teurovoc:12 31\t", "object_id", id="space"),
        pytest.param("\tsemapv:Manual", "\tsemapv:Manuel", "mapping_justification", id="justification"),
        pytest.param("\t0.9\t", "\t1.9\t", "confidence", id="confidence"),
        pytest.param("\t0.9\t", "\tnan\t", "confidence", id="no-number"),
        pytest.param("\t2026-11-27\t", "\t27.11.2026\t", "mapping_date", id="date"),
        pytest.param("\tconfirmed\t", "\tconfirmd\t", "review_state", id="state"),
        pytest.param("\tNot\t", "\t\t", "predicate_modifier", id="rejected-without-not"),
        pytest.param("\tconfirmed\t", "\tcandidate\t", "reviewer_id", id="candidate-with-reviewer"),
        pytest.param("subject_label", "subject_lable", "subject_lable", id="column"),
        pytest.param("confidence\t", "", "confidence", id="column-missing"),
        pytest.param("\tvaccination\t", "\tvaccination\t\t", "16", id="cells"),
        pytest.param("#license: https", "#licence: https", "license", id="metadata"),
        pytest.param("#curie_map:", "#curie_map: [", "YAML", id="yaml"),
    ],
)
def test_a_broken_cell_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(SyntaxProblemError) as caught:
        read_mappings(path)
    error = caught.value
    assert error.document == str(path)
    assert error.line is not None
    for text in (error.expected.zh, error.expected.en):
        assert says in text
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = next(line for line in lines if not line.startswith("#")).split("\t")
    if says in columns and error.column is not None:
        assert columns[lines[error.line - 1][: error.column - 1].count("\t")] == says


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_bytes("主体\t".encode("gb18030"))
    with pytest.raises(SyntaxProblemError, match="UTF-8"):
        read_mappings(path)


@pytest.mark.parametrize(
    "content", ["", "#license: x\n", "a\tb\n"], ids=["empty", "header-only", "no-metadata"]
)
def test_what_is_no_mapping_set_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KgServiceError):
        read_mappings(path)


@pytest.mark.parametrize(
    ("old", "new", "rule", "slot"),
    [
        pytest.param(
            "kg:service/compulsory-education\t", "kg:service/compulsory-educaton\t",
            "Mapping-subject", "subject_id", id="subject",
        ),
        pytest.param(
            "kg:service/compulsory-education\t", "kg:edition/heilongjiang/2024/service/3\t",
            "Mapping-subjectNoRow", "subject_id", id="row",
        ),
        pytest.param(
            "skos:relatedMatch\t\teurovoc:1916\tinternal migration",
            "skos:relatedMatch\t\teurovoc:c_63446d6e\tunaccompanied child",
            "RejectedMapping-notStated", "object_id", id="rejected",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found_at_its_cell(tmp_path: Path, old: str, new: str, rule: str, slot: str) -> None:
    if rule == "RejectedMapping-notStated":
        # As the same predicate would be the same record, the link comes back by a weaker one.
        new = new.replace("relatedMatch", "closeMatch")
    path = changed(tmp_path, old, new)
    report = validate_files([path], HOME)
    found = [f for f in report.findings if f.rule.endswith("#" + rule)]
    assert found
    place = found[0].place
    assert place is not None
    assert (place.slot, place.document) == (slot, str(path))
    line = path.read_text(encoding="utf-8").split("\n")[(place.line or 0) - 1]
    assert line.split("\t")[0 if slot == "subject_id" else 4] in line[(place.column or 0) - 1 :]
    assert str(place).endswith(" " + slot)


def test_the_same_link_in_two_states_is_found(tmp_path: Path) -> None:
    text = EUROVOC.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "\tconfirmed\t" in line)
    path = tmp_path / EUROVOC.name
    cells = row.split("\t")
    cells[3], cells[12] = "Not", "rejected"
    path.write_text(text + "\t".join(cells) + "\n", encoding="utf-8")
    rules = {finding.rule.rpartition("#")[2] for finding in validate_files([path], HOME).findings}
    assert {"Mapping-state", "RejectedMapping-notStated"} <= rules


def test_two_exact_matches_in_one_target_are_found(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "\twd:Q40956\t安徽省\t",
        "\twd:Q21208\t河北省\t",
        path=HOME / "data/links/wikidata.sssom.tsv",
    )
    rules = {finding.rule.rpartition("#")[2] for finding in validate_files([path], HOME).findings}
    assert "ExactlyLinked-once" in rules


def test_the_plan_and_pyshacl_agree_on_broken_links() -> None:
    data = Graph()
    data += read_checked(EUROVOC).graph
    for subject, object_ in list(data.subject_objects(SKOS.broadMatch))[:5]:
        data.add((subject, SKOS.exactMatch, object_))
        data.add((subject, SKOS.exactMatch, URIRef("http://eurovoc.europa.eu/1")))
    for record in list(data.subjects(SSSOM.predicate_modifier))[:3]:
        data.add(
            (
                data.value(record, OWL.annotatedSource),
                SKOS.exactMatch,
                data.value(record, OWL.annotatedTarget),
            )
        )
    shapes = Graph().parse(HOME / "shapes/links.ttl")
    found = []
    for engine in ("plan", "pyshacl"):
        report, *_ = run(data, Shapes(shapes, engine=engine))
        results = report.objects(None, URIRef("http://www.w3.org/ns/shacl#result"))
        found.append(
            Counter(
                tuple(
                    str(report.value(result, URIRef(f"http://www.w3.org/ns/shacl#{part}")))
                    for part in ("focusNode", "value", "sourceConstraintComponent")
                )
                for result in results
            )
        )
    assert found[0] == found[1]
    assert len(found[0]) > 10
