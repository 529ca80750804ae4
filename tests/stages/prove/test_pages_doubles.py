"""What was used twice: the same file with two studios, a certificate's number, a photo of an earlier year."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.models import Piece, Settled
from jiangfang.stages.prove.queries import doubles
from jiangfang.stages.prove.queries.doubles import NUMBER, PHOTO, SAME
from jiangfang.stages.prove.queries.standing import tray_of
from tests import web
from tests.contents import drawing
from tests.records.ledger.keeping import PATENT
from tests.stages.apply.desk import filled, fresh, started
from tests.stages.apply.walking import says
from tests.stages.prove.making import entry, handed_in, of_studio, owner, studio, tied
from tests.stages.world import World, open_round, world

FOUNDING, CERTIFICATES, PHOTOS = ("basics", "founding"), ("patents", "certificates"), ("alliance", "photos")


@pytest.fixture
def city(db: None) -> World:
    return world()


def found(city: World) -> list[tuple[str, str, str]]:
    """What the round tells: the kind, both units."""
    return [(one.kind, one.mine.unit, one.other.unit) for one in doubles.doubles(city.round)]


def next_round(city: World) -> World:
    """The same city a year later."""
    later = announcing.publish(round=open_round(city, "示例下一年"), hat=city.clerk, at=city.at)
    Round.objects.filter(pk=later.pk).update(year=city.round.year + 1)
    later.refresh_from_db()
    rows = {row.organisation_id: row for row in Recommender.objects.filter(round=later).select_related("organisation")}
    there = {kind: rows[body.pk] for kind, body in city.bodies.items() if body.pk in rows}
    for row in there.values():
        row.round = later
    return replace(city, round=later, recommenders=there)


def photo(city: World, application: Any, seed: int, quality: int, name: str = "现场.jpg") -> None:
    """A photograph that proves something, saved as well as that."""
    out = io.BytesIO()
    drawing(seed).save(out, "JPEG", quality=quality)
    file = files.bring(
        tray=tray_of(application),
        place=place_of(application),
        name=name,
        content=io.BytesIO(out.getvalue()),
        hat=owner(city, application),
        at=city.at,
    )
    actions.tie(application=application, files=[file], spots=[PHOTOS], hat=owner(city, application), at=city.at)


def test_the_same_file_with_two_studios_once_both_are_handed_in(city: World) -> None:
    one, other = filled(city, started(city)), filled(city, started(city, Kind.ZONE))
    tied(city, one, FOUNDING, CERTIFICATES, seed=1)
    tied(city, other, CERTIFICATES, seed=1)
    tied(city, other, FOUNDING, seed=2)
    handed_in(city, fresh(one))
    assert found(city) == []
    handed_in(city, fresh(other))
    assert found(city) == [(SAME, "示例机械厂", "示例电子公司")]
    applying.recall(application=fresh(other), hat=owner(city, other), at=city.at)
    assert found(city) == []


def test_one_studio_may_use_its_papers_again_but_a_photo_is_asked_about(city: World) -> None:
    mine = studio(city)
    first = filled(city, of_studio(city, mine))
    tied(city, first, FOUNDING, seed=1)
    photo(city, first, seed=7, quality=90)
    handed_in(city, fresh(first))
    later = next_round(city)
    second = filled(later, of_studio(later, mine))
    photo(later, second, seed=7, quality=90)
    photo(later, second, seed=8, quality=90, name="另一张.jpg")
    handed_in(later, fresh(second))
    assert found(city) == []
    assert found(later) == [(PHOTO, "示例机械厂", "示例机械厂")]


def test_a_photo_that_was_saved_anew_still_looks_alike(city: World) -> None:
    first = filled(city, started(city))
    photo(city, first, seed=7, quality=95)
    handed_in(city, fresh(first))
    later = next_round(city)
    second = filled(later, started(later, Kind.ZONE))
    photo(later, second, seed=7, quality=30)
    photo(later, second, seed=9, quality=30, name="另一张.jpg")
    handed_in(later, fresh(second))
    (one,) = doubles.doubles(later.round)
    assert (one.kind, one.mine.name, one.other.name) == (PHOTO, "现场.jpg", "现场.jpg")
    assert (one.mine.unit, one.other.unit) == ("示例电子公司", "示例机械厂")
    with Image.open(io.BytesIO(b"".join(_content(one.mine.file or 0)))) as shown:
        assert shown.size == drawing(7).size


def _content(file: int) -> list[bytes]:
    from jiangfang.records.files import store
    from jiangfang.records.files.models import File

    with store.open(File.objects.select_related("content").get(pk=file).content) as content:
        return [content.read()]


@pytest.mark.parametrize(
    ("number", "is_"),
    [("zl 202310000000.0", True), ("ZL 2023 1 0000000.0", True), ("ZL 2023 1 0000001.0", False), ("", False)],
)
def test_the_same_number_of_a_certificate_however_it_is_written(city: World, number: str, is_: bool) -> None:
    for place, (kind, said) in enumerate([(Kind.COUNTY, PATENT["number"]), (Kind.ZONE, number)]):
        mine = studio(city, "示例创新工作室", kind)
        entry(city, mine, "patent", {**PATENT, "number": said}, "certificate", seed=100 * place)
        at = filled(city, of_studio(city, mine, kind))
        actions.take(application=at, wanted={CERTIFICATES: None}, hat=owner(city, at), at=city.at)
        handed_in(city, fresh(at))
    told = [(NUMBER, "示例机械厂", "示例电子公司")] if is_ else []
    assert found(city) == told


def test_the_city_sees_both_places_and_is_told_at_the_application(
    city: World, client: Client, settings: Settings
) -> None:
    web.at(settings, city.at)
    one, other = filled(city, started(city)), filled(city, started(city, Kind.ZONE))
    for at, name in ((one, "甲证书.png"), (other, "乙证书.png")):
        tied(city, at, CERTIFICATES, name=name, seed=1)
        handed_in(city, fresh(at))
    web.sign_in(client, city.clerk)
    page = says(client.get(f"/rounds/{city.round.pk}/doubles/"), ["1 处", "甲证书.png", "乙证书.png", "示例电子公司"])
    for at in (one, other):
        assert f"/recommend/applications/{at.pk}/" in page.content.decode()
    says(client.get(f"/applications/{one.pk}/evidence/"), ["有 1 处和别的申报一样"])
    web.sign_in(client, city.hat(Role.RECOMMENDER))
    assert "和别的申报一样" not in client.get(f"/applications/{one.pk}/evidence/").content.decode()


class TestLookedInto:
    """The office finds one in order: it stands apart with the reason, and is brought up again when that is wanted."""

    @pytest.fixture
    def there(self, city: World, client: Client, settings: Settings) -> tuple[Client, str]:
        """The page with one double, as the clerk sees it."""
        web.at(settings, city.at)
        for at, name in ((filled(city, started(city)), "甲.png"), (filled(city, started(city, Kind.ZONE)), "乙.png")):
            tied(city, at, CERTIFICATES, name=name, seed=1)
            handed_in(city, fresh(at))
        web.sign_in(client, city.clerk)
        return client, f"/rounds/{city.round.pk}/doubles/"

    def post(self, city: World, there: tuple[Client, str], **other: str) -> Any:
        (double,) = doubles.doubles(city.round)
        sent = {"hat": city.clerk.pk, "key": double.key, "why": "两家合办，证书是同一张", "deed": "settle"}
        return there[0].post(there[1], {**sent, **other})

    def test_it_stands_apart_with_the_reason_and_can_be_listed_again(
        self, city: World, there: tuple[Client, str]
    ) -> None:
        assert self.post(city, there).status_code == 303
        says(there[0].get(there[1]), ["要核对的 0 处", "已核实的 1 处", "两家合办，证书是同一张", "都核实过了"])
        (double,) = doubles.doubles(city.round)
        assert double.settled is not None
        assert double.settled.who == city.clerk.person.name
        evidence = f"/applications/{double.mine.application}/evidence/"
        assert "和别的申报一样" not in there[0].get(evidence).content.decode()
        told = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
        assert (told.deed, told.after["why"]) == ("round.double_settled", "两家合办，证书是同一张")
        assert len(told.after["applications"]) == 2
        assert "甲.png" not in str(told.after)
        assert self.post(city, there, deed="again").status_code == 303
        says(there[0].get(there[1]), ["要核对的 1 处"])
        says(there[0].get(evidence), ["有 1 处和别的申报一样"])
        again = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
        assert (again.deed, again.before["why"]) == ("round.double_reopened", "两家合办，证书是同一张")

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"why": " "}, "请写明理由"),
            ({"why": "长" * 501}, "请写明理由"),
            ({"key": "示例"}, "已经不在单子上了"),
            ({"deed": "again"}, "没有核实过"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, city: World, there: tuple[Client, str], other: dict[str, str], said: str
    ) -> None:
        answer = self.post(city, there, **other)
        assert answer.status_code == 422
        says(answer, [said, "要核对的 1 处"])
        if other.get("why", "").startswith("长"):
            assert other["why"] in answer.content.decode()
        assert not Settled.objects.exists()

    def test_twice_says_who_did_it(self, city: World, there: tuple[Client, str]) -> None:
        assert self.post(city, there).status_code == 303
        again = says(self.post(city, there, why="另一句"), [f"{city.clerk.person.name}已经核实过这一处：两家合办"])
        assert again.status_code == 422
        assert [one.reason for one in Settled.objects.all()] == ["两家合办，证书是同一张"]

    def test_nobody_but_the_citys_clerk(self, city: World, there: tuple[Client, str]) -> None:
        (double,) = doubles.doubles(city.round)
        for hat in (city.hat(Role.RECOMMENDER), city.auditor, world("示例乙").clerk):
            with pytest.raises(Refused, match="身份"):
                actions.settle(round=city.round, double=double, why="示例", hat=hat, at=city.at)
            with pytest.raises(Refused, match="身份"):
                actions.unsettle(round=city.round, double=double, hat=hat, at=city.at)

    def test_another_file_is_another_question(self, city: World, there: tuple[Client, str]) -> None:
        self.post(city, there)
        one, other = Application.objects.order_by("pk")
        for at in (one, other):
            applying.recall(application=fresh(at), hat=owner(city, at), at=city.at)
            tied(city, fresh(at), FOUNDING, seed=5)
            handed_in(city, fresh(at))
        assert sorted(one.settled is None for one in doubles.doubles(city.round)) == [False, True]

    def test_both_pictures_are_shown(self, city: World, there: tuple[Client, str]) -> None:
        page = there[0].get(there[1]).content.decode()
        shown = re.findall(r'<img src="([^"]+)"', page)
        assert len(shown) == 2
        assert {there[0].get(one.replace("&amp;", "&")).status_code for one in shown} == {200}


def test_from_both_years_it_is_one_thing(city: World) -> None:
    first = filled(city, started(city))
    tied(city, first, CERTIFICATES, seed=1)
    handed_in(city, fresh(first))
    later = next_round(city)
    second = filled(later, started(later, Kind.ZONE))
    tied(later, second, CERTIFICATES, seed=1)
    handed_in(later, fresh(second))
    (mine,), (theirs,) = doubles.doubles(later.round), doubles.doubles(city.round)
    assert mine.key == theirs.key
    actions.settle(round=later.round, double=mine, why="示例", hat=city.clerk, at=city.at)
    assert doubles.doubles(city.round)[0].settled is not None


def test_an_empty_round_says_so(city: World, client: Client, settings: Settings) -> None:
    web.at(settings, city.at + timedelta(days=1))
    web.sign_in(client, city.clerk)
    handed_in(city, filled(city, started(city)))
    page = says(client.get(f"/rounds/{city.round.pk}/doubles/"), ["没有发现重复的", "要核对的 0 处"])
    assert 'name="why"' not in page.content.decode()
    assert doubles.doubles(city.round) == []


class TestCopies:
    """An application that is made of copies makes no more pairs than somebody can look at."""

    def test_what_is_alike_within_one_application_is_paired_with_nothing(self, city: World) -> None:
        mine = filled(city, started(city))
        for quality in (95, 80, 60, 40):
            photo(city, mine, seed=7, quality=quality)
        again = File.objects.order_by("pk")[0]
        actions.tie(application=fresh(mine), files=[again], spots=[FOUNDING], hat=owner(city, mine), at=city.at)
        handed_in(city, fresh(mine))
        pieces = Piece.objects.filter(application=mine, file__content__kind="jpeg")
        used = doubles._used(pieces)
        assert (pieces.count(), len(used)) == (5, 4)
        assert list(doubles._close(city.round, used)) == []

    def test_between_two_only_some_are_told_and_the_page_says_so(
        self, city: World, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        web.at(settings, city.at)
        one, other, third = (filled(city, started(city, kind)) for kind in (Kind.COUNTY, Kind.ZONE, Kind.COUNTY))
        for at in (one, other):
            for seed, spot in enumerate((FOUNDING, CERTIFICATES, PHOTOS), start=1):
                tied(city, at, spot, seed=seed)
        tied(city, third, FOUNDING, seed=3)
        for at in (one, other, third):
            handed_in(city, fresh(at))
        web.sign_in(client, city.clerk)
        address = f"/rounds/{city.round.pk}/doubles/"
        assert len(found(city)) == 5
        assert "没有全部列出" not in client.get(address).content.decode()
        monkeypatch.setattr(doubles, "MOST_BETWEEN", 2)
        pairs = [{told.mine.application, told.other.application} for told in doubles.doubles(city.round)]
        assert [pairs.count(pair) for pair in ({one.pk, other.pk}, {one.pk, third.pk}, {other.pk, third.pk})] == [
            2,
            1,
            1,
        ]
        says(client.get(address), ["没有全部列出", "两份申报之间每一种最多列 2 处"])
        monkeypatch.setattr(doubles, "MOST", 3)
        assert len(found(city)) == 3

    def test_of_two_with_many_alike_only_some_are_compared_further(
        self, city: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for kind in (Kind.COUNTY, Kind.ZONE):
            mine = filled(city, started(city, kind))
            for place, quality in enumerate((95, 80, 60)):
                photo(city, mine, seed=7, quality=quality - (kind == Kind.ZONE), name=f"{place}.jpg")
            handed_in(city, fresh(mine))
        assert found(city) == [(PHOTO, "示例机械厂", "示例电子公司")] * 9
        monkeypatch.setattr(doubles, "MOST_BETWEEN", 1)
        assert len(found(city)) == 1
        used = doubles._used(Piece.objects.filter(application__round=city.round))
        assert len(list(doubles._close(city.round, used))) == 2
