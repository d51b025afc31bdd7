"""The graph of a new edition: what is quoted, carried over, proposed, and left for a person to decide."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from drafts import TITLE, read_row, reading_of
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from kg_service.editions import rows
from kg_service.editions.decisions import NONE, Decision, DecisionKind, Decisions, side_of
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.drafting.proposals import UNTRANSLATED
from kg_service.editions.graph import Draft, draft_of
from kg_service.editions.opening import published_edition
from kg_service.errors import BadValueError
from kg_service.model import Column, Edition, Finding, Iri, Reading, Row, Service, Severity, Verdict
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import GivenFile, read_file
from kg_service.validation import Shapes, check
from kg_service.validation.context import assemble
from kg_service.vocabulary import (
    BASE,
    CARE,
    CPSV,
    CV,
    DCAT,
    DCTERMS,
    PROV,
    RDF,
    SKOS,
    concept_iri,
    edition_iri,
    service_iri,
)  # fmt: skip

HOME = Path(__file__).resolve().parent.parent
ID = BASE + "id/"
OLD, NEW = "heilongjiang/2024", "heilongjiang/2025"


@pytest.fixture(scope="module")
def table(store: EmbeddedStore) -> tuple[Row, ...]:
    return rows(store, "heilongjiang", "2024", home=HOME)


@cache
def known() -> Known:
    return load_known(HOME)


@cache
def before() -> Edition:
    return published_edition(OLD, known(), HOME)


@cache
def shapes() -> Shapes:
    return Shapes.load(HOME)


def draft(
    table: Iterable[Row],
    name: str = NEW,
    after: Edition | None = None,
    decisions: Decisions = NONE,
    title: str | None = TITLE,
) -> Draft:
    return draft_of(
        reading_of(table, title=title), name, after, HOME, decisions, source=b"list", known=known()
    )


def changed(table: Iterable[Row], number: int, **cells: object) -> list[Row]:
    return [replace(row, **cells) if row.number == number else row for row in table]  # type: ignore[arg-type]


def violations(made: Draft) -> list[Finding]:
    given = [GivenFile("draft.ttl", made.graph, None)]
    report = check(given, assemble(given, HOME), shapes())
    return [
        finding
        for finding in report.findings
        if finding.severity is Severity.VIOLATION and "Succession" not in finding.rule
    ]


def names(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule.partition("#")[2] for finding in findings}


def values(made: Draft, subject: str, predicate: str) -> set[str]:
    return {str(value) for value in made.graph.objects(URIRef(subject), URIRef(str(predicate)))}


def service(number: int, name: str = NEW) -> str:
    return service_iri(*name.split("/"), number)


# The same table again


def test_the_same_table_gives_the_same_graph_but_for_what_is_said_of_the_edition(table):
    made = draft(table, after=before())
    old = Graph().parse(HOME / "data" / "checklist.ttl")
    edition = re.compile(re.escape(edition_iri(*OLD.split("/"))) + r"(?!/service|/table\.csv#)")

    def renamed(term: object) -> str:
        return term.n3().replace(OLD, NEW)  # type: ignore[attr-defined,no-any-return]

    due = {tuple(map(renamed, triple)) for triple in old if not edition.match(str(triple[0]))}
    derived = str(PROV.wasDerivedFrom)
    own = re.compile(re.escape(made.iri) + r"(?!/service|/table\.csv#)")
    got = {
        tuple(term.n3() for term in triple)
        for triple in made.graph
        if str(triple[1]) != derived and not own.match(str(triple[0]))
    }
    assert got == due
    assert made.carried == made.measures == 56
    assert (made.questions, made.proposals, made.untranslated) == ((), (), 0)


def test_what_is_carried_over_says_from_where(table):
    made = draft(table, after=before())
    measure, condition = f"{service(3)}/measure/5", f"{service(3)}/condition/1"
    assert values(made, measure, PROV.wasDerivedFrom) == {f"{service(3, OLD)}/measure/5"}
    assert values(made, condition, PROV.wasDerivedFrom) == {f"{service(3, OLD)}/condition/1"}


def test_an_edition_says_what_it_is(table):
    made = draft(table, after=before())
    assert values(made, made.iri, DCAT.previousVersion) == {edition_iri(*OLD.split("/"))}
    assert values(made, made.iri, DCAT.isVersionOf) == {f"{ID}series/heilongjiang"}
    assert values(made, made.iri, DCTERMS.title) == {
        TITLE,
        "Heilongjiang list of care services that migrant children are entitled to where they live "
        "(2025 edition)",
    }
    source = f"{made.iri}/source"
    assert values(made, source, DCAT.byteSize) == {"4"}
    assert values(made, source, DCTERMS.format) == {"text/csv; charset=utf-8"}


@pytest.mark.parametrize(
    ("name", "has_before"), [pytest.param(NEW, True, id="after-2024"), pytest.param(OLD, False, id="first")]
)
def test_the_table_conforms(table, name, has_before):
    title = TITLE.replace("2025", name[-4:])
    made = draft(table, name, before() if has_before else None, title=title)
    assert violations(made) == []
    assert made.questions == ()
    assert not [p for p in made.proposals if not has_before]


def test_with_no_edition_before_a_service_is_known_by_its_name_in_the_series(table):
    made = draft(table, OLD)
    assert values(made, service(3, OLD), DCTERMS.isVersionOf) == {f"{ID}service/compulsory-education"}
    assert not made.edition.services[2].identity, "nobody has said so"


# Reviews


def test_a_review_is_kept_where_the_words_are_the_same(table, tmp_path):
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    path = tmp_path / "data" / "checklist.ttl"
    text = path.read_text(encoding="utf-8")
    start = text.index("<edition/heilongjiang/2024/service/3/measure/2>\n")
    end = text.index(" .\n", start)
    reviewed = (
        text[start:end]
        .replace(
            "care:reviewStatus <scheme/review-statuses/proposed>",
            "care:reviewStatus <scheme/review-statuses/reviewed>",
        )
        .replace("measure-kinds/fee-waiver", "measure-kinds/cash-benefit")
    )
    path.write_text(text[:start] + reviewed + text[end:], encoding="utf-8")
    mine = load_known(tmp_path)
    content = next(row.content for row in table if row.number == 3)
    moved = [replace(row, number=row.number % 23 + 1) for row in table]
    moved = changed(moved, 4, content=content.replace("免费提供教科书", "免费提供教科书和作业本"))
    made = draft_of(
        reading_of(moved), NEW, published_edition(OLD, mine, tmp_path), tmp_path, source=b"", known=mine
    )
    measure = f"{service(4)}/measure/2"
    assert values(made, measure, CARE.reviewStatus) == {concept_iri("review-statuses", "reviewed")}
    assert values(made, measure, DCTERMS.type) == {concept_iri("measure-kinds", "cash-benefit")}
    fresh = f"{service(4)}/measure/3"
    assert values(made, fresh, CARE.reviewStatus) == {concept_iri("review-statuses", "proposed")}
    assert values(made, fresh, PROV.wasDerivedFrom) == set()


@pytest.mark.parametrize(
    ("content", "position", "commitment", "derived"),
    [
        pytest.param(
            "为流动儿童家庭实物配租公共租赁住房或者发放租赁补贴", 2, "firm", True, id="condition-gone"
        ),
        pytest.param(
            "为有需要的流动儿童开展筛查，发放租赁补贴", 2, "conditional", True, id="other-condition"
        ),
        pytest.param("支持开展活动，发放租赁补贴", 2, "promoted", True, id="promoted-now"),
        pytest.param(
            "为符合当地住房保障条件的流动儿童家庭发放物业补贴或者发放租赁补贴",
            2,
            "conditional",
            True,
            id="the-same",
        ),
        pytest.param("发放租房补贴", 1, "firm", False, id="other-words"),
    ],
)
def test_what_changed_around_the_same_words_is_read_anew(table, content, position, commitment, derived):
    made = draft(changed(table, 10, content=content), after=before())
    measure = f"{service(10)}/measure/{position}"
    assert values(made, measure, CARE.commitment) == {concept_iri("commitments", commitment)}
    assert bool(values(made, measure, PROV.wasDerivedFrom)) == derived


# Identity


def test_numbers_move_and_identities_stay(table):
    moved = [replace(row, number=row.number % 23 + 1) for row in table]
    made = draft(moved, after=before())
    assert values(made, service(4), DCTERMS.isVersionOf) == {f"{ID}service/compulsory-education"}
    assert made.carried == made.measures
    assert made.questions == ()


NEW_SERVICE = Row(24, "发展保障", "流动儿童", "交通出行优惠", "免费乘坐公共交通工具", ("省教育厅",))


def test_a_new_service_gets_a_continuing_service_whose_iri_no_number_changes(table):
    made = draft([*table, NEW_SERVICE], after=before())
    earlier = [replace(row, number=row.number + 1) for row in table]
    other = draft([replace(NEW_SERVICE, number=1, goal="幼有所育"), *earlier], after=before())
    [iri] = values(made, service(24), DCTERMS.isVersionOf)
    assert re.fullmatch(re.escape(f"{ID}service/heilongjiang-") + "[0-9a-f]{8}", iri)
    assert values(other, service(1), DCTERMS.isVersionOf) == {iri}
    assert [(p.kind, p.label, p.iri) for p in made.proposals] == [("service", "交通出行优惠", iri)]
    assert values(made, iri, CARE.reviewStatus) == {concept_iri("review-statuses", "proposed")}


def test_a_table_with_everything_new_in_it_conforms(table):
    mine = [*table, replace(NEW_SERVICE, goal="劳有所得")]
    for number, (group, content) in UNUSUAL.items():
        mine = changed(mine, number, beneficiary=group, content=content)
    made = draft(mine, after=before())
    assert {proposal.kind for proposal in made.proposals} == {"goal", "group", "service"}
    assert names(violations(made)) <= ({"PublicService-continuing"} if made.questions else set())


UNUSUAL = {
    10: ("家庭住房困难的流动儿童", "支持开展活动，发放租赁补贴"),
    17: ("4-5岁流动儿童", "为流动儿童家庭实物配租公共租赁住房或者发放租赁补贴"),
    21: ("高中阶段教育流动儿童", "有条件的地区开展文化活动；鼓励升入普通高中，免除学费"),
    22: ("孤独症流动儿童", "对遭受家庭暴力的儿童提供临时监护照料，或给予补助，或者转介"),
}

DOUBTFUL = {
    "service": "学习辅导",
    "content": "为学习有困难的流动儿童开展“一对一”结对，帮助流动儿童增强学习信心",
}


def asked(table: Iterable[Row]) -> list[Row]:
    return changed(table, 4, **DOUBTFUL)


def test_a_doubtful_pair_is_asked_about_and_not_linked(table):
    made = draft(asked(table), after=before())
    assert [(match.old, match.new, match.verdict) for match in made.questions] == [(4, 4, Verdict.ASK)]
    assert values(made, service(4), DCTERMS.isVersionOf) == set()
    assert "# 请决定是否延续 heilongjiang/2024 4“教育帮扶服务”" in made.turtle()
    assert names(violations(made)) == {"PublicService-continuing"}
    assert made.edition.services[3].identity is None


@pytest.mark.parametrize(
    ("kind", "identity"),
    [
        pytest.param(DecisionKind.SAME, "learning-support", id="same"),
        pytest.param(DecisionKind.DIFFERENT, "heilongjiang-", id="different"),
    ],
)
def test_a_decision_is_honoured(table, kind, identity):
    mine = asked(table)
    new = Edition(NEW, None, tuple(Service(row, None) for row in mine), {})
    decision = Decision(kind, side_of(before(), before().rows[3]), side_of(new, mine[3]))
    made = draft(mine, after=before(), decisions=Decisions((decision,)))
    assert made.questions == ()
    [iri] = values(made, service(4), DCTERMS.isVersionOf)
    assert iri.startswith(f"{ID}service/{identity}")
    assert (made.edition.services[3].identity == iri) == (kind is DecisionKind.SAME)


def test_the_parts_of_a_split_replace_the_service(table):
    one = "按照国家基本公共卫生服务规范提供健康管理服务；按照国家免疫规划疫苗免疫程序提供接种服务"
    mine = [
        *changed(table, 1, service="儿童健康服务", content=one),
        replace(table[0], number=24, service="托育服务", content="有条件的地方就近提供托育服务"),
    ]
    new = Edition(NEW, None, tuple(Service(row, None) for row in mine), {})
    decisions = Decisions(
        tuple(
            Decision(DecisionKind.SPLIT, side_of(before(), before().rows[0]), side_of(new, row))
            for row in (mine[0], mine[-1])
        )
    )
    made = draft(mine, after=before(), decisions=decisions)
    identities = [next(iter(values(made, service(n), DCTERMS.isVersionOf))) for n in (1, 24)]
    assert len(set(identities)) == 2
    for iri in identities:
        assert values(made, iri, DCTERMS.replaces) == {f"{ID}service/early-childhood-health-and-childcare"}
    assert values(made, f"{service(24)}/measure/1", PROV.wasDerivedFrom) == {f"{service(1, OLD)}/measure/3"}
    assert made.questions == ()


# Names that nobody knows


def test_an_unknown_body_is_proposed_said_and_kept_as_printed(table):
    made = draft(changed(table, 3, departments=("省教育厅", "省财政厅")), after=before())
    [proposal] = made.proposals
    assert (proposal.kind, proposal.label) == ("body", "省财政厅")
    assert proposal.place is not None
    assert (proposal.place.row, proposal.place.heading) == (4, Column.DEPARTMENTS)
    assert values(made, proposal.iri, DCTERMS.title) >= {"黑龙江省财政厅"}
    assert values(made, f"{service(3)}/participation/2", CV.hasParticipant) == {proposal.iri}
    assert names(violations(made)) == {"Body-nationalCounterpart"}, "somebody has to say who it is"


def test_another_name_of_a_body_is_that_body(table):
    made = draft(changed(table, 3, departments=("黑龙江省教育厅",)), after=before())
    assert made.proposals == ()
    assert values(made, service(3), CV.hasCompetentAuthority) == {f"{ID}body/heilongjiang/education"}
    assert names(violations(made)) == {"Participation-bodyQuoted"}


@pytest.mark.parametrize(
    ("label", "wider", "facts"),
    [
        pytest.param(
            "4-5岁流动儿童", "children-aged-3-6", {CARE.minAge: {"4"}, CARE.maxAge: {"5"}}, id="ages"
        ),
        pytest.param("16周岁以上流动儿童", "migrant-children", {CARE.minAge: {"16"}}, id="open-age"),
        pytest.param(
            "高中阶段教育流动儿童",
            "migrant-children",
            {CARE.educationStage: {concept_iri("stages", "senior-secondary")}},
            id="stage",
        ),
        pytest.param(
            "孤独症流动儿童",
            "migrant-children",
            {CARE.situation: {concept_iri("situations", "autism")}},
            id="situation",
        ),
    ],
)
def test_an_unknown_group_is_proposed_with_what_its_name_says(table, label, wider, facts):
    mine = changed(table, 21, beneficiary=label, content="开展文化活动")
    made = draft(mine, after=before())
    [iri] = [proposal.iri for proposal in made.proposals if proposal.kind == "group"]
    assert values(made, iri, SKOS.prefLabel) >= {label}
    assert values(made, iri, SKOS.broader) == {concept_iri("groups", wider)}
    for predicate, due in facts.items():
        assert values(made, iri, predicate) == due
    assert wider == "migrant-children" or made.edition.broader[label][0] == "3-6岁流动儿童"


def test_characters_of_another_width_are_no_new_name(table):
    made = draft(changed(table, 1, beneficiary="０－６岁流动儿童"), after=before())
    assert made.proposals == ()
    assert names(violations(made)) == {"PublicService-asPrinted"}


def test_an_unknown_goal_is_proposed(table):
    made = draft([*table, replace(NEW_SERVICE, goal="劳有所得")], after=before())
    [goal] = [proposal for proposal in made.proposals if proposal.kind == "goal"]
    assert values(made, service(24), CV.thematicArea) == {goal.iri}


def test_a_list_of_another_place_conforms(table):
    rows = [replace(row, departments=("省教育厅", "省民政厅")) for row in table]
    made = draft(rows, "jilin/2025", title="吉林省流动儿童关爱服务清单（2025年版）")
    kinds = [proposal.kind for proposal in made.proposals]
    assert {kind: kinds.count(kind) for kind in kinds} == {"series": 1, "body": 2, "service": 23}
    body = f"{ID}body/jilin/education"
    assert values(made, body, DCTERMS.title) == {"吉林省教育厅", "Jilin Provincial Department of Education"}
    assert violations(made) == []


# Where things come from


def test_every_node_of_the_draft_has_a_place(table):
    made = draft([*table, replace(NEW_SERVICE, departments=("省财政厅",))], after=before())
    for node in {str(subject) for subject in made.graph.subjects()}:
        if not node.startswith(f"{ID}scheme/services"):
            assert made.place(node) is not None, node
    place = made.place(f"{service(3)}/measure/2#selector")
    assert place is not None
    assert (place.row, place.heading) == (4, Column.CONTENT)


@pytest.mark.parametrize(
    ("path", "column"),
    [
        pytest.param(DCTERMS.title, Column.SERVICE, id="title"),
        pytest.param(DCTERMS.description, Column.CONTENT, id="description"),
        pytest.param(CARE.rowNumber, Column.NUMBER, id="number"),
        pytest.param(DCTERMS.audience, Column.BENEFICIARY, id="audience"),
        pytest.param(CV.thematicArea, Column.GOAL, id="goal"),
        pytest.param("cv:hasCompetentAuthority", Column.DEPARTMENTS, id="bodies"),
        pytest.param(CPSV.produces, Column.CONTENT, id="measures"),
        pytest.param(None, Column.SERVICE, id="the-service"),
    ],
)
def test_a_property_of_a_service_is_found_in_its_column(table, path, column):
    place = draft(table).place(service(5), str(path) if path else None)
    assert place is not None
    assert (place.row, place.heading) == (6, column)


def test_a_node_of_others_has_no_place(table):
    assert draft(table).place(f"{ID}scheme/recipients/child") is None


# Drafts with mistakes


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param(["1", "2", "2"], [1, 2, 3], id="twice"),
        pytest.param(["", "2", "x"], [3, 2, 4], id="none"),
        pytest.param(["1", "99999999", "3"], [1, 4, 3], id="out-of-reach"),
        pytest.param(["０１", "２", "3"], [1, 2, 3], id="full-width"),
    ],
)
def test_every_row_has_a_number(numbers, expected):
    read = [
        read_row({Column.NUMBER: number, Column.SERVICE: f"服务{index}"}, (), index)
        for index, number in enumerate(numbers)
    ]
    made = draft_of(Reading("x.csv", "csv", TITLE, tuple(read), (), {}), NEW, home=HOME, known=known())
    found = {row.text(Column.SERVICE): number for number, row in made.rows.items()}
    assert [found[f"服务{index}"] for index in range(3)] == expected


def test_two_services_of_one_name_are_two(table):
    made = draft([*table, NEW_SERVICE, replace(NEW_SERVICE, number=25)], after=before())
    first, second = (values(made, service(n), DCTERMS.isVersionOf) for n in (24, 25))
    assert first != second


def test_empty_cells_state_nothing():
    made = draft_of(
        Reading("x.csv", "csv", None, (read_row({Column.NUMBER: "1"}, ("",), 2),), (), {}), NEW, home=HOME
    )
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.audience, CV.thematicArea, CPSV.produces):
        assert values(made, service(1), predicate) == set()
    assert values(made, f"{made.iri}/source", DCAT.byteSize) == set(), "there is no such file"


def test_an_edition_without_a_title_is_called_after_its_series():
    made = draft_of(Reading("x.csv", "csv", None, (), (), {}), NEW, home=HOME, known=known())
    assert "黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）" in values(made, made.iri, DCTERMS.title)
    assert made.edition.title is None


@pytest.mark.parametrize(
    "name", ["heilongjiang", "heilongjiang/", "../2025", "黑龙江/2025", "a/b/c", "a/b c", ""]
)
def test_what_is_no_name_of_an_edition_is_refused(name, table):
    with pytest.raises(BadValueError):
        draft(table, name)


# As a file


def test_the_turtle_is_the_graph(table, tmp_path):
    made = draft([*asked(table), replace(NEW_SERVICE, departments=("省财政厅",))], after=before())
    path = tmp_path / "draft.ttl"
    path.write_text(made.turtle(), encoding="utf-8")
    assert set(read_file(path).graph) == set(made.graph)


def test_the_same_draft_gives_the_same_file(table):
    one = draft([*asked(table), NEW_SERVICE], after=before())
    assert one.turtle() == draft([*asked(table), NEW_SERVICE], after=before()).turtle()


HOSTILE = st.text(
    st.one_of(
        st.characters(), st.sampled_from('"\\\n\t<>。；，、或者（）“”流动儿童提供补助3岁以下\x00\x1b\ud800@^')
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), max_size=4), HOSTILE)
def test_whatever_a_document_says_the_draft_is_turtle_of_one_edition(cells, title):
    read = [
        read_row(dict(zip(Column, row, strict=True)), row[-1].split("、"), index)
        for index, row in enumerate(cells, 2)
    ]
    made = draft_of(
        Reading("x.csv", "csv", title or None, tuple(read), (), {}), NEW, before(), HOME, known=known()
    )
    parsed = Graph().parse(data=made.turtle().encode("utf-8"), format="turtle")
    editions = set(parsed.subjects(RDF.type, CARE.ChecklistEdition))
    assert editions == {URIRef(made.iri)}
    assert len(list(parsed.subjects(RDF.type, CPSV.PublicService))) == len(cells)
    for number, row in made.rows.items():
        content = row.text(Column.CONTENT)
        if content and not re.search("[\ud800-\udfff\r]", content):
            assert (URIRef(service(number)), DCTERMS.description, Literal(content, lang="zh")) in parsed


def test_english_that_nobody_wrote_says_so(table):
    made = draft([*table, NEW_SERVICE], after=before())
    english = {
        str(value)
        for value in made.graph.objects(URIRef(service(24)), DCTERMS.title)
        if isinstance(value, Literal) and value.language == "en"
    }
    assert english == {f"{UNTRANSLATED}service 24"}
    assert made.untranslated == 3, "the service, its measure, the continuing service"


def test_terms_are_ours(table):
    made = draft(table)
    values = [
        value for section in made.sections for block in section.blocks for _, _, value in block.triples()
    ]
    assert all(isinstance(value, Iri) or hasattr(value, "lang") for value in values)
