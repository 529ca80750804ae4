"""The keys of the public interface: every field of both programmes agrees with them in key, type, unit and label."""

import csv
from pathlib import Path

import pytest

from jiangfang.core.fields import Field
from tests.core.making import BOTH, KAIFENG, LANGFANG, programme

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract"

# What must hold also where the contract does not lie beside: key: (type, unit, 廊坊 form, 开封 form, 开封 summary).
KEY_FACTS = {
    "studio_name": ("text", "", "工作室名称", "工作室名称", "工作室名称"),
    "host_unit": ("text", "", "所在单位", "所在单位", "所在单位"),
    "recommender": ("text", "", "推荐单位", "", ""),
    "filled_on": ("date", "", "填报日期", "", ""),
    "studio_kinds": ("choices", "", "工作室类型", "", ""),
    "member_count": ("integer", "人", "成员总数", "成员人数", "成员人数"),
    "founded_on": ("date", "", "", "建立日期", "建立日期"),
    "recognised_by": ("text", "", "", "认定单位", "创新工作室认定单位"),
    "recognised_on": ("date", "", "", "认定时间", "创新工作室认定时间"),
    "funding": ("rows", "", "经费投入(万元)", "", ""),
    "funding_total": ("money", "万元", "", "经费投入（万元）", "经费投入（万元）"),
    "result_count": ("integer", "项", "创新成果", "创新成果数量", "创新成果数量"),
    "patent_count": ("integer", "个", "", "取得专利数量", "取得专利数量"),
    "awards_international": ("integer", "个", "国际", "", ""),
    "benefit": ("rows", "", "经济效益(万元)", "", ""),
    "benefit_total": ("money", "万元", "", "成果创效（万元）", "成果创效（万元）"),
    "trained_total": ("integer", "人", "总数", "", ""),
    "trained_dual_title": ("integer", "人", "双重职称", "", ""),
    "standards_text": ("text", "", "", "", "参与起草的标准/规范/工作法"),
    "leader_name": ("text", "", "姓名", "姓名", "姓名"),
    "leader_born": ("month", "", "出生年月", "出生年月", ""),
    "leader_trade": ("text", "", "专业/工种", "专业/工种", "专业（工种）"),
    "leader_phone": ("phone", "", "联系电话", "联系电话", "联系电话"),
    "leader_email": ("email", "", "E-mail", "", ""),
    "leader_skill_awards": ("text", "", "", "技能（工匠）奖项及时间", "技能（工匠）奖项及时间"),
    "members": ("rows", "", "工作室骨干成员情况（可附表）", "", ""),
    "achievements": ("text", "", "业绩简介（500字）", "创新工作室主要业绩(500字)", "主要业绩（500字）"),
    "opinion_city": ("opinion", "", "市创新工作室创建工作领导小组意见", "", ""),
    "contact_phone": ("phone", "", "", "", "联系人电话"),
    "existing_body": ("choice", "", "", "", ""),
    "route": ("choice", "", "", "", ""),
}
KEY_COLUMNS = {
    ("funding", "amount"): ("money", "万元"),
    ("benefit", "revenue"): ("money", "万元"),
    ("benefit", "foreign_usd"): ("money", "美元"),
    ("benefit", "total"): ("money", "万元"),
    ("members", "born"): ("month", ""),
    ("members", "team"): ("text", ""),
    ("leader_honour_items", "date"): ("date", ""),
}
NOT_PRINTED = {
    "joint",
    "joint_partners",
    "existing_body",
    "leader_honour_items",
    "route",
    "operator_name",
    "operator_phone",
}
Facts = dict[str, tuple[str, str, str, str, str]]


def facts() -> Facts:
    """The contract where it lies beside the repository, and the key facts of it in any case."""
    if not CONTRACT.is_dir():
        return dict(KEY_FACTS)
    with (CONTRACT / "fields.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: (row["type"], row["unit"], *_printed(row)) for row in csv.DictReader(lines)}


def _printed(row: dict[str, str]) -> tuple[str, str, str]:
    return row["langfang_2019_form"], row["kaifeng_2024_form"], row["kaifeng_2024_summary"]


def columns() -> dict[tuple[str, str], tuple[str, str]]:
    """Type and unit of every column of repeated rows."""
    if not CONTRACT.is_dir():
        return dict(KEY_COLUMNS)
    with (CONTRACT / "columns.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["key"], row["column"]): (row["type"], row["unit"]) for row in csv.DictReader(lines)}


def fields(name: str) -> dict[str, Field]:
    return {field.key: field for field in programme(name).fields}


def test_the_key_facts_are_those_of_the_contract() -> None:
    known, known_columns = facts(), columns()
    assert {key: known[key] for key in KEY_FACTS} == KEY_FACTS
    assert {key: known_columns[key] for key in KEY_COLUMNS} == KEY_COLUMNS


@pytest.mark.parametrize("name", BOTH)
def test_every_field_has_the_type_and_the_unit_of_its_key(name: str) -> None:
    known = facts()
    here = {key: field for key, field in fields(name).items() if key in known}
    assert {key: field.type for key, field in here.items()} == {key: known[key][0] for key in here}
    assert {key: field.unit for key, field in here.items() if field.type != "rows"} == {
        key: known[key][1] for key, field in here.items() if field.type != "rows"
    }
    if CONTRACT.is_dir():
        assert set(fields(name)) <= set(known)


@pytest.mark.parametrize(("name", "place"), [(LANGFANG, 2), (KAIFENG, 3)])
def test_every_label_of_the_form_is_the_papers(name: str, place: int) -> None:
    here = fields(name)
    printed = {key: fact[place] for key, fact in facts().items() if fact[place]}
    assert {key: here[key].label for key in printed} == printed


def test_every_column_of_the_summary_has_the_papers_heading_in_its_order() -> None:
    paper = programme(KAIFENG).paper("summary")
    assert paper is not None
    headings = {column.key: column.label for column in paper.columns if column.key}
    known = {key: fact[4] for key, fact in facts().items() if fact[4]}
    assert {key: headings[key] for key in known} == known
    assert len(paper.columns) == 28
    assert [column.label for column in paper.columns][:4] == ["序号", "工作室名称", "成员人数", "专业领域"]
    assert [column.label for column in paper.columns][14:19] == [
        "创新成果所获奖项",
        "取得专利数量",
        "参与起草的标准/规范/工作法",
        "主要业绩（500字）",
        "姓名",
    ]
    assert [column.label for column in paper.columns][-3:] == ["联系电话", "联系人", "联系人电话"]


@pytest.mark.parametrize("name", BOTH)
def test_every_column_of_rows_has_its_type_and_unit(name: str) -> None:
    known = columns()
    for field in fields(name).values():
        for column in field.columns:
            if (field.key, column.key) in known:
                assert (column.type, column.unit) == known[field.key, column.key], f"{field.key}.{column.key}"
    if CONTRACT.is_dir():
        for root in {key for key, _ in known} & set(fields(name)):
            assert [column.key for column in fields(name)[root].columns] == [key for top, key in known if top == root]


@pytest.mark.parametrize("name", BOTH)
def test_a_paper_prints_what_the_contract_says_and_nothing_asked_only_online(name: str) -> None:
    made = programme(name)
    form = made.paper("application")
    assert form is not None
    place = 2 if name == LANGFANG else 3
    printed = {key for key, fact in facts().items() if fact[place]}
    if CONTRACT.is_dir():
        assert form.printed() == printed
    assert form.printed() >= printed
    assert not form.printed() & NOT_PRINTED


@pytest.mark.parametrize("name", BOTH)
def test_what_is_asked_only_online_says_why(name: str) -> None:
    for key in NOT_PRINTED & set(fields(name)):
        assert fields(name)[key].why, key


@pytest.mark.parametrize("name", BOTH)
def test_both_papers_ask_for_500_zi(name: str) -> None:
    assert fields(name)["achievements"].limit == 500


@pytest.mark.parametrize("name", BOTH)
def test_the_leaders_answers_can_stand_for_several(name: str) -> None:
    here = fields(name)
    assert here["leader_name"].joined
    assert here["leader_born"].joined
    assert here["leader_phone"].joined
    assert not any(field.joined for key, field in here.items() if not key.startswith("leader_"))


def test_options_are_the_contracts() -> None:
    first, second = fields(LANGFANG), fields(KAIFENG)
    assert first["studio_kinds"].options == ("技术开发", "技术攻关", "技能传授", "技术协作", "培训服务", "其他")
    assert first["existing_body"].options == second["existing_body"].options == ("否", "研发机构", "班组")
    assert set(first["route"].options) | set(second["route"].options) == {"县区", "产业", "机关", "直接申报"}
    assert first["joint"].options == ("是", "否")
    assert first["leader_sex"].options == ("男", "女")
