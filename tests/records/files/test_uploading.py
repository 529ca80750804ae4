"""Files come piece by piece: kept, or refused with a sentence, never half."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.proofs import MB, Limits
from jiangfang.records.files import jobs, queries, store
from jiangfang.records.files.actions import bringing, uploading
from jiangfang.records.files.address import Address
from jiangfang.records.files.models import File, Upload
from jiangfang.records.journal.models import Entry
from jiangfang.records.people.models import Hat
from tests import web
from tests.contents import pdf, picture
from tests.records.files.sending import Sender, client_of, parts, sender, upload_at
from tests.records.world import AT, City, hat, later
from tests.trays import LIMITS, named, place_of

Usage = namedtuple("Usage", "total used free")


class TestPieceByPiece:
    def test_it_becomes_a_file(self, worker: Sender, data: Path) -> None:
        content = pdf(3)
        there = worker.begun("证书.pdf", len(content))
        first = worker.lay(there, 0, content[:500])
        assert (first.status_code, first["Upload-Offset"], first["Tus-Resumable"]) == (204, "500", "1.0.0")
        assert "Upload-Expires" in first
        assert not File.objects.exists()
        stands = worker.client.head(there)
        assert (stands.status_code, stands["Upload-Offset"], stands["Upload-Length"]) == (200, "500", str(len(content)))
        assert stands["Cache-Control"] == "no-store"
        last = worker.lay(there, 500, content[500:])
        assert (last.status_code, last["Upload-Offset"]) == (204, str(len(content)))
        kept = File.objects.get()
        with store.open(kept.content) as found:
            assert found.read() == content
        told = worker.client.get(there).json()
        assert told == {
            "offset": len(content),
            "size": len(content),
            "name": "证书.pdf",
            "ended": True,
            "file": kept.pk,
            "said": "",
            "there": "",
        }
        assert parts(data) == []

    def test_the_server_says_what_it_can(self, worker: Sender) -> None:
        told = worker.client.options(worker.top)
        assert (told.status_code, told["Tus-Version"], told["Tus-Max-Size"]) == (204, "1.0.0", str(LIMITS.bytes))
        assert told["Tus-Extension"] == "creation,expiration,termination"
        assert worker.begin("a.pdf", 10, **{"Tus-Resumable": "0.2.2"}).status_code == 412
        there = worker.begun("a.pdf", 10)
        assert worker.lay(there, 0, b"1", **{"Tus-Resumable": "0.2.2"}).status_code == 412

    def test_a_piece_of_another_place_is_not_laid(self, worker: Sender, data: Path) -> None:
        there = worker.begun("a.pdf", 1000)
        worker.lay(there, 0, b"a" * 400)
        for offset in (0, 300, 401, 1000, 10**17):
            answer = worker.lay(there, offset, b"b" * 10)
            assert answer.status_code == (409 if offset < 990 else 413), offset
            if offset < 990:
                assert answer["Upload-Offset"] == "400"
        assert upload_at(there).received == 400
        assert queries.part_of(upload_at(there).key).read_bytes() == b"a" * 400

    @pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "9" * 30, "٣"])
    def test_an_offset_that_is_none(self, worker: Sender, offset: str) -> None:
        there = worker.begun("a.pdf", 1000)
        assert worker.lay(there, 0, b"a", **{"Upload-Offset": offset}).status_code == 422

    def test_more_than_was_said_is_not_taken(self, worker: Sender) -> None:
        there = worker.begun("a.pdf", 10)
        assert worker.lay(there, 0, b"a" * 11).status_code == 413
        assert upload_at(there).received == 0

    def test_something_else_than_a_piece(self, worker: Sender) -> None:
        there = worker.begun("a.pdf", 10)
        answer = worker.client.patch(there, b"a", content_type="text/plain", headers={"Upload-Offset": "0"})
        assert answer.status_code == 415

    @pytest.mark.parametrize(
        ("size", "name", "status", "says"),
        [
            (2 * 1024 * MB, "大.pdf", 413, "有 2 GB，一份文件最多 3 MB"),
            (0, "空.pdf", 422, "“空.pdf”是空的"),
            ("-5", "a.pdf", 422, "看不懂"),
            ("x", "a.pdf", 422, "看不懂"),
            ("9" * 40, "a.pdf", 422, "看不懂"),
        ],
    )
    def test_what_would_not_be_taken_is_not_begun(
        self, worker: Sender, data: Path, size: int, name: str, status: int, says: str
    ) -> None:
        answer = worker.begin(name, size)
        assert answer.status_code == status
        assert says in answer.json()["said"]
        assert (Upload.objects.count(), parts(data)) == (0, [])

    @pytest.mark.parametrize("said", ["", "filename", "filename !!!", "filename /w==", "other eA=="])
    def test_a_name_that_cannot_be_read(self, worker: Sender, said: str) -> None:
        assert worker.begin("a.pdf", 10, **{"Upload-Metadata": said}).status_code == (
            201 if said == "filename" else 422
        )

    @pytest.mark.parametrize("name", ["../../etc/passwd", "a\u202egpj.exe", "示" * 300 + ".png", "a\0b\r\nX: y.png"])
    def test_hostile_names_are_made_harmless(self, worker: Sender, data: Path, name: str) -> None:
        content = picture()
        assert worker.send(name, content).status_code == 204
        kept = File.objects.get()
        assert not set(kept.name) & set("/\\\u202e\0\r\n")
        assert len(kept.name) <= 120
        assert parts(data) == []

    def test_what_is_no_proof_is_refused_at_the_end(self, worker: Sender, data: Path) -> None:
        content = b"MZ" + b"\0" * 2000
        answer = worker.send("照片.jpg", content)
        assert answer.status_code == 422
        assert "“照片.jpg”" in answer.json()["said"]
        made = Upload.objects.get()
        told = worker.client.get(f"{worker.top}{made.key}/").json()
        assert (told["ended"], told["file"], told["said"]) == (True, None, answer.json()["said"])
        assert parts(data) == []
        assert worker.lay(f"{worker.top}{made.key}/", made.size, b"").status_code == 422

    def test_too_many_are_said(self, worker: Sender, town: City, monkeypatch: pytest.MonkeyPatch) -> None:
        few = Limits(files=2, bytes=MB, together=MB)
        uploading.begin_upload(tray="x-1", place=place_of(town.unit, few), name="a", size=10, hat=worker.hat, at=AT)
        uploading.begin_upload(tray="x-1", place=place_of(town.unit, few), name="b", size=10, hat=worker.hat, at=AT)
        with pytest.raises(Refused) as refused:
            uploading.begin_upload(tray="x-1", place=place_of(town.unit, few), name="c", size=1, hat=worker.hat, at=AT)
        assert "最多 2 份" in refused.value.problems[0].message
        together = Limits(files=20, bytes=MB, together=MB)
        with pytest.raises(Refused) as refused:
            uploading.begin_upload(
                tray="x-1", place=place_of(town.unit, together), name="c", size=MB, hat=worker.hat, at=AT
            )
        assert "最多 1 MB" in refused.value.problems[0].message

    def test_the_same_once_more_is_the_file_that_is_there(self, worker: Sender, settings: Settings) -> None:
        for place, name in enumerate(("证书.pdf", "扫描件.pdf")):
            web.at(settings, later(hours=place))
            assert worker.send(name, pdf(2)).status_code == 204
            last = Upload.objects.order_by("-pk")[0]
            there = f"{worker.top}{last.key}/?hat={worker.hat.pk}"
            told = "和“证书.pdf”一样，已经有了，没有再放一份" if place else ""
            assert worker.client.get(there).json()["there"] == told
        assert File.objects.count() == 1
        assert set(Upload.objects.values_list("file", flat=True)) == {File.objects.get().pk}
        assert Entry.objects.filter(deed="file.brought").count() == 1

    def test_by_get_and_post_alone(self, worker: Sender) -> None:
        """Networks that let through no other methods."""
        content = pdf()
        there = worker.begun("a.pdf", len(content))
        sent = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
        answer = worker.client.post(there, content, content_type="application/offset+octet-stream", headers=sent)
        assert answer.status_code == 204
        assert File.objects.count() == 1
        other = worker.begun("b.pdf", len(content))
        sent = {"X-HTTP-Method-Override": "DELETE"}
        assert worker.client.post(other, headers=sent).status_code == 204
        assert Upload.objects.count() == 1


class TestWhoseItIs:
    def test_nobody_else_goes_on_with_it(self, worker: Sender, town: City) -> None:
        there = worker.begun("a.pdf", 1000)
        colleague = sender(hat(town.unit, Role.UNIT, "colleague"))
        other = sender(hat(town.other, Role.UNIT, "other"))
        for one in (colleague, other, sender(town.recommender), sender(town.clerk)):
            assert one.client.head(there).status_code == 404
            assert one.client.get(there).status_code == 404
            assert one.lay(there, 0, b"a").status_code == 404
            assert one.client.delete(there).status_code == 404
        assert Client().get(there).status_code == 302
        assert other.client.get(there.replace(named(town.unit), named(town.other))).status_code == 404
        assert upload_at(there).received == 0

    def test_a_hat_that_is_not_worn_any_more(self, worker: Sender, town: City) -> None:
        there = worker.begun("a.pdf", 1000)
        Hat.objects.filter(pk=worker.hat.pk).update(until=AT.date())
        assert worker.lay(there, 0, b"a").status_code == 404

    def test_it_goes_on_under_the_hat_under_which_it_was_begun(self, worker: Sender, town: City) -> None:
        """Whichever of their hats this person wears otherwise."""
        second = Hat.objects.create(
            person=worker.hat.person, organisation=town.other, role=Role.UNIT.value, since=worker.hat.since
        )
        web.sign_in(worker.client, second)
        assert worker.client.post(worker.top, {"hat": second.pk}).status_code == 404
        there = worker.begun("a.pdf", 1000)
        assert f"?hat={worker.hat.pk}" in there
        assert worker.lay(there, 0, b"a").status_code == 204

    def test_a_form_of_another_site_begins_nothing(self, worker: Sender) -> None:
        strict = Client(enforce_csrf_checks=True)
        web.sign_in(strict, worker.hat)
        assert Sender(worker.hat, strict).begin("a.pdf", 10).status_code == 403
        there = worker.begun("a.pdf", 10)
        assert Sender(worker.hat, strict).lay(there, 0, b"a").status_code == 403
        strict.cookies["csrftoken"] = "t" * 32
        assert Sender(worker.hat, strict).lay(there, 0, b"a", **{"X-CSRFToken": "t" * 32}).status_code == 204

    def test_one_who_is_signed_out_is_asked_in_place(self, worker: Sender) -> None:
        there = worker.begun("a.pdf", 10)
        asked = Sender(worker.hat, Client()).lay(there, 0, b"a", **{"HX-Request": "true"})
        assert asked.status_code == 401
        assert "password" in asked.content.decode()


class TestWhatGoesWrong:
    def test_a_disk_without_room_is_said_at_the_beginning(
        self, worker: Sender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda spot: Usage(10**12, 10**12 - 10**6, 10**6))
        answer = worker.begin("a.pdf", MB)
        assert answer.status_code == 507
        assert "磁盘快满了" in answer.json()["said"]
        assert not Upload.objects.exists()

    def test_a_disk_that_fills_up_on_the_way(self, worker: Sender) -> None:
        content = pdf()
        there = worker.begun("证书.pdf", len(content))
        part = queries.part_of(upload_at(there).key)
        part.unlink()
        part.symlink_to("/dev/full")
        answer = worker.lay(there, 0, content)
        assert answer.status_code == 507
        assert "磁盘满了" in answer.json()["said"]
        assert upload_at(there).received == 0
        part.unlink()
        part.touch()
        assert worker.lay(there, 0, content).status_code == 204
        assert File.objects.count() == 1

    def test_a_part_that_is_lost_is_begun_anew(self, worker: Sender, data: Path) -> None:
        there = worker.begun("a.pdf", 100)
        worker.lay(there, 0, b"a" * 50)
        part = queries.part_of(upload_at(there).key)
        part.write_bytes(b"a" * 20)
        assert worker.lay(there, 50, b"b").status_code == 410
        assert worker.client.get(there).status_code == 404
        assert parts(data) == []
        there = worker.begun("a.pdf", 100)
        queries.part_of(upload_at(there).key).unlink()
        assert worker.lay(there, 0, b"b").status_code == 410

    def test_a_server_that_died_while_it_took_it(self, worker: Sender, town: City) -> None:
        """The last piece is there and nobody looks at it; whoever asks after ten minutes has it looked at."""
        content = pdf()
        there = worker.begun("a.pdf", len(content))
        found = upload_at(there)
        uploading.append(upload=found, offset=0, piece=content, at=AT)
        Upload.objects.update(taking_at=AT)
        assert worker.lay(there, len(content), b"").status_code == 204
        assert not File.objects.exists()
        Upload.objects.update(taking_at=AT - uploading.PATIENCE - timedelta(seconds=1))
        assert worker.lay(there, len(content), b"").status_code == 204
        assert File.objects.count() == 1

    def test_a_store_that_is_away_loses_nothing(self, worker: Sender, data: Path, settings: Settings) -> None:
        settings.FILES = Address("shili", "proofs", "http://127.0.0.1:9", "us-east-1", "shili", "mima")
        content = pdf()
        there = worker.begun("a.pdf", len(content))
        answer = worker.lay(there, 0, content)
        assert answer.status_code == 503
        assert "连不上" in answer.json()["said"]
        assert len(parts(data)) == 1
        settings.FILES = None
        assert worker.lay(there, len(content), b"").status_code == 204
        assert (File.objects.count(), parts(data)) == (1, [])

    def test_what_stands_still_for_a_day_is_swept_away(self, worker: Sender, data: Path) -> None:
        old, new = worker.begun("old.pdf", 100), worker.begun("new.pdf", 100)
        stray = data / queries.ON_ITS_WAY / "stray"
        stray.write_bytes(b"x")
        for path in stray.parent.iterdir():
            os.utime(path, (AT.timestamp() - 25 * 3600,) * 2)
        Upload.objects.filter(pk=upload_at(old).pk).update(beat_at=AT - timedelta(hours=25))
        jobs.tidy(AT)
        assert [made.name for made in Upload.objects.all()] == ["new.pdf"]
        assert parts(data) == [upload_at(new).key]
        assert worker.lay(old, 0, b"x").status_code == 404
        assert worker.lay(new, 0, b"x").status_code == 204

    def test_the_button_of_a_page_without_scripts(self, worker: Sender, data: Path) -> None:
        there = worker.begun("证书.pdf", 100)
        worker.lay(there, 0, b"a" * 60)
        page = worker.client.get(f"/files/{named(worker.hat.organisation)}/upload/").content.decode()
        assert "上次没有传完的" in page
        assert there.split("?")[0] in page
        answer = worker.client.post(there, {"hat": worker.hat.pk, "next": "/desk/"})
        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert (Upload.objects.count(), parts(data)) == (0, [])

    def test_what_was_brought_stays_when_its_upload_goes(self, worker: Sender) -> None:
        worker.send("证书.pdf", pdf())
        there = f"{worker.top}{Upload.objects.get().key}/"
        assert worker.client.delete(there).status_code == 204
        assert (Upload.objects.count(), File.objects.count()) == (0, 1)

    def test_a_file_that_was_removed_again_is_not_brought_once_more(self, worker: Sender) -> None:
        content = pdf()
        worker.send("证书.pdf", content)
        bringing.remove(file=File.objects.get(), hat=worker.hat, at=AT)
        there = f"{worker.top}{Upload.objects.get().key}/"
        assert worker.client.get(there).json()["ended"]
        worker.lay(there, len(content), b"")
        assert not File.objects.exists()


def test_the_page_says_what_may_come(worker: Sender, town: City) -> None:
    worker.send("证书.pdf", pdf(2))
    page = worker.client.get(f"/files/{named(town.unit)}/upload/").content.decode()
    assert "一个最多 3 MB" in page
    assert "这里还能放 <span data-left-shown>59</span> 个" in page
    assert "证书.pdf" in page
    assert "PDF，1 KB，2 页" in page
    assert client_of(town.clerk).get(f"/files/{named(town.unit)}/upload/").status_code == 404
