"""An application from its start to the opinion of the unit's union: what is kept, refused, voided, told."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Problem, Refused
from jiangfang.records.journal.queries import history, verify
from jiangfang.records.people import actions as people
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Application, Change, Filing, Opinion
from tests.stages.apply.desk import (
    ATTESTED,
    answers_of,
    day_after,
    endorse,
    endorsed,
    filled,
    fresh,
    started,
    submitted,
    typing,
)
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, THIRD, World, hat, moment, world

pytestmark = pytest.mark.usefixtures("db")


def problems(deed: Any) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.problems


def save(city: World, found: Application, typed: dict[str, Any], section: str = "studio", **more: Any) -> actions.Saved:
    given = {"base": found.version, "hat": city.hat(Role.UNIT), "at": city.at, **more}
    return actions.save_section(application=found, section=section, typed=typed, **given)


# Starting and filling


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
    people.set_active(
        person=city.hat(Role.UNIT).person, active=False, actor=_by(city.admin), hat=city.admin, at=city.at
    )
    assert save(city, found, {"studio_name": "示例甲工作室"}, hat=colleague).version == 1


def _by(worn: Any) -> Any:
    from jiangfang.core.journal import Actor

    return Actor(worn.person_id, worn.person.name)


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


# Handing in


def test_the_tick_and_the_musts_are_asked() -> None:
    city = world()
    found = started(city)
    codes = {(problem.code, problem.where) for problem in problems(lambda: _submit(city, found, attested=""))}
    assert {("missing", "attested"), ("missing", "studio_name"), ("missing", "leader_name")} <= codes
    assert fresh(found).number == ""
    assert not Filing.objects.exists()


def _submit(city: World, found: Application, **more: Any) -> Filing:
    given = {"attested": ATTESTED, "hat": city.hat(Role.UNIT), "at": city.at, **more}
    return actions.submit(application=found, **given)


def test_words_that_are_no_answer_are_asked_again() -> None:
    city = world()
    found = filled(city, started(city))
    save(city, found, {"member_count": "十来个"}, base=found.version)
    assert [problem.where for problem in problems(lambda: _submit(city, found))] == ["member_count"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_last_second_counts_and_the_next_is_late(programme: str) -> None:
    city = world(programme=programme)
    found = filled(city, started(city))
    last = moment(LAST[programme] + timedelta(days=1), 0)
    (late,) = problems(lambda: _submit(city, found, at=last))
    assert (late.code, late.clause != "") == ("late", True)
    assert fresh(found).state == queries.programme_of(found).programme.workflow.start().state
    assert queries.answers_of(fresh(found)) == queries.answers_of(found)
    assert _submit(city, found, at=last - timedelta(seconds=1)).serial == 1


def test_an_extension_and_an_own_day_bind_only_whom_they_should() -> None:
    city = world()
    mine, other = filled(city, started(city)), filled(city, started(city, Kind.ZONE))
    announce.set_own_day(recommender=city.recommender, day=city.today, hat=city.hat(Role.RECOMMENDER), at=city.at)
    tomorrow = day_after(city, 1)
    assert problems(lambda: _submit(city, fresh(mine), at=tomorrow))[0].code == "late"
    assert _submit(city, fresh(other), hat=city.hat(Role.UNIT, Kind.ZONE), at=tomorrow).serial == 1
    announce.set_own_day(recommender=city.recommender, day=None, hat=city.hat(Role.RECOMMENDER), at=city.at)
    announce.extend_deadline(
        recommender=city.recommender, day=LAST[KAIFENG] + timedelta(days=3), why="暴雨", hat=city.clerk, at=city.at
    )
    assert _submit(city, fresh(mine), at=moment(LAST[KAIFENG] + timedelta(days=3), 23, 59)).serial == 1


def test_handing_in_twice_is_said() -> None:
    city = world()
    found = submitted(city)
    assert problems(lambda: _submit(city, found))[0].code == "not_now"
    assert Filing.objects.count() == 1


# Taking back, withdrawing, coming back


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
def test_a_unit_takes_back_and_corrects_until_it_is_recommended(programme: str) -> None:
    city = world(programme=programme)
    found = endorsed(city)
    actions.recall(application=found, hat=city.hat(Role.UNIT), at=city.at)
    kept = fresh(found)
    section = next(
        one.id
        for one in queries.programme_of(kept).programme.sections
        if any(f.key == "studio_name" for f in one.fields)
    )
    save(city, kept, {"studio_name": "示例改名工作室"}, section)
    _submit(city, fresh(found))
    assert next(line.standing for line in queries.opinion_lines(fresh(found))) == "void"
    endorse(city, fresh(found))
    assert next(line.standing for line in queries.opinion_lines(fresh(found))) == "holds"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_withdrawn_one_is_out(programme: str) -> None:
    city = world(programme=programme)
    found = submitted(city)
    actions.withdraw(application=found, reason="条件不够", hat=city.hat(Role.UNIT), at=city.at)
    kept = fresh(found)
    states = {state.id: state for state in queries.programme_of(kept).programme.workflow.states}
    assert states[kept.state].final
    assert problems(lambda: save(city, kept, {"studio_name": "再来"}))[0].code == "not_now"


def test_sent_back_it_comes_back_to_who_asked() -> None:
    city = world()
    found = endorsed(city)
    back = actions.send_back(
        application=found,
        sections=["results", "leader"],
        reasons=["wrong"],
        text="经费请核对",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    kept = fresh(found)
    assert (kept.state, kept.sent_from, back.version) == ("returned", "endorsed", kept.version)
    assert queries.open_return(kept) == back
    save(city, kept, {"leader_phone": "0000-0000009"}, "leader")
    _submit(city, fresh(found))
    there = fresh(found)
    assert (there.state, queries.open_return(there)) == ("endorsed", None)
    assert queries.opinion_lines(there)[0].standing == "holds"  # a phone is no matter of weight


def test_a_change_of_weight_voids_the_opinions_after_it() -> None:
    city = world()
    found = endorsed(city)
    _return(city, found)
    save(city, fresh(found), {"funding_total": "999"}, "results")
    _submit(city, fresh(found))
    there = fresh(found)
    assert (there.state, queries.opinion_lines(there)[0].standing) == ("endorsed", "void")
    assert "opinion_unit_union" not in queries.sheet(there)
    endorse(city, there, text="同意修改后申报。")
    again = fresh(found)
    assert (again.state, queries.opinion_lines(again)[0].standing) == ("endorsed", "holds")
    assert queries.sheet(again)["opinion_unit_union"]["text"] == "同意修改后申报。"
    assert Opinion.objects.count() == 2


def _return(city: World, found: Application, **more: Any) -> Any:
    given = {
        "sections": ["results"],
        "reasons": ["wrong"],
        "text": "",
        "due": None,
        "hat": city.hat(Role.RECOMMENDER),
        "at": city.at,
        **more,
    }
    return actions.send_back(application=found, **given)


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"sections": []}, "sections"),
        ({"sections": ["opinions"]}, "sections"),
        ({"reasons": ["nonsense"]}, "reasons"),
        ({"reasons": [], "text": " "}, "reasons"),
        ({"due": LAST[KAIFENG] + timedelta(days=1)}, "due"),
        ({"due": LAST[KAIFENG] - timedelta(days=30)}, "due"),
    ],
)
def test_a_return_says_what_and_why(other: dict[str, Any], where: str) -> None:
    city = world()
    found = endorsed(city)
    assert [problem.where for problem in problems(lambda: _return(city, found, **other))] == [where]
    assert fresh(found).state == "endorsed"


@pytest.mark.parametrize("kind", [Kind.ZONE, Kind.ORGANS])
def test_another_recommender_returns_nothing(kind: Kind) -> None:
    city = world()
    found = endorsed(city)
    assert problems(lambda: _return(city, found, hat=city.hat(Role.RECOMMENDER, kind)))[0].code == "not_allowed"


def test_a_day_of_its_own_lets_the_answer_come_later() -> None:
    city = world()
    found = endorsed(city)
    _return(city, found, due=LAST[KAIFENG])
    announce.set_own_day(recommender=city.recommender, day=city.today, hat=city.hat(Role.RECOMMENDER), at=city.at)
    assert _submit(city, fresh(found), at=moment(LAST[KAIFENG], 23, 59)).serial == 2


# Opinions


def test_the_first_opinion_needs_the_form() -> None:
    city = world()
    assert problems(lambda: endorse(city, filled(city, started(city))))[0].code == "not_now"


def test_the_union_of_another_unit_has_no_say() -> None:
    city = world()
    found = submitted(city)
    deed = lambda: actions.endorse(  # noqa: E731
        application=found, text="同意", signer="", day=city.today, hat=city.hat(Role.UNIT_UNION, Kind.ZONE), at=city.at
    )
    assert problems(deed)[0].code == "not_allowed"


def test_giving_it_twice_is_said() -> None:
    city = world()
    found = endorsed(city)
    assert problems(lambda: endorse(city, found))[0].code == "not_now"
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
def test_no_opinion_before_the_one_ahead(programme: str) -> None:
    city = world(programme=programme)
    found = submitted(city)
    deed = lambda: actions.give_opinion(  # noqa: E731
        application=found,
        role=Role.RECOMMENDER,
        deed="recommend",
        text="同意推荐",
        signer="",
        day=city.today,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    (problem,) = problems(deed)
    assert (problem.code, bool(problem.clause)) == ("not_now", True)
    endorse(city, found)
    (early,) = problems(
        lambda: actions.give_opinion(
            application=found,
            role=Role.RECOMMENDER,
            deed="recommend",
            text="同意推荐",
            signer="",
            day=city.today - timedelta(days=1),
            hat=city.hat(Role.RECOMMENDER),
            at=city.at,
        )
    )
    assert early.code == "bad_date"


def test_a_direct_unit_hands_in_itself() -> None:
    city = world(programme=LANGFANG)
    found = submitted(city, direct=True)
    hat_of_unit = city.hat(Role.UNIT, Kind.FEDERATION)
    assert problems(lambda: actions.apply_directly(application=found, hat=hat_of_unit, at=city.at))[0].code == "not_now"
    endorse(city, found)
    there = actions.apply_directly(application=found, hat=hat_of_unit, at=city.at)
    assert there.state == "handed_in"
    sheet = queries.sheet(fresh(found))
    assert (sheet["route"], sheet["recommender"]) == ("直接申报", city.round.direct_line)
    assert sheet["opinion_recommender"] == {"text": city.round.direct_box}


# Slips


def test_the_clerk_mends_a_slip_and_both_unions_are_told() -> None:
    city = world()
    found = endorsed(city)
    actions.mend(
        application=found,
        key="studio_name",
        typed="示例戊创新工作室",
        reason="来电：写错一字",
        hat=city.clerk,
        at=city.at,
    )
    kept = fresh(found)
    assert kept.studio_name == "示例戊创新工作室"
    assert queries.opinion_lines(kept)[0].standing == "holds"
    readers = [city.hat(role) for role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER)]
    assert [queries.tellings_for(reader).count() for reader in readers] == [1, 1, 1]
    assert queries.tellings_for(city.hat(Role.UNIT, Kind.ZONE)).count() == 0
    telling = queries.tellings_for(readers[1]).get()
    actions.seen(telling=telling, hat=readers[1], at=city.at)
    assert queries.tellings_for(readers[1]).count() == 0
    assert problems(lambda: actions.seen(telling=telling, hat=readers[0], at=city.at))[0].code == "not_allowed"


def test_a_phone_is_mended_without_being_said_aloud() -> None:
    city = world()
    found = endorsed(city)
    actions.mend(
        application=found, key="leader_phone", typed="0000-0000007", reason="写错一位", hat=city.clerk, at=city.at
    )
    assert "0000-0000007" not in queries.tellings_for(city.hat(Role.UNIT_UNION)).get().text
    told = history(city.federation.pk, "application", str(found.pk))[-1]
    assert told.after["leader_phone"] == "0000-0000007"
    from jiangfang.records.journal.models import Entry

    assert not Entry.objects.filter(after__contains="0000-0000007").exists()


@pytest.mark.parametrize(
    ("key", "typed", "reason", "where"),
    [
        ("leader_phone", "0000-0000007", "", "reason"),
        ("nothing", "x", "写错", "key"),
        ("member_count", "很多", "写错", "member_count"),
        ("opinion_unit_union", "x", "写错", "key"),
        ("studio_name", "", "写错", "studio_name"),
    ],
)
def test_a_mending_that_is_none(key: str, typed: str, reason: str, where: str) -> None:
    city = world()
    found = endorsed(city)
    deed = lambda: actions.mend(application=found, key=key, typed=typed, reason=reason, hat=city.clerk, at=city.at)  # noqa: E731
    assert [problem.where for problem in problems(deed)] == [where]


def test_nobody_mends_what_the_unit_can_write_itself() -> None:
    city = world()
    found = started(city)
    deed = lambda: actions.mend(  # noqa: E731
        application=found, key="studio_name", typed="甲", reason="写错", hat=city.clerk, at=city.at
    )
    assert problems(deed)[0].code == "not_now"
    other = world("示例乙")
    assert (
        problems(
            lambda: actions.mend(
                application=endorsed(city), key="studio_name", typed="甲", reason="写错", hat=other.clerk, at=city.at
            )
        )[0].code
        == "not_allowed"
    )


# What is kept of it all


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


def typed_of(application: Application, section: str) -> dict[str, Any]:
    return dict(typing(application, answers_of(KAIFENG), section))


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
    _return(city, fresh(found), sections=[section], due=later.date() + timedelta(days=3), hat=city.clerk, at=later)
    kept = fresh(found)
    actions.save_section(
        application=kept,
        section=section,
        typed={"specialty": "改过的专业"},
        base=kept.version,
        hat=hat_of_unit,
        at=later,
    )
    _submit(city, fresh(found), hat=hat_of_unit, at=later)
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
