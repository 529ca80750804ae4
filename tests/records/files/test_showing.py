"""A file is seen as a picture of our own making and fetched as an attachment, by whom the room of its tray lets."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.core.people import Role
from jiangfang.documents.preview import office
from jiangfang.records.files import actions, jobs, previews, store
from jiangfang.records.files.models import Content, File
from jiangfang.records.journal.models import Entry, Look
from jiangfang.records.people.models import Hat
from tests import web
from tests.components import needs
from tests.contents import ofd, pdf, picture, word
from tests.records.files.sending import client_of
from tests.records.world import AT, City, hat, later
from tests.trays import named, place_of


@pytest.fixture(autouse=True)
def moment(town: City, data: Path, settings: Settings) -> None:
    web.at(settings, AT)


def brought(town: City, name: str, content: bytes, at: Any = AT) -> File:
    found = io.BytesIO(content)
    return actions.bring(
        tray=named(town.unit), place=place_of(town.unit), name=name, content=found, hat=town.worker, at=at
    )


def at(file: File, deed: str = "") -> str:
    return f"/files/{file.tray}/{file.pk}/{deed}"


def body(response: Any) -> bytes:
    return b"".join(response)


def shown(response: Any) -> Image.Image:
    return Image.open(io.BytesIO(body(response)))


def lying(data: Path) -> list[str]:
    return sorted(path.name for path in (data / previews.FOLDER).rglob("*") if path.is_file())


class TestAPicture:
    def test_it_is_drawn_anew_and_kept(self, town: City, data: Path) -> None:
        file = brought(town, "照片.jpg", picture("JPEG", size=(800, 600)))
        client = client_of(town.worker)
        answer = client.get(at(file, "preview/1/"), {"size": "thumb"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert shown(answer).size == (320, 240)
        assert len(lying(data)) == 1
        kept = next((data / previews.FOLDER).rglob("*.jpg"))
        Image.new("RGB", (7, 7)).save(kept, "JPEG")
        assert shown(client.get(at(file, "preview/1/"), {"size": "thumb"})).size == (7, 7)
        assert shown(client.get(at(file, "preview/1/"))).size == (800, 600)

    def test_it_stands_alone(self, town: City) -> None:
        file = brought(town, "照片.jpg", picture("JPEG"))
        client = client_of(town.worker)
        for answer in (client.get(at(file, "preview/1/")), client.get(at(file, "download/"))):
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer["Cache-Control"].startswith("private")

    def test_turned_it_is_another(self, town: City) -> None:
        file = brought(town, "照片.jpg", picture("JPEG", size=(80, 60)))
        client = client_of(town.worker)
        there = at(file)
        answer = client.post(at(file, "turn/"), {"hat": town.worker.pk, "turned": "90"})
        assert (answer.status_code, answer["Location"]) == (303, there)
        assert shown(client.get(at(file, "preview/1/"))).size == (60, 80)
        for said in ("90", "45", "x", ""):
            client.post(at(file, "turn/"), {"hat": town.worker.pk, "turned": said})
        assert shown(client.get(at(file, "preview/1/"))).size == (60, 80)
        client.post(at(file, "turn/"), {"hat": town.worker.pk, "turned": "0", "next": "/desk/"})
        assert shown(client.get(at(file, "preview/1/"))).size == (80, 60)
        assert Entry.objects.filter(deed="file.turned").count() == 2

    @pytest.mark.parametrize(("page", "query"), [(2, ""), (0, ""), (1, "?size=huge"), (10**12, ""), (1, "?size=../x")])
    def test_what_there_is_not(self, town: City, data: Path, page: int, query: str) -> None:
        file = brought(town, "照片.jpg", picture("JPEG"))
        assert client_of(town.worker).get(at(file, f"preview/{page}/{query}")).status_code == 404
        assert lying(data) == []

    def test_many_at_once_are_told_to_wait(self, town: City, monkeypatch: pytest.MonkeyPatch) -> None:
        file = brought(town, "照片.jpg", picture("JPEG"))
        monkeypatch.setattr(previews, "WAIT", 0.01)
        taken = [previews._SLOTS.acquire(blocking=False) for _ in range(2)]
        try:
            answer = client_of(town.worker).get(at(file, "preview/1/"))
            assert (taken, answer.status_code, answer["Retry-After"]) == ([True, True], 503, "2")
        finally:
            for _ in taken:
                previews._SLOTS.release()
        assert client_of(town.worker).get(at(file, "preview/1/")).status_code == 200

    def test_what_is_lost_shows_nothing(self, town: City) -> None:
        file = brought(town, "照片.jpg", picture("JPEG"))
        store.chosen().drop(store.name_of(file.content.sha256))
        client = client_of(town.worker)
        assert client.get(at(file, "preview/1/")).status_code == 404
        answer = client.get(at(file, "download/"))
        assert answer.status_code == 422
        assert "坏了或者不见了" in answer.content.decode()
        assert "内容坏了" in client.get(at(file)).content.decode()


class TestThePage:
    def test_a_pdf_is_leafed_through(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf(3))
        client = client_of(town.worker)
        first, last = (client.get(f"{at(file)}?page={page}&next=/desk/").content.decode() for page in (1, 99))
        assert "第 1 页，共 3 页" in first
        assert ("下一页" in first, "上一页" in first) == (True, False)
        assert "?page=2&amp;next=%2Fdesk%2F" in first
        assert "第 3 页，共 3 页" in last
        assert ("下一页" in last, "上一页" in last) == (False, True)
        picture = re.search(r'<img src="([^"]+)"', first)
        assert picture is not None
        assert shown(client.get(picture[1].replace("&amp;", "&"))).height == 2000

    def test_somebody_who_only_reads_changes_nothing(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf())
        page = client_of(town.clerk).get(at(file)).content.decode()
        assert "下载" in page
        assert not any(word in page for word in ("改名", "向右转", "删除这个文件"))
        for deed in ("turn/", "rename/", "remove/"):
            assert client_of(town.clerk).post(at(file, deed), {"name": "x"}).status_code == 404

    def test_another_name(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf())
        client = client_of(town.worker)
        answer = client.post(at(file, "rename/"), {"hat": town.worker.pk, "name": "专利证书 1", "next": at(file)})
        assert answer.status_code == 303
        assert "专利证书 1.pdf" in client.get(at(file)).content.decode()
        for sent in ({"name": "  "}, {}):
            answer = client.post(at(file, "rename/"), {"hat": town.worker.pk, **sent})
            assert answer.status_code == 422
        assert File.objects.get().name == "专利证书 1.pdf"
        answer = client.post(at(file, "rename/"), {"hat": town.worker.pk, "name": "<script>alert(1)</script>"})
        assert "<script>alert" not in client.get(at(file)).content.decode()

    def test_it_is_asked_before_it_goes(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf())
        client = client_of(town.worker)
        page = client.get(at(file, "remove/"), {"next": "/desk/"})
        assert "删除“证书.pdf”" in page.content.decode()
        assert File.objects.count() == 1
        answer = client.post(at(file, "remove/"), {"hat": town.worker.pk, "next": "/desk/"})
        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert not File.objects.exists()
        assert client.get(at(file)).status_code == 404

    def test_a_look_at_somebodys_papers_is_kept(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf(2))
        for worn in (town.worker, town.clerk, town.recommender):
            client = client_of(worn)
            client.get(at(file, "preview/1/"), {"size": "thumb"})
            assert not Look.objects.filter(person_id=worn.person_id).exists()
            body(client.get(at(file, "download/")))
            client.get(at(file, "preview/1/"))
        seen = Look.objects.values_list("person_id", "subject_kind", "day")
        assert sorted(seen) == sorted((worn.person_id, "unit", AT.date()) for worn in (town.clerk, town.recommender))

    def test_an_application_has_the_files_of_no_other(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf())
        there = at(file).replace(named(town.unit), named(town.other))
        stranger = client_of(hat(town.other, Role.UNIT, "stranger"))
        for deed in ("", "download/", "preview/1/", "turn/", "rename/", "remove/"):
            for address in (at(file, deed), f"{there}{deed}"):
                assert stranger.post(address, {"name": "x"}).status_code in (404, 405)
                assert stranger.get(address).status_code in (404, 405)
        for tray in ("sample", "sample-0", "sample-01", "other-1", f"SAMPLE-{town.unit.pk}", "sample-" + "9" * 40):
            assert client_of(town.worker).get(f"/files/{tray}/{file.pk}/").status_code == 404


class TestFetching:
    def test_as_it_came_and_never_to_be_opened_here(self, town: City) -> None:
        file = brought(town, "证书 “甲”.pdf", pdf(2))
        answer = client_of(town.worker).get(at(file, "download/"))
        assert body(answer) == pdf(2)
        assert answer["Content-Length"] == str(len(pdf(2)))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%81")

    @pytest.mark.parametrize("name", ["a.png", 'a"b.png', "a\\b;c.png", "示例" * 100 + ".png", "\u202egnp.png"])
    def test_names_of_any_sort(self, town: City, name: str) -> None:
        file = brought(town, name, picture())
        said = client_of(town.worker).get(at(file, "download/"))["Content-Disposition"]
        assert said.startswith("attachment; filename")
        assert not set(said) & set("\r\n\u202e")

    def test_nobody_is_asked_to_sign_in_by_a_file(self, town: City) -> None:
        file = brought(town, "证书.pdf", pdf())
        for deed in ("download/", "preview/1/", ""):
            answer = Client().get(at(file, deed))
            assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)


class TestAnOfficeFile:
    @needs("libreoffice")
    def test_it_is_made_ready_beside_the_pages(self, town: City, data: Path) -> None:
        file = brought(town, "总结.docx", word())
        client = client_of(town.worker)
        assert "正在转换" in client.get(at(file)).content.decode()
        assert 'hx-trigger="every' in client.get(at(file), headers={"HX-Request": "true"}).content.decode()
        assert client.get(at(file, "preview/1/")).status_code == 404
        assert run_waiting() == 1
        page = client.get(at(file)).content.decode()
        assert "正在转换" not in page
        assert "preview/1/" in page
        assert shown(client.get(at(file, "preview/1/"))).height == 2000
        assert client.get(at(file, "preview/2/")).status_code == 404
        jobs.convert.call(file.content_id)
        jobs.convert.call(999_999)
        assert [name for name in lying(data) if name.endswith((".none", "asked"))] == []

    def test_without_libreoffice_it_is_said(self, town: City, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(office, "program", lambda: None)
        file = brought(town, "总结.docx", word())
        assert "本机没有装 LibreOffice，请下载后看" in client_of(town.worker).get(at(file)).content.decode()
        assert run_waiting() == 0

    def test_what_cannot_be_converted_is_said_and_not_tried_at_once_again(
        self, town: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(office, "program", lambda: "/bin/false")
        file = brought(town, "总结.docx", word())
        client = client_of(town.worker)
        client.get(at(file))
        assert run_waiting() == 1
        for _ in range(2):
            assert "转换不出来" in client.get(at(file)).content.decode()
        assert run_waiting() == 0

    def test_what_nobody_can_show(self, town: City) -> None:
        file = brought(town, "公文.ofd", ofd())
        assert "这种文件没有预览，请下载后看" in client_of(town.worker).get(at(file)).content.decode()
        assert client_of(town.worker).get(at(file, "preview/1/")).status_code == 404


class TestTheFolder:
    def test_what_is_gone_or_old_is_swept_away(self, town: City, data: Path) -> None:
        files = [brought(town, f"{place}.png", picture(seed=place)) for place in range(3)]
        client = client_of(town.worker)
        for file in files:
            client.get(at(file, "preview/1/"), {"size": "thumb"})
        names = lying(data)
        for path in (data / previews.FOLDER).rglob("*.jpg"):
            age = 31 if path.name.startswith(files[0].content.sha256) else 1
            os.utime(path, (AT.timestamp() - age * 86_400,) * 2)
        gone = files[1].content
        File.objects.filter(content=gone).delete()
        Content.objects.filter(pk=gone.pk).delete()
        half = data / previews.FOLDER / names[0][:2] / ".half"
        half.touch()
        os.utime(half, (AT.timestamp() - 90_000,) * 2)
        jobs.tidy(AT)
        assert lying(data) == [f"{files[2].content.sha256}-thumb-1-0.jpg"]

    def test_what_is_looked_at_is_kept_on(self, town: City, data: Path) -> None:
        file = brought(town, "照片.png", picture())
        client = client_of(town.worker)
        client.get(at(file, "preview/1/"))
        kept = next((data / previews.FOLDER).rglob("*.jpg"))
        os.utime(kept, (AT.timestamp() - 20 * 86_400,) * 2)
        client.get(at(file, "preview/1/"))
        assert kept.stat().st_mtime > AT.timestamp()

    def test_nothing_is_left_of_what_is_forgotten(self, town: City, data: Path) -> None:
        one, other = (brought(town, f"{place}.png", picture(seed=place)) for place in range(2))
        for file in (one, other):
            client_of(town.worker).get(at(file, "preview/1/"))
        previews.forget(one.content.sha256)
        assert [name[:64] for name in lying(data)] == [other.content.sha256]


def test_the_tiles_ask_as_often_with_many_as_with_one(town: City) -> None:
    client, there = client_of(town.worker), f"/files/{named(town.unit)}/upload/"

    def asked() -> int:
        client.get(there)
        with CaptureQueriesContext(connection) as found:
            assert client.get(there).status_code == 200
        return len(found)

    brought(town, "0.png", picture(seed=0))
    once = asked()
    for place in range(1, 4):
        brought(town, f"{place}.png", picture(seed=place), later(minutes=place))
    assert asked() == once <= 12
    page = client.get(there).content.decode()
    assert page.index("3.png") < page.index("0.png")


def test_a_hat_that_ended_sees_nothing(town: City) -> None:
    file = brought(town, "证书.pdf", pdf())
    client = client_of(town.worker)
    Hat.objects.filter(pk=town.worker.pk).update(until=AT.date())
    assert client.get(at(file, "download/")).status_code == 404
