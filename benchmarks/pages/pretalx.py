"""pretalx, a public program for calls for papers, in an environment of its own; see docs/benchmarks.md.

``PYTHON -m benchmarks.pages.pretalx make COUNT`` and ``run RUNS``. Nothing of it comes with 匠坊 and nothing of 匠坊 is
imported here. Its cache is in memory, which is faster than what it has without further settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.pages import timing
from benchmarks.pages.browser import Fields, fields_of, sent
from benchmarks.pages.timing import Deed

SLUG, QUESTIONS, MANY = "example", 40, 500
PAGE = f"/{SLUG}/me/submissions/FIRST/"


def set_up() -> None:
    """Its own settings on a database of the same kind as ours, without what has to be built for browsers."""
    data = Path(os.environ["BENCH_DATA"])
    os.environ.update(
        PRETALX_DATA_DIR=str(data), PRETALX_DB_NAME=str(data / "pretalx.sqlite3"), PRETALX_FILESYSTEM_LOGS=str(data)
    )
    os.environ.update(PRETALX_FILESYSTEM_MEDIA=str(data / "media"), PRETALX_FILESYSTEM_STATIC=str(data / "static"))
    settings: Any = import_module("pretalx.settings")
    init = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": init}
    settings.DATABASES["default"] |= {"OPTIONS": options, "CONN_MAX_AGE": 60}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.VITE_IGNORE = True
    import_module("django").setup()


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model(name)


def make(count: int) -> None:
    """An event with so many proposals by as many speakers, each with the answers to its questions."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with import_module("django_scopes").scopes_disabled():
        _fill(count)


def _fill(count: int) -> None:
    boss = _model("person.User").objects.create_superuser(email="boss@example.org", password="example", name="示例")
    event = _event(boss)
    kind = event.cfp.default_type
    users = _model("person.User").objects.bulk_create(
        [_model("person.User")(email=f"p{number}@example.org", name=f"示例{number}") for number in range(count)], MANY
    )
    proposals = [
        _model("submission.Submission")(
            event=event,
            code=f"N{number}" if number else "FIRST",
            title=f"示例{number}",
            abstract="业绩" * 200,
            content_locale="en",
            submission_type=kind,
            state="submitted",
        )
        for number in range(count)
    ]
    rows = _model("submission.Submission").objects.bulk_create(proposals, MANY)
    through = _model("submission.Submission").speakers.through
    pairs = zip(rows, users, strict=True)
    through.objects.bulk_create([through(submission=row, user=user) for row, user in pairs], MANY)
    profiles = [_model("person.SpeakerProfile")(user=user, event=event) for user in users]
    _model("person.SpeakerProfile").objects.bulk_create(profiles, MANY)
    question, answer = _model("submission.Question"), _model("submission.Answer")
    asked = [
        question.objects.create(
            event=event, question=f"问题{place}", variant="string", target="submission", position=place
        )
        for place in range(QUESTIONS)
    ]
    said = [answer(question=one, submission=row, answer="示例") for row in rows for one in asked]
    answer.objects.bulk_create(said, MANY)


def _event(boss: Any) -> Any:
    from django.utils.timezone import now

    today = now()
    team = import_module("pretalx.event.utils").create_organiser_with_team
    organiser, _ = team(name="示例", slug="exampleorg", users=[boss])
    event = _model("event.Event").objects.create(
        name="示例",
        slug=SLUG,
        organiser=organiser,
        email="boss@example.org",
        date_from=(today + timedelta(days=60)).date(),
        date_to=(today + timedelta(days=61)).date(),
        is_public=True,
        timezone="Asia/Shanghai",
        locale="en",
        locale_array="en",
    )
    event.cfp.deadline = today + timedelta(days=30)
    event.cfp.save()
    return event


def deeds() -> Mapping[str, Deed]:
    """The speaker's edit page of a proposal, saving it, the organiser's list."""
    from django.test import Client

    client, boss = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    people = _model("person.User").objects
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(people.get(email="p0@example.org"), backend)
    boss.force_login(people.get(email="boss@example.org"), backend)
    shown = fields_of(client.get(PAGE).content, "enctype", "multipart/form-data")

    def typed(number: int) -> Fields:
        return {**shown, "abstract": [f"第{number}次改"]}

    return {
        "form": Deed(lambda _: client.get(PAGE)),
        "save": Deed(lambda given: sent(client, PAGE, given), 302, typed),
        "list": Deed(lambda _: boss.get(f"/orga/event/{SLUG}/submissions/")),
    }


if __name__ == "__main__":
    set_up()
    timing.main(make, deeds)
