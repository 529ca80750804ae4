"""A file is what its content is; what is none, is damaged, locked or asks for too much is refused in a sentence."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jiangfang.core.problems import Refused
from jiangfang.core.proofs import ALL
from jiangfang.documents.inspecting import apart
from jiangfang.documents.inspecting.apart import inspect
from jiangfang.documents.inspecting.found import Found, Unfit
from jiangfang.documents.inspecting.signs import OLE, ZIP, Foreign, kind_of
from tests import contents
from tests.components import needs
from tests.contents import EVERY, ole, packed, pdf, picture
from tests.documents.office import converted

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"II*\0", b"RIFF0000WEBP", b"\0\0\0\x18ftypheic")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x"


def seen(path: Path, content: bytes, name: str = "示例.dat") -> Found:
    path.write_bytes(content)
    return inspect(path, name)


def refused(path: Path, content: bytes, name: str = "示例.dat", code: str = "unreadable_file") -> str:
    """What is said; it begins with the name."""
    with pytest.raises(Refused) as fault:
        seen(path, content, name)
    (problem,) = fault.value.problems
    assert (problem.code, problem.message.startswith(f"“{name}”")) == (code, True)
    return problem.message


@pytest.mark.parametrize("kind", list(EVERY))
def test_each_kind_is_told_by_its_content(path: Path, kind: str) -> None:
    found = seen(path, EVERY[kind], "示例.html")
    assert (found.kind, found.script) == (kind, False)


def test_wps_tells_its_own_by_the_name_alone(path: Path) -> None:
    assert seen(path, contents.old_word(), "示例.WPS").kind == "wps"
    assert seen(path, contents.old_sheet(), "示例.et").kind == "et"
    assert seen(path, contents.old_sheet(), "示例.wps").kind == "xls"
    assert {*EVERY, "wps", "et"} == set(ALL)


@needs("libreoffice")
def test_old_files_of_a_real_office(path: Path, tmp_path: Path) -> None:
    files = {
        "doc": {"a.docx": contents.word()},
        "xls": {"b.xlsx": contents.sheet()},
        "pdf": {"c.docx": contents.word()},
    }
    for kind, those in files.items():
        for content in converted(those, kind, tmp_path).values():
            assert seen(path, content).kind == kind
    odt = converted({"d.docx": contents.word()}, "odt", tmp_path)["d"]
    assert "ODF" in refused(path, odt, code="file_kind")


class TestPictures:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "HEIF"])
    def test_how_large_it_is(self, path: Path, kind: str) -> None:
        found = seen(path, picture(kind, size=(322, 242)))
        assert (found.width, found.height, found.pages) == (322, 242, 1)
        assert len(found.look) == 16

    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
    def test_every_way_of_keeping_colours(self, path: Path, mode: str) -> None:
        image = contents.drawing().convert("L" if mode.startswith("I") else "RGB").convert(mode)
        out = io.BytesIO()
        image.save(out, "PNG")
        found = seen(path, out.getvalue())
        assert (found.kind, found.look == "") == ("png", mode.startswith("I"))

    def test_cmyk(self, path: Path) -> None:
        assert apart_by(seen(path, picture("JPEG", mode="CMYK")), seen(path, picture("JPEG"))) < 8

    def test_one_that_the_camera_held_upright_is_as_it_is_shown(self, path: Path) -> None:
        upright = seen(path, picture("JPEG", seed=3, size=(240, 320)))
        for turned, back in ((6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)):
            out, exif = io.BytesIO(), Image.Exif()
            exif[0x0112] = turned
            contents.drawing(3, (240, 320)).transpose(back).save(out, "JPEG", exif=exif)
            found = seen(path, out.getvalue())
            assert (found.width, found.height) == (240, 320)
            assert apart_by(found, upright) <= 4

    def test_what_looks_alike_is_alike_and_what_does_not_is_not(self, path: Path) -> None:
        first = seen(path, picture("PNG", seed=1, size=(640, 480)))
        again = [picture("JPEG", 1, quality=60), picture("HEIF", 1), picture("WEBP", 1, (1280, 960))]
        assert all(apart_by(seen(path, one), first) <= 4 for one in again)
        others = [seen(path, picture("JPEG", seed)) for seed in (2, 3, 5)]
        assert all(apart_by(other, first) > 10 for other in others)

    def test_a_blank_one_looks_like_nothing(self, path: Path) -> None:
        out = io.BytesIO()
        Image.new("RGB", (300, 300), "white").save(out, "PNG")
        assert seen(path, out.getvalue()).look == ""

    def test_a_tiff_of_several(self, path: Path) -> None:
        more = [contents.drawing(seed) for seed in (1, 2, 3)]
        assert seen(path, picture("TIFF", save_all=True, append_images=more)).pages == 4

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "WEBP", "HEIF"])
    def test_a_torn_one(self, path: Path, kind: str) -> None:
        whole = picture(kind, size=(900, 700))
        said = refused(path, whole[: len(whole) * 2 // 3])
        assert "只到了一半" in said or "损坏" in said

    @pytest.mark.parametrize("sign", SIGNS)
    def test_a_sign_and_nothing_behind_it(self, path: Path, sign: bytes) -> None:
        assert "损坏" in refused(path, sign + b"\x07" * 300)

    def test_a_bomb_is_seen_before_it_is_unpacked(self, path: Path) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        assert "像素太多" in refused(path, contents.bomb())
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5


def apart_by(one: Found, other: Found) -> int:
    """In how many of the 64 bits they differ."""
    return (int(one.look, 16) ^ int(other.look, 16)).bit_count()


class TestPdf:
    def test_its_pages(self, path: Path) -> None:
        assert seen(path, pdf(7)) == Found("pdf", pages=7)

    def test_five_thousand_pages_are_counted(self, path: Path) -> None:
        assert seen(path, pdf(5_000)).pages == 5_000

    def test_something_before_its_sign(self, path: Path) -> None:
        assert seen(path, b"\0\r\n" * 40 + pdf(2)).pages == 2

    @pytest.mark.parametrize(
        "parts",
        [{"script": "app.alert(1)"}, {"launch": "calc.exe"}, {"page": "app.alert(1)"}],
        ids=["document", "link", "page"],
    )
    def test_what_would_run_is_told(self, path: Path, parts: dict[str, str]) -> None:
        assert seen(path, pdf(3, 0, **parts)) == Found("pdf", pages=3, script=True)

    @pytest.mark.parametrize("parts", [{"password": "x"}, {"owner": "x"}], ids=["to-open", "to-print"])
    def test_a_locked_one(self, path: Path, parts: dict[str, str]) -> None:
        assert "请用原来的软件去掉密码和限制" in refused(path, pdf(1, 0, **parts))

    def test_a_torn_one(self, path: Path) -> None:
        assert "只到了一半" in refused(path, pdf(400)[:40_000])

    def test_one_in_which_nothing_is(self, path: Path) -> None:
        assert "损坏" in refused(path, b"%PDF-1.7\n%%EOF")
        assert "损坏" in refused(path, b"%PDF-1.7\n" + b"\xff" * 2000 + b"startxref\n9\n%%EOF")
        assert refused(path, pdf(0))


class TestOffice:
    def test_macros(self, path: Path) -> None:
        types = "application/vnd.ms-word.document.macroEnabled.main+xml"
        parts = {"[Content_Types].xml": types, "word/document.xml": "<w/>"}
        assert ".docx、.xlsx" in refused(path, packed(parts), code="file_kind")
        parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": "x"}
        assert seen(path, packed(parts)) == Found("docx", script=True)
        assert seen(path, ole({"WordDocument": b"\0" * 4096, "_VBA_PROJECT": b"\0" * 4096})).script

    @pytest.mark.parametrize(
        "content",
        [contents.old_word(locked=True), contents.old_sheet(locked=True), ole({"EncryptedPackage": b"\0" * 4096})],
        ids=["doc", "xls", "docx"],
    )
    def test_locked_ones(self, path: Path, content: bytes) -> None:
        assert "加了密码" in refused(path, content)

    def test_other_office_files(self, path: Path) -> None:
        for content in (
            ole({"VisioDocument": b"\0" * 4096}),
            packed({"[Content_Types].xml": "", "visio/document.xml": ""}),
        ):
            assert "打印成 PDF" in refused(path, content, code="file_kind")

    def test_torn_ones(self, path: Path) -> None:
        assert "损坏" in refused(path, contents.word()[:-100])
        assert "损坏" in refused(path, contents.OLE_SIGN + b"\0" * 300)
        assert "损坏" in refused(path, contents.old_word()[:3000])
        content = bytearray(contents.word())
        spot = content.index(b"word/document.xml") + 60
        content[spot] ^= 0x55
        assert "损坏" in refused(path, bytes(content))

    def test_an_ole_that_goes_round(self, path: Path) -> None:
        content = bytearray(contents.old_word())
        content[68:76] = (1).to_bytes(4, "little") + (9).to_bytes(4, "little")
        path.write_bytes(content)
        assert inspect(path, "a.doc").kind == "doc"

    def test_one_that_unpacks_to_too_much(self, path: Path) -> None:
        large = {f"word/{place}.xml": b"\0" * 200_000_000 for place in range(4)}
        parts: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", **large}
        assert "解开以后太大" in refused(path, packed(parts))

    def test_an_ofd_with_an_entity(self, path: Path) -> None:
        bad = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x><DocRoot>&b;</DocRoot></x>'
        assert seen(path, packed({"OFD.xml": bad})) == Found("ofd")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.pdf", "是空的"),
        (HTML, "证书.jpg", "是网页"),
        (b"\xef\xbb\xbf \n<!-- x -->" + HTML, "a.pdf", "是网页"),
        (HTML.decode().encode("utf-16"), "a.png", "是网页"),
        (HTML + b"%PDF-1.7", "a.pdf", "是网页"),
        (SVG, "a.png", "SVG"),
        (b"<svg/>", "a.svg", "SVG"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a.mht", "是网页"),
        (b"MZ\x90\0" + b"%PDF-1.4", "a.pdf", "是程序"),
        (b"\x7fELF\x02", "a.jpg", "是程序"),
        (b"#!/bin/sh\nrm", "a.txt", "是程序"),
        (packed({"a.txt": "x"}), "a.zip", "是压缩包"),
        (packed({"a.txt": "x"}), "a.docx", "是压缩包"),
        (b"Rar!\x1a\x07\x01\0", "a.rar", "是压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "是压缩包"),
        (b"{\\rtf1", "a.doc", "RTF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom", "a.jpg", "是视频"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avif", "a.jpg", "AVIF"),
        (b"ID3\x03", "a.mp3", "是录音"),
        ("示例，只有文字。\n".encode(), "a.txt", "是纯文字"),
        ("示例，只有文字。\n".encode("gb18030") * 400, "a.txt", "是纯文字"),
        (bytes(range(256)) * 20, "a.dat", "认不出"),
        (b"BM text, and no picture", "a.bmp", "是纯文字"),
    ],
)
def test_what_is_no_proof_is_said_to_be_what_it_is(path: Path, content: bytes, name: str, says: str) -> None:
    assert says in refused(path, content, name, "file_kind")


@given(
    st.one_of(st.binary(max_size=600), st.builds(bytes.__add__, st.sampled_from([*SIGNS, b"<", b"ftyp"]), st.binary()))
)
def test_any_bytes_are_of_a_kind_or_of_none(head: bytes) -> None:
    try:
        assert kind_of(head) in {*ALL, ZIP, OLE}
    except Foreign as foreign:
        assert foreign.sort.what.startswith(("是", "认不出"))


def test_whatever_the_other_process_does_harms_nobody(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped when it takes too long; it dies of a kind that it does not know; and all goes on."""
    with monkeypatch.context() as patched:
        patched.setattr(apart, "LONGEST", 0.01)
        assert "看了很久" in refused(path, picture())
    path.write_bytes(picture())
    with pytest.raises(Unfit, match="broken"):
        apart._asked(path, "nothing", "")
    assert seen(path, picture()).kind == "png"


def test_one_that_eats_the_processor_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system, long before the one who waits for it would do it."""
    monkeypatch.setattr(apart, "SECONDS", 0)
    monkeypatch.setattr(apart, "LONGEST", 600.0)
    assert "看了很久" in refused(path, pdf(2_000))


def test_who_finds_no_place_comes_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT", 0.01)
    taken = [apart._places.acquire(blocking=False) for _ in range(apart.AT_ONCE)]
    try:
        assert all(taken)
        assert "请过一会儿再传" in refused(path, picture(), code="not_now")
    finally:
        for _ in taken:
            apart._places.release()
    assert seen(path, picture()).kind == "png"


def test_the_line_of_those_who_wait_is_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes behind it hears of it at once; it gives back what it took."""
    monkeypatch.setattr(apart, "WAIT", 600.0)
    both = [(apart._places, apart.AT_ONCE), (apart._line, apart.WAITING)]
    for _ in range(2):
        taken = [places for places, count in both for _ in range(count) if places.acquire(blocking=False)]
        try:
            assert len(taken) == apart.AT_ONCE + apart.WAITING
            assert "请过一会儿再传" in refused(path, picture(), code="not_now")
        finally:
            for places in taken:
                places.release()
        assert seen(path, picture()).kind == "png"


def test_it_gets_so_much_memory_and_no_more() -> None:
    code = "from jiangfang.documents.inspecting.apart import _within_bounds"
    for size, status in ((200 * 1024 * 1024, 0), (apart.MEMORY, 1)):
        done = subprocess.run(
            [sys.executable, "-c", f"{code}; _within_bounds(20); bytearray({size})"], stderr=subprocess.PIPE
        )
        assert done.returncode == status
        assert (b"MemoryError" in done.stderr) == bool(status)
