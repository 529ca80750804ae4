"""What every test can rely on: components are there or the test is left out by name (see tests/components.py)."""

from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from tests import components

LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*components): what the test looks through; see tests/components.py")
    config.stash[LEFT_OUT] = Counter()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count, the tests whose component is not here; where CI is set they stay and fail."""
    if components.must_all_run():
        return
    lacking = {item: missing for item in items if (missing := components.missing_for(item))}
    for missing in lacking.values():
        config.stash[LEFT_OUT].update(missing)
    if lacking:
        config.hook.pytest_deselected(items=list(lacking))
        items[:] = [item for item in items if item not in lacking]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in components.missing_for(item):
        component = components.COMPONENTS[name]
        pytest.fail(f"缺少 {component.label}。装法：{component.how}", pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, Any, Any]:
    """After pytest's own last line, say what did not run; a worker of xdist hands its count to the controller."""
    left_out = session.config.stash[LEFT_OUT]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)
        return (yield)
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        for sentence in components.sentences(left_out):
            reporter.write_line(sentence, yellow=True)
    return result


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects everything, so the largest count is the count."""
    reported: dict[str, int] = getattr(node, "workeroutput", {}).get("left_out", {})
    left_out = node.config.stash[LEFT_OUT]
    for name, count in reported.items():
        left_out[name] = max(left_out[name], count)
