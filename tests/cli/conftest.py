"""One way to run a command and look at all that it says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jiangfang.cli.main import main

Call = Callable[..., "Said"]
Saved = Callable[..., str]


@dataclass(frozen=True)
class Said:
    """The exit status, standard output and standard error of a command."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that stands on standard output."""
        return json.loads(self.out)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Its problems."""
        found: list[dict[str, str]] = self.document["problems"]
        return found

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [problem["code"] for problem in self.problems]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in this process."""

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return run


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Writes an ANSWERS.json and gives its path."""

    def save(name: str, programme: str, *forms: dict[str, Any], form: str = "application") -> str:
        items = [{"programme": programme, "form": form, "answers": answers} for answers in forms]
        path = tmp_path / name
        path.write_text(json.dumps(items if len(items) != 1 else items[0], ensure_ascii=False), "utf-8")
        return str(path)

    return save
