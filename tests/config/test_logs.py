"""The log: turned over by whoever writes, in several processes at once, and never a value in it."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jiangfang.config import logs

WRITES = """
import logging, sys
from pathlib import Path
from jiangfang.config import logs
logs.LARGEST = 2000
logs.start(Path(sys.argv[1]))
logging.getLogger("jiangfang").handlers.clear()
for number in range(100):
    logging.getLogger("jiangfang.x").warning("writer %s line %s.", sys.argv[2], number)
"""


def test_several_processes_write_one_log_and_lose_nothing_but_the_oldest(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITES, str(tmp_path)]
    for process in [subprocess.Popen([*command, name]) for name in "abcd"]:
        assert process.wait() == 0
    files = sorted((tmp_path / "log").glob("jiangfang.log*"))
    assert [file.name for file in files] == ["jiangfang.log", *(f"jiangfang.log.{number}" for number in range(1, 6))]
    assert all(file.stat().st_size < 2200 for file in files)
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    assert all(line.endswith(".") and "WARNING jiangfang.x: writer" in line for line in lines)
    assert len(set(lines)) == len(lines) > 100


def entry(name: str, message: str, *args: Any, **more: Any) -> str:
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, args, None)
    record.__dict__.update(more)
    return logs.WithoutValues("{levelname}{number} {name}: {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("name", "message", "args", "said"),
    [
        ("django.request", "Not Found: %s", ("/x/?name=示例甲",), "Not Found: /x/?…"),
        ("django.request", "Not Found: %s", ("/in/ABCD-EFGH",), "Not Found: /in/…"),
        ("jiangfang.config.jobs", "task %s failed", ("a.b",), "task a.b failed"),
        (
            "gunicorn.error",
            "Invalid request from ip=%s: %s",
            ("198.51.100.7", "示例甲"),
            "Invalid request from ip=%s: %s",
        ),
        ("django.security.DisallowedHost", "Invalid '示例甲'", (), "a request that nobody of ours makes"),
        ("djangoish.request", "%s", ("示例甲",), "%s"),
    ],
)
def test_what_an_entry_tells(name: str, message: str, args: tuple[str, ...], said: str) -> None:
    assert entry(name, message, *args) == f"WARNING {name}: {said}"


def test_a_folder_that_takes_nothing_more_breaks_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    handler = logs.Shared(str(tmp_path / "gone" / logs.FILE))
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 0, "x", (), None))
    assert list(tmp_path.iterdir()) == []
