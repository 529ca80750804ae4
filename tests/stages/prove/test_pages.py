"""The pages of the supporting material as its unit uses them, without a script."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.stages.prove.models import Excuse, Piece
from tests.contents import picture
from tests.stages.apply.walking import Desk, desk, says, text_of
from tests.stages.prove.making import brought, of_studio, studio, tied, training
from tests.stages.world import World, world


@pytest.fixture
def city(db: None) -> World:
    return world()


@pytest.fixture
def mine(client: Client, settings: Settings, city: World) -> Desk:
    """The unit with a form that it just began."""
    return desk(client, settings, city)


def card(page: Any, indicator: str) -> str:
    """The words of one indicator."""
    found = re.search(
        rf'<section class="card indicator[^"]*" id="{indicator}".*?</section>', page.content.decode(), re.DOTALL
    )
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[0]))


def test_the_outline_stands_as_it_is_printed(mine: Desk) -> None:
    page = mine.get("evidence/")
    says(page, ["提纲 15 项：15 缺", "基础条件", "1. 基础情况", "15. 宣传报道", "影响带动", "附件3第7项"])
    assert "要本单位核算确认并盖章" in card(page, "conversion")
    assert "近 1 年" in card(page, "tasks")
    assert "○ 没有" in card(page, "tasks")
    says(page, ["另交的材料", "创新工作室近一年工作总结"])


def test_uploaded_at_a_proof_and_tied_there(mine: Desk) -> None:
    page = mine.get("evidence/of/tasks/list/")
    then = re.search(r'name="next" value="([^"]+since=[^"]+)"', page.content.decode())
    assert then
    file = SimpleUploadedFile("任务书.png", picture(size=(32, 24)))
    address = f"/files/application-{mine.application.pk}/upload/"
    sent = mine.client.post(address, {"hat": mine.hat.pk, "files": file, "next": then[1].replace("&amp;", "&")})
    assert sent.status_code == 303
    page = mine.client.get(sent["Location"])
    ticked = re.findall(r'name="file" value="(\d+)" form="tie" checked', page.content.decode())
    assert len(ticked) == 1
    assert mine.post("evidence/of/tasks/list/", {"file": ticked}).status_code == 303
    page = says(mine.get("evidence/"), ["任务书.png"])
    assert "△ 部分" in card(page, "tasks")
    assert "1 份没有确认盖章" in card(page, "tasks")


def test_what_came_piece_by_piece_is_tied_by_the_page_itself(mine: Desk, city: World) -> None:
    """The script posts the moment at which the page was opened; what this person sent since is tied."""
    from jiangfang.records.files.models import Upload

    file = brought(city, mine.application)
    place = {"tray": file.tray, "federation": city.federation, "organisation": mine.application.unit, "hat": mine.hat}
    times = {"began_at": city.at, "beat_at": city.at, "ended_at": city.at}
    Upload.objects.create(**place, **times, key="示例", name=file.name, size=1, received=1, file=file)
    page = mine.client.post(
        f"{mine.base}evidence/of/tasks/list/",
        {"hat": mine.hat.pk, "since": city.at.isoformat()},
        headers={"HX-Request": "true"},
    )
    assert page.status_code == 200
    says(page, ["刚归好", "1 份", file.name])
    assert Piece.objects.get().file == file


@pytest.mark.parametrize(
    "since",
    [
        "",
        "gestern",
        "2024-11-08T10:00:00",
        "9" * 400,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1999-11-08T10:00:00+08:00",
    ],
)
def test_a_moment_that_is_none_ties_nothing(mine: Desk, city: World, since: str) -> None:
    brought(city, mine.application)
    page = mine.post("evidence/of/tasks/list/", {"since": since})
    assert page.status_code == 422
    says(page, ["请先选文件"])


def test_many_brought_at_once_are_sorted_by_count_and_name(mine: Desk, city: World) -> None:
    files = [brought(city, mine.application, f"示例{seed}.png", seed) for seed in range(3)]
    says(mine.get("evidence/"), ["有 3 份文件还没有归到哪一项"])
    says(mine.get("evidence/loose/"), ["示例0.png", "现在有 3 份没有归类"])
    page = mine.client.get(f"{mine.base}evidence/sort/", {"file": [one.pk for one in files[:2]]})
    says(page, ["选中的 2 份", "示例0.png", "示例1.png", "专利列表"])
    sent = {"file": [one.pk for one in files[:2]], "spots": ["patents/list", "_/year_summary"], "complete": "1"}
    assert mine.post("evidence/sort/", sent).status_code == 303
    assert Piece.objects.count() == 4
    says(mine.get("evidence/"), ["归好了 4 处", "有 1 份文件还没有归到哪一项"])


def test_all_that_is_loose_is_sorted_by_one_button_and_stands_by_name(mine: Desk, city: World) -> None:
    for seed in (10, 2, 1):
        brought(city, mine.application, f"示例{seed}.png", seed)
    said = says(mine.get("evidence/loose/"), ["全部 3 份归到…"]).content.decode()
    assert said.index("示例1.png") < said.index("示例2.png") < said.index("示例10.png")
    page = says(mine.client.get(f"{mine.base}evidence/sort/", {"all": "1"}), ["选中的 3 份"]).content.decode()
    assert page.index("示例1.png") < page.index("示例2.png") < page.index("示例10.png")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"spots": ["patents/list"]}, "不完整"),
        ({"spots": [], "complete": "1"}, "请勾出归到哪里"),
        ({"spots": ["patents/nothing"], "complete": "1"}, "只能归到提纲上有的地方"),
        ({"spots": ["patents/list"], "complete": "1", "file": "999999"}, "请先选文件"),
    ],
)
def test_sorting_that_cannot_be(mine: Desk, city: World, sent: dict[str, Any], said: str) -> None:
    file = brought(city, mine.application)
    page = mine.post("evidence/sort/", {"file": file.pk, **sent})
    assert page.status_code == 422
    says(page, [said])


def test_who_reckoned_is_written_once_for_all_that_have_nobody(mine: Desk, city: World) -> None:
    first, second = (tied(city, mine.application, ("conversion", "result"), seed=seed)[0] for seed in range(2))
    says(mine.get("evidence/of/conversion/"), ["谁核算，都一样的在这里写一次"])
    sent: dict[str, Any] = {"deed": "arrange", "complete": "1", "shown": [first.pk, second.pk]}
    sent |= {"stamped": [first.pk, second.pk], f"place-{first.pk}": "1", f"place-{second.pk}": "2"}
    mine.post("evidence/of/conversion/", sent | {f"by-{first.pk}": "", f"by-{second.pk}": ""})
    says(mine.get("evidence/"), ["2 份没有写谁核算"])
    assert "没有确认盖章" not in card(mine.get("evidence/"), "conversion")
    assert "没有写谁核算" in mine.get("check/").content.decode()
    mine.post("evidence/of/conversion/", sent | {f"by-{first.pk}": "", f"by-{second.pk}": "示例乙", "by-all": "财务科"})
    assert list(Piece.objects.order_by("place").values_list("reckoned_by", flat=True)) == ["财务科", "示例乙"]


def test_order_seals_and_taking_off(mine: Desk, city: World) -> None:
    first, second = (tied(city, mine.application, ("tasks", "list"), seed=seed)[0] for seed in range(2))
    page = says(mine.get("evidence/of/tasks/"), ["课题（项目）名单", "本单位盖章确认"])
    assert f'name="place-{first.pk}" value="1"' in page.content.decode()
    sent: dict[str, Any] = {"deed": "arrange", "complete": "1", "shown": [first.pk, second.pk], "stamped": [first.pk]}
    assert (
        mine.post("evidence/of/tasks/", sent | {f"place-{first.pk}": "2", f"place-{second.pk}": "1"}).status_code == 303
    )
    rows = list(Piece.objects.order_by("place").values_list("pk", "place", "stamped"))
    assert rows == [(second.pk, 1, False), (first.pk, 2, True)]
    untied = {"deed": "untie", "complete": "1", "chosen": [first.pk, second.pk]}
    says(mine.client.get(mine.post("evidence/of/tasks/", untied)["Location"]), ["取下了 2 份"])
    assert not Piece.objects.exists()


def test_what_is_tied_goes_to_other_proofs_too(mine: Desk, city: World) -> None:
    (piece,) = tied(city, mine.application, ("tasks", "list"), name="任务书.png")
    answer = mine.post("evidence/of/tasks/", {"deed": "sort", "complete": "1", "chosen": [piece.pk]})
    assert answer.status_code == 303
    assert answer["Location"] == f"{mine.base}evidence/sort/?chosen={piece.pk}"
    says(mine.client.get(answer["Location"]), ["选中 1 份", "任务书.png"])
    sent = {"file": piece.file_id, "spots": ["tasks/people", "tasks/progress"], "complete": "1"}
    assert mine.post("evidence/sort/", sent).status_code == 303
    assert set(Piece.objects.values_list("proof", flat=True)) == {"list", "people", "progress"}


def test_a_form_that_was_cut_off_changes_nothing(mine: Desk, city: World) -> None:
    (piece,) = tied(city, mine.application, ("tasks", "list"))
    for sent in ({"deed": "untie", "chosen": [piece.pk]}, {"complete": "1", "chosen": [piece.pk]}):
        assert mine.post("evidence/of/tasks/", sent).status_code == 422
    assert Piece.objects.count() == 1


def test_it_does_not_apply_and_applies_after_all(mine: Desk) -> None:
    refused = mine.post("evidence/excuse/alliance/", {"reason": " "})
    assert refused.status_code == 422
    says(refused, ["请写明为什么不适用"])
    assert mine.post("evidence/excuse/alliance/", {"reason": "本地没有成立工作室联盟"}).status_code == 303
    found = card(mine.get("evidence/"), "alliance")
    assert "○ 不适用" in found
    assert "本地没有成立工作室联盟" in found
    assert mine.post("evidence/excuse/alliance/", {"reason": "", "deed": "take_back"}).status_code == 303
    assert not Excuse.objects.exists()


def test_the_form_says_what_is_wanting_and_hands_in_all_the_same(mine: Desk, city: World) -> None:
    mine.fill()
    tied(city, mine.application, ("rules", "plan"))
    says(mine.get("check/"), ["支撑材料 △ 0/15", "支撑材料还有 15 项不齐", "还缺创新工作室近一年工作总结"])
    page = mine.post("check/", {"attested": "1", "told": "1"})
    assert page.status_code == 303, text_of(page)
    page = mine.get("evidence/")
    assert "evidence/of/tasks/list/" not in page.content.decode()
    says(page, ["不能改材料", "取回，或请上一级退回"])


def test_several_pieces_are_shown_by_the_first_and_the_count(mine: Desk, city: World) -> None:
    for seed in range(8):
        tied(city, mine.application, ("patents", "certificates"), name=f"证书{seed}.png", seed=seed)
    found = card(mine.get("evidence/"), "patents")
    assert "✓ 8 份" in found
    assert "证书5.png" in found
    assert "证书6.png" not in found
    assert "还有 2 份" in found
    says(mine.get("evidence/of/patents/"), ["证书7.png"])


def test_from_the_ledger_looked_at_first(mine: Desk, city: World) -> None:
    found = studio(city)
    training(city, found, 30, "2024-05-20", "sign_in", "photos")
    training(city, found, 30, "2020-05-20", "sign_in")
    at = of_studio(city, found)
    there = Desk(mine.client, mine.hat, at)
    says(there.get("evidence/"), ["台账里有 2 份材料可以取来作证明"])
    page = says(
        there.get("evidence/ledger/"),
        ["能作证明的还有 3 处没有取入（2 份文件，有的用在几处）", "参加人员", "近 1 年算到 2024年11月20日"],
    )
    spots = re.findall(r'name="spots" value="([^"]+)" checked', page.content.decode())
    assert spots == ["training/people", "training/scene"]
    says(there.get("evidence/ledger/training/people/"), ["sign_in", "在 2023年11月21日以前"])
    assert there.post("evidence/ledger/", {"spots": spots, "complete": "1"}).status_code == 303
    assert Piece.objects.filter(application=at).count() == 3
    assert "可以取来作证明" not in says(there.get("evidence/"), ["从台账取入 3 处"]).content.decode()


def test_readers_see_it_and_change_nothing(mine: Desk, city: World) -> None:
    (piece,) = tied(city, mine.application, ("tasks", "list"), name="任务书.png")
    union = Client()
    from tests import web

    web.sign_in(union, city.hat(Role.UNIT_UNION))
    assert union.get(f"{mine.base}evidence/").status_code == 404
    mine.fill()
    assert mine.post("check/", {"attested": "1", "told": "1"}).status_code == 303
    page = says(union.get(f"{mine.base}evidence/"), ["任务书.png", "△ 部分"])
    assert "上传" not in card(page, "tasks")
    file = f"/files/application-{mine.application.pk}/{piece.file_id}"
    assert [union.get(f"{file}/{end}").status_code for end in ("", "download/", "preview/1/")] == [200] * 3
    says(union.get(f"{mine.base}endorse/"), ["提纲 15 项：1 部分、14 缺；创新工作室近一年工作总结还没有交"])
    loose = brought(city, mine.application, seed=5)
    assert union.get(f"/files/application-{mine.application.pk}/{loose.pk}/").status_code == 404
    auditor = Client()
    web.sign_in(auditor, city.auditor)
    page = auditor.get(f"{mine.base}evidence/")
    assert "任务书" not in page.content.decode()
    says(page, ["PNG 图片"])
    listed = says(auditor.get(f"{mine.base}evidence/of/tasks/"), ["PNG 图片"])
    assert listed.content.decode().count("PNG 图片") == 1
    assert auditor.get(f"{file}/download/").status_code == 404
