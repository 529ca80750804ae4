"""Retention lets the proofs of an application go, with every name of them; that there were so many stays."""

import json
from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from jiangfang.core.people import Kind
from jiangfang.records.files import store
from jiangfang.records.files.actions import making
from jiangfang.records.files.actions.leaving import clear
from jiangfang.records.files.kinds import KINDS
from jiangfang.records.files.models import Content, File, Making, State
from jiangfang.records.files.queries import path_of
from jiangfang.records.journal.models import Entry as JournalEntry
from jiangfang.records.journal.models import Secret
from jiangfang.records.journal.queries import verify
from jiangfang.stages.apply.models import Annexed
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.actions import forgetting
from jiangfang.stages.prove.models import Excuse, Piece, Reckoning
from tests.stages.apply import retaining
from tests.stages.apply.desk import filled, fresh, started
from tests.stages.prove.making import handed_in, of_studio, owner, studio, tied, training
from tests.stages.world import World, world


@pytest.fixture
def city(db: None) -> World:
    return world()


def test_files_names_and_reasons_go_and_the_count_stays(city: World) -> None:
    mine = studio(city)
    training(city, mine, 152, "2024-05-20", "sign_in")
    found = filled(city, of_studio(city, mine))
    hat = owner(city, found)
    tied(city, found, ("tasks", "list"), ("tasks", "people"), name="示例甲身份证.png", seed=1)
    actions.take(application=found, wanted={("training", "people"): None}, hat=hat, at=city.at)
    actions.excuse(application=found, indicator="alliance", reason="示例甲说没有", hat=hat, at=city.at)
    actions.explain(application=found, reasons={"trained_count": "示例甲记漏了"}, hat=hat, at=city.at)
    other = started(city)
    tied(city, other, ("tasks", "list"), name="别的.png", seed=2)
    done = handed_in(city, fresh(found))
    assert forgetting.found([found.pk, other.pk]) == {
        found.pk: ["示例甲身份证.png", f"{_ledger_file(found.pk)}（台账里的留着，只是不再作证明）"],
        other.pk: ["别的.png"],
    }
    assert forgetting.forget([found.pk]) == {found.pk: 4}
    assert forgetting.forget([found.pk]) == {}
    assert not Piece.objects.filter(application=found).exists()
    assert set(File.objects.values_list("tray", flat=True)) == {f"application-{other.pk}", f"studio-{mine.pk}"}
    kept = Annexed.objects.get(application=found).kept
    assert "示例甲" not in json.dumps(kept, ensure_ascii=False)
    assert kept["evidence"]["filed"]["held"]["tasks"] == {"list": [1, 1, 0], "people": [1, 1, 0]}
    assert [row.used for row in Reckoning.objects.filter(application=found)] == [[]]
    assert Excuse.objects.get(application=found).reason == forgetting.GONE
    assert done.version == fresh(found).version


def _ledger_file(application: int) -> str:
    return forgetting.found([application])[application][-1].partition("（")[0]


def test_the_bytes_go_when_the_keeper_clears(city: World) -> None:
    found = started(city)
    tied(city, found, ("tasks", "list"), seed=1)
    content = Content.objects.get()
    forgetting.forget([found.pk])
    assert clear(city.at + timedelta(days=2)) == 1
    assert not Content.objects.exists()
    assert store.chosen().size(content.sha256) != content.size


def test_a_content_that_another_has_stays(city: World) -> None:
    found, other = started(city), started(city, Kind.ZONE)
    for one in (found, other):
        tied(city, one, ("tasks", "list"), seed=1)
    forgetting.forget([found.pk])
    assert clear(city.at + timedelta(days=2)) == 0
    assert Content.objects.get().left_at is None


def test_the_journal_forgets_the_names_of_files_and_the_chain_holds(city: World) -> None:
    found = filled(city, started(city))
    tied(city, found, ("tasks", "list"), name="示例甲身份证.png", seed=1)
    other = started(city, Kind.ZONE)
    tied(city, other, ("tasks", "list"), name="示例乙身份证.png", seed=2)
    handed = handed_in(city, fresh(found))
    retaining.set_terms(city)
    retaining.forget(city, handed)
    kept = Secret.objects.exclude(value=None).values_list("value", flat=True)
    said = [text for value in kept if isinstance(text := json.loads(value or "null"), str)]
    assert [text for text in said if "身份证" in text] == ["示例乙身份证.png"], "another's stays"
    assert [one.subject_kind for one in JournalEntry.objects.filter(deed="file.forgotten")] == ["file"]
    assert verify(city.federation.pk) == []


def test_what_was_made_of_it_goes_too(
    city: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """A bound volume that somebody asked for yesterday is a copy of everything."""
    found = handed_in(city, filled(city, started(city)))
    wanted = {"application": str(found.pk)}
    asked = making.ask(kind=KINDS["prove.bound"], wanted=wanted, name="合订", hat=city.clerk, at=city.at)
    waiting = making.ask(kind=KINDS["prove.zip"], wanted=wanted, name="包", hat=city.clerk, at=city.at)
    begun = making.begin(making=asked.pk, at=city.at)
    assert begun is not None
    path_of(asked.pk).parent.mkdir(parents=True, exist_ok=True)
    path_of(asked.pk).write_bytes(b"%PDF-")
    making.end(making=begun, size=5, at=city.at)
    retaining.set_terms(city)
    with django_capture_on_commit_callbacks(execute=True):
        retaining.forget(city, found)
    assert not path_of(asked.pk).exists()
    assert set(Making.objects.values_list("pk", "state")) == {(asked.pk, State.GONE), (waiting.pk, State.GONE)}
    assert making.begin(making=waiting.pk, at=city.at) is None
