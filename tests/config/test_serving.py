"""How many processes give out the pages."""

from __future__ import annotations

import pytest

from jiangfang.config import serving
from jiangfang.config.env import BadEnvironment


def test_as_many_as_the_machine_has_and_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIANGFANG_WORKERS", raising=False)
    for cores, workers in ((None, 2), (1, 2), (4, 4), (32, 8)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert serving.workers() == workers


def test_or_as_many_as_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANGFANG_WORKERS", "12")
    assert serving.workers() == 12
    for said in ("0", "many", "65", "-1", "²", "1.5"):
        monkeypatch.setenv("JIANGFANG_WORKERS", said)
        with pytest.raises(BadEnvironment, match="JIANGFANG_WORKERS"):
            serving.workers()
