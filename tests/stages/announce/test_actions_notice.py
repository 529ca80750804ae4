"""The notice's own file: cut into clauses, refused when it is another's, kept without clauses where none can be cut."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from jiangfang.core.problems import Refused
from jiangfang.documents import notice
from jiangfang.documents.word.grid import W
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.models import NoticeFile
from tests.stages.world import KAIFENG, LANGFANG, World, world

pytestmark = pytest.mark.usefixtures("db")
HEAD = "开封市总工会办公室关于推荐2024年开封市劳模工匠（技能人才）创新工作室的通知"
BODY = "一、虚构的条件\n1. 虚构的第一条。\n2. 虚构的第二条<script>。\n二、虚构的名额\n三、虚构的程序\n"
TEXT = f"{HEAD}\n{BODY}"


def word(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def packed(body: str) -> bytes:
    """A Word file with nothing but a body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


@pytest.fixture
def city() -> World:
    return world()


def attach(city: World, name: str, content: bytes) -> NoticeFile:
    return actions.attach_notice(round=city.round, name=name, content=content, hat=city.clerk, at=city.at)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.txt", TEXT.encode()),
        ("通知.TXT", TEXT.encode("gb18030")),
        ("C:\\桌面\\通知.docx", word(TEXT)),
        ("通知.txt", BODY.encode()),
    ],
)
def test_clauses_are_cut_out_and_shown_in_place_of_the_restatement(city: World, name: str, content: bytes) -> None:
    assert queries.clause_text(city.round, "通知二")[1] is False
    kept = attach(city, name, content)
    assert queries.clause_text(city.round, "通知一·2") == ("虚构的第二条<script>。", True)
    text, own = queries.clause_text(city.round, "通知四（三）")
    assert (bool(text), own) == (True, False)
    assert "通知四（三）" in kept.lost
    assert "通知二" not in kept.lost
    assert (kept.name.lower().startswith("通知."), bytes(kept.content)) == (True, content)
    assert queries.clause_text(city.round, "通知九") == ("", False)


def test_another_notice_is_refused_with_a_sentence_and_the_old_stays(city: World) -> None:
    attach(city, "通知.txt", TEXT.encode())
    other = TEXT.replace(HEAD, "关于推进劳模和工匠人才创新工作室创建活动的通知")
    with pytest.raises(Refused, match="标题是“关于推进"):
        attach(city, "别的.txt", other.encode())
    with pytest.raises(Refused, match="标题是"):
        attach(city, "别的.docx", word(other))
    assert NoticeFile.objects.get(round=city.round).name == "通知.txt"


def test_it_is_replaced_and_both_times_journalled(city: World) -> None:
    attach(city, "通知.txt", TEXT.encode())
    attach(city, "通知第二版.txt", TEXT.replace("虚构的名额", "改过的名额").encode())
    assert queries.clause_text(city.round, "通知二") == ("改过的名额", True)
    entries = [entry for entry in journal.history(city.federation.pk, "round", str(city.round.pk)) if entry.before]
    assert [(entry.deed, entry.before["name"], entry.after["name"]) for entry in entries] == [
        ("notice.attached", "通知.txt", "通知第二版.txt")
    ]
    assert NoticeFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("通知.pdf", b"%PDF-1.7 x"), ("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"), ("通知.ofd", b"PK\x03\x04")],
)
def test_other_kinds_are_kept_without_clauses(city: World, name: str, content: bytes) -> None:
    kept = attach(city, name, content)
    assert (kept.clauses, kept.lost, kept.name) == ({}, [], name)
    assert queries.clause_text(city.round, "通知二")[1] is False


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("病毒.exe", b"MZ", "不是通知文件"),
        ("网页.html", b"<script>", "不是通知文件"),
        ("通知", TEXT.encode(), "不是通知文件"),
        ("通知.txt", b"", "是空的"),
        ("通知.pdf", TEXT.encode(), "里面不是 .pdf"),
        ("通知.docx", TEXT.encode(), "里面不是 .docx"),
        ("通知.docx", b"PK\x03\x04broken", "打不开"),
        ("通知.txt", b"\xff\xfe\x00\x81\x00", "UTF-8"),
        ("", TEXT.encode(), "文件名"),
        ("长" * 200 + ".txt", TEXT.encode(), "文件名"),
        ("a\nb.txt", TEXT.encode(), "文件名"),
    ],
)
def test_what_is_no_notice_is_refused(city: World, name: str, content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        attach(city, name, content)
    assert not NoticeFile.objects.exists()


def test_a_file_that_is_too_large_is_refused(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="超过 20 MB"):
        attach(city, "通知.txt", b" " * (notice.LARGEST_NOTICE + 1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.txt", b" " * (notice.LARGEST_TEXT + 1)),
        ("通知.txt", b"\n" * notice.MOST_PARAGRAPHS),
        ("通知.txt", b"\r" * notice.MOST_PARAGRAPHS),
        ("通知.docx", packed("<w:p/>" * (notice.MOST_PARAGRAPHS + 1))),
        ("通知.docx", packed("<w:tbl/>" * (notice.LARGEST_TEXT // 8))),
        ("通知.docx", packed(f"<w:p><w:r><w:t>{'a' * (notice.MOST_LETTERS + 1)}</w:t></w:r></w:p>")),
    ],
    ids=["large", "lines", "old lines", "paragraphs", "large inside", "one line"],
)
def test_what_is_too_long_for_a_notice_is_refused(city: World, name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="不像一份通知"):
        attach(city, name, content)
    assert not NoticeFile.objects.exists()


def test_a_text_with_what_no_database_holds_is_kept_without_it(city: World) -> None:
    attach(city, "通知.txt", TEXT.replace("虚构的名额", "虚构\0的名额").encode())
    assert queries.clause_text(city.round, "通知二") == ("虚构的名额", True)


def test_nobody_but_the_citys_clerk(city: World) -> None:
    for hat in (city.admin, city.auditor, world("示例乙", LANGFANG).clerk):
        with pytest.raises(Refused, match="身份"):
            actions.attach_notice(round=city.round, name="通知.txt", content=TEXT.encode(), hat=hat, at=city.at)


def test_two_cities_with_one_programme_have_each_its_own_words(city: World) -> None:
    other = world("示例乙", KAIFENG)
    attach(city, "通知.txt", TEXT.encode())
    assert queries.clause_text(city.round, "通知二") == ("虚构的名额", True)
    assert queries.clause_text(other.round, "通知二")[1] is False


def test_the_way_a_file_comes_is_no_place_on_the_disk(tmp_path: Path) -> None:
    clauses = notice.clauses_of_bytes(TEXT.encode(), Path("通知.txt"))
    assert clauses["通知二"].text == "虚构的名额"
