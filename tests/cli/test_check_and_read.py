"""check and form read: what they say, in which shape and order."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from jiangfang.cli.samples import SAMPLES, jobs
from jiangfang.core.problems import root_key
from jiangfang.documents.folder import shipped
from tests.cli.conftest import Call, Saved
from tests.documents import edits
from tests.documents.samples import FOUNDING, THIRD, fields_of, filled, members, printed, read_one
from tests.documents.samples import paper_of as paper

KAIFENG, LANGFANG = "kaifeng-2024", "langfang-2019"
SEVERITIES = ("error", "warning", "note")
EXAMPLES = [(KAIFENG, "kaifeng-2024-one.json"), (LANGFANG, "langfang-2019.json"), (KAIFENG, "kaifeng-2024.json")]
WEAK: dict[str, Any] = {
    "leader_phone": "12",
    "member_count": 4,
    "studio_name": "示例",
    "leader_sex": "不详",
    "achievements": "业" * 600,
}


def in_published_order(programme: str, problems: list[dict[str, str]]) -> bool:
    keys = list(fields_of(programme))
    places = {key: place for place, key in enumerate(keys)}
    ranks = [
        (places.get(root_key(found["where"]), -1), SEVERITIES.index(found["severity"]), found["code"])
        for found in problems
    ]
    return ranks == sorted(ranks)


@pytest.mark.parametrize(("programme", "name"), EXAMPLES)
def test_the_samples_have_nothing_that_stops(programme: str, name: str, call: Call) -> None:
    said = call("check", programme, SAMPLES / name, "--json")
    assert (said.status, said.err) == (0, "")
    assert all(found["severity"] != "error" for found in said.problems)


@pytest.mark.parametrize("programme", FOUNDING)
def test_problems_have_their_shape_and_order(programme: str, call: Call, saved: Saved) -> None:
    answers = saved("a.json", programme, {**WEAK, "nope": 1, "host_unit": 7})
    said = call("check", programme, answers, "--json")
    assert (said.status, list(said.document)) == (1, ["problems"])
    names = ["code", "where", "message", "clause", "severity"]
    for found in said.problems:
        assert list(found) == [name for name in names if name in found]
        assert {"code", "where", "message", "severity"} <= set(found)
        assert found["severity"] in SEVERITIES
        assert found.get("clause") != ""
        assert found["where"]
        assert found["message"].strip()
    assert in_published_order(programme, said.problems)
    assert {"unknown_key", "wrong_type", "missing", "too_long", "not_in_list", "ask"} <= set(said.codes)
    wheres = {found["code"]: found["where"] for found in said.problems}
    assert (wheres["unknown_key"], wheres["wrong_type"], wheres["too_long"]) == ("nope", "host_unit", "achievements")


def test_a_no_stands_with_its_clause(call: Call, saved: Saved) -> None:
    said = call("check", LANGFANG, saved("a.json", LANGFANG, {**WEAK, "members": members(4)}), "--json")
    failed = [found for found in said.problems if found["code"] == "condition_failed" and found["severity"] == "error"]
    assert any("4 人" in found["message"] and found["clause"] == "通知二（二）" for found in failed)
    assert all(found["clause"] in found["message"] for found in failed)


@pytest.mark.parametrize(
    ("programme", "last", "after"), [(KAIFENG, "2024-11-20", "2024-11-21"), (LANGFANG, "2019-10-31", "2019-11-01")]
)
def test_today_is_the_deadline_unless_it_is_said(
    programme: str, last: str, after: str, call: Call, saved: Saved
) -> None:
    answers = saved("a.json", programme, {"studio_name": "示例"})
    assert "late" not in call("check", programme, answers, "--json").codes
    assert (
        call("check", programme, answers, "--json", "--today", last).out
        == call("check", programme, answers, "--json").out
    )
    said = call("check", programme, answers, "--today", after, "--json")
    (late,) = [found for found in said.problems if found["code"] == "late"]
    assert (late["severity"], said.status) == ("error", 1)


def test_several_forms_are_told_apart(call: Call, saved: Saved) -> None:
    said = call("check", KAIFENG, saved("a.json", KAIFENG, {"studio_name": 1}, {"leader_name": 1}), "--json")
    wrong = [found["message"] for found in said.problems if found["code"] == "wrong_type"]
    assert [message[:6] for message in wrong] == ["第 1 份：", "第 2 份："]


@pytest.mark.parametrize("programme", [*FOUNDING, THIRD.name])
def test_the_words_of_a_notice_laid_beside_are_shown(programme: str, call: Call, saved: Saved, tmp_path: Path) -> None:
    """The notice of this test is invented; where none lies, the programme's own restatement is shown."""
    source = THIRD if programme == THIRD.name else shipped() / programme
    folder = tmp_path / programme
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("notice.*"))
    answers = saved("a.json", programme, {**WEAK, "nope": 1} if programme != THIRD.name else {"workshop_area": 5})
    before = call("check", folder, answers)
    cited = [found.get("clause", "") for found in call("check", folder, answers, "--json").problems]
    clause = next(number for number in cited if number.startswith(("通知一", "通知二")))
    assert f"    {clause}：" in before.err
    assert "（转述）" in before.err
    assert "虚构的条文" not in before.err
    lines = []
    for top in "一二三四五":
        lines.append(f"{top}、虚构的条文{top}")
        lines += [f"{third}. 虚构的条文{top}第{third}。" for third in range(1, 6)]
        lines += [f"（{second}）虚构的条文{top}之{second}。" for second in "一二三四五六七八"]
    numbers = "\n".join(lines)
    (folder / "notice.txt").write_text(f"虚构的通知\n{numbers}\n", "utf-8")
    after = call("check", folder, answers)
    assert after.status == before.status
    assert f"    {clause}：虚构的条文" in after.err
    assert call("check", folder, answers, "--json").out == call("check", source, answers, "--json").out
    (folder / "notice.txt").write_bytes(b"\xff\xfe\x00\x81")
    assert call("check", folder, answers).status == before.status


def test_a_notice_in_the_data_folder_is_shown_too(call: Call, saved: Saved, tmp_path: Path) -> None:
    (tmp_path / "data" / "notices").mkdir(parents=True)
    text = "虚构的通知\n一、范围\n1. 虚构的第一条。\n2. 虚构的第二条。\n3. 虚构的第三条。\n4. 虚构的第四条。\n"
    (tmp_path / "data" / "notices" / f"{KAIFENG}.txt").write_bytes(text.encode("gb18030"))
    said = call("--data", tmp_path / "data", "check", KAIFENG, saved("a.json", KAIFENG, {"studio_name": "示例"}))
    assert "：虚构的第" in said.err


def test_forms_are_read_in_the_order_of_files_and_places(call: Call, tmp_path: Path) -> None:
    one, two = {"studio_name": "甲", "member_count": 7}, {"studio_name": "乙"}
    (tmp_path / "1.docx").write_bytes(filled(LANGFANG, one))
    (tmp_path / "2.docx").write_bytes(edits.both(filled(LANGFANG, two), filled(LANGFANG, one)))
    (tmp_path / "3.docx").write_bytes(filled(KAIFENG, {**one, "founded_on": "2021"}))
    (tmp_path / "4.docx").write_bytes(b"")
    names = [str(tmp_path / f"{number}.docx") for number in (3, 4, 2, 1)]
    said = call("form", "read", *names, "--json")
    assert (said.status, list(said.document)) == (1, ["files"])
    shape = ["file", "part", "programme", "form", "answers", "problems"]
    assert [list(item) for item in said.document["files"]] == [shape] * 5
    assert [(item["file"], item["part"], item["programme"], item["answers"]) for item in said.document["files"]] == [
        (names[0], 1, KAIFENG, {**one, "founded_on": "2021"}),
        (names[1], 1, None, {}),
        (names[2], 1, LANGFANG, two),
        (names[2], 2, LANGFANG, one),
        (names[3], 1, LANGFANG, one),
    ]
    for_people = call("form", "read", *names)
    assert for_people.status == 1
    assert for_people.out.count("工作室名称：") == 4
    assert "4.docx" in for_people.err


def test_a_part_of_a_form_is_said_to_be_one(call: Call, tmp_path: Path) -> None:
    content = edits.edited(filled(KAIFENG, {"studio_name": "示例"}), edits.without_rows(1, *range(7, 18)))
    (tmp_path / "x.docx").write_bytes(content)
    said = call("form", "read", tmp_path / "x.docx", "--json")
    (item,) = said.document["files"]
    assert (said.status, item["answers"], [found["code"] for found in item["problems"]]) == (
        *(1, {}, ["part_of_other_form"]),
    )


def test_a_table_of_members_alone_is_called_members(call: Call, tmp_path: Path) -> None:
    content = edits.edited(
        filled(LANGFANG, {"members": members(13)}),
        edits.without_rows(3, *range(38, 46)),
        edits.without_rows(3, *range(1, 24)),
        edits.without_table(2),
        edits.without_table(1),
    )
    (tmp_path / "附表.docx").write_bytes(content)
    said = call("form", "read", tmp_path / "附表.docx", "--json")
    (item,) = said.document["files"]
    assert (said.status, item["form"], item["answers"]) == (0, "members", {"members": members(13)})


def test_what_was_read_can_be_filled_again(call: Call, saved: Saved, tmp_path: Path) -> None:
    answers = json.loads((SAMPLES / "langfang-2019.json").read_text("utf-8"))["answers"]
    first = saved("a.json", LANGFANG, answers)
    out = tmp_path / "1.docx"
    assert call("form", "fill", LANGFANG, "application", first, "-o", out).status == 0
    (item,) = call("form", "read", out, "--json").document["files"]
    assert item["answers"] == printed(paper(LANGFANG), answers)
    again = saved("b.json", LANGFANG, item["answers"])
    assert call("form", "fill", LANGFANG, "application", again, "-o", tmp_path / "2.docx").status == 0
    assert (tmp_path / "2.docx").read_bytes() == out.read_bytes()


def test_the_sample_papers_of_make_run_can_all_be_made(call: Call, tmp_path: Path) -> None:
    for shows, words in jobs(tmp_path):
        assert call(*words).status == 0, shows
    assert len(list(tmp_path.iterdir())) == len(jobs(tmp_path))
    sample = json.loads((SAMPLES / "kaifeng-2024-one.json").read_text("utf-8"))["answers"]
    assert read_one(KAIFENG, (tmp_path / "开封-推荐表-示例.docx").read_bytes()).values == printed(
        paper(KAIFENG), sample
    )
