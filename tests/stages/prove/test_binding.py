"""The material bound: asked for, made beside the pages in the outline's order, and nothing that the hat may not see."""

import io
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.proofs import LONGEST, LONGEST_BYTES
from jiangfang.core.proving import proving
from jiangfang.documents.folder import load_folder
from jiangfang.records.files import actions as files
from jiangfang.records.files import store
from jiangfang.records.files.kinds import KINDS, Wish
from jiangfang.records.files.models import Content, File
from jiangfang.records.journal.models import Look
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions, binding
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries.bound import _ordered, bundling, zip_name
from tests import contents, web
from tests.components import needs
from tests.documents.pdf.material import outline, sizes, texts
from tests.stages.apply.desk import endorse, fresh, started
from tests.stages.prove.making import YEAR_SUMMARY, handed_in, owner, proved, tied
from tests.stages.prove.volumes import (
    FOUNDING,
    RECOGNITION,
    bound,
    brought,
    draft,
    made,
    marks,
    paged,
    refused,
    tie,
)
from tests.stages.world import KAIFENG, World, folder_of, world

pytestmark = [pytest.mark.usefixtures("db"), needs("cjk-font")]
ODD = contents.ofd()


@pytest.fixture
def city(settings: Settings, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    made = world()
    web.at(settings, made.at)
    return made


# In the order of the outline


def test_it_is_bound_in_the_order_of_the_outline_each_piece_once_at_each_of_its_places(city: World) -> None:
    found = draft(city)
    content = bound(city, found)
    assert marks(content) == ["B1", "A1", "A2", "B1", "S1"]
    chapters = [(title, spot) for depth, title, spot in outline(content) if depth == 0]
    assert [title for title, _ in chapters][:4] == ["封面", "目录", "1 基础情况", "2 领衔人"]
    assert [title for title, _ in chapters][-2:] == ["15 宣传报道", "创新工作室近一年工作总结"]
    assert [title for depth, title, _ in outline(content) if depth == 1] == [
        "创新工作室成立文件 乙.pdf",
        "创新工作室成立文件 甲.pdf",
        "课题（项目）名单 乙.pdf",
        "创新工作室近一年工作总结 总结.pdf",
    ]
    assert set(sizes(content)) == {(595, 842)}


def test_the_cover_and_the_leaves_say_whose_it_is_and_what_is_wanting(city: World) -> None:
    found = draft(city)
    mine = owner(city, found)
    actions.excuse(application=found, indicator="alliance", reason="本市还没有联盟", hat=mine, at=city.at)
    said = texts(bound(city, fresh(found)))
    for word in ("示例机械厂", "示例县总工会", "还没有编号", "草稿：还没有提交"):
        assert word in said[0]
    leaf = next(one for one in said if "1基础情况" in one and "提纲要求" in one)
    for word in ("还缺：主要职责、", "创新工作室成立文件2份", "附件3第1项"):
        assert word in leaf
    tasks = next(one for one in said if "6承担任务" in one and "提纲要求" in one)
    assert "课题（项目）名单1份，1份没有确认盖章本单位盖章确认（没有确认）" in tasks
    assert any("不适用。单位说明：本市还没有联盟" in one for one in said)


def test_a_sealed_paper_without_who_reckoned_is_said_to_lack_a_name_and_no_seal(city: World) -> None:
    found = started(city)
    tie(city, found, brought(city, found, paged("A1"), "统计.pdf"), ("conversion", "result"))
    piece, mine = Piece.objects.get(application=found), owner(city, found)
    said: list[str] = []
    for by, standing, seal in (
        ("", "1份没有写谁核算", "本单位核算确认并盖章（单位确认已盖，核算：没有写）"),
        ("示例财务科", "", "本单位核算确认并盖章（单位确认已盖，核算：示例财务科）"),
    ):
        actions.arrange(application=found, said={piece.pk: actions.Said(1, True, by)}, hat=mine, at=city.at)
        found = fresh(found)
        said = texts(bound(city, found))
        leaf = next(one for one in said if "7成果转化" in one and "提纲要求" in one)
        assert standing in leaf
        assert seal in leaf
        assert not any("1份没有确认盖章" in one for one in said)
    assert not any("没有写谁核算" in one for one in said)


def test_handed_in_it_bears_the_number_on_every_page(city: World) -> None:
    found = handed_in(city, proved(city))
    content = bound(city, found)
    said = texts(content)
    assert found.number in said[0]
    assert "提交日期2024-11-08" in said[0]
    assert all(
        f"{found.number}" in one and f"第{place}页共{len(said)}页" in one for place, one in enumerate(said[1:], 2)
    )
    leaves = [one for one in said if "提纲要求" in one]
    assert len(leaves) == 15
    assert all("齐全" in one for one in leaves)


def test_a_file_that_was_turned_stands_turned(city: World) -> None:
    found = started(city)
    file = brought(city, found, paged("A1"), "横.pdf")
    tie(city, found, file, FOUNDING)
    files.turn(file=file, degrees=90, hat=owner(city, found), at=city.at)
    content = bound(city, fresh(found))
    assert (842, 595) in sizes(content)


def test_equal_material_gives_equal_bytes_and_what_was_prepared_is_used_again(city: World, tmp_path: Path) -> None:
    found = proved(city)
    first = bound(city, found)
    spot = tmp_path / "prepared"
    lying = {path.name: path.stat().st_mtime_ns for path in spot.iterdir() if path.is_file()}
    assert len(lying) == 1, "one picture at every proof is prepared once"
    for path in spot.iterdir():
        os.utime(path, (1, 1))
    inodes = {path.name: path.stat().st_ino for path in spot.iterdir()}
    assert bound(city, found) == first
    assert {path.name: path.stat().st_ino for path in spot.iterdir()} == inodes
    assert all(path.stat().st_mtime > 1 for path in spot.iterdir()), "what is used stays"


def test_one_that_was_stopped_in_the_middle_goes_on(city: World, tmp_path: Path) -> None:
    found = proved(city)
    kind, wish = KINDS["prove.bound"], Wish(owner(city, found), {"application": str(found.pk)}, city.at)

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kind.write(wish, io.BytesIO(), stop)
    assert [path.suffix for path in (tmp_path / "prepared").iterdir()] == [".pdf"]
    told: list[tuple[int, int]] = []
    out = io.BytesIO()
    kind.write(wish, out, lambda done, total: told.append((done, total)))
    many = Piece.objects.filter(application=found).count()
    assert told[: many + 1] == [(done, many) for done in range(many + 1)]
    assert set(told[many:]) == {(many, many)}
    assert out.getvalue() == bound(city, found)


# Who may have it


def test_others_have_it_as_it_was_handed_in_and_their_look_is_noted(city: World) -> None:
    found = handed_in(city, proved(city))
    endorse(city, found)
    county = city.hat(Role.RECOMMENDER)
    applying.send_back(
        application=fresh(found), sections=["evidence"], reasons=[], text="请补", due=None, hat=county, at=city.at
    )
    tie(city, fresh(found), brought(city, found, paged("N9"), "新.pdf"), FOUNDING)
    mine = bound(city, fresh(found))
    assert "N9" in marks(mine)
    assert not Look.objects.exists()
    theirs = bound(city, fresh(found), county)
    assert "N9" not in marks(theirs)
    assert [one.subject_id for one in Look.objects.filter(person_id=county.person_id)] == [str(found.pk)]


def test_who_may_not_read_it_gets_nothing(city: World) -> None:
    found = draft(city)
    other = world("示例乙")
    hats = [city.clerk, city.hat(Role.RECOMMENDER), city.hat(Role.UNIT, Kind.ZONE), other.clerk]
    for hat in hats:
        for ask in (binding.ask_bound, binding.ask_zip):
            assert "不归您看" in refused(ask(application=found, hat=hat, at=city.at))
    handed = handed_in(city, proved(city, Kind.ZONE))
    assert "不归您看" in refused(binding.ask_bound(application=handed, hat=city.auditor, at=city.at))
    assert not list((Path(store.chosen().top).parent / "made").glob("*"))  # type: ignore[attr-defined]


# What cannot be bound


def test_what_is_lost_taken_away_or_of_no_pages_says_so_and_the_rest_is_bound(city: World, tmp_path: Path) -> None:
    found = started(city)
    odd = brought(city, found, ODD, "红头文件.ofd")
    tie(city, found, odd, FOUNDING)
    gone = brought(city, found, paged("G1"), "丢.pdf")
    tie(city, found, gone, FOUNDING)
    tie(city, found, brought(city, found, paged("A1"), "甲.pdf"), RECOGNITION)
    (tmp_path / "files" / gone.content.sha256[:2] / gone.content.sha256).unlink()
    content = bound(city, fresh(found))
    said = texts(content)
    assert marks(content) == ["A1"]
    where = "这种格式的文件装订不进来。原件在压缩包里，叫做“01-基础情况-创新工作室成立文件-红头文件.ofd”"
    assert any(where in one for one in said)
    assert any("这份文件的内容坏了或者不见了" in one for one in said)
    package = zipfile.ZipFile(io.BytesIO(made(binding.ask_zip(application=found, hat=owner(city, found), at=city.at))))
    assert "02-基础情况-创新工作室成立文件-丢.pdf：这份文件的内容坏了" in package.read(binding.LACKING).decode(
        "utf-8-sig"
    )
    assert package.read("01-基础情况-创新工作室成立文件-红头文件.ofd") == ODD


# One ZIP


def test_the_zip_has_the_volume_and_every_file_under_a_readable_name(city: World) -> None:
    found = draft(city)
    content = made(binding.ask_zip(application=found, hat=owner(city, found), at=city.at))
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    assert package.namelist() == [
        f"00-支撑材料-{found}.pdf",
        "01-基础情况-创新工作室成立文件-乙.pdf",
        "02-基础情况-创新工作室成立文件-甲.pdf",
        "03-承担任务-课题（项目）名单-乙.pdf",
        "04-创新工作室近一年工作总结-总结.pdf",
    ]
    assert package.read("02-基础情况-创新工作室成立文件-甲.pdf") == paged("A1", "A2")
    assert package.read(package.namelist()[0]) == bound(city, found)
    assert all(info.flag_bits & 0x800 for info in package.infolist())
    again = made(binding.ask_zip(application=found, hat=owner(city, found), at=city.at))
    assert again == content


@given(st.text(max_size=200), st.text(max_size=300), st.integers(1, 3_000))
def test_a_name_in_the_zip_is_fit_for_every_disk(above: str, called: str, serial: int) -> None:
    name = zip_name(serial, 2, above, "名单", called, File(content=Content(kind="pdf")))
    assert name.startswith(f"{serial:02d}-")
    assert name.endswith(".pdf")
    assert len(name) <= LONGEST
    assert len(name.encode()) <= LONGEST_BYTES
    assert not re.search(r'[\x00-\x1f\x7f\\/:*?"<>|\u202e]', name)
    assert zip_name(serial + 1, 2, above, "名单", called, None) != name


PROGRAMME = load_folder(folder_of(KAIFENG))[0]
SPOTS = [
    *((one.id, proof.id) for one in PROGRAMME.programme.outline for proof in one.proofs),  # type: ignore[union-attr]
    YEAR_SUMMARY,
    ("basics", "gone"),
    ("gone", "gone"),
]


@given(st.sets(st.tuples(st.sampled_from(SPOTS), st.integers(1, 40)), max_size=40), st.randoms())
def test_every_piece_is_bound_once_at_each_of_its_places_in_the_order_of_the_outline(
    placed: set[tuple[tuple[str, str], int]], chance: Any
) -> None:
    state = {
        f"{indicator}/{proof}/{file}": {"name": f"{file}.pdf", "place": chance.randint(1, 5)}
        for (indicator, proof), file in chance.sample(sorted(placed), len(placed))
    }
    assert PROGRAMME is not None
    rows = list(_ordered(proving(PROGRAMME.programme, {}, {}, {}), state))
    found = [(row[0], row[2], row[4]) for row in rows]
    assert sorted(found) == sorted((*spot, file) for spot, file in placed)
    ranks = [SPOTS.index((indicator, proof)) for indicator, proof, _ in found]
    known = [rank for rank in ranks if rank < len(SPOTS) - 2]
    assert known == sorted(known)
    assert ranks[: len(known)] == known
    for spot in SPOTS:
        mine = [(row[5]["place"], row[4]) for row in rows if (row[0], row[2]) == spot]
        assert mine == sorted(mine)


def test_a_disk_that_takes_nothing_is_a_sentence(city: World, tmp_path: Path) -> None:
    found = draft(city)

    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "full")

    wish = Wish(owner(city, found), {"application": str(found.pk)}, city.at)
    for kind in ("prove.bound", "prove.zip"):
        with pytest.raises(Refused, match="磁盘满了"):
            KINDS[kind].write(wish, Full(), lambda done, total: None)


def test_as_many_questions_for_one_piece_as_for_thirty(city: World, django_assert_num_queries: Any) -> None:
    few = started(city)
    tied(city, few, FOUNDING)
    many = proved(city, Kind.ZONE)
    for found in (few, many):
        whole_one = applications.whole(Application.objects.all()).get(pk=found.pk)
        with django_assert_num_queries(2):
            bundling(whole_one, live=True)
