"""Both shipped programmes as wholes: they load, every clause has a carrier, and they say what their notices say."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.clauses import coverage, uncarried
from jiangfang.core.conditions import Condition, Level
from jiangfang.core.examine import examine
from jiangfang.core.fields import Origin
from jiangfang.core.notice import cut
from jiangfang.documents.folder import shipped_ids
from tests.core.filled import LAST_DAY, SOUND
from tests.core.making import BOTH, KAIFENG, LANGFANG, modest, programme

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
SEED = {LANGFANG: "000_05c112e2ac339f64.txt", KAIFENG: "004_38571c76454c85b0.txt"}
NUMBERS = {
    LANGFANG: [
        *("通知一", "通知二"),
        *(f"通知二（{number}）" for number in "一二三四五六七八"),
        *("通知三", "通知四", "通知五", "通知六", "通知六·1", "通知六·2", "通知六·3"),
    ],
    KAIFENG: [
        *("通知一", "通知一·1", "通知一·2", "通知一·3", "通知一·4", "通知一·5", "通知二", "通知三"),
        *("通知四", "通知四（一）", "通知四（二）", "通知四（三）"),
    ],
}


def rules(name: str) -> tuple[Condition, ...]:
    made = programme(name)
    return (*made.conditions, *made.exclusions, *made.checks)


def test_both_are_shipped() -> None:
    assert set(shipped_ids()) >= set(BOTH)


@pytest.mark.parametrize("name", BOTH)
def test_each_clause_is_carried_or_left_to_people_or_later(name: str) -> None:
    assert uncarried(programme(name)) == []
    assert all(found.carriers or found.clause.people or found.clause.later for found in coverage(programme(name)))


@pytest.mark.parametrize("name", BOTH)
def test_the_numbers_are_the_notices_own(name: str) -> None:
    listed = [clause.number for clause in programme(name).clauses if clause.number.startswith("通知")]
    assert listed == ["通知首部", *NUMBERS[name], "通知落款"]


@pytest.mark.parametrize("name", BOTH)
def test_the_notice_itself_is_cut_into_the_same_numbers_where_it_lies_beside(name: str) -> None:
    """The notice's text belongs to its office and is in no repository; where it lies beside, it must agree."""
    file = SEEDS / SEED[name]
    text = file.read_text(encoding="utf-8") if file.is_file() else "\n".join(_headings(NUMBERS[name]))
    found = [clause.number for clause in cut(text)]
    assert [number for number in found if number not in {"通知首部", "通知落款"}] == NUMBERS[name]


def _headings(numbers: list[str]) -> list[str]:
    """A notice of nothing but its numbers."""
    made = []
    for number in numbers:
        last = re.split(r"(?=（)|·", number.removeprefix("通知"))[-1]
        made.append(f"{last}、某事" if last in "一二三四五六" else f"{last}{'.' if last.isdigit() else ''}某事。")
    return made


@pytest.mark.parametrize("name", BOTH)
def test_every_no_has_its_clause_and_what_has_none_never_stops(name: str) -> None:
    for rule in rules(name):
        assert rule.clause or rule.why, rule.id
        if rule.origin is not Origin.NOTICE:
            assert rule.level is not Level.MUST, rule.id
    assert not any(practice.active for practice in programme(name).practices)


@pytest.mark.parametrize("name", BOTH)
def test_every_term_explains_itself(name: str) -> None:
    case = programme(name).case({}, None)
    for rule in rules(name):
        for _, term in rule.terms():
            assert len(term.explain(case)) > 3, rule.id


@pytest.mark.parametrize("name", BOTH)
def test_an_empty_form_has_no_failed_condition_only_what_is_missing(name: str) -> None:
    found = examine(programme(name), {}, LAST_DAY[name])
    wanted = {field.key for field in programme(name).fields if field.need == "must"}
    assert {problem.where for problem in found if problem.severity == "error"} == wanted
    assert {problem.code for problem in found} == {"missing", "ask"}


@pytest.mark.parametrize("name", BOTH)
@given(data=st.data())
@modest
def test_any_part_of_a_sound_form_is_examined_in_the_published_order(name: str, data: st.DataObject) -> None:
    made = programme(name)
    kept = data.draw(st.sets(st.sampled_from(sorted(SOUND[name]))))
    found = examine(made, {key: SOUND[name][key] for key in kept}, LAST_DAY[name])
    keys = [field.key for field in made.fields]
    rank = ["error", "warning", "note"]
    roots = [re.split(r"[\[.]", problem.where)[0] for problem in found]
    places = [
        (keys.index(root) if root else -1, rank.index(p.severity), p.code) for root, p in zip(roots, found, strict=True)
    ]
    assert places == sorted(places)
    missing = {problem.where for problem in found if problem.code == "missing"}
    assert missing == {field.key for field in made.fields if field.need != "may" and field.key not in kept}


def test_langfang_says_who_issues_and_who_only_reads() -> None:
    notice = programme(LANGFANG).notice
    assert [issuer.on_form and issuer.on_plaque for issuer in notice.issuers] == [True, True]
    assert [body.name for body in notice.addressees if body.reads_only] == ["各县（市、区）科技局", "廊坊开发区经发局"]
    assert (notice.number, notice.basis, notice.issued_on) == ("", (), date(2019, 8, 16))
    assert [contact.phone for contact in notice.contacts] == ["0316—2687421"]


def test_langfang_has_a_floor_a_direct_route_and_a_leading_group() -> None:
    made = programme(LANGFANG)
    assert [(group.each.kind, group.each.at_least) for group in made.recommenders] == [("floor", 10)]
    assert (made.target.kind, made.target.about) == ("about", 100)
    assert [(route.title, route.quota_of) for route in made.routes] == [("县区", "county"), ("直接申报", "")]
    assert "recommender" not in made.routes[1].steps
    assert made.leading_group is not None
    assert [post.post for post in made.leading_group.posts] == ["组长", "副组长", "副组长", "成员", "成员"]
    assert made.leading_group.office is not None
    assert len(made.leading_group.office.duties) == 4
    assert (made.result.verb, made.deadline()) == ("认定挂牌", date(2019, 10, 31))
    assert [(item.copies, item.stamped, item.electronic) for item in made.deliverables] == [(2, True, True)]
    assert {item.id for item in made.afterwards} >= {"on_record", "removal", "province"}


def test_langfang_asks_for_no_proof() -> None:
    outline = programme(LANGFANG).outline
    assert outline
    assert all(indicator.optional and "通知未要求" in indicator.why for indicator in outline)


def test_kaifeng_says_who_issues_and_what_is_not_held() -> None:
    notice = programme(KAIFENG).notice
    assert [issuer.name for issuer in notice.issuers] == ["开封市总工会办公室"]
    assert [body.name for body in notice.addressees if body.reads_only] == ["各基层工会"]
    assert [(basis.number, basis.held) for basis in notice.basis if basis.number] == [("汴总办〔2024〕11号", False)]
    assert [(len(contact.names), contact.phone) for contact in notice.contacts] == [(2, "25665219")]
    assert not [rule.id for rule in rules(KAIFENG) if rule.origin is Origin.METHOD]


def test_kaifeng_has_caps_by_class_and_four_deliverables() -> None:
    made = programme(KAIFENG)
    caps = {group.id: (group.each.kind, group.each.at_most, group.each.passing.value) for group in made.recommenders}
    assert caps == {"county": ("cap", 3, "block"), "industry": ("cap", 2, "block"), "organs": ("cap", 2, "block")}
    assert (made.target.kind, made.target.about) == ("about", 10)
    assert [(route.title, route.quota_of) for route in made.routes] == [
        ("县区", "county"),
        ("产业", "industry"),
        ("机关", "organs"),
    ]
    assert [item.paper for item in made.deliverables] == ["application", "summary", "outline", ""]
    assert (made.result.verb, made.deadline()) == ("遴选发布", date(2024, 11, 20))


def test_kaifeng_has_fifteen_indicators_and_its_three_stamps() -> None:
    outline = programme(KAIFENG).outline
    assert [indicator.number for indicator in outline] == list(range(1, 16))
    assert [indicator.clause for indicator in outline] == [f"附件3第{number}项" for number in range(1, 16)]
    assert not any(indicator.optional for indicator in outline)
    assert {i.number for i in outline if any(proof.stamp for proof in i.proofs)} == {4, 6, 7}
    groups = [
        (group, sum(indicator.group == group for indicator in outline))
        for group in dict.fromkeys(i.group for i in outline)
    ]
    assert groups == [("基础条件", 4), ("运行情况", 6), ("创新业绩", 3), ("影响带动", 2)]


@pytest.mark.parametrize("name", BOTH)
def test_a_day_that_the_notice_does_not_give_is_not_made_up(name: str) -> None:
    made = programme(name)
    assert [window.id for window in made.calendar if window.closes] == ["hand_in"]
    assert set(made.days()) == {"notice", "hand_in"}
