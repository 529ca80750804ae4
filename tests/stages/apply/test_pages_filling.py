"""The sections of the form over HTTP: filled, saved by itself, two at once, cut off, forty members."""

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from jiangfang.core.people import Role
from jiangfang.stages.apply import actions, forms, queries
from tests.stages.apply.desk import answers_of
from tests.stages.apply.walking import Desk, desk, input_of, other, posted, says, text_of
from tests.stages.world import LANGFANG, PROGRAMMES, World, hat, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def unit(client: Client, settings: Settings, city: World) -> Desk:
    return desk(client, settings, city)


def colleague(city: World, unit: Desk) -> Desk:
    """Somebody else of the unit, with whom it is shared."""
    fellow = hat(city.unit(), Role.UNIT, "示例同事", city.at)
    actions.share(application=unit.application, person=fellow.person, hat=unit.hat, at=city.at)
    return other(city, fellow, unit.application)


def members(count: int) -> list[dict[str, str]]:
    columns = ("sex", "education", "title", "unit", "duty", "team", "post")
    rest = dict(zip(columns, ("男", "本科", "技师", "示例厂", "攻关", "一班", "一线"), strict=True))
    return [{"name": f"示例{place}", "born": "1986年2月", **rest} for place in range(count)]


# The page


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_form_is_filled_by_its_buttons(client: Client, settings: Settings, programme: str) -> None:
    made = desk(client, settings, world(programme=programme))
    made.fill()
    wanted = answers_of(programme)
    asked = {field.key for field in queries.unit_fields(queries.programme_of(made.application).programme)}
    assert made.answers == {key: value for key, value in wanted.items() if key in asked}
    last = made.press(made.sections()[-1], {}, then="next")
    assert last["Location"] == f"{made.base}check/"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_section_shows_its_fields_with_label_hint_and_clause(
    client: Client, settings: Settings, programme: str
) -> None:
    made = desk(client, settings, world(programme=programme))
    for section in queries.programme_of(made.application).programme.sections:
        page = made.get(f"sections/{section.id}/")
        mine = [field for field in section.fields if field.by == "unit"]
        assert page.status_code == (200 if mine else 404)
        says(page, [field.label for field in mine] + [f"{field.help}" for field in mine])
        for field in mine:
            assert f'id="field-{field.key}"' in page.content.decode()
            assert f'name="has" value="{field.key}"' in page.content.decode()


def test_a_clause_is_quoted_beside_the_field_it_governs(unit: Desk) -> None:
    page = unit.get("sections/studio/")
    assert says(page, ["有效运行满 1 年，团队相对固定 ——通知一·2（转述）", "附件1"]).status_code == 200


def test_a_form_without_js_works_on_words_outside_a_list(unit: Desk) -> None:
    typed = {"leader_name": "示例甲、示例乙", "leader_sex": ""}
    unit.press("leader", typed, **{"o-leader_sex": "男、女"})
    assert unit.answers["leader_sex"] == "男、女"
    assert input_of(unit.get("sections/leader/"), "o-leader_sex") == "男、女"


def test_dates_are_understood_as_people_write_them(unit: Desk) -> None:
    for typed in ("2021-03", "2021年3月", "2021.3", "2021/03"):
        unit.save("studio", {"founded_on": typed})
        assert unit.answers["founded_on"] == "2021-03"
    assert input_of(unit.get("sections/studio/"), "f-founded_on") == "2021年3月"


def test_what_cannot_be_used_stays_as_typed_and_is_said_at_its_field(unit: Desk) -> None:
    page = unit.save("studio", {"member_count": "十来个"})
    assert page.status_code == 200
    assert "认不出是多少" in text_of(page)
    again = unit.get("sections/studio/")
    assert input_of(again, "f-member_count") == "十来个"
    assert "认不出是多少" in text_of(again)


def test_the_characters_are_counted_as_the_paper_counts_them(unit: Desk) -> None:
    unit.save("achievements", {"achievements": "一 二\n三" * 200})
    page = unit.get("sections/achievements/")
    assert says(page, ["现在 600 字，最多 500 字", "主要业绩 600 字，超过 500 字"]).status_code == 200


# Saving by itself


def test_a_section_saves_itself_and_says_so(unit: Desk, city: World) -> None:
    page = unit.save("studio", {"studio_name": "示例工作室", "member_count": "12"})
    assert page.status_code == 200
    says(page, ["✓ 10:00 已保存", "还有 6 项没有填"])
    assert input_of(page, "base") == "1"
    assert (unit.answers["studio_name"], unit.now.studio_name) == ("示例工作室", "示例工作室")
    again = unit.save("studio", {"studio_name": "示例工作室", "member_count": "12"})
    assert (input_of(again, "base"), unit.now.version) == ("1", 1)


def test_a_field_without_its_mark_is_not_touched(unit: Desk) -> None:
    unit.save("studio", {"studio_name": "示例工作室", "specialty": "焊接"})
    data = posted({"studio_name": "另一个"}, 1) | {"f-specialty": ""}
    unit.post("sections/studio/save/", data)
    assert (unit.answers["specialty"], unit.answers["studio_name"]) == ("焊接", "另一个")


def test_no_box_ticked_is_an_answer(client: Client, settings: Settings) -> None:
    made = desk(client, settings, world(programme=LANGFANG))
    made.save("studio", {"studio_kinds": ["技术攻关", "其他"]})
    assert made.answers["studio_kinds"] == ["技术攻关", "其他"]
    made.save("studio", {"studio_kinds": []})
    assert "studio_kinds" not in made.answers


def test_a_post_that_was_cut_off_saves_nothing_and_empties_nothing(unit: Desk) -> None:
    unit.save("members", {"members": members(3)})
    data = posted({"members": members(1)}, 1)
    del data["complete"]
    for path in ("sections/members/save/", "sections/members/"):
        page = unit.post(path, data)
        assert page.status_code == 422
        assert "不完整" in text_of(page)
    assert len(unit.answers["members"]) == 3


def test_a_version_that_never_was_is_refused(unit: Desk) -> None:
    page = unit.save("studio", {"studio_name": "示例"}, base=99)
    assert page.status_code == 422
    assert "没有保存" in text_of(page)
    assert unit.now.version == 0


# Two at once


def test_two_who_change_one_field_are_told_and_nothing_is_overwritten(unit: Desk, city: World) -> None:
    fellow = colleague(city, unit)
    unit.save("studio", {"studio_name": "示例甲"}, base=0)
    page = fellow.save("studio", {"studio_name": "示例乙", "specialty": "焊接"}, base=0)
    assert page.status_code == 409
    says(page, ["您和别人都改过", "示例乙", "示例甲", unit.hat.person.name, "用我的", "用现在的"])
    assert (unit.answers["studio_name"], unit.answers["specialty"]) == ("示例甲", "焊接")
    assert input_of(page, "base") == "2;studio_name=0"


def test_mine_and_theirs(unit: Desk, city: World) -> None:
    fellow = colleague(city, unit)
    unit.save("studio", {"studio_name": "示例甲"}, base=0)
    theirs = fellow.save("studio", {"studio_name": "示例乙"}, base=0, **{"keep-studio_name": "theirs"})
    assert theirs.status_code == 200
    assert input_of(theirs, "f-studio_name") == "示例甲"
    mine = fellow.save("studio", {"studio_name": "示例乙"}, base=0, **{"keep-studio_name": "mine"})
    assert (mine.status_code, unit.answers["studio_name"]) == (200, "示例乙")


def test_a_field_that_a_colleague_changed_meanwhile_is_a_conflict_also_after_another_saving(
    unit: Desk, city: World
) -> None:
    fellow = colleague(city, unit)
    fellow.save("studio", {"specialty": "焊接"}, base=0)
    page = unit.save("studio", {"studio_name": "示例甲", "specialty": ""}, base=0)
    assert page.status_code == 200
    says(page, ["别人改过：专业领域"])
    base = input_of(page, "base")
    assert (base, unit.answers["specialty"]) == ("2;specialty=0", "焊接")
    later = unit.save("studio", {"studio_name": "示例甲", "specialty": "铸造"}, base=base)
    assert (later.status_code, unit.answers["specialty"]) == (409, "焊接")


def test_without_a_script_the_whole_page_comes_back_with_the_choice(unit: Desk, city: World) -> None:
    fellow = colleague(city, unit)
    unit.press("studio", {"studio_name": "示例甲"}, base=0)
    page = fellow.press("studio", {"studio_name": "示例乙"}, base=0)
    assert page.status_code == 409
    assert input_of(page, "f-studio_name") == "示例乙"
    assert '<input type="radio" name="keep-studio_name" value="mine">' in page.content.decode()
    done = fellow.press(
        "studio", {"studio_name": "示例乙"}, base=input_of(page, "base"), **{"keep-studio_name": "mine"}
    )
    assert (done.status_code, unit.answers["studio_name"]) == (303, "示例乙")


# Rows


@pytest.mark.parametrize("count", [40, 200])
def test_many_members(unit: Desk, count: int) -> None:
    page = unit.save("members", {"members": members(count)})
    assert page.status_code == 200
    assert len(unit.answers["members"]) == count
    shown = unit.get("sections/members/").content.decode()
    assert shown.count('<tr data-row="') == count
    assert f'name="r-members-{count - 1}-name"' in shown


def test_five_rows_more_without_a_script(unit: Desk) -> None:
    page = unit.press("members", {"members": members(2)}, then="more-members-10")
    shown = unit.client.get(page["Location"]).content.decode()
    assert (shown.count('<tr data-row="'), len(unit.answers["members"])) == (10, 2)


def test_a_sheet_is_read_in_without_a_script(unit: Desk) -> None:
    sheet = "姓名\t出生年月\t性别\r\n示例丙\t1990-10\t男\r\n示例丁\t1991.5\t女\r\n"
    page = unit.press("members", {"members": members(1)}, then="read-members", **{"p-members": sheet})
    assert page.status_code == 303
    assert [row["name"] for row in unit.answers["members"]] == ["示例0", "示例丙", "示例丁"]
    assert [row["born"] for row in unit.answers["members"]] == ["1986-02", "1990-10", "1991-05"]


def test_more_rows_than_a_table_takes_are_not_read_in_and_not_lost(unit: Desk) -> None:
    sheet = "\r\n".join(["姓名\t出生年月", *(f"示例<{place}>\t1990-10" for place in range(499))])
    unit.save("members", {"members": members(1)})
    page = unit.press("members", {"members": members(2)}, then="read-members", **{"p-members": sheet})
    assert page.status_code == 422
    says(page, ["粘贴的有 499 行，连同已有的 2 行超过 500 行，一行也没有读入"])
    shown = html.fromstring(page.content)
    (box,) = shown.xpath("//details[@open]/textarea[@name='p-members']")
    assert [line.strip() for line in box.text.strip().splitlines()] == sheet.split("\r\n")
    assert shown.xpath("count(//tr[@data-row])") == 5
    assert shown.xpath("//input[starts-with(@name, 'r-members-') and contains(@name, '-name')]/@value")[1] == "示例1"
    assert len(unit.answers["members"]) == 1
    fits = sheet.rpartition("\r\n")[0]
    done = unit.press("members", {"members": members(2)}, then="read-members", **{"p-members": fits})
    assert (done.status_code, len(unit.answers["members"])) == (303, 500)


def test_a_paste_longer_than_any_sheet_is_left_in_its_box(unit: Desk) -> None:
    long = f"示例甲\t{'字' * forms.MOST_PASTED}"
    page = unit.press("members", {"members": []}, then="read-members", **{"p-members": long})
    assert page.status_code == 422
    says(page, ["超过 500000 个，一行也没有读入"])
    assert long in page.content.decode()


def test_a_cell_longer_than_any_is_left_in_its_box(unit: Desk) -> None:
    """A quote that is not closed where it should be takes in all that follows."""
    long = '姓名\t出生年月\n示例甲\t1990-10\n"示例乙' + "\t1990-10\n示例丙" * 2_000 + '"'
    page = unit.press("members", {"members": members(1)}, then="read-members", **{"p-members": long})
    assert page.status_code == 422
    says(page, ["第 3 行有一格超过 20000 个字符，一行也没有读入"])
    (box,) = html.fromstring(page.content).xpath("//details[@open]/textarea[@name='p-members']")
    assert box.text.strip() == long


def test_a_problem_of_a_row_stands_where_the_row_stands_on_the_page(unit: Desk) -> None:
    rows = {f"r-members-{place}-name": text for place, text in enumerate(["示例甲", "", "示例乙"])}
    data = {"has": "members", "complete": "1", "base": "0", **rows, "r-members-2-born": "去年"}
    page = unit.post("sections/members/save/", data)
    assert 'data-where="members[2].born"' in page.content.decode()


# How much a page asks the database


def test_the_pages_ask_a_fixed_number_of_questions(
    unit: Desk, city: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit.fill()
    unit.get("sections/studio/")
    with django_assert_num_queries(7):
        unit.get("sections/members/")
    with django_assert_num_queries(7):
        unit.get("check/")
    with django_assert_num_queries(9):
        unit.get("")
    version = unit.now.version
    with django_assert_num_queries(18):  # of these 4 open and close transactions, 3 are the chain, 1 asks for retention
        unit.post("sections/achievements/save/", posted({"achievements": "改过"}, version))
    unit.save("members", {"members": members(200)})
    with django_assert_num_queries(7):
        unit.get("sections/members/")
