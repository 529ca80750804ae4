"""A volume: every proof once at its place, on A4, under running numbers, with bookmarks that lead there."""

import io
import re
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from jiangfang.documents.pdf.bundle import Chapter, Part, Wanted
from tests.components import needs
from tests.documents.pdf.material import (
    bound,
    bundle,
    objects,
    outline,
    part,
    pdf,
    sizes,
    source,
    texts,
)

pytestmark = needs("cjk-font")
UPRIGHT, LYING = (595, 842), (842, 595)
FOOT = "KF-2024-001示例焊接创新工作室第{}页共{}页"


def chapters() -> tuple[Chapter, ...]:
    return (
        Chapter(
            "1",
            "基础情况",
            "基础条件",
            (("提纲要求", "什么时候建立、做哪些领域"), ("出处", "附件3第1项")),
            (Wanted("成立文件", "", (0, 1)), Wanted("认定文件", "单位盖章")),
            "还缺 1 种：认定文件",
            False,
            (part(pdf("P1", "P2"), "成立文件", "甲.pdf"), part(pdf("P3"), "成立文件", "乙.pdf")),
        ),
        Chapter("2", "创新联盟", "运行情况", standing="不适用：没有参加联盟", parts=()),
        Chapter(
            "3",
            "获奖情况",
            "创新业绩",
            parts=(part(pdf("P4"), "证书", "丙.pdf"), Part("视频", "丁.ofd", None, "装订不进来")),
        ),
    )


def test_the_proofs_stand_in_order_with_running_numbers() -> None:
    content, made = bound(bundle(*chapters()))
    found = texts(content)
    assert made.pages == len(found) == 10
    assert sizes(content) == [UPRIGHT] * 10
    assert [place for place, said in enumerate(found, start=1) if re.search(r"P\d", said)] == [4, 5, 6, 9]
    assert [re.findall(r"P\d", said) for said in found if re.search(r"P\d", said)] == [["P1"], ["P2"], ["P3"], ["P4"]]
    assert [place for place, said in enumerate(found, start=1) if FOOT.format(place, 10) in said] == list(range(2, 11))
    assert "共10页" in found[0]
    assert "KF-2024-001" in found[0]
    assert "装订不进来" in found[9]


def test_the_contents_and_the_bookmarks_name_the_pages() -> None:
    content, _ = bound(bundle(*chapters()))
    assert outline(content) == [
        (0, "封面", 1),
        (0, "目录", 2),
        (0, "1 基础情况", 3),
        (1, "成立文件 甲.pdf", 4),
        (1, "成立文件 乙.pdf", 6),
        (0, "2 创新联盟", 7),
        (0, "3 获奖情况", 8),
        (1, "证书 丙.pdf", 9),
        (1, "视频 丁.ofd", 10),
    ]
    listed = texts(content)[1]
    for row in (
        "1基础情况还缺1种：认定文件3",
        "成立文件甲.pdf4",
        "成立文件乙.pdf6",
        "不适用：没有参加联盟7",
        "视频丁.ofd10",
    ):
        assert row in listed
    assert [listed.index(group) for group in ("基础条件", "运行情况", "创新业绩")] == sorted(
        listed.index(group) for group in ("基础条件", "运行情况", "创新业绩")
    )


def test_every_link_of_the_contents_leads_to_its_page() -> None:
    content, _ = bound(bundle(*chapters()))
    reader = PdfReader(io.BytesIO(content))
    assert [leads(reader, 1), leads(reader, 2), leads(reader, 3)] == [[3, 4, 6, 7, 8, 9, 10], [4, 6], []]


def leads(reader: PdfReader, place: int) -> list[int]:
    """The pages to which the links of a page lead."""
    spots = [one.indirect_reference for one in reader.pages]
    links: Any = reader.pages[place].get("/Annots", [])
    return [spots.index(list.__getitem__(one.get_object()["/Dest"], 0)) + 1 for one in links]


def test_the_leaf_before_a_chapter_says_what_it_asks_and_what_is_there() -> None:
    content, _ = bound(bundle(*chapters()))
    leaf = texts(content)[2]
    for said in (
        "1基础情况",
        "提纲要求",
        "什么时候建立、做哪些领域",
        "附件3第1项",
        "成立文件—4、6",
        "认定文件单位盖章缺",
        "还缺1种",
    ):
        assert said in leaf
    assert not re.search("[☐☑□■]", leaf), "boxes are shapes"


def test_a_ticked_box_is_a_shape() -> None:
    def leaf(*brought: int) -> int:
        wanted = (Wanted("成立文件", "", brought),)
        content, _ = bound(bundle(Chapter("1", "基础情况", wanted=wanted, parts=(part(pdf("P1")),))))
        return PdfReader(io.BytesIO(content)).pages[2].get_contents().get_data().count(b" l\n")  # type: ignore[union-attr]

    assert leaf(0) > leaf()


def test_equal_input_gives_equal_bytes_and_another_input_other_ones() -> None:
    volume = bundle(*chapters())
    first, again = bound(volume)[0], bound(bundle(*chapters()))[0]
    assert first == again
    assert bound(volume, "别的")[0] != first
    assert bound(replace(volume, name="别的"))[0] != first
    assert b"/CreationDate" not in first
    assert b"/ModDate" not in first


def test_it_is_sound_to_the_letter_of_the_standard() -> None:
    content, _ = bound(bundle(*chapters()))
    found = objects(content)
    assert len(found) > 30
    reader = PdfReader(io.BytesIO(content), strict=True)
    assert reader.metadata == {
        "/Title": "工作实绩支撑材料　示例焊接创新工作室",
        "/Author": "示例机械厂",
        "/Creator": "匠坊",
    }
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    assert reader.page_mode == "/UseOutlines"


# Properties


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=6),
    st.lists(st.integers(1, 3), min_size=6, max_size=6),
)
def test_every_proof_stands_once_at_each_of_its_places(places: list[list[int]], pages: list[int]) -> None:
    """places: which of six proofs stand in which chapter, also twice; pages: of each."""
    files = [pdf(*(f"F{number}S{leaf}E" for leaf in range(count))) for number, count in enumerate(pages)]
    sources = [source(content, str(number)) for number, content in enumerate(files)]
    volume = bundle(
        *(
            Chapter(str(place), f"指标{place}", parts=tuple(Part("材料", f"{one}.pdf", sources[one]) for one in held))
            for place, held in enumerate(places)
        )
    )
    content, made = bound(volume)
    found = [re.findall(r"F\dS\dE", said) for said in texts(content)]
    wanted = [f"F{one}S{leaf}E" for held in places for one in held for leaf in range(pages[one])]
    assert [one for said in found for one in said] == wanted
    assert all(len(said) <= 1 for said in found)
    starts = [spot for depth, _, spot in outline(content) if depth == 1]
    assert [found[spot - 1] for spot in starts] == [[f"F{one}S0E"] for held in places for one in held]
    assert made.pages == len(found)
