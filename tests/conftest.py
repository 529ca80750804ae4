"""What every test can rely on: components are there or the test is left out by name (see tests/components.py);
a test of the records or of a stage's actions runs on both engines, any other that needs a database on SQLite (see
tests/engines.py)."""

from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from jiangfang.records.files.address import Address
from tests import components, postgresql
from tests.buckets import BUCKET, Buckets, running
from tests.engines import NUMBERS, Engine, OnPostgresql, OnSqlite, point_at

# Two cores that do other things as well are no fault of a rule.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*components): what the test looks through; see tests/components.py")
    config.addinivalue_line("markers", "both_engines: the test runs on SQLite and on PostgreSQL; see acts()")
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


def acts(path: Path) -> bool:
    """Whether a file of tests is about what is written: all of the records, and the actions of the stages."""
    parents, tests = path.parents, Path(__file__).parent
    return tests / "records" in parents or (tests / "stages" in parents and path.name.startswith("test_actions"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which engines a test with a database runs on."""
    if "django_db_setup" in metafunc.fixturenames:
        engines = ["sqlite"]
        both = acts(metafunc.definition.path)
        more = [pytest.param("postgresql", marks=components.needs("postgresql"))]
        chosen = [*engines, *more] if both or metafunc.definition.get_closest_marker("both_engines") else engines
        metafunc.parametrize("django_db_setup", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What lies beside the database lies in a folder that is thrown away."""
    folder = tmp_path_factory.mktemp("folder")
    with override_settings(DATA=folder, FILES=None, CLAMD=None):
        yield folder


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Engine:
    with django_db_blocker.unblock():
        return OnSqlite.made(tmp_path_factory.mktemp("sqlite") / "data").migrate()


@pytest.fixture(scope="session")
def postgresql_engine(django_db_blocker: DjangoDbBlocker) -> Iterator[Engine]:
    with postgresql.running() as server:
        with django_db_blocker.unblock():
            engine = OnPostgresql.made(server, "jiangfang").migrate()
        yield engine


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Engine:
    """In the place of pytest-django's: the engine of this test, and the connection leading to it."""
    engine: Engine = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_engine")
    with django_db_blocker.unblock():
        point_at(engine.settings)
    return engine


@pytest.fixture
def own_database(django_db_setup: Engine, django_db_blocker: DjangoDbBlocker) -> Iterator[Engine]:
    """A fresh copy for a test with real transactions."""
    with django_db_blocker.unblock(), django_db_setup.copied() as copy:
        yield copy


@pytest.fixture(scope="session")
def buckets() -> Iterator[Buckets]:
    """An object store that is thrown away, with a bucket in it."""
    with running() as made:
        made.make(BUCKET)
        yield made


@pytest.fixture
def bucket(buckets: Buckets) -> Address:
    """A place of its own in the bucket, in which nothing lies."""
    return Address(BUCKET, f"proofs-{next(NUMBERS)}", buckets.endpoint, "us-east-1", "shili", "mima")
