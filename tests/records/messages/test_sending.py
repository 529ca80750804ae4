"""Sending through a real server: once, again after a moment, never twice by itself."""

from __future__ import annotations

import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import trustme
from django.db import connection
from pytest_django import Settings

from jiangfang.core.mailing import GIVEN_UP, MOST_TRIES, State
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.records.messages import actions, queries
from jiangfang.records.messages.jobs import send_waiting
from jiangfang.records.messages.models import Mail
from jiangfang.records.messages.server import server_of
from tests.records.messages.conftest import SENDER, leaves
from tests.records.messages.smtp import PASSWORD, USER, Office, running
from tests.records.world import AT, City, city, hat, later

WHO = "shili@example.org"


def post(town: City, key: str = "示例:1", subject: str = "示例工作室：等您办理", at: datetime = AT) -> None:
    actions.post(
        federation=town.federation.pk,
        organisation=town.unit.pk,
        roles=(Role.UNIT,),
        key=key,
        subject=subject,
        text="您好：现在是“已提交”。",
        link="/applications/1/",
        at=at,
    )


@pytest.fixture
def reader(town: City) -> City:
    leaves(town.worker, WHO)
    return town


def the_mail() -> Mail:
    return Mail.objects.get()


def test_a_mail_arrives_as_it_was_shown(reader: City, server: Office) -> None:
    post(reader)
    assert send_waiting(AT) == 1
    assert send_waiting(later(hours=1)) == 0
    (mail,), kept = server.mails, the_mail()
    assert (mail["To"], mail["From"], mail["Subject"]) == (WHO, SENDER, kept.subject)
    assert mail.get_content().replace("\r\n", "\n") == kept.body
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["Message-ID"]).endswith("@example.org>")
    assert datetime.strptime(str(mail["Date"]), "%a, %d %b %Y %H:%M:%S %z") == AT
    assert (kept.state, kept.tries, kept.sent_at) == (State.SENT, 1, AT)


def test_many_go_over_one_connection_and_some_at_a_time(reader: City, server: Office) -> None:
    for number in range(5):
        post(reader, f"示例:{number}")
    assert send_waiting(AT, at_once=3) == 3
    assert send_waiting(AT) == 2
    assert len({str(mail["Message-ID"]) for mail in server.mails}) == 5


def test_a_subject_is_no_way_to_other_headers(reader: City, server: Office) -> None:
    post(reader, subject="示例\r\nBcc: shili-2@example.org\r\n\r\n正文")
    assert send_waiting(AT) == 1
    (mail,) = server.mails
    assert (server.to, mail["Bcc"], mail["Subject"]) == ([WHO], None, "示例 Bcc: shili-2@example.org 正文")


def test_an_address_that_no_mail_can_hold_fails_alone(reader: City, server: Office) -> None:
    post(reader, "示例:1")
    Mail.objects.update(address="shili\r\nDATA@example.org", person=None)
    post(reader, "示例:2")
    assert send_waiting(AT) == 1
    bad, good = Mail.objects.order_by("pk")
    assert (bad.state, good.state, server.to) == (State.FAILED, State.SENT, [WHO])
    assert bad.said == "收件地址或标题写得不对，发不出去"


class TestNo:
    def test_for_good(self, reader: City, server: Office) -> None:
        server.rcpt[WHO] = "550 no such user shili@example.org"
        post(reader)
        assert (send_waiting(AT), send_waiting(later(days=1))) == (0, 0)
        assert (the_mail().state, the_mail().tries) == (State.FAILED, 1)
        assert the_mail().said == "邮件服务器不收给这个地址的信（550）"

    def test_the_next_goes_out_over_the_same_connection(self, reader: City, server: Office) -> None:
        server.rcpt["shili-9@example.org"] = "550 no"
        post(reader, "示例:1")
        Mail.objects.update(address="shili-9@example.org", person=None)
        post(reader, "示例:2")
        assert send_waiting(AT) == 1
        assert server.to == [WHO]

    def test_for_the_moment_until_it_has_been_enough(self, reader: City, server: Office) -> None:
        server.data += ["451 later"] * MOST_TRIES
        post(reader)
        at, tried = AT, 0
        while the_mail().state == State.WAITING:
            before = the_mail().tries
            send_waiting(at)
            tried += the_mail().tries > before
            at = the_mail().next_at
            assert send_waiting(at - timedelta(seconds=1)) == 0
        assert (the_mail().state, tried, at - AT) == (State.FAILED, 6, timedelta(minutes=326))
        assert the_mail().said == "试了 6 次没有发成：邮件服务器现在不收这封信（451）"
        assert server.mails == []

    def test_for_the_moment_and_then_yes(self, reader: City, server: Office) -> None:
        server.data.append("450 later")
        post(reader)
        assert (send_waiting(AT), send_waiting(later(seconds=59)), send_waiting(later(minutes=1))) == (0, 0, 1)
        assert (the_mail().state, the_mail().said) == (State.SENT, "")

    def test_no_server_there(self, reader: City, settings: Settings) -> None:
        office = Office()
        with running(office) as port:
            settings.MAIL = server_of(f"smtp://127.0.0.1:{port}", SENDER)
        for number in range(3):
            post(reader, f"示例:{number}")
        assert send_waiting(AT) == 0
        found = [(one.state, one.tries, one.said) for one in Mail.objects.order_by("pk")]
        assert found == [(State.WAITING, 1, "连不上邮件服务器"), (State.WAITING, 0, ""), (State.WAITING, 0, "")]


class TestNobodyKnows:
    def test_the_server_goes_with_the_mail_in_hand(self, reader: City, server: Office) -> None:
        server.goes = True
        post(reader)
        assert send_waiting(AT) == 0
        server.goes = False
        assert send_waiting(later(days=1)) == 0
        assert (the_mail().state, server.mails) == (State.UNSURE, [])
        assert "没收到再发一次" in the_mail().said

    def test_the_sender_is_killed_in_the_middle(self, reader: City, server: Office) -> None:
        post(reader)
        Mail.objects.update(state=State.SENDING, claimed_at=AT, tries=1)
        assert send_waiting(AT + GIVEN_UP - timedelta(seconds=1)) == 0
        assert the_mail().state == State.SENDING
        assert send_waiting(AT + GIVEN_UP) == 0
        assert (the_mail().state, server.mails) == (State.UNSURE, [])

    def test_sent_once_more_by_hand_it_is_the_same_mail(self, reader: City, server: Office) -> None:
        post(reader)
        send_waiting(AT)
        Mail.objects.update(state=State.UNSURE)
        actions.send_again(mail=the_mail(), hat=reader.clerk, at=AT)
        assert send_waiting(AT) == 1
        first, second = server.mails
        assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.usefixtures("own_database")
def test_it_is_claimed_before_the_server_hears_of_it(server: Office) -> None:
    town, states = city(), list[str]()

    def look() -> None:
        try:
            states.append(the_mail().state)
        finally:
            connection.close()

    leaves(town.worker, WHO)
    post(town)
    server.meanwhile = look
    assert send_waiting(AT) == 1
    assert states == [State.SENDING]


@pytest.mark.usefixtures("own_database")
def test_two_who_sweep_at_once_send_each_mail_once(server: Office) -> None:
    town = city()
    leaves(town.worker, WHO)
    for number in range(8):
        post(town, f"示例:{number}")
    start = threading.Barrier(2)

    def sweep() -> int:
        start.wait()
        try:
            return send_waiting(AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = sum(one.result() for one in [pool.submit(sweep), pool.submit(sweep)])
    assert (sent, len(server.mails)) == (8, 8)
    assert len({str(mail["Message-ID"]) for mail in server.mails}) == 8


class TestTls:
    @pytest.mark.parametrize("wrapped", [True, False])
    def test_a_password_goes_over_tls(
        self, reader: City, settings: Settings, authority: tuple[trustme.CA, Path], wrapped: bool
    ) -> None:
        office = Office()
        with running(office, _tls(authority[0]), wrapped=wrapped) as port:
            settings.MAIL = server_of(_url(port, wrapped, f"ca={authority[1]}"), SENDER)
            post(reader)
            assert send_waiting(AT) == 1
        assert (office.with_tls, office.signed_in) == ([True], [True])

    def test_a_certificate_that_nobody_trusts_gets_nothing(
        self, reader: City, settings: Settings, authority: tuple[trustme.CA, Path]
    ) -> None:
        office = Office()
        with running(office, _tls(authority[0])) as port:
            settings.MAIL = server_of(_url(port, False, ""), SENDER)
            post(reader)
            assert send_waiting(AT) == 0
        assert (the_mail().state, the_mail().said) == (State.WAITING, "邮件服务器的证书信不过")

    def test_a_wrong_password_is_said_and_tried_again_later(self, reader: City, settings: Settings) -> None:
        with running(Office()) as port:
            settings.MAIL = server_of(f"smtp://wrong:wrong@127.0.0.1:{port}", SENDER)
            post(reader)
            assert send_waiting(AT) == 0
        assert (the_mail().state, the_mail().said) == (State.WAITING, "邮件服务器不认用户名或密码")

    def test_tls_is_left_out_where_the_settings_say_so(
        self, reader: City, settings: Settings, authority: tuple[trustme.CA, Path]
    ) -> None:
        office = Office()
        with running(office, _tls(authority[0])) as port:
            settings.MAIL = server_of(_url(port, False, "tls=no"), SENDER)
            post(reader)
            assert send_waiting(AT) == 1
        assert (office.with_tls, office.signed_in) == ([False], [True])


def _tls(ca: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(made)
    return made


def _url(port: int, wrapped: bool, query: str) -> str:
    password = PASSWORD.replace(":", "%3A").replace("@", "%40").replace("/", "%2F")
    return f"smtp{'s' if wrapped else ''}://{USER.replace('@', '%40')}:{password}@127.0.0.1:{port}?{query}"


class TestOutbox:
    def test_looked_at_first(self, reader: City, server: Office) -> None:
        assert actions.look_first(on=True, hat=reader.clerk, at=AT)
        assert not actions.look_first(on=True, hat=reader.clerk, at=AT)
        post(reader, "示例:1")
        post(reader, "示例:2")
        first, second = Mail.objects.order_by("pk")
        assert (first.state, send_waiting(AT)) == (State.HELD, 0)
        assert actions.let_go(upto=first.pk, hat=reader.clerk, at=AT) == 1
        assert actions.drop(upto=second.pk, hat=reader.clerk, at=AT, only=[second.pk]) == 1
        assert (send_waiting(AT), len(server.mails)) == (1, 1)
        assert queries.counted(reader.federation.pk) == {State.SENT: 1, State.DROPPED: 1}
        assert actions.look_first(on=False, hat=reader.clerk, at=AT)
        deeds = list(Entry.objects.filter(deed__startswith="mail.").order_by("pk").values_list("deed", flat=True))
        assert deeds == ["mail.look_first", "mail.let_go", "mail.dropped", "mail.look_first"]

    def test_another_citys_mails_stay(self, reader: City, server: Office) -> None:
        other = city("乙")
        post(reader)
        assert actions.hold_all(upto=10**9, hat=other.clerk, at=AT) == 0
        assert actions.look_first(on=True, hat=other.clerk, at=AT)
        post(reader, "示例:2")
        assert send_waiting(AT) == 2
        with pytest.raises(Refused):
            actions.send_again(mail=Mail.objects.all()[0], hat=other.clerk, at=AT)

    def test_what_waits_is_held(self, reader: City, server: Office) -> None:
        post(reader)
        assert actions.hold_all(upto=the_mail().pk, hat=reader.clerk, at=AT) == 1
        assert send_waiting(AT) == 0

    def test_only_what_did_not_go_out_is_sent_again(self, reader: City, server: Office) -> None:
        post(reader)
        for state in State:
            Mail.objects.update(state=state)
            if state in (State.FAILED, State.UNSURE, State.DROPPED):
                actions.send_again(mail=the_mail(), hat=reader.clerk, at=AT)
                assert (the_mail().state, the_mail().tries) == (State.WAITING, 0)
            else:
                with pytest.raises(Refused):
                    actions.send_again(mail=the_mail(), hat=reader.clerk, at=AT)

    def test_a_recommender_is_no_clerk(self, reader: City) -> None:
        with pytest.raises(Refused):
            actions.hold_all(upto=1, hat=reader.recommender, at=AT)
        with pytest.raises(Refused):
            actions.look_first(on=True, hat=hat(reader.unit, Role.UNIT, "second"), at=AT)
