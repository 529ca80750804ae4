"""The ledgers of some studios of the sample year: what they wrote down, with a few pictures and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from jiangfang.core.people import Role
from jiangfang.demo import drawing
from jiangfang.demo.days import Diary
from jiangfang.demo.plans import PLANS
from jiangfang.demo.studios import STUDIOS, Studio, called
from jiangfang.demo.towns import Town
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.ledger import actions as ledger
from jiangfang.records.ledger.access import place_of
from jiangfang.records.ledger.queries import tray_of
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio as Kept

KEPT: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    "jia": (("zhonggong", "welding", True), ("gongshui", "water", False)),
    "yi": (("fangji", "textile", True), ("gongjiao", "bus", False)),
}
"""Whose ledgers there are: unit, studio, and whether over all the years with papers, or only what is new."""
BEGUN, A_DAY, FEW = 23, 26, 8
FOUNDED = 6 * 365


@dataclass(frozen=True, slots=True)
class Written:
    """An entry. ago: so many days before today it was; papers: places, each with what lies there."""

    kind: str
    ago: int
    typed: Mapping[str, str]
    papers: tuple[tuple[str, str], ...] = ()


def note_ledgers(diary: Diary, town: Town) -> None:
    """Everything that was written down, in a diary."""
    numbers = {(plan.unit, plan.studio): number for number, plan in enumerate(PLANS[town.city.key])}
    for unit, key, papers in KEPT[town.city.key]:
        name, leader = called(STUDIOS[key], numbers[unit, key])
        hat = town.of_unit(unit, Role.UNIT)
        book = _Book(town, hat, STUDIOS[key], name, leader)
        diary.note(town.days.at(BEGUN, 14), book.begin)
        found = written(book, town.days.day(0))
        for place, entry in enumerate(found if papers else map(_bare, found[-FEW:])):
            at = town.days.at(BEGUN - 1 - place // A_DAY, 15, place % A_DAY * 2)
            diary.note(at, partial(book.write, entry, place))


def _bare(entry: Written) -> Written:
    return Written(entry.kind, entry.ago, entry.typed)


@dataclass(slots=True)
class _Book:
    """A ledger under way."""

    town: Town
    hat: Hat
    about: Studio
    name: str
    leader: str
    pk: int = 0

    @property
    def studio(self) -> Kept:
        """As it stands now."""
        return Kept.objects.select_related("unit", "federation").get(pk=self.pk)

    def begin(self, at: datetime) -> None:
        """The studio."""
        founded = self.town.days.day(FOUNDED)
        made = studios.begin(
            name=self.name, leader_name=self.leader, founded_on=f"{founded:%Y-%m}", hat=self.hat, at=at
        )
        self.pk = made.pk

    def write(self, entry: Written, place: int, at: datetime) -> None:
        """One entry, with what lies there."""
        studio = self.studio
        papers = [(slot, self._file(studio, what, place, at)) for slot, what in entry.papers]
        token = f"shili-taizhang-{self.pk}-{place:04}"
        ledger.add(studio=studio, kind=entry.kind, typed=entry.typed, papers=papers, token=token, hat=self.hat, at=at)

    def _file(self, studio: Kept, what: str, place: int, at: datetime) -> File:
        name, content = drawing.of(what, self.pk * 100 + place)
        tray, where = tray_of(studio.pk), place_of(studio)
        return files.bring(tray=tray, place=where, name=name, content=content, hat=self.hat, at=at)


def written(book: _Book, today: date) -> list[Written]:
    """What stands in it, the oldest first."""
    found = [*_works(book.about, book.leader), *_doings(book.about, book.leader), *_means(book.about, today)]
    dated = [_dated(entry, today) for entry in found]
    return sorted(dated, key=lambda entry: -entry.ago)


def _dated(entry: Written, today: date) -> Written:
    """With its day, where it has one of its own and not a year."""
    if "year" in entry.typed or "first" in entry.typed:
        return entry
    day = today - timedelta(days=entry.ago)
    return Written(entry.kind, entry.ago, {**entry.typed, "first": day.isoformat()}, entry.papers)


def _works(about: Studio, leader: str) -> Iterator[Written]:
    """What the studio brought about."""
    one, two, three = about.tasks
    people = f"{leader}、示例卯寅、示例申子"
    new = {"sort": "技术革新", "people": people}
    yield Written("result", 1500, {**new, "title": f"{one}第一版", "summary": "先在一个班组试用，记下问题"})
    yield Written("result", 830, {**new, "title": f"{two}方案", "summary": "经三个月试用定型"})
    yield Written(
        "result",
        300,
        {**new, "title": f"{one}定型", "summary": "班组全部换用，返修和停机都少了"},
        (("photos", "photo"),),
    )
    yield Written("result", 95, {**new, "title": f"{three}", "sort": "工艺改进", "summary": "正在推广"})
    place = {"way": "本单位应用", "place": "各班组", "people": people}
    yield Written("conversion", 260, {**place, "title": f"{one}定型", "effect": "用在日常生产，按月统计效果"})
    patent = {"people": f"{leader}、示例卯寅", "holder": "示例单位"}
    yield Written(
        "patent",
        620,
        {**patent, "title": f"一种{two}装置", "sort": "实用新型", "number": "ZL 2023 2 0000001.0"},
        (("certificate", "certificate"),),
    )
    yield Written(
        "patent", 210, {**patent, "title": f"一种{one}的方法", "sort": "发明", "number": "ZL 2022 1 0000002.0"}
    )
    won = {"people": people, "level": "地市", "body": "示例市总工会"}
    yield Written(
        "award",
        180,
        {**won, "title": f"{one}定型", "name": "示例市职工创新成果", "rank": "二等奖"},
        (("certificate", "certificate"),),
    )
    yield Written("standard", 410, {"title": f"{about.about}操作规范", "sort": "操作规范", "people": people})
    run = {"source": "自选", "progress": "进行中", "people": people, "solved": "正在做样机"}
    yield Written("project", 120, {**run, "title": f"{three}课题"})


def _doings(about: Studio, leader: str) -> Iterator[Written]:
    """What it did for others and with them."""
    course = {"side": "对内", "people": leader, "hours": "8"}
    yield Written("training", 500, {**course, "title": f"{about.trade}入门", "count": "26"})
    yield Written(
        "training",
        150,
        {**course, "title": f"{about.about}技能培训", "count": "32"},
        (("sign_in", "paper"), ("photos", "photo")),
    )
    yield Written("training", 45, {**course, "title": f"{about.tasks[0]}观摩", "side": "对外", "count": "18"})
    for ago, name, after in ((700, "示例午未", "高级工"), (340, "示例酉戌", "中级工")):
        learnt = {"title": name, "before": "初级工", "after": after, "people": leader}
        yield Written("apprentice", ago, learnt)
    met = {"people": leader, "partner": "示例兄弟单位", "count": "14"}
    yield Written("exchange", 110, {**met, "title": f"{about.about}现场交流"}, (("photos", "photo"),))
    yield Written(
        "assistance", 75, {"title": "进企业问诊", "enterprise": "示例小厂", "solved": "帮助查找原因，当天恢复"}
    )
    told = {"medium": "示例日报", "level": "地市"}
    yield Written("publicity", 60, {**told, "title": f"{about.about}创新工作室的一天"})


def _means(about: Studio, today: date) -> Iterator[Written]:
    """Money, rooms, rules."""
    for back, amount, revenue in ((2, "3.00", "18.5"), (1, "4.00", "26.0")):
        year = str(today.year - back)
        given = {"title": "单位拨付", "year": year, "source": "单位拨付", "amount": amount}
        yield Written("funding", 365 * back, given)
        made = {"title": f"{about.tasks[0]}节约", "year": year, "savings": revenue, "total": revenue}
        yield Written("benefit", 365 * back, {**made, "reckoning": "按节约工时和材料核算", "confirmed_by": "财务科"})
    yield Written(
        "premises",
        FOUNDED - 60,
        {"title": "工作室活动室", "address": "示例路 1 号", "area": "60"},
    )
    yield Written("rule", FOUNDED - 90, {"title": "工作室管理办法", "sort": "制度"})
    yield Written(
        "founding",
        FOUNDED - 5,
        {"title": "成立工作室的通知", "sort": "成立", "body": "示例单位工会", "number": "示工〔1〕号"},
    )
