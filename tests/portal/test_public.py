"""What anyone may see: the front page, the notice of a published round, its files; nothing of any other round."""

from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.quota import Passing
from jiangfang.stages.announce import actions
from jiangfang.stages.announce.models import Round
from tests.stages.announce.test_actions_notice import TEXT
from tests.stages.world import KAIFENG, LANGFANG, PROGRAMMES, THIRD, World, folder_of, open_round, world

pytestmark = pytest.mark.usefixtures("db")


def dated(settings: Settings, city: World) -> World:
    settings.CLOCK = lambda: city.at
    return city


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_front_page_shows_what_is_published_of_every_city(settings: Settings) -> None:
    city, _, hidden = dated(settings, world()), world("示例乙", LANGFANG), world("示例丙", THIRD, published=False)
    shown = page("/")
    assert "示例甲市总工会" in shown
    assert "示例乙市总工会" in shown
    assert f"/notice/{city.round.pk}/" in shown
    assert "还有 12 天" in shown
    assert hidden.round.name not in shown
    assert "登录" in shown


def test_without_a_published_round_the_front_page_says_so() -> None:
    assert "现在没有公开的通知" in page("/")


SAYS = {
    KAIFENG: [
        "2024年11月20日",
        "11月20日前",
        "县（区）总工会",
        "不超过 3 个",
        "不超过 2 个",
        "10 个左右",
        "25665219",
        "转述",
    ],
    LANGFANG: [
        "2019年10月31日",
        "10月31前",
        "直接申报",
        "不少于 10 个",
        "100 家左右",
        "纸质 2 份，盖章",
        "廊坊市科技局",
    ],
    THIRD: ["2026年4月30日", "示工发〔2026〕8号", "20 个左右", "0000-0000001", "gongfang@example.com"],
}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_notice_page_says_what_the_notice_says(settings: Settings, programme: str) -> None:
    city = dated(settings, world(programme=programme))
    shown = page(f"/notice/{city.round.pk}/")
    for words in SAYS[programme]:
        assert words in shown, words
    plan = city.revision.programme
    assert plan not in shown


def test_the_conditions_stand_in_the_notices_order_with_its_own_words_where_they_are_attached(
    settings: Settings,
) -> None:
    city = dated(settings, world())
    hat = city.clerk
    actions.attach_notice(round=city.round, name="通知<b>.txt", content=TEXT.encode(), hat=hat, at=city.at)
    shown = page(f"/notice/{city.round.pk}/")
    cited = [shown.index(f"——{number}") for number in ("通知一·1", "通知一·2")]
    assert cited == sorted(cited)
    assert "虚构的第一条。" in shown
    assert "虚构的第二条&lt;script&gt;。" in shown
    assert "通知&lt;b&gt;.txt" in shown


def test_a_quota_of_ones_own_is_said(settings: Settings) -> None:
    city = dated(settings, world())
    actions.adjust_quota(
        recommender=city.recommender,
        at_least=None,
        at_most=5,
        passing=Passing.BLOCK,
        why="县里多",
        hat=city.clerk,
        at=city.at,
    )
    shown = page(f"/notice/{city.round.pk}/")
    assert "示例县总工会" in shown
    assert "不超过 5 个" in shown
    assert "县里多" not in shown


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_blank_is_the_official_one(settings: Settings, programme: str) -> None:
    city = dated(settings, world(programme=programme))
    shown = page(f"/notice/{city.round.pk}/")
    for file in sorted(folder_of(programme).glob("*.docx")) + sorted(folder_of(programme).glob("*.xlsx")):
        response = Client().get(f"/notice/{city.round.pk}/blank/{file.stem}/")
        assert response.content == file.read_bytes()
        assert f"/blank/{file.stem}/" in shown
        said = unquote(response["Content-Disposition"])
        assert said.startswith("attachment")
        assert file.suffix in said
        assert response["X-Content-Type-Options"] == "nosniff"
    for wrong in ("nope", "..%2f..%2fetc", "form.toml"):
        assert Client().get(f"/notice/{city.round.pk}/blank/{wrong}/").status_code == 404


def test_the_notices_file_is_to_be_downloaded_where_it_is_attached(settings: Settings) -> None:
    city = dated(settings, world())
    assert Client().get(f"/notice/{city.round.pk}/file/").status_code == 404
    html = b"%PDF-1.7 <script>alert(1)</script>"
    actions.attach_notice(round=city.round, name="通知.pdf", content=html, hat=city.clerk, at=city.at)
    response = Client().get(f"/notice/{city.round.pk}/file/")
    assert response.content == html
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_what_is_not_published_is_not_there(settings: Settings) -> None:
    city = dated(settings, world(published=False))
    actions.attach_notice(round=city.round, name="通知.txt", content=TEXT.encode(), hat=city.clerk, at=city.at)
    top = f"/notice/{city.round.pk}/"
    for address in (top, f"{top}file/", f"{top}blank/application/", "/notice/0/", "/notice/99999999999999999999/"):
        assert Client().get(address).status_code == 404, address
    assert Client().post("/", {}).status_code in (200, 405)


def test_the_clerk_previews_and_nobody_else(settings: Settings) -> None:
    city = dated(settings, world(published=False))
    address = f"/rounds/{city.round.pk}/preview/"
    assert Client().get(address).status_code == 302
    for hat, status in ((city.clerk, 200), (city.auditor, 404), (world("示例乙").clerk, 404)):
        client = Client()
        client.force_login(hat.person)
        assert client.get(address).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_public_pages_ask_the_same_however_much_there_is(
    count: int, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = dated(settings, world(opens=False))
    for number in range(count):
        made = open_round(city, f"示例批次{number}")
        actions.publish(round=made, hat=city.clerk, at=city.at)
    client, last = Client(), Round.objects.latest("pk").pk
    client.get("/")
    with django_assert_num_queries(3):
        client.get("/")
    with django_assert_num_queries(5):
        client.get(f"/notice/{last}/")
