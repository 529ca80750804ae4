"""``jiangfang files check`` as somebody at the server runs it, on either engine, with either store."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from jiangfang.config.keeping import contents as uploaded
from jiangfang.records.files import actions
from jiangfang.records.files.address import Address
from jiangfang.records.files.models import File
from jiangfang.records.files.store import name_of
from jiangfang.records.files.trays import Place as Tray
from tests import contents
from tests.cli.places import Place, elsewhere, here
from tests.engines import Engine
from tests.records.world import AT, city

pytestmark = pytest.mark.both_engines


@dataclass(frozen=True)
class Office(Place):
    """A place whose uploads lie in the store that is named."""

    files: str = ""

    @property
    def environment(self) -> dict[str, Any]:
        return {**super().environment, "JIANGFANG_FILES": self.files}


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, own_database: Engine, tmp_path: Path, settings: Settings) -> Office:
    """An office that has two uploads; the command finds the same store by the environment."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = here(own_database, tmp_path)
    settings.DATA = found.data
    if request.param == "bucket":
        settings.FILES = request.getfixturevalue("bucket")
    town = city()
    for seed, content in enumerate((contents.pdf(2), contents.picture("JPEG"))):
        tray = Tray(town.federation, town.unit)
        actions.bring(tray="studio-1", place=tray, name=f"{seed}", content=io.BytesIO(content), hat=town.worker, at=AT)
    return Office(found.data, found.engine, url_of(settings.FILES))


def url_of(address: Address | None) -> str:
    if address is None:
        return ""
    asked = f"endpoint={address.endpoint}&region={address.region}&key={address.key}&secret={address.secret}"
    return f"s3://{address.bucket}/{address.prefix}?{asked}"


def test_what_it_says(place: Office, settings: Settings) -> None:
    said = place.run("files", "check")
    assert (said.status, [one["code"] for one in said.json()["problems"]]) == (0, ["file_unused"])
    sizes = sum(File.objects.values_list("content__size", flat=True))
    assert (said.json()["contents"], said.json()["bytes"], said.json()["mended"]) == (2, sizes, 0)


def test_a_lost_content_is_an_error_until_it_comes_back_from_a_copy(place: Office) -> None:
    kept, file = uploaded.of(place.data), File.objects.order_by("pk")[0]
    (place.data / "backups").mkdir()
    uploaded.shared(kept, uploaded.spare(place.data))
    kept.drop(name_of(file.content.sha256))
    assert place.codes("files", "check") == (1, ["content_lost", "file_unused"])
    assert place.codes("files", "check", "--mend") == (0, ["content_restored", "file_unused"])
    assert place.codes("files", "check") == (0, ["file_unused"])


def test_what_was_backed_up_comes_back_whole(
    place: Office, own_database: Engine, tmp_path: Path, settings: Settings
) -> None:
    """Also out of an object store that is empty by then."""
    out = tmp_path / "office.zip"
    assert place.codes("backup", out) == (0, [])
    if settings.FILES:
        settings.FILES = replace(settings.FILES, prefix=f"{settings.FILES.prefix}-new")
    with elsewhere(own_database, tmp_path) as spot:
        new = Office(spot.data, spot.engine, url_of(settings.FILES))
        assert new.run("restore", out).json()["files"] == 2
        said = new.run("files", "check")
        assert (said.status, said.json()["contents"]) == (0, 2)
