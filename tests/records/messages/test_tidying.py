"""What is old goes by itself, and a mail follows its reader to another address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from jiangfang.core.mailing import State
from jiangfang.core.people import Role
from jiangfang.records.journal.models import Entry
from jiangfang.records.messages import actions, queries
from jiangfang.records.messages.jobs import KEPT, send_waiting, tidy
from jiangfang.records.messages.models import Announcement, Mail, Message, Seen
from jiangfang.records.people.models import Person
from tests.records.messages.conftest import leaves
from tests.records.messages.smtp import Office
from tests.records.world import AT, City, hat, later

WHO, NEW = "shili@example.org", "shili-xin@example.org"
OLD = AT - KEPT - timedelta(days=1)


def post(town: City, key: str, at: datetime = AT, **other: Any) -> Message:
    said = {"subject": "示例", "text": "示例", "roles": (Role.UNIT,), "organisation": town.unit.pk, **other}
    actions.post(federation=town.federation.pk, key=key, at=at, **said)
    return Message.objects.get(key=key)


def mail(town: City, key: str, state: State, made_at: datetime) -> None:
    more = {"subject": "示例", "body": "示例", "next_at": made_at, "made_at": made_at}
    Mail.objects.create(federation=town.federation, address=WHO, key=key, state=state, **more)


def keys() -> list[str]:
    return list(Message.objects.order_by("key").values_list("key", flat=True))


def test_what_somebody_read_is_thrown_away_after_two_years(town: City) -> None:
    read, unread, young = post(town, "1", OLD), post(town, "2", OLD), post(town, "3", AT - KEPT)
    for one in (read, young):
        actions.seen(message=one, hat=town.worker, at=AT)
    assert tidy(AT) == 1
    assert keys() == ["2", "3"]
    assert [one.message_id for one in Seen.objects.all()] == [young.pk]
    assert (tidy(AT), unread.subject) == (0, "示例")


def test_what_was_read_together_with_later_ones_goes_too(town: City) -> None:
    post(town, "1")
    last = post(town, "2", later(days=2))
    actions.seen_all(upto=last.pk, hat=town.worker, at=later(days=3))
    Seen.objects.all().delete()  # the mark alone says it
    assert (tidy(AT + KEPT + timedelta(days=1)), keys()) == (1, ["2"])


def test_who_reads_for_another_body_has_not_read_for_this_one(town: City) -> None:
    post(town, "1")
    theirs = post(town, "2", organisation=town.county.pk, roles=(Role.RECOMMENDER,))
    actions.seen_all(upto=theirs.pk, hat=town.recommender, at=later(days=3))
    assert (tidy(AT + KEPT + timedelta(days=1)), keys()) == (1, ["1"])


def test_an_announcement_goes_as_a_whole(town: City) -> None:
    """Else those who read it would be gone and it would look unread."""
    token = "shili-shili-shili-9"
    clerk = town.clerk
    said: dict[str, Any] = {"subject": "示例通知", "text": "示例", "to": [town.unit], "hat": clerk}
    actions.announce(token=token, at=AT, **said)
    assert tidy(later(days=100)) == 0
    before = Entry.objects.count()
    assert tidy(AT + KEPT + timedelta(days=1)) == 1
    assert (keys(), Announcement.objects.count(), Entry.objects.count()) == ([], 0, before)
    assert list(queries.announced(clerk)) == []


def test_mails_that_are_done_go_and_others_wait(town: City) -> None:
    for state in State:
        mail(town, state.value, state, OLD)
        mail(town, f"young {state.value}", state, AT)
    assert tidy(AT) == 4
    left = Mail.objects.filter(made_at=OLD).values_list("state", flat=True)
    assert sorted(left) == ["held", "sending", "waiting"]
    assert Mail.objects.filter(made_at=AT).count() == len(State)


# Another address


def test_a_mail_goes_to_the_address_that_its_reader_has_now(town: City, server: Office) -> None:
    leaves(town.worker, WHO)
    post(town, "1")
    leaves(town.worker, NEW)
    assert (send_waiting(AT), server.to) == (1, [NEW])
    assert (Mail.objects.get().address, Mail.objects.get().state) == (NEW, State.SENT)


def test_who_took_the_address_away_gets_no_mail(town: City, server: Office) -> None:
    leaves(town.worker, WHO)
    post(town, "1")
    leaves(town.worker, "")
    assert (send_waiting(AT), server.to) == (0, [])
    assert (Mail.objects.get().state, Mail.objects.get().said) == (State.DROPPED, "收件人去掉了邮箱")


def test_who_is_put_out_of_use_gets_none_either(town: City, server: Office) -> None:
    leaves(town.worker, WHO)
    post(town, "1")
    Person.objects.filter(pk=town.worker.person_id).update(is_active=False)
    assert (send_waiting(AT), Mail.objects.get().said) == (0, "收件人的账号停用了")


def test_the_same_is_not_sent_twice_to_a_new_address(town: City, server: Office) -> None:
    leaves(town.worker, WHO)
    post(town, "1")
    colleague = hat(town.unit, Role.UNIT, "shilitongshi")
    leaves(colleague, NEW)
    Message.objects.all().delete()
    post(town, "1")
    assert Mail.objects.count() == 2
    leaves(town.worker, NEW)
    assert (send_waiting(AT), server.to) == (1, [NEW])
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped", "sent"]


def test_a_mail_of_before_keeps_its_address(town: City, server: Office) -> None:
    leaves(town.worker, WHO)
    post(town, "1")
    Mail.objects.update(person=None)
    leaves(town.worker, NEW)
    assert (send_waiting(AT), server.to) == (1, [WHO])
