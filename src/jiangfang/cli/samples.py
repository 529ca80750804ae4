"""``make samples``: fills every official paper from sample answers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jiangfang.cli.main import main as jiangfang
from jiangfang.demo import SAMPLES

__all__ = ["SAMPLES", "jobs", "run"]


def jobs(out: Path) -> list[tuple[str, list[str]]]:
    """What is made: (what it shows, the command)."""
    langfang, kaifeng = SAMPLES / "langfang-2019.json", SAMPLES / "kaifeng-2024.json"
    one = SAMPLES / "kaifeng-2024-one.json"
    return [
        ("廊坊 2019 推荐审批表", _fill("langfang-2019", langfang, out / "廊坊-审批表-示例.docx")),
        ("开封 2024 推荐表", _fill("kaifeng-2024", one, out / "开封-推荐表-示例.docx")),
        (
            "开封 2024 推荐汇总表",
            ["summary", "write", "kaifeng-2024", str(one), str(kaifeng), "-o", str(out / "开封-汇总表-示例.xlsx")],
        ),
        ("开封 2024 支撑材料提纲", _blank("kaifeng-2024", "outline", out / "开封-支撑材料提纲-空表.docx")),
        ("开封 2024 推荐表空表", _blank("kaifeng-2024", "application", out / "开封-推荐表-空表.docx")),
        ("开封 2024 汇总表空表", _blank("kaifeng-2024", "summary", out / "开封-汇总表-空表.xlsx")),
        ("廊坊 2019 空表", _blank("langfang-2019", "application", out / "廊坊-审批表-空表.docx")),
    ]


def _fill(programme: str, answers: Path, out: Path) -> list[str]:
    return ["form", "fill", programme, "application", str(answers), "-o", str(out)]


def _blank(programme: str, form: str, out: Path) -> list[str]:
    return ["form", "blank", programme, form, "-o", str(out)]


def run(out: Path) -> int:
    """Makes the sample papers in a folder and says where; the number of papers that could not be made."""
    out.mkdir(parents=True, exist_ok=True)
    failed = sum(jiangfang(command) != 0 for _, command in jobs(out))
    print(f"\n样张都在这个文件夹里：{out.resolve()}")
    print("用 WPS、Word 或 LibreOffice 打开看看。示例答案都是虚构的，在 src/jiangfang/demo/samples/。")
    print("再看看核对，在本文件夹里运行：")
    print("  .venv/bin/jiangfang check langfang-2019 src/jiangfang/demo/samples/langfang-2019.json")
    print("接下来：办理人员看 docs/guide/office-clerk.md，申报单位看 docs/guide/unit.md。网页用 make run 打开。")
    return failed


if __name__ == "__main__":
    sys.exit(run(Path(os.environ.get("JIANGFANG_DATA") or "data") / "samples"))
