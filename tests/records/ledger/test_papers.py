"""Papers lie at places of an entry, in order; what lies with none; what other rooms get of them."""

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.journal import queries as journal
from jiangfang.records.ledger import actions, queries
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from tests.records.ledger.keeping import PATENT, entry_of, file_of, studio_of, token
from tests.records.world import AT, City, hat


def laid(entry: Entry, worn: Hat, *papers: tuple[str, File]) -> list[EntryFile]:
    return actions.lay(entry=entry, papers=papers, hat=worn, at=AT)


def names(entry: Entry, slot: str = "certificate") -> list[str]:
    return [one.file.name for one in queries.papers_of([entry.pk]) if one.slot == slot]


def three(studio: Studio, worn: Hat) -> list[File]:
    return [file_of(studio, worn, f"第{place}页.png", place) for place in (1, 2, 3)]


def test_papers_come_with_an_entry(town: City) -> None:
    studio = studio_of(town.worker)
    first, second, _ = three(studio, town.worker)
    papers = [("certificate", first), ("certificate", second), ("profile", first)]
    made = actions.add(
        studio=studio, kind="patent", typed=PATENT, papers=papers, token=token(), hat=town.worker, at=AT
    ).entry
    assert (names(made), names(made, "profile")) == (["第1页.png", "第2页.png"], ["第1页.png"])
    (told,) = journal.history(town.federation.pk, "entry", str(made.pk))
    called = {slot.id: slot.name for slot in queries.kinds_of(town.federation.pk).known("patent").slots}
    assert told.after["files"] == [f"{called[slot]}：{file.name}" for slot, file in papers]
    assert "files" in told.personal
    assert queries.entries(studio)[0].papers == {"certificate", "profile"}


def test_laid_behind_what_lies_there_and_twice_once(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    first, second, third = three(studio, town.worker)
    laid(made, town.worker, ("certificate", second))
    for _ in range(2):
        laid(made, town.worker, ("certificate", first), ("certificate", second), ("certificate", third))
    assert names(made) == ["第2页.png", "第1页.png", "第3页.png"]
    deeds = [one.deed for one in journal.history(town.federation.pk, "entry", str(made.pk))]
    assert deeds == ["entry.added", "entry.papers_laid", "entry.papers_laid"]


def test_the_order_moves_by_one_however_often_it_is_sent_and_stops_at_the_ends(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker)
    laid(made, town.worker, *(("certificate", one) for one in three(studio, town.worker)))

    def moved(name: str, *, up: bool) -> list[str]:
        paper = EntryFile.objects.select_related("entry__studio", "file").get(entry=made, file__name=name)
        seen = names(made).index(name) + 1
        for _ in range(2):
            actions.order(paper=paper, up=up, seen=seen, hat=town.worker, at=AT)
        return [one[1] for one in names(made)]

    assert moved("第3页.png", up=True) == ["1", "3", "2"]
    assert moved("第1页.png", up=True) == ["1", "3", "2"]
    assert moved("第1页.png", up=False) == ["3", "1", "2"]
    assert moved("第2页.png", up=False) == ["3", "1", "2"]


def test_taken_out_it_is_loose_and_can_be_removed(town: City) -> None:
    studio = studio_of(town.worker)
    made, file = entry_of(studio, town.worker), file_of(studio, town.worker)
    (paper,) = laid(made, town.worker, ("certificate", file))
    assert list(queries.loose(studio.pk)) == []
    with pytest.raises(Refused, match="还用在"):
        files.remove(file=file, hat=town.worker, at=AT)
    paper.entry = made
    actions.take_out(paper=paper, hat=town.worker, at=AT)
    assert (names(made), [one.pk for one in queries.loose(studio.pk)]) == ([], [file.pk])
    with pytest.raises(Refused, match="已经不在"):
        actions.take_out(paper=paper, hat=town.worker, at=AT)
    files.remove(file=file, hat=town.worker, at=AT)
    assert not queries.loose(studio.pk).exists()


def test_only_files_of_the_studio_at_places_of_the_kind(town: City) -> None:
    studio, other = studio_of(town.worker), studio_of(town.worker, "示例二室")
    made, strange = entry_of(studio, town.worker), file_of(other, town.worker)
    for papers, says in (
        ([("certificate", strange)], "不是这个工作室的"),
        ([("sign_in", file_of(studio, town.worker))], "请选这份材料是什么"),
    ):
        with pytest.raises(Refused, match=says):
            laid(made, town.worker, *papers)
    assert not EntryFile.objects.exists()


def test_nobody_else_lays_anything_nor_at_what_was_struck_or_closed(town: City) -> None:
    studio = studio_of(town.worker)
    made, file = entry_of(studio, town.worker), file_of(studio, town.worker)
    for worn in (hat(town.other, Role.UNIT, "other"), hat(town.unit, Role.UNIT_UNION, "union"), town.clerk):
        with pytest.raises(Refused):
            laid(made, worn, ("certificate", file))
    actions.strike(entry=made, why="记错", hat=town.worker, at=AT)
    with pytest.raises(Refused, match="已经划去"):
        laid(made, town.worker, ("certificate", file))
    actions.put_back(entry=made, hat=town.worker, at=AT)
    studios.close(studio=studio, hat=town.worker, at=AT)
    with pytest.raises(Refused, match="已经停用"):
        laid(made, town.worker, ("certificate", file))


def test_other_rooms_get_the_papers_of_places_in_order(town: City) -> None:
    studio = studio_of(town.worker)
    late, early, struck = (
        entry_of(studio, town.worker, first=day) for day in ("2024-05-01", "2023-01-01", "2024-01-01")
    )
    first, second, third = three(studio, town.worker)
    laid(late, town.worker, ("certificate", first), ("profile", second))
    laid(early, town.worker, ("certificate", third), ("certificate", first))
    laid(struck, town.worker, ("certificate", second))
    actions.strike(entry=struck, why="记错", hat=town.worker, at=AT)
    found = queries.papers(studio, ["patent.certificate", "award.certificate"])
    assert [(one.entry.pk, one.file.name) for one in found] == [
        (early.pk, "第3页.png"),
        (early.pk, "第1页.png"),
        (late.pk, "第1页.png"),
    ]
    assert {one.link for one in found} == {"patent.certificate"}


def test_a_place_that_the_kind_has_no_more_is_shown_all_the_same(town: City) -> None:
    studio = studio_of(town.worker)
    made, file = entry_of(studio, town.worker), file_of(studio, town.worker)
    laid(made, town.worker, ("certificate", file))
    EntryFile.objects.update(slot="gone")
    kind = queries.kinds_of(town.federation.pk).known("patent")
    found = queries.in_slots(kind.slots, queries.papers_of([made.pk]))
    assert [(slot.id, len(papers)) for slot, papers in found] == [("certificate", 0), ("profile", 0), ("gone", 1)]
