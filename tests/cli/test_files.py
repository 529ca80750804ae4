"""form blank, form fill, summary write: OUT is written whole or stays what it was."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Call, Saved
from tests.documents.samples import THIRD, folder_of, paper_of, read_one

KAIFENG, LANGFANG = "kaifeng-2024", "langfang-2019"
GOOD = {"studio_name": "示例工作室", "leader_name": "示例甲"}
BAD = {"studio_name": 5, "nope": "x", "member_count": "12"}
EVERY_PAPER = [
    (LANGFANG, "application", ".docx"),
    (KAIFENG, "application", ".docx"),
    (KAIFENG, "summary", ".xlsx"),
    (KAIFENG, "outline", ".docx"),
    (str(THIRD), "application", ".docx"),
    (str(THIRD), "pledge", ".docx"),
    (str(THIRD), "summary", ".xlsx"),
]


@pytest.mark.parametrize(("programme", "form", "suffix"), EVERY_PAPER)
def test_the_blank_is_the_official_file(programme: str, form: str, suffix: str, call: Call, tmp_path: Path) -> None:
    out = tmp_path / f"空表{suffix.upper()}"
    said = call("form", "blank", programme, form, "-o", out, "--json")
    assert (said.status, said.document, said.err) == (0, {"problems": []}, "")
    folder = folder_of(Path(programme).name)
    assert out.read_bytes() == folder.blank_bytes(paper_of(Path(programme).name, form))


def test_a_form_is_filled_and_says_where(call: Call, saved: Saved, tmp_path: Path) -> None:
    out = tmp_path / "表.docx"
    said = call("form", "fill", KAIFENG, "application", saved("a.json", KAIFENG, GOOD), "-o", out)
    assert (said.status, said.err) == (0, "")
    assert str(out) in said.out
    assert read_one(KAIFENG, out.read_bytes()).values == GOOD


def test_fill_does_not_check_conditions_but_says_doubts(call: Call, saved: Saved, tmp_path: Path) -> None:
    answers = saved("a.json", LANGFANG, {"member_count": 1, "leader_sex": "不详"})
    said = call("form", "fill", LANGFANG, "application", answers, "-o", tmp_path / "x.docx", "--json")
    assert said.status == 0
    assert [(found["code"], found["severity"]) for found in said.problems] == [("not_in_list", "warning")]
    assert (tmp_path / "x.docx").is_file()


def test_what_was_there_is_replaced(call: Call, saved: Saved, tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    out.write_bytes(b"old")
    out.chmod(0o640)
    assert call("form", "fill", KAIFENG, "application", saved("a.json", KAIFENG, GOOD), "-o", out).status == 0
    assert read_one(KAIFENG, out.read_bytes()).values == GOOD
    assert out.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "x.docx"]


@pytest.mark.parametrize("kind", ["fill", "summary"])
def test_after_a_failure_the_old_file_stays(kind: str, call: Call, saved: Saved, tmp_path: Path) -> None:
    out = tmp_path / ("x.docx" if kind == "fill" else "x.xlsx")
    out.write_bytes(b"old")
    words = ["form", "fill", KAIFENG, "application"] if kind == "fill" else ["summary", "write", KAIFENG]
    said = call(*words, saved("a.json", KAIFENG, BAD), "-o", out, "--json")
    assert said.status == 1
    assert sorted(said.codes) == ["unknown_key", "wrong_type", "wrong_type"]
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", out.name]


def test_out_that_is_a_folder_is_said(call: Call, saved: Saved, tmp_path: Path) -> None:
    (tmp_path / "x.docx").mkdir()
    answers = saved("a.json", KAIFENG, GOOD)
    said = call("form", "fill", KAIFENG, "application", answers, "-o", tmp_path / "x.docx", "--json")
    assert (said.status, said.codes) == (1, ["unwritable_file"])
    assert said.problems[0]["where"] == str(tmp_path / "x.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "x.docx"]


def test_out_with_a_name_too_long_is_said(call: Call, saved: Saved, tmp_path: Path) -> None:
    answers = saved("a.json", KAIFENG, GOOD)
    said = call("summary", "write", KAIFENG, answers, "-o", tmp_path / f"{'长' * 200}.xlsx", "--json")
    assert (said.status, said.codes) == (1, ["unwritable_file"])
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_place_that_is_read_only_is_said(saved: Saved, tmp_path: Path) -> None:
    """In a process of an ordinary user: nothing is read-only for root."""
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / "x.docx").write_bytes(b"old")
    locked.chmod(0o555)
    spot = locked / "x.docx"
    code = "import sys; from pathlib import Path; from jiangfang.documents.files import write_whole\n"
    code += "from jiangfang.core.problems import Refused\nimport os\n"
    code += "os.chdir(sys.argv[1])\nif os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
    code += "try: write_whole(Path('x.docx'), b'new')\n"
    code += "except Refused as refused: print(refused.problems[0].code, refused.problems[0].message)\n"
    command = [sys.executable, "-X", "utf8", "-c", code, str(locked)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("unwritable_file x.docx 写不进去：没有权限")
    assert spot.read_bytes() == b"old"
    assert [path.name for path in locked.iterdir()] == ["x.docx"]
    locked.chmod(0o755)


def test_several_forms_in_one_file_are_not_filled_into_one_paper(call: Call, saved: Saved, tmp_path: Path) -> None:
    answers = saved("a.json", KAIFENG, GOOD, GOOD)
    said = call("form", "fill", KAIFENG, "application", answers, "-o", tmp_path / "x.docx", "--json")
    assert (said.status, len(said.problems)) == (1, 1)
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable_file"),
        ("{", "unreadable_file"),
        ("[]", "missing"),
        ("5", "wrong_type"),
        ('{"programme": "kaifeng-2024"}', "missing"),
        ('{"programme": "langfang-2019", "form": "application", "answers": {}}', "conflicting"),
        ('{"programme": "kaifeng-2024", "form": "summary", "answers": {}}', "unknown_form"),
        ("[" * 30 + "]" * 30, "too_deep"),
        ("[" * 100_000, "too_deep"),
        ('{"programme": "kaifeng-2024", "form": "application", "answers": {"member_count": NaN}}', "wrong_type"),
        (f'{{"programme": "kaifeng-2024", "form": "application", "answers": {{"member_count": {"9" * 5000}}}}}', ""),
        ('{"programme": "kaifeng-2024", "form": "application", "answers": {"studio_name": "\\ud800"}}', ""),
        ('{"programme": "kaifeng-2024", "form": "application", "answers": {"studio_name": "a\\u0000"}}', ""),
    ],
)
def test_answers_that_cannot_be_used_make_no_paper(text: str, code: str, call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    for words in (["form", "fill", KAIFENG, "application"], ["summary", "write", KAIFENG]):
        out = tmp_path / ("x.docx" if words[0] == "form" else "x.xlsx")
        said = call(*words, tmp_path / "a.json", "-o", out, "--json")
        assert said.status == 1
        assert said.problems
        assert not code or code in said.codes
        assert all(found["severity"] == "error" for found in said.problems)
        assert not out.exists()


def rows(path: Path) -> list[list[object]]:
    paper = paper_of(KAIFENG, "summary")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())).get_sheet_by_name(paper.sheet)
    return [list(row[:2]) for row in sheet.to_python(skip_empty_area=False)[paper.first - 1 :]]


def test_the_sheet_keeps_the_order_of_files_and_lists(call: Call, saved: Saved, tmp_path: Path) -> None:
    names = [[{"studio_name": f"{file}-{place}"} for place in range(count)] for file, count in enumerate((2, 1, 3))]
    files = [saved(f"{number}.json", KAIFENG, *forms) for number, forms in enumerate(names)]
    out = tmp_path / "汇总.xlsx"
    assert call("summary", "write", KAIFENG, files[2], files[0], files[1], files[0], "-o", out).status == 0
    wanted = ["2-0", "2-1", "2-2", "0-0", "0-1", "1-0", "0-0", "0-1"]
    assert rows(out) == [[number + 1, name] for number, name in enumerate(wanted)]


def test_one_bad_file_writes_nothing_and_all_bad_ones_are_named(call: Call, saved: Saved, tmp_path: Path) -> None:
    good = saved("good.json", KAIFENG, GOOD)
    bad = [
        saved("type.json", KAIFENG, {"studio_name": 5}),
        saved("other.json", LANGFANG, GOOD),
        saved("form.json", KAIFENG, GOOD, form="summary"),
        str(tmp_path / "没有.json"),
    ]
    (tmp_path / "broken.json").write_text("{", "utf-8")
    bad.append(str(tmp_path / "broken.json"))
    out = tmp_path / "x.xlsx"
    said = call("summary", "write", KAIFENG, bad[0], good, *bad[1:], good, "-o", out, "--json")
    assert said.status == 1
    assert not out.exists()
    whole = json.dumps(said.document, ensure_ascii=False)
    assert [name for name in bad if name not in whole] == []
    assert good not in whole


@pytest.mark.parametrize("way", ["absolute", "relative", "dotted"])
def test_paths_of_every_kind(
    way: str, call: Call, saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "子 目录").mkdir()
    saved("答案 一.json", "third-2026", {"studio_name": "示例"})
    start = {"absolute": f"{tmp_path}/", "relative": "", "dotted": "子 目录/../"}[way]
    third = os.path.relpath(THIRD, tmp_path) if way != "absolute" else str(THIRD)
    said = call("form", "fill", third, "application", f"{start}答案 一.json", "-o", f"{start}子 目录/表.docx")
    assert said.status == 0
    assert Document(str(tmp_path / "子 目录" / "表.docx")).tables[0].cell(0, 1).text == "示例"
