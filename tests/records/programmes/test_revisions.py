"""A programme folder adopted: the same again, never changed, one city's own."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.journal import Actor
from jiangfang.core.papers import write_paper
from jiangfang.core.problems import Refused
from jiangfang.documents.folder import load_folder, shipped, shipped_ids
from jiangfang.documents.word import fill
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.guards import standing
from jiangfang.records.people.actions import add_federation
from jiangfang.records.people.models import Federation
from jiangfang.records.programmes import actions, queries
from jiangfang.records.programmes.guards import GUARDS
from jiangfang.records.programmes.models import Blank, Revision
from tests.engines import Engine
from tests.records.world import AT, SERVER, by, city, later

THIRD = Path(__file__).resolve().parent.parent.parent / "programmes" / "third-2026"
FOLDERS = [*(shipped() / name for name in shipped_ids()), THIRD]
KAIFENG = shipped() / "kaifeng-2024"


@pytest.fixture(autouse=True)
def nothing_opened() -> None:
    queries._opened.clear()


def begun(name: str = "示例市总工会") -> Federation:
    return add_federation(name=name, actor=SERVER, at=AT)


def adopt(folder: Path, federation: Federation, hours: float = 0, actor: Actor = SERVER) -> Revision:
    return actions.adopt(folder=folder, federation=federation, actor=actor, hat=None, at=later(hours=hours))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The folder of 开封 with another title."""
    folder = tmp_path / KAIFENG.name
    shutil.copytree(KAIFENG, folder)
    file = folder / "programme.toml"
    title = next(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("title ="))
    file.write_text(file.read_text(encoding="utf-8").replace(title, 'title = "另一年"', 1), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("db")
class TestAdopting:
    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
    def test_what_is_adopted_is_the_same_programme_with_its_blanks(self, folder: Path) -> None:
        revision = adopt(folder, begun())
        loaded, opened = load_folder(folder)[0], queries.programme(Revision.objects.get(pk=revision.pk))
        assert loaded is not None
        assert opened.programme == loaded.programme
        assert (opened.words, opened.sheets) == (loaded.words, loaded.sheets)
        for paper in loaded.programme.papers:
            assert opened.blank_bytes(paper) == loaded.blank_bytes(paper)

    def test_the_same_folder_twice_is_one_revision_and_one_entry(self) -> None:
        federation = begun()
        first, second = adopt(KAIFENG, federation), adopt(KAIFENG, federation, hours=1)
        assert first == second
        told = journal.history(federation.pk, "programme", "kaifeng-2024")
        assert [(entry.deed, entry.after["digest"]) for entry in told] == [("programme.adopted", first.digest)]

    def test_a_change_is_another_revision_and_the_old_one_stays(self, changed: Path) -> None:
        federation = begun()
        old, new = adopt(KAIFENG, federation), adopt(changed, federation, hours=1)
        assert queries.newest(federation, "kaifeng-2024") == new
        assert queries.programme(new).programme.title == "另一年" != queries.programme(old).programme.title
        assert Blank.objects.count() == len({row.blank_id for row in old.blanks.all()})

    def test_a_changed_blank_is_another_revision(self, changed: Path) -> None:
        federation = begun()
        old = adopt(changed, federation)
        loaded = load_folder(changed)[0]
        assert loaded is not None
        paper = next(paper for paper in loaded.programme.papers if paper.kind == "word")
        filled = fill(loaded.words[paper.id], write_paper(paper, loaded.programme.fields, {}))
        (changed / paper.file).write_bytes(filled)
        new = adopt(changed, federation)
        assert (new.pk != old.pk, new.plain == old.plain) == (True, True)
        assert queries.programme(old).blank_bytes(paper) != queries.programme(new).blank_bytes(paper)

    def test_a_faulty_folder_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(Refused):
            adopt(tmp_path, begun())
        assert Revision.objects.count() == Blank.objects.count() == 0

    def test_an_administrator_adopts_and_nobody_else(self) -> None:
        town = city()
        for hat in (town.clerk, town.recommender, town.worker):
            with pytest.raises(Refused, match="不能办"):
                actions.adopt(folder=THIRD, federation=town.federation, actor=by(hat), hat=hat, at=AT)
        made = actions.adopt(folder=THIRD, federation=town.federation, actor=by(town.admin), hat=town.admin, at=AT)
        assert made.loaded_by == town.admin.person.name
        with pytest.raises(Refused):
            actions.adopt(folder=THIRD, federation=city("乙").federation, actor=by(town.admin), hat=town.admin, at=AT)


@pytest.mark.usefixtures("db")
class TestReading:
    def test_a_programme_is_opened_once_in_a_process(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        first, second = (adopt(KAIFENG, begun(name)) for name in ("示例甲市总工会", "示例乙市总工会"))
        assert (first.pk != second.pk, first.digest == second.digest) == (True, True)
        with django_assert_num_queries(1):
            opened = queries.programme(first)
        with django_assert_num_queries(0):
            assert queries.programme(second) is opened

    def test_only_so_many_stay_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "_KEPT", 1)
        federation = begun()
        first, second = adopt(THIRD, federation), adopt(KAIFENG, federation)
        opened = queries.programme(first)
        queries.programme(second)
        assert list(queries._opened) == [second.digest]
        assert queries.programme(first) == opened

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_is_one_query_and_one_citys(
        self, rows: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        federation = begun()
        for folder in FOLDERS[:rows]:
            adopt(folder, federation)
        adopt(THIRD, begun("示例乙市总工会"))
        with django_assert_num_queries(1):
            found = [revision.title for revision in queries.revisions(federation)]
        assert len(found) == rows


CHANGES = [
    *("UPDATE programmes_revision SET title = 'x'", "DELETE FROM programmes_revisionblank"),
    *("UPDATE programmes_blank SET content = content", "UPDATE programmes_revisionblank SET file = 'x'"),
    *("DELETE FROM programmes_revision", "DELETE FROM programmes_blank"),
]


@pytest.mark.usefixtures("db")
def test_the_database_refuses_every_change() -> None:
    adopt(THIRD, begun())
    connection.check_constraints()
    assert {guard.name for guard in GUARDS if guard.stands_on(connection.vendor)} <= standing(connection)
    for statement in CHANGES:
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_two_who_adopt_at_once_get_one_revision(own_database: Engine) -> None:
    federation, start = begun(), Barrier(2)

    def load(_: int) -> int:
        start.wait()
        try:
            return adopt(THIRD, federation).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(load, range(2)))) == 1
    assert Revision.objects.count() == 1
    assert journal.verify(federation.pk) == []
