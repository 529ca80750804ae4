"""Applications on their way through an invented city, made by the actions of everybody whose turn it is."""

from datetime import date, datetime, timedelta
from typing import Any

from jiangfang.core.entry import typing_of
from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.recommend import actions, queries
from tests.core.filled import SOUND
from tests.stages.world import KAIFENG, LANGFANG, THIRD, World, hat, organisation

FORMS: dict[str, dict[str, Any]] = {
    LANGFANG: SOUND[LANGFANG],
    KAIFENG: SOUND[KAIFENG],
    THIRD: {
        "studio_name": "示例工坊",
        "workshop_since": "2020-03",
        "host_unit": "某某合作社",
        "workshop_area": 30,
        "workshop_kinds": ["制造"],
        "achievements": "做了一些事。",
        "leader_name": "李样一",
        "leader_phone": "0000-0000001",
        "apprentices": [{"name": f"徒弟{place}"} for place in range(3)],
    },
}
YES = "同意推荐。"


def unit_below(city: World, name: str, kind: Kind = Kind.COUNTY) -> Organisation:
    """One more unit below the body of a kind, with somebody who fills in and somebody of its union."""
    made = organisation(city.bodies[kind], Kind.UNIT, name, city.at - timedelta(days=1))
    for role in (Role.UNIT, Role.UNIT_UNION):
        hat(made, role, f"{city.federation.pk}{role.value}-{made.pk}", city.at - timedelta(days=1))
    return made


def worn_at(unit: Organisation, role: Role) -> Hat:
    found = Hat.objects.select_related("organisation", "person")
    return found.filter(organisation=unit, role=role.value).order_by("pk")[0]


def started(city: World, unit: Organisation | None = None, kind: Kind = Kind.COUNTY) -> Application:
    """A draft of a unit below the body of a kind, through that body."""
    spot = unit or city.unit(kind)
    recommender = city.recommenders[kind]
    way = next(way for way in rounds.ways(city.round, spot) if way.recommender == recommender)
    return applying.start(
        round=city.round, route=way.route.id, recommender=recommender, hat=worn_at(spot, Role.UNIT), at=city.at
    )


def filled(city: World, application: Application, at: datetime | None = None, **changes: Any) -> Application:
    """Its form, filled in by its unit."""
    answers = {**FORMS[city.programme], **changes}
    worker = worn_at(application.unit, Role.UNIT)
    found = application
    for section in applications.programme_of(application).programme.sections:
        typed = {
            field.key: typing_of(field, answers[field.key])
            for field in section.fields
            if field.by == "unit" and field.key in answers
        }
        if typed:
            saved = applying.save_section(
                application=found, section=section.id, typed=typed, base=found.version, hat=worker, at=at or city.at
            )
            assert saved.conflicts == ()
            found = saved.application
    return found


def submitted(city: World, name: str = "甲创新工作室", unit: Organisation | None = None) -> Application:
    """Handed in by its unit."""
    draft = filled(city, started(city, unit), studio_name=name)
    applying.submit(application=draft, attested="以上内容属实", hat=worn_at(draft.unit, Role.UNIT), at=city.at)
    return again(draft)


def endorsed(city: World, name: str = "甲创新工作室", unit: Organisation | None = None) -> Application:
    """With the opinion of its own union, where the route has one: before the recommender."""
    found = submitted(city, name, unit)
    return endorse(city, found) if city.programme != THIRD else found


def endorse(city: World, application: Application, at: datetime | None = None) -> Application:
    union = worn_at(application.unit, Role.UNIT_UNION)
    applying.endorse(
        application=application, text="同意申报。", signer="示例主席", day=city.today, hat=union, at=at or city.at
    )
    return again(application)


def checked(city: World, application: Application, at: datetime | None = None) -> Application:
    """Opened and ticked by its recommender."""
    mine, when = recommender_hat(application), at or city.at
    actions.opened(application=application, hat=mine, at=when)
    lines = queries.check_list(application, city.today, ())
    actions.tick(application=application, items=[line.condition.id for line in lines], hat=mine, at=when)
    return application


def ready(city: World, name: str = "甲创新工作室", unit: Organisation | None = None) -> Application:
    """Before the recommender, opened and ticked."""
    return checked(city, endorsed(city, name, unit))


def recommend(
    city: World,
    application: Application,
    *,
    at: datetime | None = None,
    waiver: tuple[str, str] | None = None,
    text: str = YES,
    day: date | None = None,
) -> Opinion:
    return actions.recommend(
        application=application,
        text=text,
        signer="示例主席",
        day=day or city.today,
        waiver=waiver,
        hat=recommender_hat(application),
        at=at or city.at,
    )


def recommended(city: World, name: str = "甲创新工作室", unit: Organisation | None = None) -> Application:
    found = ready(city, name, unit)
    recommend(city, found)
    return again(found)


def choose(city: World, recommender: Recommender | None = None, at: datetime | None = None) -> None:
    """The recommender records how it chose."""
    actions.choose(
        recommender=recommender or city.recommender,
        meeting="示例县总工会主席办公会",
        day=city.today,
        note="",
        hat=city.hat(Role.RECOMMENDER),
        at=at or city.at,
    )


def recommender_hat(application: Application) -> Hat:
    assert application.recommender is not None
    return worn_at(application.recommender.organisation, Role.RECOMMENDER)


def again(application: Application) -> Application:
    """As it stands now."""
    return applications.whole(Application.objects.all()).get(pk=application.pk)


def now(recommender: Recommender) -> Recommender:
    """As it stands now."""
    return queries.recommenders().get(pk=recommender.pk)
