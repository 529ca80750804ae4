"""A studio is begun, amended, closed and taken up again by its unit, and by nobody else."""

from datetime import timedelta

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions, beside, queries
from jiangfang.records.studios.beside import Suggested
from jiangfang.records.studios.models import Studio
from tests.records.world import AT, City, hat, later, organisation


def begun(worn: Hat, name: str = "示例焊接创新工作室", **more: str) -> Studio:
    given = {"leader_name": "示例甲", "founded_on": "2019年5月", **more}
    return actions.begin(name=name, hat=worn, at=AT, **given)


def amended(studio: Studio, worn: Hat, base: int | None = None, **more: str) -> Studio:
    given = {"name": studio.name, "leader_name": studio.leader_name, "founded_on": studio.founded_on, **more}
    return actions.amend(studio=studio, base=base or studio.version, hat=worn, at=later(days=1), **given)


def deeds(studio: Studio) -> list[str]:
    return [one.deed for one in journal.history(studio.federation_id, "studio", str(studio.pk))]


def test_a_unit_begins_a_studio_and_the_journal_knows(town: City) -> None:
    made = begun(town.worker)
    assert (made.unit, made.federation, made.founded_on) == (town.unit, town.federation, "2019-05")
    (told,) = journal.history(town.federation.pk, "studio", str(made.pk))
    assert (told.deed, told.after["name"], told.actor.name) == ("studio.begun", made.name, town.worker.person.name)
    assert journal.verify(town.federation.pk) == []


@pytest.mark.parametrize(
    ("given", "where", "says"),
    [
        ({"name": "  "}, "name", "要有 1 到 100 个字"),
        ({"name": "长" * 101}, "name", "要有 1 到 100 个字"),
        ({"name": "示例\u202e室"}, "name", "看不见的字符"),
        ({"leader_name": "长" * 61}, "leader_name", "要有 1 到 60 个字"),
        ({"founded_on": "那一年"}, "founded_on", "认不出是哪一天"),
        ({"founded_on": "2024-11-21"}, "founded_on", "在今天以后"),
        ({"founded_on": "2023-02-30"}, "founded_on", "认不出"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_box(town: City, given: dict[str, str], where: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        begun(town.worker, **given)
    assert [(one.where, says in one.message) for one in refused.value.problems] == [(where, True)]
    assert not Studio.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(town: City) -> None:
    with pytest.raises(Refused) as refused:
        begun(town.worker, name="", leader_name="长" * 61, founded_on="x")
    assert {one.where for one in refused.value.problems} == {"name", "leader_name", "founded_on"}


def test_a_name_is_one_studio_of_a_unit_and_may_be_one_of_another(town: City) -> None:
    begun(town.worker)
    with pytest.raises(Refused, match="已经有"):
        begun(town.worker)
    assert begun(hat(town.other, Role.UNIT, "other")).unit == town.other
    assert Studio.objects.count() == 2


def test_a_rare_character_is_kept(town: City) -> None:
    made = begun(town.worker, name="示例𠮷𫚖创新工作室", leader_name="𡈽田")
    assert Studio.objects.get(name__contains="𫚖").leader_name == made.leader_name


def test_only_what_changed_is_told_and_the_same_changes_nothing(town: City) -> None:
    made = begun(town.worker)
    now = amended(made, town.worker, name="示例电焊创新工作室")
    assert (now.name, now.version) == ("示例电焊创新工作室", 2)
    told = journal.history(town.federation.pk, "studio", str(made.pk))[-1]
    assert (told.before, told.after) == ({"name": made.name}, {"name": now.name})
    assert amended(now, town.worker).version == 2
    assert deeds(made) == ["studio.begun", "studio.amended"]


def test_a_colleagues_change_in_between_is_told_and_not_overwritten(town: City) -> None:
    made, colleague = begun(town.worker), hat(town.unit, Role.UNIT, "colleague")
    amended(made, colleague, leader_name="示例乙")
    with pytest.raises(Refused, match="同事改过"):
        amended(made, town.worker, name="示例别的工作室")
    assert Studio.objects.get().leader_name == "示例乙"


def test_a_name_that_another_of_the_unit_has_is_refused(town: City) -> None:
    begun(town.worker, name="示例一室")
    second = begun(town.worker, name="示例二室")
    with pytest.raises(Refused, match="已经有"):
        amended(second, town.worker, name="示例一室")


def test_closed_and_taken_up_again_once_each(town: City) -> None:
    made = begun(town.worker)
    for _ in range(2):
        assert actions.close(studio=made, hat=town.worker, at=later(days=1)).closed_at
    for _ in range(2):
        assert actions.reopen(studio=made, hat=town.worker, at=later(days=2)).closed_at is None
    assert deeds(made) == ["studio.begun", "studio.closed", "studio.reopened"]


def test_nobody_but_its_unit_does_anything(town: City) -> None:
    made = begun(town.worker)
    union, other = hat(town.unit, Role.UNIT_UNION, "union"), hat(town.other, Role.UNIT, "other")
    for worn in (union, other, town.recommender, town.clerk, town.admin):
        for act in (actions.close, actions.reopen):
            with pytest.raises(Refused):
                act(studio=made, hat=worn, at=AT)
        with pytest.raises(Refused):
            amended(made, worn, name="示例占用")
    for worn in (union, town.recommender, town.clerk):
        with pytest.raises(Refused):
            begun(worn, name="示例占用")
    assert deeds(made) == ["studio.begun"]


def test_a_hat_that_ended_does_nothing(town: City) -> None:
    made = begun(town.worker)
    Hat.objects.filter(pk=town.worker.pk).update(until=AT.date())
    with pytest.raises(Refused):
        actions.close(studio=made, hat=town.worker, at=later(days=1))


def test_what_is_suggested_is_not_there_yet_and_stands_once(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Suggested("示例一室", "甲"), Suggested("示例二室", "乙"), Suggested("示例二室", "丙"), Suggested("")]
    monkeypatch.setattr(beside, "SUGGESTED", beside.SUGGESTED[:0])
    monkeypatch.setattr(queries, "SUGGESTED", [lambda unit: found, lambda unit: [Suggested(f"示例{unit}")]])
    begun(town.worker, name="示例一室")
    names = [(one.name, one.leader_name) for one in queries.suggested(town.unit)]
    assert names == [("示例二室", "乙"), (f"示例{town.unit.pk}", "")]


def test_the_studios_of_a_unit_are_its_own_those_that_are_kept_first(town: City) -> None:
    closed, kept = begun(town.worker, name="示例一室"), begun(town.worker, name="示例二室")
    below = organisation(town.county, Kind.UNIT, "示例又一厂")
    begun(hat(below, Role.UNIT, "below"), name="示例别家")
    actions.close(studio=closed, hat=town.worker, at=AT + timedelta(hours=1))
    assert [one.pk for one in queries.studios_of(town.unit.pk)] == [kept.pk, closed.pk]
