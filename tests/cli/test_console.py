"""Real processes: what reaches the console, whatever it is called and however it is set."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents.samples import RARE, THIRD, filled

KAIFENG = "kaifeng-2024"
GIVEN = {"studio_name": f"示例{RARE}😀", "leader_trade": "焊工"}
ANSWERS = {"programme": KAIFENG, "form": "application", "answers": GIVEN}
CONSOLES = [
    {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LANG": "C.UTF-8", "PYTHONIOENCODING": "gb18030"},
    {"LANG": "C.UTF-8", "PYTHONIOENCODING": "latin-1:strict"},
]


def run(words: list[str], folder: Path, **console: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    command = [sys.executable, "-m", "jiangfang.cli", *words]
    return subprocess.run(command, cwd=folder, env={**kept, **console}, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "答案.json").write_text(json.dumps(ANSWERS), "utf-8")
    (tmp_path / "表.docx").write_bytes(filled(KAIFENG, GIVEN))
    return tmp_path


@pytest.mark.parametrize("console", CONSOLES, ids=str)
def test_json_is_utf_8_whatever_the_console(console: dict[str, str], folder: Path) -> None:
    read = run(["form", "read", "表.docx", "--json"], folder, **console)
    assert (read.returncode, read.stderr) == (0, b"")
    (item,) = json.loads(read.stdout.decode("utf-8"))["files"]
    assert item["answers"] == GIVEN
    assert RARE.encode() in read.stdout
    wrong = run(["check", "没有", "答案.json", "--json"], folder, **console)
    assert (wrong.returncode, wrong.stderr) == (2, b"")
    assert "没有" in json.loads(wrong.stdout.decode("utf-8"))["problems"][0]["message"]


@pytest.mark.parametrize("console", CONSOLES, ids=str)
def test_sentences_never_break_on_a_console_that_cannot_show_them(console: dict[str, str], folder: Path) -> None:
    read = run(["form", "read", "表.docx", "没有.docx"], folder, **console)
    assert read.returncode == 1
    assert b"Traceback" not in read.stderr
    if console.get("PYTHONIOENCODING") == "gb18030":
        assert RARE in read.stdout.decode("gb18030")
        assert "没有这个文件" in read.stderr.decode("gb18030")


def test_exit_statuses_of_the_installed_command(folder: Path) -> None:
    assert run(["form", "fill", KAIFENG, "application", "答案.json", "-o", "x.docx"], folder).returncode == 0
    assert run(["check", KAIFENG, "答案.json"], folder).returncode == 1
    assert run(["summary", "write", str(THIRD), "答案.json", "-o", "x.xlsx"], folder).returncode == 1
    assert run(["summary", "read", "x.xlsx"], folder).returncode == 2
    assert run(["--version"], folder).returncode == 0


def test_nobody_reading_is_no_fault_to_complain_of(folder: Path) -> None:
    """`jiangfang … | head`: the pipe is closed before the first line."""
    for words in (["--help"], ["form", "read", "表.docx", "--json"], ["form", "read", "表.docx"]):
        reader, writer = os.pipe()
        os.close(reader)
        command = [sys.executable, "-m", "jiangfang.cli", *words]
        done = subprocess.run(command, cwd=folder, stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
        assert (done.returncode, done.stderr) == (1, b"")


def test_a_file_name_that_is_no_text_is_still_named(folder: Path) -> None:
    name = os.fsdecode("坏".encode("gbk") + b".docx")
    done = run(["form", "read", name, "--json"], folder)
    assert done.returncode == 1
    (item,) = json.loads(done.stdout.decode("utf-8"))["files"]
    assert item["problems"][0]["code"] == "unreadable_file"
    assert run(["form", "read", name], folder).returncode == 1


def test_the_working_folder_stays_as_it_was(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    run(["check", KAIFENG, "答案.json"], folder)
    run(["form", "read", "表.docx"], folder)
    assert sorted(path.name for path in folder.iterdir()) == before
