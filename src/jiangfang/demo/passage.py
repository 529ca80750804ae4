"""One application on its way: begun, filled, handed in, endorsed, sent back, recommended, as far as its plan goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from jiangfang.core.definition.bodies import Section
from jiangfang.core.entry import Typed, typing_of
from jiangfang.core.informing import TOLD
from jiangfang.core.people import Role
from jiangfang.demo.cast import Unit
from jiangfang.demo.days import Diary
from jiangfang.demo.plans import LENT, SHARED, End, Plan
from jiangfang.demo.proofs import prove_it
from jiangfang.demo.studios import STUDIOS, called, filled
from jiangfang.demo.towns import Town
from jiangfang.demo.twice import use_again
from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.announce.queries import opened, ways
from jiangfang.stages.apply import actions as apply
from jiangfang.stages.apply.models import Application
from jiangfang.stages.apply.queries import studio_of, whole
from jiangfang.stages.recommend import actions as recommend
from jiangfang.stages.recommend import queries

NOT_SUBMITTED = {End.EMPTY: 0, End.HALF: 2}
"""How many sections are filled where it is not handed in."""
_NOT_ENDORSED = frozenset({*NOT_SUBMITTED, End.SUBMITTED, End.RETURNED_BY_UNION})
_NOT_JUDGED = frozenset({*_NOT_ENDORSED, End.ENDORSED, End.DIRECT, End.WITHDRAWN})


@dataclass(slots=True)
class Passage:
    """An application under way. through: a recommender other than the one above its unit; pk: once it is begun."""

    town: Town
    round: Round
    plan: Plan
    number: int
    through: Recommender | None = None
    pk: int = 0

    @property
    def now(self) -> Application:
        """As it stands now."""
        return whole(Application.objects.all()).get(pk=self.pk)

    @property
    def unit(self) -> Unit:
        """Whose it is."""
        return next(unit for unit in self.town.city.units if unit.key == self.plan.unit)

    def hat(self, role: Role) -> Hat:
        """Who does it for the unit, or for the recommender it goes through."""
        if role is Role.RECOMMENDER:
            return self.town.hat(self.plan.through or self.unit.below, role)
        return self.town.of_unit(self.plan.unit, role)

    def at(self, later: int, hour: int) -> datetime:
        """So many days after it was begun."""
        return self.town.days.at(self.plan.ago - later, hour, self.number)


def noted(diary: Diary, way: Passage) -> None:
    """Everything that happens to it, in a diary."""
    end = way.plan.end
    diary.note(way.at(0, 8), partial(_begin, way))
    sections = [one for one in opened(way.round).programme.sections if any(field.by == "unit" for field in one.fields)]
    for place, section in enumerate(sections[: NOT_SUBMITTED.get(end)]):
        diary.note(way.at(0, 9 + place), partial(_fill, way, section))
    if end not in NOT_SUBMITTED:
        diary.note(way.at(1, 9), partial(_submit, way))
    if end not in _NOT_ENDORSED:
        diary.note(way.at(2, 10), partial(_endorse, way))
    if end not in _NOT_JUDGED:
        diary.note(way.at(4, 9), partial(_read, way))
    _noted_end(diary, way)


def _noted_end(diary: Diary, way: Passage) -> None:
    """What only some plans have at their end."""
    end, union, recommender = way.plan.end, Role.UNIT_UNION, Role.RECOMMENDER
    if end is End.RETURNED_BY_UNION:
        text = "主要业绩写得太简单，请写清楚效果和数字"
        diary.note(way.at(2, 10), partial(_send_back, way, union, ["achievements"], ["unclear"], text))
    if end in (End.RETURNED, End.RESUBMITTED):
        text = "创新成果数量和支撑材料里的对不上，请按证书重新数一遍"
        diary.note(way.at(4, 15), partial(_send_back, way, recommender, ["results"], ["differs"], text))
    if end is End.RESUBMITTED:
        diary.note(way.at(6, 9), partial(_correct, way))
        diary.note(way.at(6, 10), partial(_submit, way))
    if end is End.RECOMMENDED:
        diary.note(way.at(5, 10), partial(_recommend, way))
    if end is End.PASSED_OVER:
        diary.note(way.at(5, 14), partial(_pass_over, way))
    if end is End.WITHDRAWN:
        diary.note(way.at(4, 11), partial(_withdraw, way))
    if end is End.DIRECT:
        diary.note(way.at(4, 11), partial(_apply_directly, way))
    if way.plan.more == SHARED:
        diary.note(way.at(3, 9), partial(_share, way))


def _begin(way: Passage, at: datetime) -> None:
    found = ways(way.round, way.town.spots[way.plan.unit])
    chosen = next(one for one in found if way.through in (None, one.recommender))
    hat = way.hat(Role.UNIT)
    made = apply.start(
        round=way.round,
        route=chosen.route.id,
        recommender=chosen.recommender,
        hat=hat,
        at=at,
        studio=_standing(way, hat),
    )
    way.pk = made.pk


def _standing(way: Passage, hat: Hat) -> Studio | None:
    """The studio whose ledger is kept, where there is one."""
    name, _ = called(STUDIOS[way.plan.studio], way.number)
    return Studio.objects.filter(unit=hat.organisation, name=name).first()


def _fill(way: Passage, section: Section, at: datetime) -> None:
    studio, city = STUDIOS[way.plan.studio], way.town.city
    answers = filled(city.programme, studio, way.unit.name, way.unit.industry, way.number, at.date())
    fields = [field for field in section.fields if field.by == "unit" and field.key in answers]
    _save(way, section.id, {field.key: typing_of(field, answers[field.key]) for field in fields}, at)


def _correct(way: Passage, at: datetime) -> None:
    """A number of weight is changed: the union's opinion is void by it."""
    _save(way, "results", {"result_count": "5"}, at)


def _save(way: Passage, section: str, typed: Mapping[str, Typed], at: datetime) -> None:
    now, hat = way.now, way.hat(Role.UNIT)
    apply.save_section(application=now, section=section, typed=typed, base=now.version, hat=hat, at=at)


def _submit(way: Passage, at: datetime) -> None:
    if studio_of(way.now) is not None:
        prove_it(way.now, way.hat(Role.UNIT), at)
    if way.plan.more == LENT:
        use_again(way.now, way.hat(Role.UNIT), at)
    now = way.now
    attested = f"{now.unit.name}申报“{now.studio_name}”，已经从头核对，以上内容属实。{TOLD}"
    apply.submit(application=now, attested=attested, hat=way.hat(Role.UNIT), at=at)


def _endorse(way: Passage, at: datetime) -> None:
    hat = way.hat(Role.UNIT_UNION)
    apply.endorse(
        application=way.now, text="情况属实，同意申报。", signer=hat.person.name, day=at.date(), hat=hat, at=at
    )


def _send_back(
    way: Passage, role: Role, sections: Sequence[str], reasons: Sequence[str], text: str, at: datetime
) -> None:
    hat, now = way.hat(role), way.now
    apply.send_back(application=now, sections=sections, reasons=reasons, text=text, due=None, hat=hat, at=at)


def _read(way: Passage, at: datetime) -> None:
    recommend.opened(application=way.now, hat=way.hat(Role.RECOMMENDER), at=at)


def _recommend(way: Passage, at: datetime) -> None:
    now, hat = way.now, way.hat(Role.RECOMMENDER)
    items = [line.condition.id for line in queries.check_list(now, at.date(), ())]
    recommend.tick(application=now, items=items, hat=hat, at=at)
    text, day = "经审核，该工作室制度健全、成果突出，同意推荐。", at.date()
    recommend.recommend(application=now, text=text, signer=hat.person.name, day=day, waiver=None, hat=hat, at=at)


def _pass_over(way: Passage, at: datetime) -> None:
    reason = "名额有限，同类工作室中成果应用范围较小，建议再积累一年"
    recommend.not_recommend(application=way.now, reason=reason, hat=way.hat(Role.RECOMMENDER), at=at)


def _withdraw(way: Passage, at: datetime) -> None:
    apply.withdraw(application=way.now, reason="带头人已经调走，今年不再申报", hat=way.hat(Role.UNIT), at=at)


def _apply_directly(way: Passage, at: datetime) -> None:
    apply.apply_directly(application=way.now, hat=way.hat(Role.UNIT), at=at)


def _share(way: Passage, at: datetime) -> None:
    colleague = way.town.hat(f"{way.plan.unit}-tongshi", Role.UNIT)
    apply.share(application=way.now, person=colleague.person, hat=way.hat(Role.UNIT), at=at)
