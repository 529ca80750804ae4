"""Material that is bound, and what became of it."""

import io
import re

from jiangfang.config.jobs import run_waiting
from jiangfang.records.files import actions as files
from jiangfang.records.files import queries
from jiangfang.records.files.models import File, Making, State
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions, binding
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.queries.standing import tray_of
from tests.documents.pdf.material import pdf, texts
from tests.stages.apply.desk import fresh, started
from tests.stages.prove.making import YEAR_SUMMARY, owner
from tests.stages.world import World

FOUNDING, RECOGNITION, LIST = ("basics", "founding"), ("basics", "recognition"), ("tasks", "list")


def brought(city: World, application: Application, content: bytes, name: str) -> File:
    return files.bring(
        tray=tray_of(application),
        place=place_of(application),
        name=name,
        content=io.BytesIO(content),
        hat=owner(city, application),
        at=city.at,
    )


def tie(city: World, application: Application, file: File, *spots: tuple[str, str]) -> None:
    mine = owner(city, application)
    actions.tie(application=application, files=[file], spots=spots, hat=mine, at=city.at)


def paged(*said: str) -> bytes:
    """A PDF with a page for each mark."""
    return pdf(*(f"{one}Z" for one in said))


def draft(city: World) -> Application:
    """Three proofs at four places."""
    found = started(city)
    first, second = (
        brought(city, found, paged(*said), f"{name}.pdf") for name, *said in (("甲", "A1", "A2"), ("乙", "B1"))
    )
    tie(city, found, second, LIST, FOUNDING)
    tie(city, found, first, FOUNDING)
    tie(city, found, brought(city, found, paged("S1"), "总结.pdf"), YEAR_SUMMARY)
    return fresh(found)


def made(asked: Making) -> bytes:
    """Made, and fetched."""
    run_waiting()
    found = Making.objects.get(pk=asked.pk)
    assert (found.state, found.said) == (State.DONE, "")
    return queries.path_of(found.pk).read_bytes()


def refused(asked: Making) -> str:
    run_waiting()
    found = Making.objects.get(pk=asked.pk)
    assert found.state == State.FAILED
    return found.said


def bound(city: World, application: Application, hat: Hat | None = None) -> bytes:
    return made(binding.ask_bound(application=application, hat=hat or owner(city, application), at=city.at))


def marks(content: bytes) -> list[str]:
    """What the proofs say, page by page."""
    return [one for said in texts(content) for one in re.findall(r"[A-Z]\d(?=Z)", said)]
