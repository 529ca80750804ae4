"""Numbers beside their boxes, their reckoning, and beginning for a studio: as people meet them on the pages."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Reckoning
from tests import web
from tests.stages.apply.desk import filled, fresh, typing
from tests.stages.apply.walking import Desk, desk, posted, says, text_of
from tests.stages.prove.making import entry, handed_in, of_studio, studio, tied, training
from tests.stages.world import World, world

OTHER = "写的是 160 人，台账是 152 人"


@pytest.fixture
def city(db: None) -> World:
    return world()


@pytest.fixture
def mine(client: Client, settings: Settings, city: World) -> Desk:
    """A filled form of a studio whose ledger says 152 where the form says 160."""
    found = studio(city)
    training(city, found, 100, "2024-05-20", "sign_in")
    training(city, found, 52, "2024-06-20")
    at = filled(city, of_studio(city, found))
    begun = desk(client, settings, city)
    return Desk(client, begun.hat, at)


def results(mine: Desk, **other: str) -> dict[str, Any]:
    """The section as its boxes stand."""
    typed = typing(mine.now, mine.answers, "results")
    return posted({**typed, **other}, mine.now.version)


def test_beside_the_box_stands_what_the_ledger_says(mine: Desk) -> None:
    page = says(mine.get("sections/results/"), ["台账：152 人，近 1 年", "照台账填", OTHER])
    says(page, ["算哪一段：建立以来（到2024年11月20日）"])
    assert page.content.decode().count('name="n-') == 1


def test_the_button_lays_it_into_the_box_and_loses_nothing_typed(mine: Desk) -> None:
    sent = results(mine, patent_count="4") | {"then": "take-trained_count"}
    answer = mine.post("sections/results/", sent)
    assert answer.status_code == 303
    assert answer["Location"].endswith("#box-trained_count")
    assert (mine.answers["trained_count"], mine.answers["patent_count"]) == (152, 4)
    says(mine.get("sections/results/"), ["台账：152 人", "✓ 一致"])


@pytest.mark.parametrize("key", ["patent_count", "studio_name", "nothing", ""])
def test_the_button_of_a_box_without_a_ledger_changes_nothing(mine: Desk, key: str) -> None:
    before = mine.answers
    assert mine.post("sections/results/", results(mine) | {"then": f"take-{key}"}).status_code == 303
    assert mine.answers == before


def test_a_reason_is_asked_saved_and_read_by_the_union(mine: Desk, city: World) -> None:
    says(mine.get("check/"), ["请核对", OTHER])
    answer = mine.post("sections/results/save/", results(mine) | {"n-trained_count": "另有一期没有记"})
    assert answer.status_code == 200
    assert applications.kept_beside(mine.now, "numbers")["reasons"] == {"trained_count": "另有一期没有记"}
    says(mine.get("sections/results/"), ["单位说明：另有一期没有记"])
    assert mine.post("check/", {"attested": "1", "told": "1"}).status_code == 303
    union = Client()
    web.sign_in(union, city.hat(Role.UNIT_UNION))
    says(union.get(f"{mine.base}endorse/"), ["台账：152 人", "△ 和台账不一样", "另有一期没有记"])
    county = Client()
    web.sign_in(county, city.hat(Role.RECOMMENDER))
    page = county.get(f"/recommend/applications/{mine.application.pk}/")
    says(page, ["△ 和台账不一样", "另有一期没有记"])


def test_a_reason_that_was_saved_is_called_for_no_longer(mine: Desk) -> None:
    called_for = "请核对，确实不一样的写一句理由"
    assert called_for in mine.post("sections/results/save/", results(mine)).content.decode()
    answer = mine.post("sections/results/save/", results(mine) | {"n-trained_count": "另有一期没有记"})
    assert called_for not in says(answer, ["单位说明：另有一期没有记"]).content.decode()
    page = says(mine.get("numbers/trained_count/"), ["不一样，有理由"]).content.decode()
    assert "△ 不一样" not in text_of(mine.get("numbers/trained_count/"))
    assert "保存理由" in page


def test_beside_an_empty_box_no_reason_stands_open(mine: Desk) -> None:
    opened = re.compile(r"<details( open)?><summary>和台账不一样的")
    assert opened.search(mine.get("sections/results/").content.decode())[1] == " open"  # type: ignore[index]
    mine.post("sections/results/", results(mine, trained_count=""))
    assert opened.search(mine.get("sections/results/").content.decode())[1] is None  # type: ignore[index]
    page = says(mine.get("numbers/"), ["没有填"]).content.decode()
    assert "个数和台账不一样" not in page


def test_without_an_entry_in_the_period_no_reason_is_asked_and_the_page_says_what_was_left_out(
    client: Client, settings: Settings, city: World
) -> None:
    found = studio(city)
    training(city, found, 100, "2020-05-20")
    entry(city, found, "training", {"title": "没写日期的", "side": "对内", "count": "7"})
    begun = desk(client, settings, city)
    mine = Desk(client, begun.hat, filled(city, of_studio(city, found)))
    assert mine.answers["trained_count"] == 160
    assert "写一句理由" not in mine.get("sections/results/").content.decode()
    assert "台账是 0" not in text_of(mine.get("check/"))
    left = ["没有算的 2 条", "2023年11月21日以前", "没写日期的", "没有写日期", "表上的数照旧，不用写理由"]
    says(mine.get("numbers/trained_count/"), left)
    handed_in(city, mine.now)
    says(mine.get("numbers/trained_count/"), [*left, "照最近一次提交时的台账"])


def test_days_stand_as_they_were_written_then_and_now(mine: Desk, city: World) -> None:
    found = Studio.objects.get(belongings__application=mine.application)
    award = {"title": "示例奖", "first": "2024年8月", "level": "省部", "people": "示例甲"}
    entry(city, found, "award", award)
    entry(city, found, "training", {"title": "整月的", "first": "2024年9月", "side": "对内", "count": "3"})
    for _ in range(2):
        page = text_of(says(mine.get("numbers/trained_count/"), ["整月的", "2024年9月", "2024年5月20日"]))
        assert "2024年9月1日" not in page
        if mine.now.submitted_at is None:
            handed_in(city, mine.now)


def test_all_are_taken_over_at_once_but_those_with_a_reason(mine: Desk, city: World) -> None:
    found = Studio.objects.get(belongings__application=mine.application)
    patent = {"title": "示例专利", "first": "2024-05-01", "sort": "发明", "people": "示例甲"}
    entry(city, found, "patent", patent)
    mine.post("sections/results/", results(mine, patent_count=""))
    says(mine.get("numbers/"), ["全部照台账填", "空着的 1 个", "不一样又没有写理由的 1 个"])
    version = mine.now.version
    assert mine.post("numbers/", {"deed": "take_all"}).status_code == 303
    assert (mine.answers["trained_count"], mine.answers["patent_count"]) == (152, 1)
    assert mine.now.version == version + 1
    assert "全部照台账填" not in says(mine.get("numbers/"), ["2 个数照台账填好了"]).content.decode()
    mine.post("sections/results/", results(mine, trained_count="150") | {"n-trained_count": "另有"})
    mine.post("numbers/", {"deed": "take_all"})
    assert mine.answers["trained_count"] == 150
    assert mine.post("numbers/", {}).status_code == 422


def test_a_reason_that_cannot_be_kept_is_said(mine: Desk) -> None:
    answer = mine.post("sections/results/save/", results(mine) | {"n-trained_count": "长" * 501})
    assert answer.status_code == 422
    says(answer, ["理由最多 500 个字"])


def test_from_a_number_to_its_entries(mine: Desk) -> None:
    page = says(mine.get("numbers/"), ["有 1 个数和台账不一样", "152 人", "不一样", "没有记"])
    assert f"{mine.base}numbers/trained_count/" in page.content.decode()
    page = says(mine.get("numbers/trained_count/"), ["算进去的 2 条", "100 人", "没有放进支撑材料"])
    links = re.findall(r'href="(/studios/\d+/entries/\d+/)"', page.content.decode())
    assert [mine.client.get(one).status_code for one in links] == [200, 200]


def test_the_page_of_a_number_takes_it_over_or_keeps_a_reason(mine: Desk) -> None:
    assert mine.post("numbers/trained_count/", {"reason": "另有一期"}).status_code == 303
    says(mine.get("numbers/"), ["不一样，有理由", "另有一期"])
    refused = mine.post("numbers/trained_count/", {"reason": "长" * 501})
    assert refused.status_code == 422
    assert mine.post("numbers/trained_count/", {"deed": "take"}).status_code == 303
    assert mine.answers["trained_count"] == 152
    assert mine.post("numbers/trained_count/", {"deed": "explain"}).status_code == 422
    assert mine.get("numbers/nothing/").status_code == 404


def test_later_readers_see_what_was_reckoned_then(mine: Desk, city: World) -> None:
    tied(city, mine.now, ("training", "people"), name="签到表.png")
    handed_in(city, mine.now)
    found = Studio.objects.get(belongings__application=mine.application)
    training(city, found, 8, "2024-07-01")
    union = Client()
    web.sign_in(union, city.hat(Role.UNIT_UNION))
    page = says(union.get(f"{mine.base}numbers/trained_count/"), ["152 人", "照最近一次提交时的台账"])
    assert "/studios/" not in page.content.decode()
    says(union.get(f"{mine.base}numbers/"), ["152 人"])
    for path in ("", "read/"):
        shown = text_of(says(union.get(f"{mine.base}{path}"), ["1 个不一样", "1 个数和台账不一样，1 个没有写理由。"]))
        assert "。。" not in shown


def test_another_period_is_beside_the_box_and_what_was_handed_in_says_its_own(mine: Desk, city: World) -> None:
    ends = date(2024, 5, 31)
    announcing.change_periods(round=city.round, periods={}, ends=ends, why="示例", hat=city.clerk, at=city.at)
    says(mine.get("sections/results/"), ["台账：100 人，近 1 年（2023年6月1日至2024年5月31日）"])
    handed_in(city, mine.now)
    ends = date(2024, 11, 20)
    announcing.change_periods(round=city.round, periods={}, ends=ends, why="示例", hat=city.clerk, at=city.at)
    for page in ("numbers/", "numbers/trained_count/"):
        said = ["100 人", "近 1 年（2023年6月1日至2024年5月31日）", "提交以后", "2024年11月20日）", "这一份不变"]
        says(mine.get(page), said)
    frozen = Reckoning.objects.get(key="trained_count")
    assert (frozen.value, frozen.first, frozen.last) == ("100", date(2023, 6, 1), date(2024, 5, 31))


def test_whoever_may_not_open_the_files_sees_no_names_of_apprentices(mine: Desk, city: World) -> None:
    found = Studio.objects.get()
    entry(city, found, "apprentice", {"title": "示例徒弟堃", "first": "2024-03-01"})
    handed_in(city, mine.now)
    for worn, shown in ((city.clerk, True), (city.auditor, False)):
        client = Client()
        web.sign_in(client, worn)
        page = text_of(client.get(f"/applications/{mine.now.pk}/numbers/apprentice_count/"))
        assert ("示例徒弟堃" in page, "＊＊＊" in page) == (shown, not shown), page


def test_questions_about_the_ledger_stand_there_and_are_hidden_from_the_auditor(mine: Desk, city: World) -> None:
    typed = {"title": "示例创效", "year": "2024", "total": "12.5"}
    entry(city, Studio.objects.get(belongings__application=mine.application), "benefit", typed)
    asked = "创效没有写谁确认"
    page = says(mine.get("numbers/"), [asked])
    assert re.search(rf'<a href="/studios/\d+/entries/\d+/">{asked}', page.content.decode())
    check = mine.get("check/").content.decode()
    assert re.search(rf'提示.*<a href="/studios/\d+/entries/\d+/">{asked}', check, re.DOTALL)
    older = {"title": "早先的成果", "first": "2012-05-01", "people": "示例甲"}
    entry(city, Studio.objects.get(belongings__application=mine.application), "result", older)
    says(mine.get("check/"), ["“早先的成果”早于工作室建立的日子（2019-05"])
    handed_in(city, mine.now)
    for worn, shown in ((city.clerk, True), (city.auditor, False)):
        other = Client()
        web.sign_in(other, worn)
        assert (asked in text_of(other.get(f"{mine.base}numbers/"))) is shown


def start(city: World) -> str:
    return f"/rounds/{city.round.pk}/start/"


def test_a_new_form_begins_for_a_studio_and_is_filled_from_what_is_known(
    client: Client, settings: Settings, city: World
) -> None:
    there = desk(client, settings, city)
    found = studio(city)
    page = says(client.get(start(city)), ["是哪个工作室", found.name, "新的工作室"])
    assert f'value="{found.pk}" checked' in page.content.decode()
    sent = {"hat": there.hat.pk, "route": there.application.route, "studio": found.pk, "name": ""}
    answer = client.post(start(city), sent)
    assert answer.status_code == 303
    made = Application.objects.latest("pk")
    assert applications.studio_of(fresh(made)) == found
    page = says(client.get(answer["Location"]), ["是从以前带来的，请核对", found.name])
    assert client.post(start(city), sent).status_code == 303
    assert Application.objects.latest("pk") == made
    says(Desk(client, there.hat, made).get(), ["工作室台账"])


def test_a_new_studio_by_its_name_and_one_without_a_name_yet(client: Client, settings: Settings, city: World) -> None:
    there = desk(client, settings, city)
    studio(city)
    sent = {"hat": there.hat.pk, "route": there.application.route, "studio": "new"}
    assert client.post(start(city), sent | {"name": "示例新工作室"}).status_code == 303
    made = Application.objects.latest("pk")
    assert (made.studio_name, Studio.objects.filter(name="示例新工作室").count()) == ("示例新工作室", 1)
    refused = client.post(start(city), sent | {"name": "示例新工作室"})
    assert refused.status_code == 422
    says(refused, ["已经有“示例新工作室”"])
    nothing = client.post(start(city), {"hat": there.hat.pk, "route": there.application.route, "name": ""})
    assert nothing.status_code == 422
    says(nothing, ["请选是哪个工作室"])
    assert client.post(start(city), sent | {"name": ""}).status_code == 303
    says(client.get(start(city)), ["这一年已经有一份"])


def test_an_older_form_is_laid_to_its_studio(client: Client, settings: Settings, city: World) -> None:
    there = desk(client, settings, city)
    there.fill()
    says(there.get("numbers/"), ["还没有归到哪个工作室"])
    page = says(there.get("studio/"), ["还没有归到工作室"])
    assert 'value="示例热力供热运行创新工作室"' in page.content.decode()
    version = there.now.version
    assert there.post("studio/", {"studio": "new", "name": "示例热力工作室"}).status_code == 303
    found = applications.studio_of(there.now)
    assert found is not None
    assert (found.name, there.now.version) == ("示例热力工作室", version)
    assert there.post("studio/", {"studio": "999999", "name": ""}).status_code == 422
    assert there.post("studio/", {"studio": found.pk}).status_code == 422
    other = studio(city)
    assert there.post("studio/", {"studio": other.pk, "name": ""}).status_code == 303
    assert applications.studio_of(there.now) == other
