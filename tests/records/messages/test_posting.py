"""Posting: once, to whoever wears the hat, and as mail to whoever left an address."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from jiangfang.core.journal import Subject
from jiangfang.core.mailing import State
from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import actions as journal
from jiangfang.records.journal.models import Entry
from jiangfang.records.messages import actions, queries
from jiangfang.records.messages.actions import Letter
from jiangfang.records.messages.models import Announcement, Mail, Message, Seen
from jiangfang.records.people import actions as people
from jiangfang.records.people.actions.authority import hold_tree
from jiangfang.records.people.models import Organisation, Person
from tests.records.messages.conftest import leaves
from tests.records.messages.smtp import Office
from tests.records.world import AT, SERVER, City, city, hat, later, organisation

TOKEN = "shili-shili-shili-1"


def post(town: City, key: str = "示例:1", at: object = AT, roles: tuple[Role, ...] = (Role.UNIT,)) -> None:
    actions.post(
        federation=town.federation.pk,
        organisation=town.unit.pk,
        roles=roles,
        key=key,
        subject="示例工作室：\n等您办理",
        text="现在是“已提交”。",
        link="/applications/1/",
        about=("application", "1"),
        at=at,  # type: ignore[arg-type]
    )


def test_the_same_is_told_once(town: City) -> None:
    post(town)
    post(town, at=later(hours=1))
    post(town, roles=(Role.UNIT, Role.UNIT_UNION))
    told = Message.objects.order_by("pk")
    assert [(one.role, one.subject, one.at) for one in told] == [
        ("unit", "示例工作室： 等您办理", AT),
        ("unit_union", "示例工作室： 等您办理", AT),
    ]
    assert (told[0].link, told[0].about_kind, told[0].about_id) == ("/applications/1/", "application", "1")


def test_without_a_server_no_mail_is_made_and_nothing_journalled(town: City) -> None:
    leaves(town.worker, "shili@example.org")
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        post(town)
    inside = [one for one in asked.captured_queries if "SAVEPOINT" not in str(one["sql"])]
    assert (Mail.objects.count(), Entry.objects.count() - before, len(inside)) == (0, 0, 1)


def test_a_mail_for_each_address(town: City, server: Office) -> None:
    leaves(town.worker, "shili@example.org")
    leaves(hat(town.unit, Role.UNIT, "second"), "shili-2@example.org")
    leaves(hat(town.unit, Role.UNIT, "same"), "shili@example.org")
    leaves(hat(town.unit, Role.UNIT_UNION, "union"), "shili-3@example.org")
    leaves(hat(town.other, Role.UNIT, "other"), "shili-4@example.org")
    hat(town.unit, Role.UNIT, "silent")
    gone = hat(town.unit, Role.UNIT, "gone")
    leaves(gone, "shili-5@example.org")
    Person.objects.filter(pk=gone.person_id).update(is_active=False)
    ended = hat(town.unit, Role.UNIT, "ended")
    leaves(ended, "shili-6@example.org")
    people.end_hat(ending=ended, actor=SERVER, hat=None, at=AT)
    post(town)
    post(town, at=later(hours=1))
    mails = Mail.objects.order_by("address")
    assert [(one.address, one.state) for one in mails] == [
        ("shili-2@example.org", State.WAITING),
        ("shili@example.org", State.WAITING),
    ]
    assert mails[0].subject == "示例工作室： 等您办理"
    assert mails[0].body == (
        "现在是“已提交”。\n\n打开：https://jiangfang.example.org/applications/1/\n\n"
        "—— 示例甲市总工会\n这是系统发出的邮件，请不要直接回复。\n"
    )


def test_without_an_origin_the_mail_says_to_sign_in(town: City, server: Office, settings: Settings) -> None:
    settings.ORIGIN = ""
    leaves(town.worker, "shili@example.org")
    post(town)
    assert "请登录匠坊查看。" in Mail.objects.get().body


@pytest.mark.parametrize("many", [1, 30])
def test_many_are_told_in_as_many_questions_as_one(town: City, server: Office, many: int) -> None:
    spots = [organisation(town.county, Kind.UNIT, f"示例第{number}厂") for number in range(many)]
    for number, spot in enumerate(spots):
        leaves(hat(spot, Role.UNIT, f"worker{number}"), f"shili-{number}@example.org")
    letters = [Letter(spot.pk, (Role.UNIT,), "示例", "示例") for spot in spots]
    with CaptureQueriesContext(connection) as asked:
        actions.post_all(federation=town.federation.pk, letters=letters, at=AT)
    inside = [one for one in asked.captured_queries if "SAVEPOINT" not in str(one["sql"])]
    assert (len(inside), Message.objects.count(), Mail.objects.count()) == (3, many, many)


class TestSeen:
    def test_only_the_person_has_seen_it(self, town: City) -> None:
        colleague = hat(town.unit, Role.UNIT, "colleague")
        post(town)
        (found,) = queries.newest(town.worker)
        actions.seen(message=found, hat=town.worker, at=AT)
        actions.seen(message=found, hat=town.worker, at=AT)
        assert queries.newest(town.worker) == []
        assert queries.newest(colleague) == [found]
        assert [one.is_new for one in queries.messages_of(town.worker)] == [False]  # type: ignore[attr-defined]
        assert Seen.objects.count() == 1

    def test_all_is_all_that_was_shown(self, town: City) -> None:
        for number in range(15):
            post(town, f"示例:{number}", at=later(minutes=number))
        shown = queries.newest(town.worker)
        assert len(shown) == queries.NEWEST + 1
        post(town, "示例:later", at=later(hours=3))
        actions.seen_all(upto=shown[0].pk, hat=town.worker, at=later(hours=3))
        assert [one.key for one in queries.newest(town.worker)] == ["示例:later"]
        assert Seen.objects.count() == 0  # one mark for all that is settled
        actions.seen_all(upto=10**6, hat=town.worker, at=later(hours=3))
        assert queries.newest(town.worker) == []
        actions.seen_all(upto=1, hat=town.worker, at=later(hours=9))
        assert queries.newest(town.worker) == []

    def test_what_may_come_in_late_is_marked_one_by_one(self, town: City) -> None:
        post(town, "示例:new", at=later(minutes=50))
        newest = queries.newest(town.worker)[0]
        actions.seen_all(upto=newest.pk, hat=town.worker, at=later(minutes=51))
        assert (queries.newest(town.worker), Seen.objects.count()) == ([], 1)

    def test_what_was_told_before_the_hat_is_not_its_affair(self, town: City) -> None:
        post(town, at=AT - timedelta(days=1))
        assert queries.newest(town.worker) == []
        assert not queries.messages_of(town.worker).exists()


def announce(town: City, token: str = TOKEN, **more: object) -> Announcement:
    values = {
        "subject": "示例通知",
        "text": "请尽快报送。\r\n谢谢。",
        "to": [town.county, town.unit],
        "hat": town.clerk,
    }
    return actions.announce(token=token, **{**values, **more}, at=AT)  # type: ignore[arg-type]


class TestAnnouncing:
    def test_to_each_under_its_role_and_once(self, town: City) -> None:
        made = announce(town)
        assert announce(town) == made
        assert _code(town, text="另一篇") == _code(town, to=[town.unit]) == "not_now"
        told = Message.objects.order_by("role")
        assert [(one.organisation_id, one.role, one.text) for one in told] == [
            (town.county.pk, "recommender", "请尽快报送。\n谢谢。\n\n示例甲市总工会"),
            (town.unit.pk, "unit", "请尽快报送。\n谢谢。\n\n示例甲市总工会"),
        ]
        assert list(Entry.objects.filter(deed="message.announced").values_list("subject_name", flat=True)) == [
            "示例通知"
        ]
        assert queries.read_by([made], town.federation.pk) == {}
        actions.seen(message=told[1], hat=town.worker, at=AT)
        assert queries.read_by([made], town.federation.pk) == {TOKEN: 1}
        actions.seen_all(upto=told[0].pk, hat=town.recommender, at=later(hours=2))
        assert queries.read_by([made], town.federation.pk) == {TOKEN: 2}

    def test_a_recommender_writes_to_its_own_units_alone(self, town: City) -> None:
        far = organisation(town.top, Kind.UNIT, "示例直属厂")
        mine = town.recommender
        assert announce(town, to=[town.unit], hat=mine).bodies == 1
        for number, spot in enumerate((far, town.county, town.top)):
            assert _code(town, token=f"{TOKEN}-{number}", to=[spot], hat=mine) == "not_allowed"

    def test_another_citys_unit_is_not_below(self, town: City) -> None:
        assert _code(town, to=[city("乙").unit]) == "not_allowed"

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"subject": " "}, "missing"),
            ({"text": ""}, "missing"),
            ({"to": []}, "missing"),
            ({"subject": "长" * 101}, "too_long"),
            ({"text": "长" * 5001}, "too_long"),
            ({"subject": "两\n行"}, "bad_character"),
            ({"text": "示例\u202e"}, "bad_character"),
            ({"token": "短"}, "not_now"),
        ],
    )
    def test_what_cannot_go_out(self, town: City, more: dict[str, object], code: str) -> None:
        assert _code(town, **more) == code
        assert (Message.objects.count(), Announcement.objects.count()) == (0, 0)

    def test_a_unit_writes_to_nobody(self, town: City) -> None:
        assert _code(town, hat=town.worker) == "not_allowed"

    def test_who_would_read_it(self, town: City, server: Office) -> None:
        leaves(town.worker, "shili@example.org")
        spots = list(Organisation.objects.filter(pk__in=[town.county.pk, town.unit.pk, town.other.pk]).order_by("pk"))
        found = queries.reached(spots, AT.date())
        assert [(one.organisation, one.persons, one.mails) for one in found] == [
            (town.county, 1, 0),
            (town.unit, 1, 1),
            (town.other, 0, 0),
        ]


def _code(town: City, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        announce(town, **more)  # type: ignore[arg-type]
    return refused.value.problems[0].code


@pytest.mark.usefixtures("own_database")
def test_who_posts_and_who_changes_the_tree_do_not_wait_for_each_other() -> None:
    """Both end in the journal: one holds the tree meanwhile, the other has told a body of it."""
    town, holds, told = city(), threading.Event(), threading.Event()

    def changes() -> None:
        with transaction.atomic():
            hold_tree(town.federation.pk)
            holds.set()
            told.wait(2)
            record(town, "organisation.added")

    def posts() -> None:
        holds.wait(2)
        with transaction.atomic():
            post(town)
            record(town, "application.submit")
            told.set()

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(closing, deed) for deed in (changes, posts)]
        assert [one.result(20) for one in done] == [None, None]
    assert Message.objects.count() == 1


def closing(deed: Callable[[], None]) -> None:
    try:
        deed()
    finally:
        connection.close()


def record(town: City, deed: str) -> None:
    journal.record(
        federation=town.federation.pk, actor=SERVER, hat="", deed=deed, subject=Subject("示例", "1", "示例"), at=AT
    )
