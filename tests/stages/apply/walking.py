"""What a browser sends for a section of the form, and walking through the pages of one unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client
from pytest_django import Settings

from jiangfang.core.entry import Typed
from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import progress, queries
from jiangfang.stages.apply.models import Application
from tests import web
from tests.stages.apply.desk import answers_of, fresh, started, typing
from tests.stages.world import World


def posted(typed: Mapping[str, Typed], base: object, **more: Any) -> dict[str, Any]:
    """The fields of a section's form with these texts in its boxes."""
    made: dict[str, Any] = {"base": str(base), "has": list(typed), "complete": "1", **more}
    for key, said in typed.items():
        rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
        if rows:
            for place, row in enumerate(rows):
                made |= {f"r-{key}-{place}-{column}": text for column, text in row.items()}
        elif said != []:
            made[f"f-{key}"] = said
    return made


@dataclass
class Desk:
    """Somebody at the pages of one application."""

    client: Client
    hat: Hat
    application: Application

    @property
    def base(self) -> str:
        return f"/applications/{self.application.pk}/"

    @property
    def now(self) -> Application:
        return fresh(self.application)

    @property
    def answers(self) -> dict[str, Any]:
        return queries.answers_of(self.now)

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(f"{self.base}{path}", query)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(f"{self.base}{path}", {"hat": self.hat.pk, **(data or {}), **more})

    def save(self, section: str, typed: Mapping[str, Typed], base: object = None, **more: Any) -> Any:
        """The page saves itself."""
        data = posted(typed, self.now.version if base is None else base, **more)
        return self.post(f"sections/{section}/save/", data)

    def press(self, section: str, typed: Mapping[str, Typed], base: object = None, **more: Any) -> Any:
        """One of the buttons."""
        return self.post(f"sections/{section}/", posted(typed, self.now.version if base is None else base, **more))

    def sections(self) -> list[str]:
        return [section.id for section in progress.sections(queries.programme_of(self.application).programme)]

    def fill(self, answers: Mapping[str, Any] | None = None) -> None:
        """Every section by its button, from a sound form."""
        found = {**answers_of(self.application.revision.programme), **(answers or {})}
        for section in self.sections():
            page = self.press(section, typing(self.application, found, section), then="next")
            assert page.status_code == 303, text_of(page)


def desk(client: Client, settings: Settings, city: World, kind: Kind = Kind.COUNTY) -> Desk:
    """The unit of a kind, which has just started."""
    application = started(city, kind)
    hat = city.hat(Role.UNIT, kind)
    web.at(settings, city.at)
    web.sign_in(client, hat)
    return Desk(client, hat, application)


def other(city: World, hat: Hat, application: Application) -> Desk:
    """Somebody else at the pages of an application, in a browser of their own."""
    client = Client()
    web.sign_in(client, hat)
    return Desk(client, hat, application)


def text_of(page: Any) -> str:
    """What stands on a page, without its tags."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", plain))


def says(page: Any, words: Iterable[str]) -> Any:
    """The page again; every one of the words stands on it."""
    found = text_of(page)
    assert [word for word in words if word not in found] == []
    return page


def input_of(page: Any, name: str) -> str | None:
    """The value of an input of that name; None where there is none."""
    found = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*>', page.content.decode())
    value = re.search(r'\bvalue="([^"]*)"', found[0]) if found else None
    return value[1] if value else None
