"""Entries are written down, changed without overwriting anybody, struck and put back; what the journal keeps of it."""

import pytest

from jiangfang.core.ledger.typed import typing_of
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry as Deed
from jiangfang.records.ledger import actions, queries
from jiangfang.records.ledger.actions import Changed
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from tests.records.ledger.keeping import PATENT, SAMPLES, entry_of, studio_of, token
from tests.records.world import AT, City, hat, later


def now(entry: Entry) -> Entry:
    return Entry.objects.select_related("studio").get(pk=entry.pk)


def typing(entry: Entry) -> dict[str, str]:
    kind = queries.kinds_of(entry.studio.federation_id).known(entry.kind)
    return typing_of(kind, queries.draft_of(now(entry)))


def changed(entry: Entry, worn: Hat, base: int = 0, shown: dict[str, str] | None = None, **more: str) -> Changed:
    was = shown or typing(entry)
    return actions.change(
        entry=entry, typed={**was, **more}, base=base or now(entry).version, shown=was, hat=worn, at=later(days=1)
    )


def deeds(entry: Entry) -> list[str]:
    return [one.deed for one in journal.history(entry.studio.federation_id, "entry", str(entry.pk))]


@pytest.mark.parametrize("kind", SAMPLES)
def test_an_entry_stands_as_it_was_typed(town: City, kind: str) -> None:
    made = entry_of(studio_of(town.worker), town.worker, kind)
    assert {key: text for key, text in typing(made).items() if text} == dict(SAMPLES[kind])
    assert (made.version, made.who) == (1, town.worker.person.name)
    assert journal.verify(town.federation.pk) == []


def test_every_kind_can_be_written_down_with_its_title_and_what_it_must_have(town: City) -> None:
    studio = studio_of(town.worker)
    kinds = queries.kinds_of(town.federation.pk).offered
    for kind in kinds:
        must = {one.key: (one.options or ("3",))[0] for one in kind.columns if one.need == "must"}
        typed = {"title": f"示例{kind.title}", "people": "示例甲", **must}
        actions.add(studio=studio, kind=kind.id, typed=typed, token=token(), hat=town.worker, at=AT)
    assert [one.kind for one in queries.entries(studio)] == [kind.id for kind in kinds]


def test_what_is_personal_is_sealed(town: City) -> None:
    made = entry_of(studio_of(town.worker), town.worker)
    (told,) = journal.history(town.federation.pk, "entry", str(made.pk))
    assert told.after["people"] == ["示例甲", "示例乙"]
    assert "people" in told.personal
    row = Deed.objects.get(deed="entry.added")
    assert "示例乙" not in row.after.encode().decode("unicode_escape")


@pytest.mark.parametrize(
    ("given", "where", "says"),
    [
        ({"title": " "}, "title", "专利名称没有写"),
        ({"title": "长" * 201}, "title", "最多 200 个"),
        ({"title": "一\u202e种"}, "title", "看不见的字符"),
        ({"title": "一\0种"}, "title", "放不下的字符"),
        ({"sort": ""}, "sort", "类别没有写"),
        ({"people": ""}, "people", "取得专利的成员没有写"),
        ({"people": "长" * 61}, "people", "不像姓名"),
        ({"first": "那天"}, "first", "认不出是哪一天"),
        ({"first": "2024-02-30"}, "first", "没有这一天"),
        ({"number": "x" * 1001}, "number", "最多 1000 个"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_box(town: City, given: dict[str, str], where: str, says: str) -> None:
    studio = studio_of(town.worker)
    with pytest.raises(Refused) as refused:
        actions.add(studio=studio, kind="patent", typed={**PATENT, **given}, token=token(), hat=town.worker, at=AT)
    assert (where, True) in [(one.where, says in one.message) for one in refused.value.problems]
    assert not Entry.objects.exists()


def test_what_is_doubtful_is_kept_and_said(town: City) -> None:
    studio = studio_of(town.worker)
    typed = {**SAMPLES["training"], "count": "约30", "first": "2030-01-01"}
    made = actions.add(studio=studio, kind="training", typed=typed, token=token(), hat=town.worker, at=AT)
    assert made.entry.values["count"] == 30
    assert {one.where for one in made.doubts} == {"count", "first"}


def test_a_day_may_be_known_to_the_month_and_a_span_may_be_open(town: City) -> None:
    studio = studio_of(town.worker)
    month, year = (entry_of(studio, town.worker, first=day) for day in ("2024年2月", "2023"))
    assert [str(day) for day in (month.first, month.last)] == ["2024-02-01", "2024-02-29"]
    assert [str(day) for day in (year.first, year.last)] == ["2023-01-01", "2023-12-31"]
    assert (typing(month)["first"], typing(year)["first"]) == ("2024年2月", "2023年")
    assert entry_of(studio, town.worker, "apprentice", last="至今").last is None
    assert str(entry_of(studio, town.worker, "funding", year="2022年度").last) == "2022-12-31"


def test_a_form_that_is_sent_twice_adds_one(town: City) -> None:
    studio, once = studio_of(town.worker), token()
    for again in (False, True):
        made = actions.add(studio=studio, kind="patent", typed=PATENT, token=once, hat=town.worker, at=AT)
        assert made.again is again
    assert Entry.objects.count() == 1
    with pytest.raises(Refused):
        actions.add(studio=studio, kind="patent", typed=PATENT, token="", hat=town.worker, at=AT)
    other = studio_of(town.worker, "示例二室")
    actions.add(studio=other, kind="patent", typed=PATENT, token=once, hat=town.worker, at=AT)
    assert Entry.objects.count() == 2


def test_only_what_changed_is_told(town: City) -> None:
    made = entry_of(studio_of(town.worker), town.worker)
    done = changed(made, town.worker, title="一种焊接夹具", people="示例甲")
    assert (done.clashes, done.entry.version, done.entry.title) == ((), 2, "一种焊接夹具")
    told = journal.history(town.federation.pk, "entry", str(made.pk))[-1]
    assert told.before == {"title": PATENT["title"], "people": ["示例甲", "示例乙"]}
    assert told.after == {"title": "一种焊接夹具", "people": ["示例甲"]}
    assert changed(made, town.worker).entry.version == 2
    assert deeds(made) == ["entry.added", "entry.changed"]


def test_what_is_emptied_is_gone_and_told(town: City) -> None:
    made = entry_of(studio_of(town.worker), town.worker)
    assert "number" not in changed(made, town.worker, number="").entry.values
    told = journal.history(town.federation.pk, "entry", str(made.pk))[-1]
    assert (told.before, told.after) == ({"number": PATENT["number"]}, {})


def test_two_who_change_different_boxes_both_keep_theirs(town: City) -> None:
    made, colleague = entry_of(studio_of(town.worker), town.worker), hat(town.unit, Role.UNIT, "colleague")
    shown = typing(made)
    changed(made, colleague, holder="示例机械厂")
    done = changed(made, town.worker, base=1, shown=shown, title="一种新夹具")
    assert done.clashes == ()
    assert (done.entry.title, done.entry.values["holder"]) == ("一种新夹具", "示例机械厂")


def test_two_who_change_the_same_box_are_told_and_nothing_is_overwritten(town: City) -> None:
    made, colleague = entry_of(studio_of(town.worker), town.worker), hat(town.unit, Role.UNIT, "colleague")
    shown = typing(made)
    changed(made, colleague, title="同事的名称")
    done = changed(made, town.worker, base=1, shown=shown, title="我的名称", number="ZL 1")
    (clash,) = done.clashes
    assert (clash.key, clash.mine, clash.theirs) == ("title", "我的名称", "同事的名称")
    assert (now(made).title, now(made).version) == ("同事的名称", 2)
    again = changed(made, town.worker, base=2, shown=typing(made), title="我的名称", number="ZL 1")
    assert (again.clashes, again.entry.title) == ((), "我的名称")


def test_struck_with_a_reason_it_counts_no_more_and_comes_back(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    for why in ("", " ", "长" * 201, "原\u200b因"):
        with pytest.raises(Refused):
            actions.strike(entry=made, why=why, hat=town.worker, at=AT)
    struck = actions.strike(entry=made, why="记重了", hat=town.worker, at=AT)
    assert actions.strike(entry=made, why="又一次", hat=town.worker, at=later(days=1)).struck_at == AT
    assert (struck.struck_why, queries.entries(studio)) == ("记重了", [])
    with pytest.raises(Refused, match="已经划去"):
        changed(made, town.worker, title="改")
    for _ in range(2):
        actions.put_back(entry=struck, hat=town.worker, at=AT)
    assert [one.id for one in queries.entries(studio)] == [made.pk]
    assert deeds(made) == ["entry.added", "entry.struck", "entry.put_back"]


def test_nobody_but_the_unit_writes(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    others = [hat(town.unit, Role.UNIT_UNION, "union"), hat(town.other, Role.UNIT, "other"), town.recommender]
    for worn in (*others, town.clerk, town.admin):
        with pytest.raises(Refused):
            entry_of(studio, worn)
        with pytest.raises(Refused):
            changed(made, worn, title="占用")
        with pytest.raises(Refused):
            actions.strike(entry=made, why="x", hat=worn, at=AT)
        with pytest.raises(Refused):
            actions.put_back(entry=made, hat=worn, at=AT)
    assert deeds(made) == ["entry.added"]


def test_nothing_is_written_into_a_studio_that_is_closed(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    studios.close(studio=studio, hat=town.worker, at=AT)
    for act in (
        lambda: entry_of(studio, town.worker),
        lambda: changed(made, town.worker, title="改"),
        lambda: actions.strike(entry=made, why="x", hat=town.worker, at=AT),
    ):
        with pytest.raises(Refused, match="已经停用"):
            act()
    assert [one.id for one in queries.entries(studio)] == [made.pk]


def test_rare_characters_are_kept_and_found(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker, title="𡇙改造", people="𠮷田、张𫚖")
    assert now(made).people == ["𠮷田", "张𫚖"]
    for text in ("𡇙", "𫚖", "zl 2023"):
        assert [one.pk for one in queries.asked_for(queries.of_studio(studio.pk), text)] == [made.pk]


def test_a_kind_that_there_is_no_more_can_still_be_read(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    Entry.objects.filter(pk=made.pk).update(kind="gone", values={"x": "示例"})
    kinds = queries.kinds_of(town.federation.pk)
    assert (kinds.get("gone"), kinds.known("gone").titled) == (None, "名称")
    assert [one.kind for one in queries.entries(studio)] == ["gone"]


def test_the_names_of_a_studio_are_offered_the_leader_first(town: City) -> None:
    studio = studio_of(town.worker)
    for people in ("示例乙、示例丙", "示例丙"):
        entry_of(studio, town.worker, people=people)
    assert queries.known_names(studio) == ["示例甲", "示例丙", "示例乙"]


def test_what_stands_is_the_newest_of_each_kind(town: City) -> None:
    studio = studio_of(town.worker)
    for title, day in (("旧", "2023-01-01"), ("新", "2024-06-01"), ("没有日期", "")):
        entry_of(studio, town.worker, title=title, first=day)
    found = queries.standing(studio)
    assert (found.leader_name, found.founded_on, found.unit) == ("示例甲", "2019-05", town.unit.name)
    assert {kind: one.title for kind, one in found.newest.items()} == {"patent": "新"}
