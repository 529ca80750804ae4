"""The two stores that contents are tested on: a folder, and a bucket of a real object store that speaks HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.core.proofs import Limits
from jiangfang.records.files import actions, store
from jiangfang.records.files.models import File
from jiangfang.records.files.trays import Place
from jiangfang.records.people.models import Hat
from tests import web
from tests.records.files.sending import Sender, sender
from tests.records.world import AT, City, city


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """A data folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    settings.DATA = folder
    return folder


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, data: Path, settings: Settings) -> store.Store:
    """The store of the settings, of either sort."""
    if request.param == "bucket":
        settings.FILES = request.getfixturevalue("bucket")
    return store.chosen()


@pytest.fixture
def town(db: None) -> City:
    return city()


@pytest.fixture
def place(town: City) -> Place:
    return Place(town.federation, town.unit)


@pytest.fixture
def worker(town: City, data: Path, settings: Settings) -> Sender:
    """Who brings files to the tray of the unit."""
    web.at(settings, AT)
    return sender(town.worker)


@pytest.fixture
def bring(town: City, place: Place) -> Callable[..., File]:
    """Bring something to a tray, as somebody of the unit."""

    def bringing(
        content: bytes,
        name: str = "示例.pdf",
        tray: str = "studio-12",
        hat: Hat | None = None,
        at: datetime = AT,
        limits: Limits | None = None,
    ) -> File:
        spot = replace(place, limits=limits) if limits else place
        stream = io.BytesIO(content)
        return actions.bring(tray=tray, place=spot, name=name, content=stream, hat=hat or town.worker, at=at)

    return bringing
