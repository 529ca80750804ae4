"""The common kinds, and what a programme may add to them or change."""

from dataclasses import replace

import pytest

from jiangfang.core.fields import KINDS, Column, Need, Origin
from jiangfang.core.ledger.base import BASE, clashes, kind_of, merged, slot_of
from jiangfang.core.ledger.kinds import TITLE, Dated, LedgerKind, Slot
from tests.core.ledger.making import kind

ASKED = (
    "成果 成果转化 专利 奖项 标准、规范、工作法 技术攻关课题 培训 师带徒 经费 创效 技术交流 联盟活动 助企行 宣传报道"
    " 制度和计划 成员变动 成立与认定文件 场地 设备清单 经费支出 服务、管理、制度创新 组织分工 培养人才"
)
OWN = LedgerKind(
    "training",
    "练兵",
    "名称",
    Dated.DAY,
    "日期",
    columns=(Column("side", "哪一边", "choice", options=("对内",)), Column("prize", "奖金", "money", unit="元")),
    slots=(Slot("sign_in", "点名册", "盖章"), Slot("video", "录像")),
    why="示例",
)


def test_every_kind_that_a_studio_may_want_is_there_once_and_sound() -> None:
    assert {one.title for one in BASE} == set(ASKED.split())
    assert len({one.id for one in BASE}) == len(BASE)
    for one in BASE:
        assert list(one.faults()) == []
        assert one.dated_as
        assert one.titled


def test_every_column_can_be_asked_read_and_told_in_words() -> None:
    for one in BASE:
        for column in one.columns:
            assert column.type in KINDS
            assert column.label
            assert (column.type == "choice") == bool(column.options)
            assert len(set(column.options)) == len(column.options)


@pytest.mark.parametrize("id", ["award", "patent", "standard"])
def test_awards_patents_and_standards_name_the_members_who_took_part(id: str) -> None:
    assert kind(id).people
    assert kind(id).named is Need.MUST


@pytest.mark.parametrize(
    ("id", "slot"), [("training", "sign_in"), ("apprentice", "agreement"), ("patent", "certificate")]
)
def test_what_a_number_wants_to_be_proved_by_has_its_place(id: str, slot: str) -> None:
    found = slot_of(BASE, f"{id}.{slot}")
    assert found is not None
    assert (found[0].id, found[1].id) == (id, slot)


@pytest.mark.parametrize("link", ["", "patent", "patent.", ".certificate", "patent.nope", "nope.certificate", "a.b.c"])
def test_a_link_that_leads_nowhere_leads_nowhere(link: str) -> None:
    assert slot_of(BASE, link) is None


def test_no_own_kinds_are_the_common_ones() -> None:
    assert merged(()) == BASE


def test_a_kind_of_the_same_id_changes_the_common_one_and_takes_nothing_away() -> None:
    kinds = merged((OWN,))
    made, common = kind_of(kinds, "training"), kind("training")
    assert made is not None
    assert [one.id for one in kinds] == [one.id for one in BASE]
    assert (made.title, made.titled, made.why) == ("练兵", "名称", "示例")
    assert [column.key for column in made.columns] == [*(column.key for column in common.columns), "prize"]
    assert made.column("side") == OWN.columns[0]
    assert made.column("count") == common.column("count")
    assert [slot.name for slot in made.slots] == ["点名册", *(slot.name for slot in common.slots[1:]), "录像"]
    assert (made.people, made.named, made.says) == (common.people, common.named, common.says)
    assert (asked := kind_of(merged((replace(OWN, people="教练", named=Need.MUST),)), "training")) is not None
    assert (asked.people, asked.named) == ("教练", Need.MUST)


def test_another_kind_comes_behind_the_common_ones() -> None:
    own = replace(OWN, id="contest")
    assert merged((own,)) == (*BASE, own)


@pytest.mark.parametrize(
    ("own", "where"),
    [
        (OWN, []),
        (replace(OWN, id="contest", dated=Dated.SPAN), []),
        (replace(OWN, dated=Dated.SPAN), ["dated"]),
        (replace(OWN, columns=(Column("count", "人次", "integer", unit="人次"),)), ["columns[0]"]),
        (replace(OWN, columns=(OWN.columns[1], Column("count", "人数", "text"))), ["columns[1]"]),
        (replace(OWN, columns=(Column("count", "参训人数", "integer", unit="人"),)), []),
    ],
)
def test_what_was_written_down_already_must_stay_readable(own: LedgerKind, where: list[str]) -> None:
    assert [place for place, _ in clashes(own)] == where


@pytest.mark.parametrize(
    ("own", "where"),
    [
        (replace(OWN, columns=(OWN.columns[0], OWN.columns[0])), ["columns"]),
        (replace(OWN, slots=(OWN.slots[0], OWN.slots[0])), ["slots"]),
        (replace(OWN, columns=(Column(TITLE, "名称", "text"),)), ["columns"]),
        (replace(OWN, columns=(Column("year", "年度", "text"),)), ["columns"]),
        (replace(OWN, named=Need.MUST), ["named"]),
        (replace(OWN, origin=Origin.NOTICE), ["clause"]),
        (replace(OWN, origin=Origin.NOTICE, clause="通知一"), []),
    ],
)
def test_what_is_wrong_within_a_kind_is_said(own: LedgerKind, where: list[str]) -> None:
    assert [place for place, _ in own.faults()] == where


def test_only_amounts_and_counts_are_added_up() -> None:
    training = kind("training")
    assert [training.adds(key) for key in ("count", "hours", "side", TITLE, "nope")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert kind("funding").adds("amount")
