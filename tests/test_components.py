"""The needs-mechanism itself, in runs of pytest of their own: left out and named, or where CI is set a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import components

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = """
import pytest
from tests.components import needs

@needs("libreoffice")
def test_looks_through_the_office():
    pass

@needs("libreoffice")
@pytest.mark.parametrize("number", [1, 2])
def test_looks_again(number):
    pass

@needs("chromium")
class TestBrowser:
    def test_a_page(self):
        pass

def test_needs_nothing():
    pass
"""


def run(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """pytest over the sample with the project's own conftest, on a PATH where no component is found."""
    (folder / "test_sample.py").write_text(SAMPLE, "utf-8")
    (folder / "conftest.py").write_text("from tests.conftest import *\n", "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n", "utf-8")
    (folder / "bin").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI", "COV"))}
    settings = {**kept, "PATH": str(folder / "bin"), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, str(folder)]
    return subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("options", [(), ("-q",), ("-n", "2")], ids=["plain", "quiet", "workers"])
def test_without_its_component_a_test_is_left_out_and_named_last(options: tuple[str, ...], tmp_path: Path) -> None:
    done = run(tmp_path, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.strip().splitlines()
    office, browser = components.COMPONENTS["libreoffice"], components.COMPONENTS["chromium"]
    assert lines[-2:] == [
        f"没有运行：{office.label}（3 项）。装法：{office.how}",
        f"没有运行：{browser.label}（1 项）。装法：{browser.how}",
    ]
    assert "1 passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.parametrize("value", ["true", "1", "yes"])
def test_where_ci_is_set_it_fails_and_says_how_to_get_it(value: str, tmp_path: Path) -> None:
    done = run(tmp_path, CI=value)
    assert done.returncode == 1
    assert "1 passed" in done.stdout
    assert "4 error" in done.stdout
    assert f"缺少 LibreOffice。装法：{components.COMPONENTS['libreoffice'].how}" in done.stdout
    assert "没有运行" not in done.stdout


@pytest.mark.parametrize("value", ["", "0", "false", "no"])
def test_ci_that_is_off_is_not_set(value: str, tmp_path: Path) -> None:
    done = run(tmp_path, CI=value)
    assert (done.returncode, "没有运行：LibreOffice（3 项）" in done.stdout) == (0, True)


def test_with_its_component_a_test_runs(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("soffice", "chromium"):
        program = tmp_path / "bin" / name
        program.write_text("#!/bin/sh\n", "utf-8")
        program.chmod(0o755)
    done = run(tmp_path)
    assert (done.returncode, "5 passed" in done.stdout, "没有运行" in done.stdout) == (0, True, False)


@pytest.mark.parametrize(("parts", "whole"), [([], True), (["swlo"], False), (["swlo", "sclo"], True)])
def test_libreoffice_counts_only_with_its_writer_and_its_sheet(parts: list[str], whole: bool, tmp_path: Path) -> None:
    """Debian packs them apart: a machine can have the one without the other."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "bin" / "soffice").chmod(0o755)
    for name in parts:
        (tmp_path / "bin" / f"lib{name}.so").write_bytes(b"")
    done = run(tmp_path)
    assert ("没有运行：LibreOffice" in done.stdout) is not whole


@pytest.mark.parametrize("names", [(), ("libreofice",), ("libreoffice", "nope")])
def test_a_component_that_nobody_knows_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(LookupError):
        components.needs(*names)


def test_every_component_says_how_it_is_got() -> None:
    assert all(component.label and component.how for component in components.COMPONENTS.values())
