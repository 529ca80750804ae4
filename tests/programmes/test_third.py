"""A programme made only of data goes through every command: no line of code knows it."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from jiangfang.cli.main import main
from jiangfang.core.problems import Refused
from jiangfang.core.workflow import Position
from tests.documents.samples import THIRD, folder_of
from tests.programmes import make_third

NAME = "third-2026"
ANSWERS: dict[str, Any] = {
    "studio_name": "示例竹编工坊",
    "workshop_since": "2020-05",
    "host_unit": "示例竹艺专业合作社",
    "workshop_area": 120,
    "workshop_kinds": ["制造", "其他"],
    "funding": [{"year": "2024", "amount": "3.50", "source": "自筹"}, {"year": "2025", "amount": "4.00"}],
    "achievements": "每月开班两次。\n带出三名徒弟。",
    "workshop_plans": "再开一处教学点。",
    "leader_name": "示例堃",
    "leader_phone": "0000-0000001",
    "apprentices": [
        {
            "name": f"示例{who}",
            "joined_on": "2023-03",
            "grade": "中级工",
            "allowance": "800.00",
            "signed_on": "2023-03-01",
        }
        for who in "甲乙丙"
    ],
    "opinion_township": {"text": "同意推荐。", "date": "2026-04-01"},
    "opinion_recommender": {"text": "同意。", "date": "2026-04-20"},
}
PLEDGE = {
    "studio_name": "示例竹编工坊",
    "leader_name": "示例堃",
    "pledge_text": "材料属实。",
    "pledged_on": "2026-04-02",
}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"programme": NAME, "form": "application", "answers": ANSWERS}), "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    status = main([*map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_it_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "programme", "check", THIRD) == (0, {"problems": []})


def test_no_code_knows_it() -> None:
    sources = (Path(__file__).resolve().parents[2] / "src").rglob("*.py")
    texts = [path.read_text("utf-8") for path in sources]
    assert texts
    keys = {field.key for field in folder_of(NAME).programme.fields if field.key.startswith(("workshop_", "pledge"))}
    assert {word for text in texts for word in (NAME, "工坊", "township", *keys) if word in text} == set()


def test_both_its_forms_are_filled_and_read_together(
    capsys: pytest.CaptureFixture[str], answers: Path, tmp_path: Path
) -> None:
    pledge = tmp_path / "p.json"
    pledge.write_text(json.dumps({"programme": NAME, "form": "pledge", "answers": PLEDGE}), "utf-8")
    for form, given in (("application", answers), ("pledge", pledge)):
        assert run(capsys, "form", "fill", THIRD, form, given, "-o", tmp_path / f"{form}.docx") == (0, {"problems": []})
    files = [tmp_path / "pledge.docx", tmp_path / "application.docx"]
    status, document = run(capsys, "form", "read", *files, "--programme", THIRD)
    assert status == 0
    assert [(item["programme"], item["form"], item["answers"], item["problems"]) for item in document["files"]] == [
        (NAME, "pledge", PLEDGE, []),
        (NAME, "application", ANSWERS, []),
    ]
    status, document = run(capsys, "form", "read", *files)
    assert status == 1
    assert [item["problems"][0]["code"] for item in document["files"]] == ["unknown_form"] * 2


def test_its_own_sheet(capsys: pytest.CaptureFixture[str], answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert run(capsys, "summary", "write", THIRD, answers, answers, "-o", out) == (0, {"problems": []})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(out.read_bytes())).get_sheet_by_name("汇总表").to_python()
    line = ["示例竹编工坊", "示例竹艺专业合作社", "示例堃", "0000-0000001", 120]
    assert rows == [["示例县工匠创新工坊推荐汇总表", *[""] * 5], list(make_third.HEADINGS), [1, *line], [2, *line]]


def test_its_own_conditions(capsys: pytest.CaptureFixture[str], answers: Path) -> None:
    status, document = run(capsys, "check", THIRD, answers)
    assert (status, [found["code"] for found in document["problems"]]) == (0, ["ask"])
    weak = {**ANSWERS, "apprentices": ANSWERS["apprentices"][:2], "workshop_area": 19, "workshop_since": "2024-06"}
    answers.write_text(json.dumps({"programme": NAME, "form": "application", "answers": weak}), "utf-8")
    status, document = run(capsys, "check", THIRD, answers)
    failed = {found["clause"]: found["severity"] for found in document["problems"] if found["code"] != "ask"}
    assert (status, failed) == (1, {"通知二（一）": "error", "通知二（二）": "warning", "通知二（三）": "error"})


@pytest.mark.parametrize(("since", "fits"), [("2024-04", True), ("2024-05", False)])
def test_two_years_on_the_last_day(since: str, fits: bool, capsys: pytest.CaptureFixture[str], answers: Path) -> None:
    given = {"programme": NAME, "form": "application", "answers": {**ANSWERS, "workshop_since": since}}
    answers.write_text(json.dumps(given), "utf-8")
    _, document = run(capsys, "check", THIRD, answers)
    errors = [found["clause"] for found in document["problems"] if found["severity"] == "error"]
    assert errors == ([] if fits else ["通知二（三）"])


def test_its_quota_is_a_range_and_the_third_wants_a_waiver() -> None:
    quota = folder_of(NAME).programme.recommenders[0].each
    assert (quota.kind, quota.rule()) == ("range", "不少于 1 个、不超过 2 个")
    used = quota.take(quota.take(0))
    assert used == 2
    with pytest.raises(Refused) as refused:
        quota.take(used)
    assert refused.value.problems[0].clause == "通知一"
    assert quota.take(used, "县总工会主席办公会同意") == 3
    assert [problem.code for used in (0, 1, 2, 3) for problem in quota.weigh(used)] == ["under_quota", "over_quota"]


def test_its_route_knows_no_union_of_the_unit() -> None:
    programme = folder_of(NAME).programme
    assert programme.routes[0].steps == ("unit", "recommender", "city")
    flow, route = programme.workflow, programme.routes[0].id
    place = flow.start()
    for deed, role in (
        ("submit", "unit"),
        ("recommend", "recommender"),
        ("return", "recommender"),
        ("resubmit", "unit"),
    ):
        place = flow.move(place, deed, role, route)
    assert place == Position("chosen")
    with pytest.raises(Refused):
        flow.move(flow.start(), "recommend", "recommender", route)


def test_its_blanks_are_what_make_third_makes() -> None:
    for made, kept in ((make_third.application(), "application.docx"), (make_third.pledge(), "pledge.docx")):
        there = Document(str(THIRD / kept))
        assert there.element.xml == made.element.xml
    sheet = CalamineWorkbook.from_path(str(THIRD / "summary.xlsx")).get_sheet_by_name("汇总表")
    assert sheet.to_python()[1] == [cell.value for cell in make_third.summary()["汇总表"][2]]


def test_its_folder_is_committed_whole() -> None:
    """Files that .gitignore would keep out of the repository would be missed by everybody else."""
    names = [str(path) for path in sorted(THIRD.iterdir())]
    done = subprocess.run(["git", "check-ignore", *names], capture_output=True, text=True, check=False, cwd=THIRD)
    assert done.stdout == ""
    assert len(names) == 8
