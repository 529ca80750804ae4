"""What recommenders handed in to an invented city, made by the actions of everybody whose turn it is."""

from datetime import date, datetime, timedelta

from jiangfang.core.people import Kind, Role
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import queries
from jiangfang.stages.receive.queries import Line, Numbers
from jiangfang.stages.recommend import actions as recommending
from jiangfang.stages.recommend.models import HandBack
from tests.stages.recommend import making
from tests.stages.world import LAST, World, moment


def handed_in(city: World, *names: str, at: datetime | None = None) -> list[Application]:
    """Recommended by the county and handed in together."""
    rows = [making.recommended(city, name) for name in names]
    making.choose(city)
    hand_in(city, at)
    return [making.again(row) for row in rows]


def hand_in(city: World, at: datetime | None = None) -> None:
    """The county hands in what it recommends."""
    now = making.now(city.recommender)
    recommending.hand_in(recommender=now, hat=city.hat(Role.RECOMMENDER), at=at or city.at)


def hand_back(city: World, *rows: Application, due: date | None = None, at: datetime | None = None) -> HandBack:
    """The clerk gives these back to the county."""
    return recommending.hand_back(
        recommender=making.now(city.recommender),
        applications=rows,
        reasons=["order"],
        text="次序请再核对",
        due=due,
        hat=city.clerk,
        at=at or city.at,
    )


def line(city: World, kind: Kind = Kind.COUNTY, today: date | None = None) -> Line:
    """The line of a recommender in the inbox."""
    body = city.recommenders[kind].pk
    found = queries.inbox(city.round, today or city.today)
    return next(one for one in found if one.recommender is not None and one.recommender.pk == body)


def numbers(city: World, kind: Kind = Kind.COUNTY) -> Numbers:
    return line(city, kind).numbers


def says(found: Line) -> list[str]:
    """What is wanting, in words."""
    return found.wanting


def after(city: World, days: int = 1) -> datetime:
    """Some days after the deadline."""
    return moment(LAST[city.programme] + timedelta(days=days))


def fresh(recommender: Recommender) -> Recommender:
    return making.now(recommender)
