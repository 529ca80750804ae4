"""Tying files to proofs: one more version each time, journalled, opinions void; only while the unit may write."""

import json
from datetime import timedelta

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.journal import queries as journal
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply import versions
from jiangfang.stages.apply.models import Application, Change
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.models import Excuse, Piece
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.prove.queries.standing import EVIDENCE
from tests.stages.apply.desk import endorse, endorsed, fresh, started
from tests.stages.apply.trying import problems, send_back
from tests.stages.prove.making import brought, covered, handed_in, owner, proved, sealed, tied
from tests.stages.world import World, world

LIST, PEOPLE, FOUNDING = ("tasks", "list"), ("tasks", "people"), ("basics", "founding")


@pytest.fixture
def city(db: None) -> World:
    return world()


def spots(found: Application) -> list[tuple[str, str, int]]:
    rows = Piece.objects.filter(application=found).order_by("indicator", "proof", "place", "pk")
    return list(rows.values_list("indicator", "proof", "place"))


def test_one_file_at_several_proofs_is_one_more_version(city: World) -> None:
    found = started(city)
    tied(city, found, LIST, FOUNDING, name="任务书.png")
    now = fresh(found)
    assert spots(found) == [("basics", "founding", 1), ("tasks", "list", 1)]
    assert (now.version, now.material_version, now.filled_version) == (1, 1, 1)
    change = Change.objects.get(application=found)
    before, after, *_ = applications.delta_of(change)[EVIDENCE]
    file = Piece.objects.filter(application=found)[0].file_id
    assert before == {f"basics/founding/{file}": None, f"tasks/list/{file}": None}
    assert after[f"tasks/list/{file}"] == {"name": "任务书.png", "place": 1, "stamped": False, "by": ""}
    assert json.loads(change.delta) == {EVIDENCE: None}


def test_what_lists_read_is_what_there_is(city: World) -> None:
    """After any number of deeds: what is kept for lists equals what is counted from the pieces."""
    found = proved(city)
    tied(city, found, LIST, seed=7)
    actions.excuse(application=found, indicator="alliance", reason="本地没有联盟", hat=owner(city, found), at=city.at)
    some = list(
        Piece.objects.filter(application=found, indicator__in=["awards", "patents"]).values_list("pk", flat=True)
    )
    actions.untie(application=found, pieces=some, hat=owner(city, found), at=city.at)
    now = fresh(found)
    kept = applications.kept_beside(now, EVIDENCE)
    programme = applications.programme_of(now).programme
    assert kept == standing.kept_of(programme, standing.state(now))
    counted = standing.standing(now, live=True)
    assert (counted.done, counted.asked) == (12, 15)
    assert counted.many == Piece.objects.filter(application=found).count()


def test_the_journal_tells_where_without_names_and_seals_the_names(city: World) -> None:
    found = started(city)
    tied(city, found, LIST, name="示例甲身份证.png")
    told = journal.history(city.federation.pk, "application", str(found.pk))[-1]
    assert told.deed == "application.evidence"
    assert told.after["spots"] == ["第 6 项承担任务·课题（项目）名单：加上 1"]
    assert told.after["pieces"] == ["第 6 项承担任务·课题（项目）名单：示例甲身份证.png（第 1 份）"]
    assert told.personal == frozenset({"pieces"})
    assert journal.verify(city.federation.pk) == []


def test_tied_again_nothing_happens(city: World) -> None:
    found = started(city)
    (piece,) = tied(city, found, LIST)
    again = actions.tie(application=found, files=[piece.file], spots=[LIST], hat=owner(city, found), at=city.at)
    assert again == []
    assert fresh(found).version == 1


def test_order_seals_and_who_reckoned(city: World) -> None:
    found = started(city)
    first, second, third = (tied(city, found, ("conversion", "list"), seed=seed)[0] for seed in range(3))
    said = {
        third.pk: actions.Said(1, True, "示例财务科"),
        first.pk: actions.Said(2),
        second.pk: actions.Said(2, True, " "),
    }
    actions.arrange(application=found, said=said, hat=owner(city, found), at=city.at)
    rows = list(Piece.objects.filter(application=found).order_by("place"))
    assert [row.pk for row in rows] == [third.pk, first.pk, second.pk]
    assert [row.place for row in rows] == [1, 2, 3]
    assert [(row.stamped, row.reckoned_by) for row in rows] == [(True, "示例财务科"), (False, ""), (True, "")]
    line = next(one for one in standing.standing(fresh(found), live=True).lines if one.indicator.id == "conversion")
    assert (line.proofs[0].many, line.proofs[0].open) == (3, 2)


def test_a_seal_that_nobody_asks_for_is_not_kept(city: World) -> None:
    found = started(city)
    (piece,) = tied(city, found, FOUNDING)
    sealed(city, found)
    piece.refresh_from_db()
    assert (piece.stamped, piece.reckoned_by) == (False, "")
    assert fresh(found).version == 1


def test_untied_files_stay_and_can_be_tied_again(city: World) -> None:
    found = started(city)
    (piece,) = tied(city, found, LIST)
    mine = owner(city, found)
    with pytest.raises(Refused):
        files.remove(file=piece.file, hat=mine, at=city.at)
    assert actions.untie(application=found, pieces=[piece.pk], hat=mine, at=city.at) == 1
    assert actions.untie(application=found, pieces=[piece.pk], hat=mine, at=city.at) == 0
    assert fresh(found).version == 2
    files.remove(file=piece.file, hat=mine, at=city.at)
    refusal = problems(lambda: actions.tie(application=found, files=[piece.file], spots=[LIST], hat=mine, at=city.at))
    assert refusal[0].message.startswith("选的文件有的已经不在了")


def test_another_unit_s_file_is_not_tied(city: World) -> None:
    found, other = started(city), started(city, Kind.ZONE)
    foreign = brought(city, other)
    refusal = problems(
        lambda: actions.tie(application=found, files=[foreign], spots=[LIST], hat=owner(city, found), at=city.at)
    )
    assert "已经不在了" in refusal[0].message
    assert not Piece.objects.exists()


@pytest.mark.parametrize("spot", [("tasks", "nothing"), ("nothing", "list"), ("", "application"), ("", "nothing")])
def test_only_places_of_the_outline(city: World, spot: tuple[str, str]) -> None:
    found = started(city)
    file = brought(city, found)
    mine = owner(city, found)
    refusal = problems(lambda: actions.tie(application=found, files=[file], spots=[spot], hat=mine, at=city.at))
    assert refusal[0].code == "not_in_list"


def test_an_excuse_is_attested_changed_and_taken_back(city: World) -> None:
    found = started(city)
    mine = owner(city, found)
    for reason in ("本地没有联盟", "本地没有联盟", "本行业没有联盟"):
        actions.excuse(application=found, indicator="alliance", reason=reason, hat=mine, at=city.at)
    assert fresh(found).version == 2
    assert Excuse.objects.get(application=found).reason == "本行业没有联盟"
    actions.take_back_excuse(application=found, indicator="alliance", hat=mine, at=city.at)
    actions.take_back_excuse(application=found, indicator="alliance", hat=mine, at=city.at)
    assert (fresh(found).version, Excuse.objects.count()) == (3, 0)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501, "示例\0"])
def test_an_excuse_needs_a_reason_that_can_be_kept(city: World, reason: str) -> None:
    found = started(city)
    refusal = problems(
        lambda: actions.excuse(
            application=found, indicator="alliance", reason=reason, hat=owner(city, found), at=city.at
        )
    )
    assert refusal[0].where == "reason"
    assert fresh(found).version == 0


def test_nobody_but_who_may_write(city: World) -> None:
    found = started(city)
    (piece,) = tied(city, found, LIST)
    for worn in (city.hat(Role.UNIT_UNION), city.hat(Role.UNIT, Kind.ZONE), city.clerk):
        for deed in (
            lambda worn=worn: actions.tie(application=found, files=[piece.file], spots=[PEOPLE], hat=worn, at=city.at),
            lambda worn=worn: actions.untie(application=found, pieces=[piece.pk], hat=worn, at=city.at),
            lambda worn=worn: actions.excuse(
                application=found, indicator="alliance", reason="示例", hat=worn, at=city.at
            ),
        ):
            assert problems(deed)[0].code == "not_allowed"
    handed_in(city, covered(city, fresh(found)) if found.version else proved(city))
    assert Piece.objects.filter(pk=piece.pk).exists()


def test_frozen_once_it_was_handed_in(city: World) -> None:
    found = handed_in(city, proved(city))
    piece = Piece.objects.filter(application=found)[0]
    refusal = problems(lambda: actions.untie(application=found, pieces=[piece.pk], hat=owner(city, found), at=city.at))
    assert refusal[0].code == "not_now"


def test_what_changes_after_a_return_voids_the_opinion_before(city: World) -> None:
    found = endorsed(city)
    send_back(city, found, sections=["evidence"], reasons=["no_proof"])
    assert next(line.standing for line in applications.opinion_lines(fresh(found))) == "holds"
    tied(city, found, LIST)
    handed_in(city, fresh(found))
    assert next(line.standing for line in applications.opinion_lines(fresh(found))) == "void"
    endorse(city, fresh(found))
    assert next(line.standing for line in applications.opinion_lines(fresh(found))) == "holds"


def test_a_return_names_only_parts_that_there_are(city: World) -> None:
    found = endorsed(city)
    refusal = problems(lambda: send_back(city, found, sections=["evidence", "numbers"]))
    assert refusal[0].where == "sections"


def test_two_versions_beside_each_other_tell_what_became_of_each_proof(city: World) -> None:
    found = started(city)
    (first,) = tied(city, found, LIST, name="甲.png")
    tied(city, found, LIST, name="乙.png", seed=1)
    mine = owner(city, found)
    actions.untie(application=found, pieces=[first.pk], hat=mine, at=city.at)
    actions.excuse(application=found, indicator="alliance", reason="没有", hat=mine, at=city.at)
    shown = versions.compared(fresh(found), 1, 4, masked=False)
    ((title, lines),) = shown.annexed
    assert title == "支撑材料"
    assert {one.label: [(piece.mark, piece.text) for piece in one.pieces] for one in lines} == {
        "第 6 项承担任务·课题（项目）名单": [("gone", "甲.png（第 1 份）"), ("new", "乙.png（第 2 份）")],
        "第 10 项创新联盟": [("new", "不适用：没有")],
    }
    assert versions.compared(fresh(found), 1, 2, masked=True).annexed[0][1][0].pieces[0].text == "一份文件（第 2 份）"
    assert versions.compared(fresh(found), 4, 4, masked=False).annexed == ()


def test_what_came_together_is_tied_by_name_and_what_came_later_behind_it(city: World) -> None:
    found = started(city)
    came = [brought(city, found, f"签到表{number}.png", number) for number in (10, 2, 1)]
    late = brought(city, found, "封面.png", 99)
    File.objects.filter(pk=late.pk).update(at=city.at + timedelta(hours=1))
    late.refresh_from_db()
    chosen = [late, *came]
    actions.tie(application=found, files=chosen, spots=[LIST], hat=owner(city, found), at=city.at)
    rows = Piece.objects.filter(application=found).order_by("place")
    assert [row.file.name for row in rows] == ["签到表1.png", "签到表2.png", "签到表10.png", "封面.png"]
