"""A file that was made to take the server down: it is listed, everything else is bound, asking again goes on."""

from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.documents.pdf import placing, preparing
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import binding
from jiangfang.stages.prove.queries.bound import bundling
from tests import web
from tests.components import needs
from tests.documents.pdf.material import texts
from tests.documents.pdf.test_bombs import MEGABYTE, again_and_again
from tests.stages.apply.desk import fresh
from tests.stages.prove.volumes import FOUNDING, bound, brought, draft, marks, tie
from tests.stages.world import World, world

pytestmark = [pytest.mark.usefixtures("db"), needs("cjk-font")]


@pytest.fixture
def city(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.DATA = tmp_path
    monkeypatch.setattr(placing, "MOST_DRAWN", 2 * MEGABYTE)
    made = world()
    web.at(settings, made.at)
    return made


@pytest.fixture
def found(city: World) -> Application:
    """Good files, and one that cannot be taken over."""
    made = draft(city)
    tie(city, made, brought(city, made, again_and_again(3), "丙.pdf"), FOUNDING)
    return fresh(made)


def is_late(content: bytes) -> bool:
    return any("这一次没有装订进来" in said for said in texts(content))


def test_what_takes_too_long_is_listed_and_another_time_it_is_there(
    city: World, found: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "WHOLE", 0.0)
    first = bound(city, found)
    assert is_late(first)
    assert marks(first) == ["B1", "A1", "A2", "B1", "S1"]
    monkeypatch.undo()
    monkeypatch.setattr(placing, "MOST_DRAWN", 2 * MEGABYTE)
    again = bound(city, found)
    assert not is_late(again)
    assert marks(again) == marks(first)
    assert bound(city, found) == again


def test_a_volume_that_waits_for_a_file_is_not_kept_for_the_whole_one(
    city: World, found: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> Path:
        return binding.kept_volume(bundling(found, live=True), lambda done, total: None)

    monkeypatch.setattr(preparing, "WHOLE", 0.0)
    late = kept()
    assert is_late(late.read_bytes())
    monkeypatch.setattr(preparing, "WHOLE", 600.0)
    whole = kept()
    assert whole != late
    assert not is_late(whole.read_bytes())
    assert kept() == whole
    binding.forget(found.pk)
    assert not late.exists()
    assert not whole.exists()
