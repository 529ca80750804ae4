"""Many who bring and look at the same moment, and files that take long: the pages go on, and nobody is left waiting."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any

import pytest
from pytest_django import Settings

from jiangfang.core.problems import Refused
from jiangfang.documents.inspecting import apart
from jiangfang.documents.preview.drawing import Undrawable
from jiangfang.records.files import actions, previews
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.trays import Place
from jiangfang.records.files.views import uploading
from tests import web
from tests.contents import pdf, picture
from tests.records.files.sending import Sender, client_of, names, upload_at
from tests.records.files.test_plain_form import chosen, posted
from tests.records.world import AT, City
from tests.trays import named, place_of


@contextmanager
def all_taken(places: BoundedSemaphore, count: int) -> Iterator[None]:
    """Somebody has every one of them as long as the block lasts."""
    taken = [places.acquire(blocking=False) for _ in range(count)]
    assert all(taken)
    try:
        yield
    finally:
        for _ in taken:
            places.release()


@pytest.fixture
def two(town: City, data: Path, settings: Settings) -> File:
    """A PDF of two pages."""
    web.at(settings, AT)
    return actions.bring(
        tray=named(town.unit),
        place=place_of(town.unit),
        name="证书.pdf",
        content=io.BytesIO(pdf(2)),
        hat=town.worker,
        at=AT,
    )


def kept(data: Path) -> list[str]:
    return sorted(path.name[65:] for path in (data / previews.FOLDER).rglob("*") if path.is_file())


class TestLooking:
    def test_of_what_took_too_long_no_other_page_is_tried(
        self, town: City, two: File, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, top = client_of(town.worker), f"/files/{two.tray}/{two.pk}/preview"
        assert client.get(f"{top}/1/", {"size": "thumb"}).status_code == 200
        with monkeypatch.context() as hurried:
            hurried.setattr(previews, "SECONDS", 0.001)
            assert client.get(f"{top}/1/").status_code == 404
        assert kept(data) == ["slow.none", "thumb-1-0.jpg"]
        for page, size in ((1, "page"), (2, "page"), (2, "thumb")):
            assert client.get(f"{top}/{page}/", {"size": size}).status_code == 404
        assert client.get(f"{top}/1/", {"size": "thumb"}).status_code == 200
        assert kept(data) == ["slow.none", "thumb-1-0.jpg"]
        (mark,) = (data / previews.FOLDER).rglob("*slow.none")
        os.utime(mark, (time.time() - 90_000,) * 2)
        assert client.get(f"{top}/2/").status_code == 200

    def test_who_waited_behind_it_does_not_try_either(
        self, two: File, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(previews, "WAIT", 600.0)
        content, told = Content.objects.get(), list[str]()

        def look() -> None:
            try:
                previews.drawn(content, page=2, size="thumb", turned=0)
            except Undrawable as fault:
                told.append(fault.why)

        waiting = Thread(target=look)
        with all_taken(previews._SLOTS, previews.AT_ONCE):
            waiting.start()
            while previews._LINE._value == previews.WAITING:
                time.sleep(0.01)
            mark = previews._mark(content, "slow")
            mark.parent.mkdir(parents=True)
            mark.write_text("slow")
        waiting.join(60)
        assert (told, kept(data)) == (["slow"], ["slow.none"])

    def test_the_line_of_those_who_wait_is_short(
        self, town: City, two: File, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """One more than that is told so at once, holds up no page, and is no fault in the log."""
        monkeypatch.setattr(previews, "WAIT", 600.0)
        client, there = client_of(town.worker), f"/files/{two.tray}/{two.pk}/preview/1/"
        with all_taken(previews._SLOTS, previews.AT_ONCE), all_taken(previews._LINE, previews.WAITING):
            answer = client.get(there)
            assert (answer.status_code, answer["Retry-After"]) == (503, "2")
            assert caplog.records == []
            assert client.get(f"/files/{two.tray}/{two.pk}/").status_code == 200
        assert client.get(there).status_code == 200
        for places, count in ((previews._SLOTS, previews.AT_ONCE), (previews._LINE, previews.WAITING)):
            with all_taken(places, count):
                assert not places.acquire(blocking=False)


class TestBringing:
    def test_one_that_comes_piece_by_piece_is_handed_over_later(
        self, worker: Sender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(apart, "WAIT", 0.01)
        content = picture()
        there = worker.begun("照片.png", len(content))
        with all_taken(apart._places, apart.AT_ONCE):
            answer = worker.lay(there, 0, content)
        assert answer.status_code == 503
        assert "请过一会儿再传" in answer.json()["said"]
        stands = upload_at(there)
        assert (stands.received, stands.ended_at, stands.taking_at) == (len(content), None, None)
        assert worker.lay(there, len(content), b"").status_code == 204
        assert names() == ["照片.png"]

    def test_a_plain_form_says_so(self, worker: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart, "WAIT", 0.01)
        with all_taken(apart._places, apart.AT_ONCE):
            answer = posted(worker, chosen("照片.png", picture()))
        assert answer.status_code == 422
        assert "“照片.png”还没有看，先不收下" in answer.content.decode()
        assert names() == []

    def test_one_form_holds_nobody_up_for_long(self, worker: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
        files = [chosen(f"{number}.png", picture(seed=number)) for number in range(3)]
        monkeypatch.setattr(uploading, "LONGEST", -1.0)
        page = posted(worker, *files)
        assert page.status_code == 422
        assert names() == ["0.png"]
        said = page.content.decode()
        assert "收下 1 个文件" in said
        assert "还有 2 个没有看，也没有收下，请再选它们传一次：“1.png”、“2.png”" in said

    def test_nobody_learns_by_the_time_who_has_a_file(
        self, town: City, bring: Callable[..., File], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the same organisation has is not looked at again; what another one has is, as if nobody had it."""
        bring(pdf(2))
        monkeypatch.setattr(apart, "WAIT", 0.01)

        def other() -> Any:
            place = Place(town.federation, town.other)
            content = io.BytesIO(pdf(2))
            return actions.bring(tray="studio-99", place=place, name="a.pdf", content=content, hat=town.worker, at=AT)

        with all_taken(apart._places, apart.AT_ONCE):
            assert bring(pdf(2), tray="studio-13").content.pages == 2
            with pytest.raises(Refused, match="请过一会儿再传"):
                other()
        assert other().content.pages == 2
        assert Content.objects.count() == 1
