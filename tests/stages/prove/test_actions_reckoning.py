"""Numbers of the form beside the ledger: reckoned live, explained, kept as they were when the form was handed in."""

from datetime import date

import pytest

from jiangfang.core.problems import Severity
from jiangfang.records.journal import queries as journal
from jiangfang.records.ledger import actions as ledger
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Belonging
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.models import Reckoning
from jiangfang.stages.prove.queries import numbers
from jiangfang.stages.prove.queries.numbers import Counted
from tests.stages.apply.desk import filled, fresh
from tests.stages.apply.trying import problems
from tests.stages.prove.making import handed_in, of_studio, owner, studio, training
from tests.stages.world import World, world


@pytest.fixture
def city(db: None) -> World:
    return world()


def one(found: list[Counted], key: str = "trained_count") -> Counted:
    return next(number for number in found if number.key == key)


def save(city: World, found: Application, key: str, text: str, section: str = "results") -> Application:
    now = fresh(found)
    saved = applying.save_section(
        application=now, section=section, typed={key: text}, base=now.version, hat=owner(city, now), at=city.at
    )
    return saved.application


def confirm(city: World, found: Application, key: str, *, looked: bool) -> None:
    """The section is saved with what stands in its box."""
    fields = applications.unit_fields(applications.programme_of(found).programme)
    same = {key: applications.typing(found, fields)[key]}
    hat, at = owner(city, found), city.at
    applying.save_section(
        application=found, section="studio", typed=same, base=found.version, looked=looked, hat=hat, at=at
    )


def test_the_reckoned_number_follows_the_ledger(city: World) -> None:
    mine = studio(city)
    found = fresh(of_studio(city, mine))
    assert one(numbers.now(found)).found is None
    training(city, mine, 100)
    second = training(city, mine, 52, "2024-06-01")
    training(city, mine, 999, "2020-06-01")
    counted = one(numbers.now(found))
    assert counted.found is not None
    assert (counted.found.value, len(counted.found.used), len(counted.found.left)) == (152, 2, 1)
    assert (counted.says, counted.typed) == ("152 人", "152")
    ledger.strike(entry=second, why="示例记错", hat=owner(city, found), at=city.at)
    assert one(numbers.now(found)).says == "100 人"


def test_with_no_entries_nothing_is_asked(city: World) -> None:
    found = fresh(filled(city, of_studio(city, studio(city))))
    assert [number.problem for number in numbers.now(found)] == [None] * len(numbers.now(found))


def test_another_number_is_a_warning_until_a_reason_is_given_and_never_stops(city: World) -> None:
    mine = studio(city)
    training(city, mine, 152)
    found = fresh(filled(city, of_studio(city, mine)))
    said = one(numbers.now(found)).problem
    assert said is not None
    assert said.severity is Severity.WARNING
    hat = owner(city, found)
    actions.explain(application=found, reasons={"trained_count": "另有一期没有记"}, hat=hat, at=city.at)
    now = fresh(found)
    told = one(numbers.now(now)).problem
    assert told is not None
    assert (told.severity, now.version) == (Severity.NOTE, found.version + 1)
    last = journal.history(city.federation.pk, "application", str(found.pk))[-1]
    assert (last.deed, last.after["reason"]) == ("application.reasoned", ["技能培训人数：另有一期没有记"])
    actions.explain(application=now, reasons={"trained_count": " 另有一期没有记 "}, hat=hat, at=city.at)
    assert fresh(found).version == now.version
    assert handed_in(city, now).submitted_at is not None


@pytest.mark.parametrize("text", ["示例\0", "长" * 501])
def test_a_reason_that_cannot_be_kept(city: World, text: str) -> None:
    found = of_studio(city, studio(city))
    hat = owner(city, found)
    said = {"trained_count": text}
    refusal = problems(lambda: actions.explain(application=found, reasons=said, hat=hat, at=city.at))
    assert refusal[0].where == "reason"


def test_what_was_reckoned_is_kept_for_later_readers(city: World) -> None:
    mine = studio(city)
    training(city, mine, 152)
    found = fresh(filled(city, of_studio(city, mine)))
    actions.explain(application=found, reasons={"trained_count": "另有一期没有记"}, hat=owner(city, found), at=city.at)
    handed = handed_in(city, fresh(found))
    row = Reckoning.objects.get(application=found, key="trained_count")
    assert (row.filed, row.value, row.reason) == (handed.version, "152", "另有一期没有记")
    assert [used[1:3] for used in row.used] == [["示例培训2024-05-20", "152 人"]]
    training(city, mine, 8, "2024-07-01")
    then = one(numbers.frozen(fresh(found)))
    assert (then.says, then.reason, then.fits) == ("152 人", "另有一期没有记", False)
    assert one(numbers.now(fresh(found))).says == "160 人"


def test_another_period_reckons_a_draft_anew_and_leaves_what_was_handed_in(city: World) -> None:
    mine = studio(city)
    training(city, mine, 100, "2024-05-20")
    training(city, mine, 52, "2023-11-10")
    found = fresh(filled(city, of_studio(city, mine)))
    handed = handed_in(city, found)
    ends = date(2024, 10, 31)
    announcing.change_periods(round=city.round, periods={}, ends=ends, why="示例", hat=city.clerk, at=city.at)
    then = one(numbers.frozen(fresh(handed)))
    assert (then.says, then.period) == ("100 人", "近 1 年（2023年11月21日至2024年11月20日）")
    assert then.later == "近 1 年（2023年11月1日至2024年10月31日）"
    silent = one(numbers.frozen(fresh(handed)), "patent_count")
    assert (silent.found, silent.period) == (None, "建立以来（到2024年11月20日）")
    applying.recall(application=handed, hat=owner(city, handed), at=city.at)
    now = one(numbers.now(fresh(found)))
    assert (now.says, now.period, now.later) == ("152 人", then.later, "")
    again = one(numbers.frozen(handed_in(city, fresh(found))))
    assert (again.says, again.period, again.later) == ("152 人", then.later, "")


def test_handed_in_again_the_newest_reckoning_is_read(city: World) -> None:
    mine = studio(city)
    training(city, mine, 152)
    found = handed_in(city, fresh(filled(city, of_studio(city, mine))))
    applying.recall(application=found, hat=owner(city, found), at=city.at)
    training(city, mine, 8, "2024-07-01")
    again = handed_in(city, fresh(found))
    assert (again.version, one(numbers.frozen(again)).says) == (found.version, "160 人")
    assert Reckoning.objects.filter(application=found, key="trained_count").count() == 1


def test_a_studio_s_own_record_and_last_form_fill_the_next_one(city: World) -> None:
    mine = studio(city)
    earlier = filled(city, of_studio(city, mine), studio_name="旧名称", specialty="焊接")
    applying.withdraw(application=earlier, reason="示例", hat=owner(city, earlier), at=city.at)
    found = fresh(of_studio(city, mine))
    answers, before = applications.answers_of(found), applications.answers_of(fresh(earlier))
    assert (answers["studio_name"], answers["leader_name"], answers["founded_on"]) == (mine.name, "示例甲", "2019-05")
    assert (answers["specialty"], answers["host_unit"]) == ("焊接", found.unit.name)
    assert answers["leader_phone"] == before["leader_phone"]
    reckoned = {number.key for number in applications.programme_of(found).programme.numbers}
    assert reckoned & set(answers) == set()
    assert (found.studio_name, found.version) == (mine.name, 0)
    marked = set(applications.prefilled(found))
    assert marked == set(answers) - {"host_unit"}
    assert {problem.where for problem in applications.unlooked(found)} == marked


def test_what_was_brought_is_marked_until_it_is_looked_at(city: World) -> None:
    mine = studio(city)
    earlier = filled(city, of_studio(city, mine))
    applying.withdraw(application=earlier, reason="示例", hat=owner(city, earlier), at=city.at)
    found = of_studio(city, mine)
    save(city, found, "specialty", "另一个专业", "studio")
    assert "specialty" not in applications.prefilled(fresh(found))
    assert "industry" in applications.prefilled(fresh(found))
    confirm(city, fresh(found), "industry", looked=False)
    assert "industry" in applications.prefilled(fresh(found))
    version = fresh(found).version
    confirm(city, fresh(found), "industry", looked=True)
    assert "industry" not in Belonging.objects.get(application=found).prefilled
    assert fresh(found).version == version
    last = journal.history(city.federation.pk, "application", str(found.pk))[-1]
    assert (last.deed, last.after["fields"]) == ("application.confirmed", ["所属行业"])
