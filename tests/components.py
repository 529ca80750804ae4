"""The programs of other makers that some tests look through, how each is found, and how to get it.

A test says `pytestmark = needs("libreoffice")` or `@needs("chromium")`. On a developer's machine a test without its
component is left out and named in the last lines of the run; where CI is set it fails. No test is ever skipped.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Component:
    """One program or font, its name for people, how it is found and how it is got."""

    label: str
    found: Callable[[], bool]
    how: str


def first_program(*names: str) -> str | None:
    """The path of the first of these commands that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def _has_libreoffice() -> bool:
    """Both the writer and the sheet; a machine can have one without the other."""
    program = first_program("soffice", "libreoffice")
    if program is None:
        return False
    home = Path(program).resolve().parent
    parts = [name for name in ("libswlo.so", "libsclo.so") if (home / name).exists()]
    return len(parts) == 2 or not list(home.glob("libs*lo.so"))


def _has_chromium() -> bool:
    return first_program("chromium", "chromium-browser", "google-chrome") is not None


def _has_postgresql() -> bool:
    return first_program("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _has_cjk_font() -> bool:
    program = first_program("fc-list")
    if program is None:
        return any(Path("/usr/share/fonts").rglob("Noto*CJK*"))
    listed = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


COMPONENTS = {
    "libreoffice": Component(
        "LibreOffice", _has_libreoffice, "apt install libreoffice-writer-nogui libreoffice-calc-nogui"
    ),
    "chromium": Component("Chromium", _has_chromium, "apt install chromium"),
    "postgresql": Component("PostgreSQL", _has_postgresql, "apt install postgresql"),
    "cjk-font": Component("中文字体", _has_cjk_font, "apt install fonts-noto-cjk"),
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Mark a test, a class or (as `pytestmark`) a module as needing these components."""
    unknown = [name for name in names if name not in COMPONENTS]
    if unknown or not names:
        raise LookupError(f"no such component: {unknown}; tests/components.py knows {sorted(COMPONENTS)}")
    return pytest.mark.needs(*names)


@cache
def is_here(name: str) -> bool:
    """Whether the component is on this machine; looked for once in a run."""
    return COMPONENTS[name].found()


def missing_for(item: pytest.Item) -> list[str]:
    """The components that a test needs and this machine lacks."""
    wanted = {name for mark in item.iter_markers("needs") for name in mark.args}
    return [name for name in COMPONENTS if name in wanted and not is_here(name)]


def must_all_run() -> bool:
    """Where CI is set, a missing component is a failure."""
    return os.environ.get("CI", "").strip().lower() not in {"", "0", "false", "no"}


def sentences(left_out: dict[str, int]) -> Iterable[str]:
    """The last lines of a run: what did not run, how much of it, and how to get it."""
    for name, count in left_out.items():
        yield f"没有运行：{COMPONENTS[name].label}（{count} 项）。装法：{COMPONENTS[name].how}"
