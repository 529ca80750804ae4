"""Files come by a plain form, several at once: each is kept or refused with its own sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from jiangfang.records.files import store
from jiangfang.records.files.models import File
from jiangfang.records.journal.queries import verify
from tests import web
from tests.contents import bomb, pdf, picture
from tests.records.files.sending import Sender, names, parts
from tests.records.world import later
from tests.trays import LIMITS, named


def chosen(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def posted(worker: Sender, *files: SimpleUploadedFile, then: str = "") -> Any:
    there = f"/files/{named(worker.hat.organisation)}/upload/"
    return worker.client.post(there, {"hat": worker.hat.pk, "next": then, "files": list(files)})


def test_several_are_kept(worker: Sender) -> None:
    answer = posted(worker, chosen("证书.pdf", pdf(2)), chosen("照片.jpg", picture("JPEG")), then="/desk/")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
    assert names() == ["照片.jpg", "证书.pdf"]
    kept = File.objects.get(name="证书.pdf")
    assert (kept.tray, kept.organisation_id, kept.person_id) == (
        named(worker.hat.organisation),
        worker.hat.organisation_id,
        worker.hat.person_id,
    )
    with store.open(kept.content) as found:
        assert found.read() == pdf(2)
    assert verify(kept.federation_id) == []


def test_what_is_refused_keeps_none_of_the_others_away(worker: Sender, data: Path) -> None:
    files = [
        chosen("坏.jpg", b"<html><script>alert(1)</script></html>"),
        chosen("好.png", picture()),
        chosen("空.pdf", b""),
        chosen("大.pdf", pdf() + b"\0" * LIMITS.bytes),
        chosen("炸弹.png", bomb()),
    ]
    answer = posted(worker, *files)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert names() == ["好.png"]
    for name in ("坏.jpg", "空.pdf", "大.pdf", "炸弹.png"):
        assert f"“{name}”" in page
    assert "收下 1 个文件" in page
    assert "有 4 处" in page
    assert parts(data) == []


def test_more_than_a_form_may_hold(worker: Sender) -> None:
    answer = posted(worker, *[chosen(f"{place}.png", b"x") for place in range(101)])
    assert answer.status_code == 413
    assert "一次少送一些" in answer.content.decode()


def test_nothing_chosen_is_said(worker: Sender) -> None:
    answer = posted(worker)
    assert answer.status_code == 422
    assert "没有选文件" in answer.content.decode()


def test_where_it_leads_on_is_in_the_house(worker: Sender) -> None:
    answer = posted(worker, chosen("好.png", picture()), then="https://example.org/")
    assert answer["Location"] == f"/files/{named(worker.hat.organisation)}/upload/"


def test_hostile_names_are_made_harmless(worker: Sender) -> None:
    for place, name in enumerate(("../../etc/passwd", "a\u202egpj.exe", "示" * 300 + ".png", "con.png", "<b>.png")):
        posted(worker, chosen(name, picture(seed=place)))
    assert File.objects.count() == 5
    page = worker.client.get(f"/files/{named(worker.hat.organisation)}/upload/").content.decode()
    for kept in names():
        assert not set(kept) & set("/\\\u202e<>\n")
        assert len(kept) <= 120
        assert kept.endswith(".png")
    assert "<b>" not in page


def test_what_lies_there_already_is_named(worker: Sender, settings: Settings) -> None:
    posted(worker, chosen("专利证书.pdf", pdf(2)), then="/desk/")
    web.at(settings, later(hours=1))
    files = [chosen("扫描件.pdf", pdf(2)), chosen("照片.png", picture()), chosen("又一张.png", picture())]
    answer = posted(worker, *files, then=f"/files/{named(worker.hat.organisation)}/upload/")
    assert answer.status_code == 303
    page = worker.client.get(answer["Location"]).content.decode()
    assert "收下 1 个文件。" in page and names() == ["专利证书.pdf", "照片.png"]
    assert "“扫描件.pdf”和“专利证书.pdf”一样，已经有了，没有再放一份。" in page
    assert "“又一张.png”和“照片.png”一样，已经有了，没有再放一份。" in page
