"""The material of a whole round as one ZIP that is put together while it is fetched; what is kept and thrown away."""

import io
import json
import os
import time
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.files.models import Content, Making
from jiangfang.records.journal.models import Look
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import binding
from jiangfang.stages.prove.queries.bound import bundling, folders
from tests import web
from tests.components import needs
from tests.documents.pdf.material import texts
from tests.stages.apply.desk import endorse, fresh, started, submitted
from tests.stages.prove.making import handed_in, proved, tied
from tests.stages.prove.volumes import (
    FOUNDING,
    bound,
    made,
    refused,
)
from tests.stages.world import World, world

pytestmark = [pytest.mark.usefixtures("db"), needs("cjk-font")]


@pytest.fixture
def city(settings: Settings, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    made = world()
    web.at(settings, made.at)
    return made


def round_of(city: World) -> list[Application]:
    found = [handed_in(city, draft_filled(city, kind)) for kind in (Kind.COUNTY, Kind.ZONE)]
    for one in found:
        endorse(city, one)
    return [fresh(one) for one in found]


def draft_filled(city: World, kind: Kind) -> Application:
    from tests.stages.apply.desk import filled

    found = filled(city, started(city, kind))
    tied(city, found, FOUNDING, name="照片.png", seed=len(kind.value))
    return fresh(found)


def fetched(hat: Hat, asked: Making) -> Any:
    client = Client()
    web.sign_in(client, hat)
    return client.get(f"/made/{asked.pk}/file/")


def whole(answer: Any) -> bytes:
    pieces: Iterable[bytes] = answer.streaming_content
    return b"".join(pieces)


def test_a_round_is_one_zip_that_is_put_together_while_it_is_fetched(city: World) -> None:
    found = round_of(city)
    asked = binding.ask_round(round=city.round, hat=city.clerk, at=city.at)
    listed = json.loads(made(asked))
    row = Making.objects.get(pk=asked.pk)
    answer = fetched(city.clerk, asked)
    content = whole(answer)
    assert answer["Content-Length"] == str(len(content)) == str(row.size)
    assert (row.done, row.total) == (2, 2)
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    names = package.namelist()
    assert names == [name for name, *_ in listed]
    assert all(info.flag_bits & 0x800 for info in package.infolist())
    above = {one.recommender.organisation.name for one in found if one.recommender}
    assert {name.split("/")[0] for name in names} == above == {"示例县总工会", "示例开发区总工会"}
    for one in found:
        folder = next(name for name in names if one.number in name).rpartition("/")[0]
        assert folder.split("/")[1].startswith(f"{one.number}-")
        assert [name.rpartition("/")[2] for name in names if name.startswith(folder)] == [
            f"00-支撑材料-{one}.pdf",
            "01-基础情况-创新工作室成立文件-照片.png",
        ]
        assert one.number in texts(package.read(names[names.index(f"{folder}/00-支撑材料-{one}.pdf")]))[0]
    assert set(Look.objects.values_list("subject_id", flat=True)) == {str(one.pk) for one in found}


def test_a_round_is_bound_once_for_all_who_ask_and_a_recommender_has_its_own(city: World, tmp_path: Path) -> None:
    found = round_of(city)
    made(binding.ask_round(round=city.round, hat=city.clerk, at=city.at))
    spot = tmp_path / "prepared" / "volumes"
    inodes = {path.name: path.stat().st_ino for path in spot.iterdir()}
    assert sorted(int(name.partition("-")[0]) for name in inodes) == sorted(one.pk for one in found)
    county = city.hat(Role.RECOMMENDER)
    asked = binding.ask_round(round=city.round, hat=county, at=city.at)
    assert {name.split("/")[0] for name, *_ in json.loads(made(asked))} == {"示例县总工会"}
    assert {path.name: path.stat().st_ino for path in spot.iterdir()} == inodes
    assert "没有可以下载的申报" in refused(binding.ask_round(round=city.round, hat=city.auditor, at=city.at))


def test_a_volume_that_is_gone_is_no_broken_zip(city: World) -> None:
    found = round_of(city)
    asked = binding.ask_round(round=city.round, hat=city.clerk, at=city.at)
    made(asked)
    binding.forget(found[0].pk)
    assert fetched(city.clerk, asked).status_code == 404


def test_folders_of_a_round_are_never_the_same(city: World) -> None:
    one, other = (submitted(city, kind, studio_name="../同名/工作室") for kind in (Kind.COUNTY, Kind.ZONE))
    other.recommender, other.number = one.recommender, one.number
    found = folders([one, other])
    assert len(set(found)) == 2
    assert all(name.count("/") == 1 and ".." not in name for name in found)


# Kept and thrown away


def test_what_nobody_wants_any_more_is_swept(city: World, tmp_path: Path) -> None:
    found = proved(city)
    bound(city, found)
    binding.kept_volume(
        bundling(applications.whole(Application.objects.all()).get(), live=True), lambda done, total: None
    )
    spot = tmp_path / "prepared"
    assert binding.tidy(city.at) == 0
    old = time.time() - timedelta(days=3).total_seconds()
    for left in (spot / ".left", spot / "volumes" / ".left"):
        left.mkdir()
        (left / "made.pdf").write_bytes(b"half")
        os.utime(left, (old, old))
    for path in [*spot.glob("*.pdf"), *spot.glob("volumes/*.pdf")]:
        os.utime(path, (old, old))
    from django.utils.timezone import now

    assert binding.tidy(now()) == 1
    assert list(spot.glob("volumes/*")) == list(spot.glob(".left")) == list(spot.glob("volumes/.left")) == []
    assert len(list(spot.glob("*.pdf"))) == 1
    Content.objects.all().update(sha256="0" * 64)
    assert binding.tidy(now()) == 1
    assert list(spot.glob("*.pdf")) == []
