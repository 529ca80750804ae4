"""The form that opens a round, as it is typed, and as the values that the action takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.problems import Problem, Refused
from jiangfang.core.quota import Asks
from jiangfang.core.routes import is_direct
from jiangfang.records.people.models import Organisation
from jiangfang.stages.announce.forms import days, periods, places
from jiangfang.stages.announce.forms.days import DayRow
from jiangfang.stages.announce.forms.periods import PeriodsForm
from jiangfang.stages.announce.forms.places import PlaceRow
from jiangfang.stages.announce.forms.reading import read_day, read_text
from jiangfang.stages.announce.models import PaperDay


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question that is answered in words, with what was typed."""

    id: str
    says: str
    clause: str
    typed: str


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """Everything that is asked when a round is opened. direct: whether units may apply without a recommender.

    questions: the sentences of those questions that are answered by a choice, by Asks.
    """

    programme: Programme
    name: str
    days: Sequence[DayRow]
    places: Sequence[PlaceRow]
    answers: Sequence[AnswerRow]
    paper_day: str
    direct_line: str
    direct_box: str
    periods: PeriodsForm

    @property
    def direct(self) -> bool:
        """Whether units may apply without a recommender."""
        return any(is_direct(route) for route in self.programme.routes)

    @property
    def asks(self) -> dict[str, str]:
        """The sentences of what is answered by a choice: floor, direct, paper_day, year."""
        found = opening.questions(self.programme)
        return {question.by.value: question.says for question in found if question.by is not Asks.WORDS}

    @property
    def paper_days(self) -> list[tuple[str, str]]:
        """The two ways to count a paper's day."""
        return [(str(value), str(title)) for value, title in PaperDay.choices]

    def values(self) -> dict[str, Any]:
        """What the action takes. Raises Refused with everything that cannot be read."""
        problems: list[Problem] = []
        made = {
            "name": self.name,
            "days": days.spans_of(self.days, problems),
            "recommenders": places.places_of(self.programme, self.places, problems),
            "answers": {row.id: row.typed for row in self.answers},
            "paper_day": PaperDay.POSTMARK if self.paper_day == PaperDay.POSTMARK else PaperDay.ARRIVAL,
            "direct_line": self.direct_line,
            "direct_box": self.direct_box,
            "periods": self.periods.chosen(problems),
            "period_ends": read_day(self.periods.ends, "period_ends", "算到哪一天", problems),
        }
        if problems:
            raise Refused(problems)
        return made


def suggested(programme: Programme, bodies: Sequence[Organisation], city: str) -> OpeningForm:
    """The form as the notice would have it filled in."""
    return OpeningForm(
        programme,
        programme.title,
        days.rows_of(programme, opening.planned_days(programme)),
        places.suggested_rows(programme, bodies),
        _answers(programme, {}),
        PaperDay.ARRIVAL.value,
        f"{city}（直接申报）",
        "中、省、市直单位直接申报，不经推荐单位",
        periods.suggested(programme),
    )


def typed(programme: Programme, bodies: Sequence[Organisation], data: Mapping[str, str]) -> OpeningForm:
    """The form as it was sent."""
    return OpeningForm(
        programme,
        data.get("name", ""),
        days.typed_rows(programme, data),
        places.typed_rows(bodies, data),
        _answers(programme, data),
        data.get("paper_day", ""),
        read_text(data, "direct_line"),
        read_text(data, "direct_box"),
        periods.typed(programme, data),
    )


def _answers(programme: Programme, data: Mapping[str, str]) -> list[AnswerRow]:
    return [
        AnswerRow(question.id, question.says, question.clause, read_text(data, f"answer-{question.id}"))
        for question in opening.questions(programme)
        if question.by is Asks.WORDS
    ]
