"""Starting and filling: what is kept, what is told, what nobody overwrites."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.queries import history, verify
from jiangfang.records.people import actions as people
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Change, Filing
from tests.stages.apply.desk import (
    ATTESTED,
    answers_of,
    endorse,
    endorsed,
    fresh,
    started,
    submitted,
)
from tests.stages.apply.trying import by, problems, save, send_back, submit
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, THIRD, hat, moment, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_form_is_started_filled_and_handed_in(programme: str) -> None:
    city = world(programme=programme)
    found = submitted(city)
    year = city.round.year
    assert (found.number, found.submitted_at) == (f"{year}-0001", city.at) or fresh(found).number == f"{year}-0001"
    kept = fresh(found)
    programme_fields = queries.programme_of(kept).programme.fields
    wanted = dict(answers_of(programme).items())
    by_unit = {field.key for field in programme_fields if field.by == "unit"}
    assert {key: queries.answers_of(kept).get(key) for key in wanted if key in by_unit} == {
        key: value for key, value in wanted.items() if key in by_unit
    }
    filing = Filing.objects.get(application=kept)
    assert (filing.serial, filing.version, filing.who) == (1, kept.version, city.hat(Role.UNIT).person.name)
    assert queries.state_title(kept) != queries.programme_of(kept).programme.workflow.states[0].title
    deeds = [told.deed for told in history(city.federation.pk, "application", str(kept.pk))]
    assert deeds[0] == "application.started"
    assert deeds[-1] == "application.submit"
    assert verify(city.federation.pk) == []


def test_the_numbers_run_on_and_a_number_is_kept() -> None:
    city = world()
    one, two = submitted(city), submitted(city, Kind.ZONE)
    actions.recall(application=one, hat=city.hat(Role.UNIT), at=city.at)
    again = actions.submit(application=fresh(one), attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at)
    numbers = [fresh(found).number for found in (one, two)]
    assert (numbers, again.serial) == (["2024-0001", "2024-0002"], 2)


def test_starting_twice_gives_the_untouched_draft_again() -> None:
    city = world()
    first = started(city)
    assert started(city).pk == first.pk
    save(city, first, {"studio_name": "示例甲工作室"})
    assert started(city).pk != first.pk


@pytest.mark.parametrize(
    ("route", "kind"), [("industry", Kind.INDUSTRY), ("county", Kind.ZONE), ("direct", None), ("nowhere", Kind.COUNTY)]
)
def test_a_unit_goes_only_its_own_way(route: str, kind: Kind | None) -> None:
    city = world(programme=LANGFANG)
    through = city.recommenders.get(kind) if kind else None
    found = problems(
        lambda: actions.start(round=city.round, route=route, recommender=through, hat=city.hat(Role.UNIT), at=city.at)
    )
    assert found[0].code == "not_in_list"


def test_no_round_no_start() -> None:
    city = world(published=False)
    assert problems(lambda: started(city))[0].code in {"not_now"}
    other = world("示例乙")
    deed = lambda: actions.start(  # noqa: E731
        round=other.round, route="county", recommender=None, hat=city.hat(Role.UNIT), at=city.at
    )
    assert problems(deed)[0].code == "not_now"


def test_a_saving_keeps_the_answers_and_the_words_that_are_none() -> None:
    city = world()
    done = save(
        city, started(city), {"studio_name": "示例𬭎堃工作室", "member_count": "十来个", "founded_on": "2022年3月"}
    )
    kept = fresh(done.application)
    assert queries.answers_of(kept)["studio_name"] == "示例𬭎堃工作室"
    assert queries.answers_of(kept)["founded_on"] == "2022-03"
    assert queries.rough_of(kept) == {"member_count": "十来个"}
    assert [problem.code for problem in done.problems] == ["not_a_number"]
    assert kept.studio_name == "示例𬭎堃工作室"
    again = save(city, kept, {"member_count": "12"})
    assert queries.rough_of(again.application) == {}
    assert queries.answers_of(again.application)["member_count"] == 12


def test_nothing_changed_is_no_change() -> None:
    city = world()
    one = save(city, started(city), {"studio_name": "示例甲工作室"})
    two = save(city, one.application, {"studio_name": "示例甲工作室"})
    assert (two.changed, two.version, Change.objects.count()) == ((), 1, 1)


def test_a_colleague_overwrites_nothing() -> None:
    city = world()
    found = started(city)
    first = save(city, found, {"studio_name": "示例甲工作室", "specialty": "焊接"})
    second = save(city, found, {"studio_name": "示例乙工作室", "specialty": "", "industry": "制造业"}, base=0)
    assert [conflict.field.key for conflict in second.conflicts] == ["studio_name"]
    assert (second.conflicts[0].mine, second.conflicts[0].theirs) == ("示例乙工作室", "示例甲工作室")
    kept = queries.answers_of(fresh(found))
    assert (kept["studio_name"], kept["specialty"], kept["industry"]) == ("示例甲工作室", "焊接", "制造业")
    third = save(city, found, {"studio_name": "示例乙工作室"}, base=0, over=["studio_name"])
    assert (third.conflicts, queries.answers_of(third.application)["studio_name"]) == ((), "示例乙工作室")
    assert first.version == 1


def test_a_member_table_changed_by_two_is_told() -> None:
    city = world()
    found = started(city)
    rows = [{"name": f"示例{n}"} for n in range(40)]
    save(city, found, {"members": rows}, "members")
    clash = save(city, found, {"members": [{"name": "示例乙"}]}, "members", base=0)
    assert [conflict.field.key for conflict in clash.conflicts] == ["members"]
    assert len(queries.answers_of(fresh(found))["members"]) == 40


def test_only_who_started_it_or_has_it_shared_writes() -> None:
    city = world()
    found = started(city)
    colleague = hat(city.unit(), Role.UNIT, "示例甲同事", city.at)
    assert problems(lambda: save(city, found, {"studio_name": "别的"}, hat=colleague))[0].code == "not_allowed"
    actions.share(application=found, person=colleague.person, hat=city.hat(Role.UNIT), at=city.at)
    assert save(city, found, {"studio_name": "示例甲工作室"}, hat=colleague).version == 1
    actions.unshare(application=found, person=colleague.person, hat=city.hat(Role.UNIT), at=city.at)
    assert problems(lambda: save(city, found, {"studio_name": "别的"}, hat=colleague, base=1))[0].code == "not_allowed"


def test_a_colleague_goes_on_where_nobody_is_left() -> None:
    city = world()
    found = started(city)
    colleague = hat(city.unit(), Role.UNIT, "示例甲同事", city.at)
    people.set_active(person=city.hat(Role.UNIT).person, active=False, actor=by(city.admin), hat=city.admin, at=city.at)
    assert save(city, found, {"studio_name": "示例甲工作室"}, hat=colleague).version == 1


def test_nobody_shares_with_another_unit() -> None:
    city = world()
    stranger = city.hat(Role.UNIT, Kind.ZONE).person
    deed = lambda: actions.share(application=started(city), person=stranger, hat=city.hat(Role.UNIT), at=city.at)  # noqa: E731
    assert problems(deed)[0].where == "person"


@pytest.mark.parametrize("kind", [Kind.ZONE, Kind.INDUSTRY])
def test_another_unit_writes_nothing(kind: Kind) -> None:
    city = world()
    found = started(city)
    deed = lambda: save(city, found, {"studio_name": "别人的"}, hat=city.hat(Role.UNIT, kind))  # noqa: E731
    assert problems(deed)[0].code == "not_allowed"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' OR 1=1 --", "甲\x00乙", "\ud800", "‮甲", "=1+1", "{{ 7 }}"]
)
def test_hostile_words_are_only_words(text: str) -> None:
    city = world()
    done = save(city, started(city), {"studio_name": text})
    kept = fresh(done.application)
    assert queries.typing(kept, queries.unit_fields(queries.programme_of(kept).programme))["studio_name"] == text
    assert verify(city.federation.pk) == []


def test_every_version_can_be_told_again() -> None:
    city = world()
    found = started(city)
    save(city, found, {"studio_name": "一"})
    save(city, fresh(found), {"studio_name": "二", "member_count": "几个"})
    save(city, fresh(found), {"member_count": "5"})
    kept = fresh(found)
    keys = ["studio_name", "member_count", "specialty"]
    assert queries.before(kept, 1, keys) == {
        "studio_name": ["一", None],
        "member_count": [None, None],
        "specialty": [None, None],
    }
    assert queries.before(kept, 2, keys)["member_count"] == [None, "几个"]
    assert queries.before(kept, 3, keys)["member_count"] == [5, None]
    assert queries.changed_since(kept, 1) == ["studio_name", "member_count"]
    assert [json.loads(one.delta).keys() for one in queries.changes_after(kept, 2)] == [{"member_count"}]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_official_form_comes_out_at_any_time(programme: str) -> None:
    city = world(programme=programme)
    for found in (started(city), fresh(endorsed(city, Kind.ZONE))):
        for paper in queries.papers(found):
            assert queries.filled_paper(found, paper).startswith(b"PK")


def test_a_form_keeps_its_revision() -> None:
    city = world()
    found = started(city)
    assert found.revision_id == city.revision.pk
    assert queries.programme_of(found).programme.window("hand_in") is not None
    assert replace(queries.programme_of(found).programme).id == KAIFENG
    assert THIRD in PROGRAMMES


def test_the_union_signs_again_after_a_late_return_of_the_city() -> None:
    """The city asks after the deadline; what comes of it is not late for the union that has to sign again."""
    city = world(programme=LANGFANG)
    found = endorsed(city, direct=True)
    hat_of_unit = city.hat(Role.UNIT, Kind.FEDERATION)
    actions.apply_directly(application=found, hat=hat_of_unit, at=city.at)
    later = moment(LAST[LANGFANG] + timedelta(days=5))
    section = next(
        one.id
        for one in queries.programme_of(found).programme.sections
        if any(field.key == "specialty" for field in one.fields)
    )
    send_back(city, fresh(found), sections=[section], due=later.date() + timedelta(days=3), hat=city.clerk, at=later)
    kept = fresh(found)
    actions.save_section(
        application=kept,
        section=section,
        typed={"specialty": "改过的专业"},
        base=kept.version,
        hat=hat_of_unit,
        at=later,
    )
    submit(city, fresh(found), hat=hat_of_unit, at=later)
    assert queries.opinion_lines(fresh(found))[0].standing == "void"
    endorse(city, fresh(found), day=later.date(), at=later)
    assert queries.opinion_lines(fresh(found))[0].standing == "holds"


@pytest.mark.parametrize("text", ["同意\x00", "同意\ud800"])
def test_an_opinion_that_no_paper_can_hold_is_said(text: str) -> None:
    city = world()
    found = submitted(city)
    assert [problem.code for problem in problems(lambda: endorse(city, found, text=text))] == ["bad_character"]
    assert [problem.where for problem in problems(lambda: endorse(city, found, signer=text))] == [
        "opinion_unit_union.signer"
    ]
