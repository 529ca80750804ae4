"""What was used twice: the same file with two studios, a certificate's number, a photo of an earlier year."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.files import actions as files
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.access import place_of
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


def test_an_empty_round_says_so(city: World, client: Client, settings: Settings) -> None:
    web.at(settings, city.at + timedelta(days=1))
    web.sign_in(client, city.clerk)
    says(client.get(f"/rounds/{city.round.pk}/doubles/"), ["没有发现重复的"])
