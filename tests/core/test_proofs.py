"""What may be brought: names that no system stumbles over, limits that are said in sentences."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiangfang.core.proofs import (
    ALL,
    DEFAULT,
    KINDS,
    LONGEST,
    LONGEST_BYTES,
    MB,
    NAMELESS,
    Limits,
    natural,
    not_taken,
    safe_name,
    size_of,
    too_large,
    too_much,
)

WINDOWS = {"con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "com¹", "conin$"}
NAMES = st.one_of(
    st.text(max_size=320),
    st.text('./\\ :*?<>|"\u202e\u2066\u0000\n\r\t\ufeff\u200bcon.CONaux1pdfjpg示例证书𠮷', max_size=320),
    st.builds("{}.{}".format, st.sampled_from(sorted(WINDOWS)), st.text(max_size=130)),
)
OF_KINDS = st.sampled_from(["", *ALL])


@given(NAMES, OF_KINDS)
@example("con", "")
@example("a." + "x" * 300, "pdf")
@example("证" * 300 + ".PDF", "pdf")
@example("nul." + "证" * 300, "")
@example("NUL .jpg", "jpeg")
def test_a_name_is_safe_everywhere(name: str, kind: str) -> None:
    made = safe_name(name, kind)
    assert 1 <= len(made) <= LONGEST
    assert len(made.encode()) <= LONGEST_BYTES
    assert not set(made) & set('/\\<>:"|?*\0\n\r\t')
    assert made == made.strip(" ")
    assert not made.startswith(".")
    assert not made.endswith(".")
    assert {unicodedata.category(letter) for letter in made} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert made.split(".")[0].rstrip().lower() not in WINDOWS
    if kind:
        assert made.endswith(KINDS[kind].suffixes)


@given(NAMES, OF_KINDS)
def test_a_safe_name_stays(name: str, kind: str) -> None:
    made = safe_name(name, kind)
    assert safe_name(made, kind) == made


@given(
    st.text("示例证书 ABCabc0123（）〔〕-—", min_size=1, max_size=60).map(str.strip).filter(bool), st.sampled_from(ALL)
)
def test_what_people_write_stays_as_they_wrote_it(stem: str, kind: str) -> None:
    for suffix in KINDS[kind].suffixes:
        stays = " ".join(stem.split())
        assert safe_name(stays + suffix, kind) == safe_name(stays + suffix.upper(), kind) == stays + suffix


@pytest.mark.parametrize(
    ("name", "kind", "made"),
    [
        ("C:\\fakepath\\示例证书.JPG", "jpeg", "示例证书.jpg"),
        ("../../etc/passwd", "", "passwd"),
        ("..", "pdf", f"{NAMELESS}.pdf"),
        ("", "", NAMELESS),
        ("a/", "png", f"{NAMELESS}.png"),
        ("示例.png", "jpeg", "示例.jpg"),
        ("示例.jpeg", "jpeg", "示例.jpeg"),
        ("示例.html", "pdf", "示例.html.pdf"),
        ("工作总结v1.2", "pdf", "工作总结v1.2.pdf"),
        ("2024.11.20 签到表", "jpeg", "2024.11.20 签到表.jpg"),
        ("CON.pdf", "pdf", "_CON.pdf"),
        ("NUL .jpg", "jpeg", "_NUL.jpg"),
        ("com1 .x.jpg", "jpeg", "_com1 .x.jpg"),
        ("nul", "", "_nul"),
        ("NULL 1.jpg", "jpeg", "NULL 1.jpg"),
        ("lpt1", "", "_lpt1"),
        ("consul.pdf", "pdf", "consul.pdf"),
        ("证书\u202egpj.exe", "pdf", "证书gpj.exe.pdf"),
        ("一\n二\t三.pdf", "pdf", "一 二 三.pdf"),
        ("比例 1:2?.pdf", "pdf", "比例 1：2？.pdf"),
        (".hidden.pdf", "pdf", "hidden.pdf"),
        ("䶮𬭎堃.pdf", "pdf", "䶮𬭎堃.pdf"),
    ],
)
def test_names(name: str, kind: str, made: str) -> None:
    assert safe_name(name, kind) == made


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    assert safe_name("x" * 300 + ".pdf", "pdf") == "x" * (LONGEST - 4) + ".pdf"
    assert safe_name("𠮷" * 300 + ".pdf", "pdf") == "𠮷" * 59 + ".pdf"


def test_every_kind_has_suffixes_of_its_own() -> None:
    suffixes = [suffix for kind in KINDS.values() for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(id_ == kind.id and kind.title and "/" in kind.type for id_, kind in KINDS.items())


@given(st.integers(0, 3 * DEFAULT.bytes))
def test_a_file_is_too_large_above_the_limit_alone(size: int) -> None:
    assert (too_large("a.pdf", DEFAULT, size) is not None) == (size > DEFAULT.bytes)


def test_limits_in_sentences() -> None:
    limits = Limits(bytes=2 * MB, pages=3, files=2, together=3 * MB, kinds=("pdf", "jpeg"))
    large = too_large("a.pdf", limits, 5 * MB + MB // 2)
    assert large
    assert large.message.startswith("“a.pdf”有 5.5 MB，一份文件最多 2 MB")
    assert too_much("a.pdf", limits, MB, 1, 2 * MB) is None
    full, heavy = too_much("a.pdf", limits, 1, 2, 2), too_much("a.pdf", limits, MB + 1, 1, 2 * MB)
    assert full
    assert "已经有 2 份文件，最多 2 份" in full.message
    assert heavy
    assert "最多 3 MB" in heavy.message
    assert not_taken("a.pdf", limits, "pdf", 3) is None
    assert not_taken("a.jpg", limits, "jpeg", None) is None
    pages, kind = not_taken("a.pdf", limits, "pdf", 4), not_taken("a.docx", limits, "docx", None)
    assert pages
    assert "有 4 页，一份文件最多 3 页" in pages.message
    assert kind
    assert "是 Word 文件，这里只收 PDF、JPG 图片" in kind.message


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 KB"), (1, "1 KB"), (MB - 1, "1024 KB"), (MB, "1 MB"), (2560 * MB, "2.5 GB")]
)
def test_sizes_in_words(count: int, said: str) -> None:
    assert size_of(count) == said


def test_names_stand_in_order_as_people_count() -> None:
    given = ["签到表10.jpg", "签到表2.jpg", "签到表１.jpg", "封面.jpg", "2024计划.pdf", "IMG_9.jpg", "img_10.jpg"]
    wanted = ["2024计划.pdf", "IMG_9.jpg", "img_10.jpg", "封面.jpg", "签到表１.jpg", "签到表2.jpg", "签到表10.jpg"]
    assert sorted(given, key=natural) == wanted


@given(NAMES, NAMES)
def test_every_two_names_can_stand_in_order(one: str, other: str) -> None:
    assert (natural(one) < natural(other)) + (natural(other) < natural(one)) <= 1
    assert natural(f"{one}2") < natural(f"{one}10") or one[-1:].isdigit()
