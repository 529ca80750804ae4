"""For which days the numbers are reckoned: asked on the page of the opening, shown on the round's."""

from datetime import date

import pytest
from pytest_django import Settings

from jiangfang.stages.announce.models import Round
from tests.stages.announce.test_pages import HOSTILE, as_, inputs, text_of
from tests.stages.world import KAIFENG, LANGFANG, LAST, world

pytestmark = pytest.mark.usefixtures("db")


def test_one_choice_for_all_and_another_for_one(settings: Settings) -> None:
    city = world(programme=LANGFANG, opens=False)
    settings.CLOCK = lambda: city.at
    client, address = as_(city.clerk), f"/rounds/open/{city.revision.pk}/"
    page = text_of(client.get(address))
    sent = inputs(page)
    assert (sent["period"], sent["period_ends"], sent["period-result_count"]) == ("all", "", "")
    assert "通知写明的不用选。经费投入(万元)：分年度（附件）" in page
    sent |= {name: "no" for name in sent if name.startswith("floor-")}
    sent |= {"period": "last_year", "period-result_count": "all", "period_ends": "2019-09-30"}
    assert client.post(address, sent).status_code == 303
    made = Round.objects.get(federation=city.federation)
    assert (made.periods["result_count"], made.periods["converted_count"]) == ("all", "last_year")
    assert made.period_ends == date(2019, 9, 30)
    shown = text_of(client.get(f"/rounds/{made.pk}/"))
    assert "<dt>建立以来（到2019年9月30日）</dt><dd>创新成果</dd>" in shown
    assert "近 1 年（2018年10月1日至2019年9月30日）" in shown
    assert "经费投入(万元)、经济效益(万元)：分年度（到2019年9月30日），照附件。" in shown


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("period", HOSTILE, "没有写期间的数算哪一段时间，请选一个"),
        ("period", "by_year", "没有写期间的数算哪一段时间，请选一个"),
        ("period-patent_count", HOSTILE, "取得专利数量算哪一段时间，请从列出的里面选一个"),
        ("period-patent_count", "by_year", "取得专利数量算哪一段时间，请从列出的里面选一个"),
        ("period_ends", "2024-02-30", "没有这一天"),
        ("period_ends", "2024", "写到日"),
        ("period_ends", "1999-12-31", "年份应在 2000 到 2100 之间"),
        ("period_ends", HOSTILE, "认不出是哪一天"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_stays(settings: Settings, name: str, value: str, says: str) -> None:
    city = world(programme=KAIFENG, opens=False)
    settings.CLOCK = lambda: city.at
    client, address = as_(city.clerk), f"/rounds/open/{city.revision.pk}/"
    sent = {**inputs(text_of(client.get(address))), "period-result_count": "last_year", name: value}
    response = client.post(address, sent)
    page = text_of(response)
    assert response.status_code == 422
    assert says in page
    assert HOSTILE not in page
    assert inputs(page)["period-result_count"] == "last_year"
    assert not Round.objects.exists()


def test_what_was_not_sent_is_as_it_was_suggested(settings: Settings) -> None:
    city = world(programme=KAIFENG, opens=False)
    settings.CLOCK = lambda: city.at
    client, address = as_(city.clerk), f"/rounds/open/{city.revision.pk}/"
    sent = {name: said for name, said in inputs(text_of(client.get(address))).items() if not name.startswith("period")}
    assert client.post(address, sent).status_code == 303
    assert set(Round.objects.get().periods.values()) == {"all"}


class TestChanged:
    """The page on which they are changed while the round runs."""

    def test_it_shows_what_stands_and_says_what_became_of_it(self, settings: Settings) -> None:
        city = world(programme=LANGFANG)
        settings.CLOCK = lambda: city.at
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/periods/"
        assert address in text_of(client.get(f"/rounds/{city.round.pk}/"))
        sent = inputs(text_of(client.get(address)))
        ends = LAST[LANGFANG].isoformat()
        assert (sent["period"], sent["period_ends"], sent["period-result_count"]) == ("all", ends, "")
        sent |= {"period": "last_year", "period-result_count": "all", "period_ends": "2019-09-30", "why": "示例"}
        assert client.post(address, sent).status_code == 303
        again = inputs(text_of(client.get(address)))
        assert (again["period"], again["period-result_count"], again["period_ends"]) == (
            "last_year",
            "all",
            "2019-09-30",
        )
        assert "<dt>建立以来（到2019年9月30日）</dt><dd>创新成果</dd>" in text_of(
            client.get(f"/rounds/{city.round.pk}/")
        )

    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("period", HOSTILE, "没有写期间的数算哪一段时间，请选一个"),
            ("period-patent_count", "by_year", "取得专利数量算哪一段时间，请从列出的里面选一个"),
            ("period_ends", "2024-02-30", "没有这一天"),
            ("period_ends", HOSTILE, "认不出是哪一天"),
            ("period_ends", "1999-12-31", "年份应在 2000 到 2100 之间"),
            ("why", " ", "请写明理由"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_stays(
        self, settings: Settings, name: str, value: str, says: str
    ) -> None:
        city = world(programme=KAIFENG)
        settings.CLOCK = lambda: city.at
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/periods/"
        sent = {**inputs(text_of(client.get(address))), "period-result_count": "last_year", "why": "示例", name: value}
        response = client.post(address, sent)
        page = text_of(response)
        assert response.status_code == 422
        assert says in page
        assert HOSTILE not in page
        assert inputs(page)["period-result_count"] == "last_year"
        assert Round.objects.get().periods["result_count"] == "all"

    def test_a_form_that_did_not_come_whole_empties_nothing(self, settings: Settings) -> None:
        city = world(programme=KAIFENG)
        settings.CLOCK = lambda: city.at
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/periods/"
        sent = inputs(text_of(client.get(address))) | {"period": "last_year", "why": "示例"}
        del sent["period_ends"]
        response = client.post(address, sent)
        assert response.status_code == 422
        assert "不完整" in text_of(response)
