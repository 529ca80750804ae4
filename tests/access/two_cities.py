"""Two invented cities with something in every state, and the visitors who knock at every address.

What is in the addresses of the table stands in ``Place.things``: it belongs to the first city, its county and the unit
below it.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from jiangfang.core.mailing import State
from jiangfang.core.opening import Span
from jiangfang.core.people import Kind, Role
from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.core.retention import Group
from jiangfang.records.files import actions as files
from jiangfang.records.files.actions import uploading
from jiangfang.records.files.jobs import make as makes
from jiangfang.records.files.kinds import KINDS
from jiangfang.records.ledger import actions as ledger
from jiangfang.records.ledger.access import place_of
from jiangfang.records.ledger.queries import tray_of
from jiangfang.records.messages.models import Mail, Message
from jiangfang.records.people import actions as people
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries import opened, ways
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application, Telling
from jiangfang.stages.prove import actions as proving
from jiangfang.stages.prove.access import place_of as proving_place
from jiangfang.stages.prove.queries.standing import tray_of as proving_tray
from jiangfang.stages.receive import actions as receiving
from jiangfang.stages.receive import queries as receive
from jiangfang.stages.recommend import actions as recommending
from tests import trays
from tests.contents import pdf, picture
from tests.records.ledger.keeping import entry_of, file_of, studio_of, token
from tests.stages.announce.test_actions_notice import TEXT
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, World, hat, moment, open_round, world

OWN = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True)
class Place:
    """Both cities. things: what may stand in an address, by the word that the table uses."""

    city: World
    other: World
    colleague: Hat
    things: dict[str, int | str]

    def visitor(self, role: Role) -> Hat:
        """Who has to do with the things."""
        return _worn(self.city, role, Kind.COUNTY)

    def neighbours(self) -> list[Hat]:
        """Another union of the same city, with its unit."""
        return [_worn(self.city, role, Kind.ZONE) for role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER)]

    def strangers(self) -> list[Hat]:
        """The same roles of the other city."""
        return [_worn(self.other, role, Kind.COUNTY) for role in OWN]


def _worn(city: World, role: Role, kind: Kind) -> Hat:
    return city.hats.get(role.value) or city.hat(role, kind)


def two_cities(programme: str = KAIFENG) -> Place:
    """A file for the notice, a round that is not published, one application in each state, a slip that was mended."""
    city, other = world("示例甲", programme), world("示例乙", programme)
    name, content = ("通知.txt", TEXT.encode()) if programme == KAIFENG else ("通知.pdf", b"%PDF-1.4")
    announcing.attach_notice(round=city.round, name=name, content=content, hat=city.clerk, at=city.at)
    colleague = hat(city.unit(), Role.UNIT, "示例甲同事", moment(city.today - timedelta(days=1)))
    things: dict[str, int | str] = {
        "revision": city.revision.pk,
        "round": city.round.pk,
        "unpublished": open_round(city, "示例第二批").pk,
        "recommender": city.recommender.pk,
        **_names(city),
        "serial": 1,
        "colleague": colleague.person_id,
        **_applications(city),
        **_people(city),
        **_messages(city),
        **_made(city),
        **_over(city),
        **_ledger(city),
        "empty_studio": studio_of(other.hat(Role.UNIT)).pk,
    }
    return Place(city, other, colleague, {**things, **_proofs(city, things)})


def _proofs(city: World, things: Mapping[str, int | str]) -> dict[str, int | str]:
    """The draft is of the studio, with a file at the first proof of its outline and one that is tied to nothing."""
    draft, hat = making.again(Application.objects.get(pk=things["draft"])), city.hat(Role.UNIT)
    applying.belong(application=draft, studio=Studio.objects.get(pk=things["studio"]), hat=hat, at=city.at)
    programme = opened(city.round).programme
    first = programme.outline[0]
    spots = [
        (one.id, proof.id) for one in programme.outline for proof in one.proofs if "patent.certificate" in proof.ledger
    ]
    lists = [(one.id, proof.id) for one in programme.outline for proof in one.proofs if "equipment" in proof.listed]
    patents = [
        one.key for one in programme.numbers if one.kind == "patent" and "发明" in one.where.get("sort", ("发明",))
    ]
    tray, place = proving_tray(draft), proving_place(draft)
    tied, loose = (
        files.bring(
            tray=tray,
            place=place,
            name=f"示例材料{seed}.png",
            content=io.BytesIO(picture(seed=seed)),
            hat=hat,
            at=city.at,
        )
        for seed in (4, 5)
    )
    proving.tie(application=draft, files=[tied], spots=[(first.id, first.proofs[0].id)], hat=hat, at=city.at)
    return {
        "indicator": first.id,
        "proof": first.proofs[0].id,
        "linked": spots[0][0],
        "linked_proof": spots[0][1],
        "listed": lists[0][0],
        "listed_proof": lists[0][1],
        "number": patents[0],
        "loose_file": loose.pk,
        "spot_code": f"{first.id}/{first.proofs[0].id}",
    }


def _over(city: World) -> dict[str, int | str]:
    """A round of last year with a draft that was left lying, whose time is over; no page leads to it by itself."""
    last = announcing.publish(round=open_round(city, "示例往年"), hat=city.clerk, at=city.at)
    unit = city.hat(Role.UNIT)
    way = ways(last, unit.organisation)[0]
    left = applying.start(round=last, route=way.route.id, recommender=way.recommender, hat=unit, at=city.at)
    ended = city.today - timedelta(days=400)
    programme = opened(last).programme
    days = {window.id: Span(None, ended) for window in programme.calendar if window.id == programme.hand_in}
    announcing.change_days(round=last, days=days, why="往年的", hat=city.clerk, at=city.at)
    years = {Group.DRAFTS: 1}
    applying.set_terms(round=last, ends_on=None, years=years, why="草稿只留一年", hat=city.clerk, at=city.at)
    Round.objects.filter(pk=last.pk).update(published_at=None)
    return {"ended": last.pk, "over": left.pk}


def _ledger(city: World) -> dict[str, int | str]:
    """A studio with an entry that has papers, one that was struck, a file that lies with none; one that is closed."""
    hat = city.hat(Role.UNIT)
    studio, closed = studio_of(hat), studio_of(hat, "示例停用创新工作室")
    studios.close(studio=closed, hat=hat, at=city.at)
    day = (city.today - timedelta(days=30)).isoformat()
    entry, struck = (entry_of(studio, hat, at=city.at, title=title, first=day) for title in ("示例专利", "示例记错"))
    papers = [("certificate", file_of(studio, hat, f"示例{seed}.png", seed, city.at)) for seed in (1, 2)]
    first, _ = ledger.lay(entry=entry, papers=papers, hat=hat, at=city.at)
    ledger.strike(entry=struck, why="示例记错", hat=hat, at=city.at)
    ledger.add(studio=studio, kind="equipment", typed={"title": "示例焊机"}, token=token(), hat=hat, at=city.at)
    loose = file_of(studio, hat, "示例散页.png", 3, city.at)
    things = {"studio": studio.pk, "closed": closed.pk, "entry": entry.pk, "struck": struck.pk, "paper": first.pk}
    return {**things, "kind": "patent", "tray": tray_of(studio.pk), "loose": loose.pk, **_shelf(city, studio)}


def _shelf(city: World, studio: Studio) -> dict[str, int | str]:
    """A file on its way to the studio; one in a tray that others above the unit see too; its first page."""
    hat, name = city.hat(Role.UNIT), "示例证书.pdf"
    coming = uploading.begin_upload(
        tray=tray_of(studio.pk), place=place_of(studio), name="示例来一半.pdf", size=1000, hat=hat, at=city.at
    )
    shelf, unit = trays.named(hat.organisation), trays.place_of(hat.organisation)
    shown = files.bring(tray=shelf, place=unit, name=name, content=io.BytesIO(pdf(2)), hat=hat, at=city.at)
    return {"coming": coming.key, "shelf": shelf, "shown": shown.pk, "first": 1}


def _names(city: World) -> dict[str, int | str]:
    """The papers and sections of the programme: where the leader's name stands, and where the first rows do."""
    programme = opened(city.round).programme
    fields = {
        "section": next(field for field in programme.fields if field.key == "leader_name"),
        "rows": next(field for field in programme.fields if field.type == "rows"),
    }
    named = {word: one.id for word, field in fields.items() for one in programme.sections if field in one.fields}
    return {**named, "form": next(paper.id for paper in programme.papers if paper.kind == "word" and paper.fillable)}


def _applications(city: World) -> dict[str, int | str]:
    handed = making.recommended(city, "示例报送工作室")
    making.choose(city)
    recommending.hand_in(recommender=making.now(city.recommender), hat=city.hat(Role.RECOMMENDER), at=city.at)
    _mend(city, handed)
    told = Telling.objects.filter(application=handed)
    draft = making.filled(city, making.started(city), studio_name="示例草稿工作室")
    returned = making.endorsed(city, "示例退回工作室")
    _send_back(city, returned, str(_names(city)["section"]))
    return {
        "draft": draft.pk,
        "submitted": making.submitted(city, "示例待签工作室").pk,
        "endorsed": making.ready(city, "示例待荐工作室").pk,
        "returned": returned.pk,
        "recommended": making.recommended(city, "示例已荐工作室").pk,
        "handed": handed.pk,
        **_came(city, handed),
        **{f"telling_{role.value}": told.get(role=role.value).pk for role in OWN[:3]},
    }


def _made(city: World) -> dict[str, int | str]:
    """A list as a file that each who may asked for, in the data folder of the settings."""
    wanted, things = {"round": "", "state": "", "find": ""}, dict[str, int | str]()
    for role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR):
        worn = _worn(city, role, Kind.COUNTY)
        asked = files.ask(kind=KINDS["apply.list"], wanted=wanted, name="申报名单", hat=worn, at=city.at)
        makes.call(asked.pk)
        things[f"made_{role.value}"] = asked.pk
    return things


def _came(city: World, handed: Application) -> dict[str, int | str]:
    """A copy on paper that came, and a place of the table where one is wanting; how many came there; the day."""
    things = [one for one in receive.plan_of(city.round).items if not one.shared]
    (came,) = receiving.tick(
        round=city.round,
        spots=[Spot(handed.pk, None, things[0].id, Form.PAPER)],
        copies=1,
        way=Way.HAND,
        arrived_on=city.today,
        postmark=None,
        note="",
        hat=city.clerk,
        at=city.at,
    )
    wanting = Spot(None, city.recommender.pk, "summary", Form.PAPER) if city.programme == KAIFENG else None
    spot = wanting or Spot(handed.pk, None, things[0].id, Form.PAPER)
    seen = 1 if wanting is None else 0
    return {"arrival": came.pk, "spot": spot.code, "seen": seen, "counted_on": city.today.isoformat()}


def _mend(city: World, handed: Application) -> None:
    applying.mend(
        application=making.again(handed),
        key="leader_phone",
        typed="0000-0000002",
        reason="单位来电说写错一位",
        hat=city.clerk,
        at=city.at,
    )


def _send_back(city: World, application: Application, section: str) -> None:
    applying.send_back(
        application=application,
        sections=[section],
        reasons=["unclear"],
        text="请写明领衔人的荣誉",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )


def _messages(city: World) -> dict[str, int | str]:
    """A message for each role that is told anything; mails that are held, that wait, and one that failed."""
    told = Message.objects.filter(federation=city.federation)
    spots = {role: city.hats.get(role.value) or city.hat(role) for role in OWN[:4]}
    newest = {
        f"message_{role.value}": told.filter(organisation=worn.organisation_id, role=role.value).latest("pk").pk
        for role, worn in spots.items()
    }
    mails = [
        Mail(
            federation=city.federation,
            address="shili@example.org",
            key=f"示例:{state.value}",
            subject="示例邮件",
            body="示例正文",
            state=state,
            next_at=city.at,
            made_at=city.at,
        )
        for state in (State.HELD, State.WAITING, State.FAILED)
    ]
    for mail in mails:
        mail.save()
    return {**newest, "mail": mails[-1].pk}


def _people(city: World) -> dict[str, int | str]:
    body, unit = city.hat(Role.RECOMMENDER), city.unit()
    (issued,) = people.issue_unit_slips(
        organisations=[unit], role=Role.UNIT, actor=actor_of(body.person), hat=body, at=city.at
    )
    return {
        "unit": unit.pk,
        "county": body.organisation_id,
        "code": issued.code,
        "slip": issued.slip.pk,
        "person": city.hat(Role.UNIT).person_id,
        "worn": city.hat(Role.UNIT).pk,
    }
