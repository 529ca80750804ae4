"""Wrong calls: a sentence, exit status 2, and with --json still one document."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, Saved

KAIFENG = "kaifeng-2024"
WRONG = [
    [],
    ["nope"],
    ["form"],
    ["form", "nope"],
    ["form", "blank"],
    ["form", "blank", KAIFENG, "application"],
    ["form", "blank", KAIFENG, "application", "-o"],
    ["form", "blank", "nope-2024", "application", "-o", "x.docx"],
    ["form", "blank", "", "application", "-o", "x.docx"],
    ["form", "blank", "a" * 5_000, "application", "-o", "x.docx"],
    ["form", "blank", "a\0b", "application", "-o", "x.docx"],
    ["form", "blank", KAIFENG, "nope", "-o", "x.docx"],
    ["form", "blank", "langfang-2019", "summary", "-o", "x.xlsx"],
    ["form", "blank", KAIFENG, "application", "-o", "x.xlsx"],
    ["form", "blank", KAIFENG, "summary", "-o", "x.docx"],
    ["form", "blank", KAIFENG, "application", "-o", "x"],
    ["form", "blank", KAIFENG, "application", "-o", "x.pdf"],
    ["form", "blank", KAIFENG, "application", "-o", "没有/x.docx"],
    ["form", "blank", KAIFENG, "application", "-o", f"{'a' * 5_000}/x.docx"],
    ["form", "blank", KAIFENG, "application", "-o", "a\0b.docx"],
    ["form", "blank", KAIFENG, "application", "-o", "x.docx", "--nope"],
    ["form", "blank", KAIFENG, "application", "more", "-o", "x.docx"],
    ["form", "fill", KAIFENG, "summary", "a.json", "-o", "x.docx"],
    ["form", "fill", KAIFENG, "outline", "a.json", "-o", "x.docx"],
    ["form", "fill", KAIFENG, "nope", "a.json", "-o", "x.docx"],
    ["form", "fill", KAIFENG, "application", "a.json", "-o", "x.pdf"],
    ["form", "fill", KAIFENG, "application", "a.json", "-o", "x.doc"],
    ["form", "fill", KAIFENG, "application", "a.json", "-o", "没有/x.docx"],
    ["form", "read"],
    ["form", "read", "x.docx", "--programme", "nope"],
    ["summary", "write", KAIFENG, "a.json", "-o", "x.xls"],
    ["summary", "write", KAIFENG, "-o", "x.xlsx"],
    ["summary", "write", "langfang-2019", "a.json", "-o", "x.xlsx"],
    ["summary", "write", KAIFENG, "a.json", "-o", "没有/x.xlsx"],
    ["check", KAIFENG],
    ["check", "nope", "a.json"],
    ["check", KAIFENG, "a.json", "--today"],
    *(["check", KAIFENG, "a.json", "--today", day] for day in ("2024-13-01", "2024-2-1", "today", "", "20241101")),
    ["check", KAIFENG, "a.json", "--today", "2024-W47-3"],
    ["check", KAIFENG, "a.json", "--today", "２０２４-11-01"],
    ["check", KAIFENG, "a.json", "--tod", "2024-11-01"],
    ["programme"],
    ["programme", "check"],
    ["programme", "check", "没有"],
    ["serve", "more"],
    ["serve", "--host"],
    *(["serve", "--port", port] for port in ("", "x", "-1", "65536", "８０００", "80.5", "9" * 5_000)),
    ["summary", "read", "a.xlsx"],
    ["summary", "read", "a.xlsx", "--programme", KAIFENG],
    ["backup"],
    ["backup", "x.zip"],
    ["backup", "x.tar"],
    ["backup", "没有/x.zip"],
    ["backup", "x.zip", "y.zip"],
    ["restore"],
    ["restore", "x.zip", "--force"],
    ["user", "link", "示例"],
    ["journal", "verify"],
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder with one good ANSWERS.json, so that only the call is wrong."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(
        json.dumps({"programme": KAIFENG, "form": "application", "answers": {"studio_name": "示例"}}), "utf-8"
    )


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:60].replace("\0", "0"))
def test_a_wrong_call_is_said_and_makes_nothing(words: list[str], call: Call, tmp_path: Path) -> None:
    said = call(*words)
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("jiangfang：")
    assert said.err.count("\n") == 1
    assert len(said.err) < 400
    assert "Traceback" not in said.err
    as_json = call(*words, "--json")
    assert (as_json.status, as_json.err) == (2, "")
    (problem,) = as_json.problems
    assert list(problem) == ["code", "where", "message", "severity"]
    assert (problem["code"], problem["severity"]) == ("wrong_call", "error")
    assert problem["message"] in said.err
    assert call("--json", *words).document == as_json.document
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "words", [["--help"], ["form", "--help"], ["form", "fill", "-h"], ["check", KAIFENG, "--help"], ["serve", "-h"]]
)
def test_help_is_no_wrong_call(words: list[str], call: Call) -> None:
    said = call(*words)
    assert (said.status, said.err) == (0, "")
    assert "用法" in said.out
    assert call(*words, "--json").document == {"problems": []}


def test_the_version(call: Call) -> None:
    from jiangfang import __version__

    assert call("--version").out == f"jiangfang {__version__}\n"
    said = call("--version", "--json")
    assert (said.status, said.document) == (0, {"problems": [], "version": __version__})


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_json_may_stand_anywhere(place: int, call: Call, saved: Saved) -> None:
    words = ["form", "blank", KAIFENG, "application", "-o", "x.docx"]
    words.insert(place, "--json")
    said = call(*words)
    assert (said.status, said.document, said.err) == (0, {"problems": []}, "")
