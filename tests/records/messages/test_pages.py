"""The pages: what changed for me, what I write to others, and the outbox."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.mailing import State
from jiangfang.core.people import Kind, Role
from jiangfang.records.messages import actions
from jiangfang.records.messages.jobs import send_waiting
from jiangfang.records.messages.models import Announcement, Mail, Message
from tests.records.messages.conftest import leaves
from tests.records.messages.smtp import Office
from tests.records.world import AT, City, hat, later, organisation
from tests.web import at, hidden, sign_in


def post(town: City, number: int = 1, subject: str = "示例工作室：等您办理") -> None:
    actions.post(
        federation=town.federation.pk,
        organisation=town.unit.pk,
        roles=(Role.UNIT,),
        key=f"示例:{number}",
        subject=subject,
        text="现在是“已提交”。\n第二行",
        link="/applications/1/",
        at=AT,
    )


def text(page: Any) -> str:
    return str(page.content.decode())


class TestNews:
    def test_the_desk_shows_ten_and_says_that_there_are_more(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        assert "有变化" not in text(client.get("/desk/"))
        for number in range(11):
            post(town, number, f"示例第{number}件")
        desk = text(client.get("/desk/"))
        assert "示例第10件" in desk
        assert "示例第0件" not in desk
        assert "还有更多没看的" in desk

    def test_known_it_is_gone_from_the_desk_and_stays_in_the_list(self, client: Client, town: City) -> None:
        post(town)
        sign_in(client, town.worker)
        (message,) = Message.objects.all()
        answer = client.post(f"/messages/{message.pk}/seen/", {"next": "/desk/"})
        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert "示例工作室" not in text(client.get("/desk/"))
        listed = text(client.get("/messages/"))
        assert 'href="/applications/1/"' in listed
        assert "知道了" not in listed
        assert "没有符合的消息" in text(client.get("/messages/?new=1"))

    def test_all_at_once_leaves_what_came_meanwhile(self, client: Client, town: City, settings: Settings) -> None:
        for number in range(3):
            post(town, number)
        sign_in(client, town.worker)
        at(settings, later(hours=2))
        upto = hidden(client.get("/desk/"))["upto"]
        post(town, 9, "示例后来的")
        assert client.post("/messages/seen/", {"upto": upto}).status_code == 303
        desk = text(client.get("/desk/"))
        assert "示例后来的" in desk
        assert "示例工作室" not in desk

    def test_a_list_is_found_in_and_paged(self, client: Client, town: City) -> None:
        for number in range(60):
            post(town, number, f"示例第{number}件")
        sign_in(client, town.worker)
        assert text(client.get("/messages/")).count("<bdi>") == 50
        assert text(client.get("/messages/?page=2")).count("<bdi>") == 10
        assert text(client.get("/messages/?find=第59件")).count("<bdi>") == 1
        assert text(client.get("/messages/?find=第二行")).count("<bdi>") == 50

    def test_another_units_is_not_there(self, client: Client, town: City) -> None:
        post(town)
        sign_in(client, hat(town.other, Role.UNIT, "other"))
        (message,) = Message.objects.all()
        assert client.post(f"/messages/{message.pk}/seen/").status_code == 404
        assert "示例工作室" not in text(client.get("/messages/"))

    def test_what_stands_in_a_message_is_no_markup(self, client: Client, town: City) -> None:
        post(town, subject="<script>alert(1)</script>")
        sign_in(client, town.worker)
        assert "<script>alert" not in text(client.get("/messages/")) + text(client.get("/desk/"))


@pytest.fixture
def zone(town: City) -> City:
    """A second body with a unit, where nobody acts yet."""
    body = organisation(town.top, Kind.ZONE, "示例开发区工会")
    organisation(body, Kind.UNIT, "示例电子公司")
    return town


class TestWriting:
    new = "/messages/written/new/"

    def form(self, client: Client, **typed: object) -> dict[str, object]:
        kept = hidden(client.get(self.new))
        return {
            "token": kept["token"],
            "subject": "示例通知",
            "text": "请尽快报送。\n谢谢。",
            "scope": "",
            "names": "",
            "end": "1",
            **typed,
        }

    def test_looked_at_and_sent_once(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        typed = self.form(client, to=[zone.county.pk], scope="chosen", names="示例电子公司")
        look = client.post(self.new, {**typed, "look": "1"})
        shown = text(look)
        assert look.status_code == 200
        assert not Message.objects.exists()
        assert "发给 4 个单位，先看一遍" in shown
        assert "3 个单位还没有人能看到" not in shown
        assert "2 个单位还没有人能看到" in shown
        to = re.findall(r'<input type="checkbox" name="to" value="(\d+)"', shown)
        go = {**typed, "to": to, "go": "1"}
        for _ in range(2):
            sent = client.post(self.new, go)
            assert (sent.status_code, sent["Location"]) == (303, "/messages/written/")
        assert (Announcement.objects.count(), Message.objects.count()) == (1, 4)
        page = text(client.get("/messages/written/"))
        assert "已发给 4 个单位：示例通知" in page

    def test_who_is_left_out_hears_nothing(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        client.post(self.new, {**self.form(client), "scope": "all", "to": [zone.unit.pk], "go": "1"})
        assert [one.organisation for one in Message.objects.all()] == [zone.unit]

    def test_going_back_loses_nothing(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        typed = self.form(client, first=[zone.county.pk], scope="chosen", names="示例电子公司")
        page = text(client.post(self.new, {**typed, "edit": "1"}))
        assert f'value="{zone.county.pk}" checked' in page
        assert '<option value="chosen" selected>' in page
        for kept in ("示例电子公司", "示例通知", "请尽快报送。\n谢谢。", str(typed["token"])):
            assert kept in page

    def test_the_way_back_to_where_it_began_is_kept(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        here = {"to": [zone.county.pk], "next": "/receive/1/?group=late"}
        for more in ({}, {"edit": "1"}):
            page = text(client.post(self.new, {**self.form(client), **here, **more}))
            assert 'href="/receive/1/?group=late"' in page and 'name="next" value="/receive/1/?group=late"' in page
        look = text(client.post(self.new, {**self.form(client), **here, "look": "1"}))
        assert 'name="next" value="/receive/1/?group=late"' in look
        for foreign in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
            assert "不写了，返回" not in text(client.post(self.new, {**self.form(client), **here, "next": foreign}))

    def test_another_page_hands_over_a_text_and_whom_it_is_for(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        page = text(
            client.post(self.new, {"subject": "示例催办", "text": "还差 2 份", "to": [zone.county.pk, zone.unit.pk]})
        )
        assert f'value="{zone.county.pk}" checked' in page
        assert f'value="{zone.unit.pk}" checked' in page
        assert "还差 2 份" in page
        assert "示例催办" in page

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"subject": ""}, "请写标题"),
            ({"text": ""}, "请写正文"),
            ({"to": []}, "请选发给谁"),
            ({"names": "示例没有的厂"}, "没有叫“示例没有的厂”的单位"),
            ({"to": [], "scope": "chosen"}, "请先勾选推荐单位"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, client: Client, zone: City, typed: dict[str, object], says: str
    ) -> None:
        sign_in(client, zone.clerk)
        sent = {**self.form(client, to=[zone.county.pk]), **typed, "look": "1"}
        page = client.post(self.new, sent)
        assert page.status_code == 422
        assert says in text(page)
        for name in ("subject", "text", "names"):
            assert str(sent[name]) in text(page)

    def test_a_form_that_was_cut_off_sends_nothing(self, client: Client, zone: City) -> None:
        sign_in(client, zone.clerk)
        typed = self.form(client, to=[zone.county.pk])
        del typed["end"]
        for button in ("look", "go"):
            page = client.post(self.new, {**typed, button: "1"})
            assert page.status_code == 422
            assert "送来的内容不完整" in text(page)
        assert not Message.objects.exists()

    def test_a_recommender_writes_to_its_units(self, client: Client, zone: City) -> None:
        sign_in(client, zone.recommender)
        form = text(client.get(self.new))
        assert "示例开发区工会" not in form
        look = text(client.post(self.new, {**self.form(client), "scope": "all", "look": "1"}))
        assert "发给 2 个单位" in look
        assert "示例电子公司" not in look
        refused = client.post(self.new, {**self.form(client), "names": "示例电子公司", "look": "1"})
        assert refused.status_code == 422


class TestOutbox:
    @pytest.fixture
    def mails(self, client: Client, town: City, server: Office) -> City:
        leaves(town.worker, "shili@example.org")
        for number in range(3):
            post(town, number, f"示例第{number}件")
        sign_in(client, town.clerk)
        return town

    def test_a_mail_is_shown_as_it_goes_out(self, client: Client, mails: City, server: Office) -> None:
        kept = Mail.objects.order_by("pk")[0]
        page = text(client.get(f"/outbox/{kept.pk}/"))
        send_waiting(AT)
        (sent,) = (one for one in server.mails if one["Subject"] == kept.subject)
        assert "示例市总工会 &lt;gonghui@example.org&gt;" in page
        for line in sent.get_content().split():
            assert line in page
        assert str(sent["To"]) in page

    def test_held_let_go_and_left_out(self, client: Client, mails: City, server: Office) -> None:
        upto = hidden(client.get("/outbox/"))["upto"]
        assert client.post("/outbox/hold/", {"upto": upto}).status_code == 303
        assert "3 封先放着" in text(client.get("/outbox/"))
        one, two, _ = Mail.objects.order_by("pk").values_list("pk", flat=True)
        client.post("/outbox/let-go/", {"upto": one, "only": one})
        client.post("/outbox/drop/", {"upto": two, "only": two})
        assert send_waiting(AT) == 1
        states = list(Mail.objects.order_by("pk").values_list("state", flat=True))
        assert states == [State.SENT, State.DROPPED, State.HELD]
        assert text(client.get("/outbox/?state=held")).count("<bdi>") == 1
        assert text(client.get("/outbox/?find=第1件")).count("<bdi>") == 1

    def test_without_numbers_nothing_moves(self, client: Client, mails: City) -> None:
        for deed in ("hold", "let-go", "drop", "look-first"):
            assert client.post(f"/outbox/{deed}/", {"upto": "x", "only": "x", "on": "x"}).status_code == 303
        assert set(Mail.objects.values_list("state", flat=True)) == {State.WAITING}

    def test_a_mangled_choice_is_not_a_choice_of_all(self, client: Client, mails: City) -> None:
        client.post("/outbox/drop/", {"upto": "9999999", "only": "abc"})
        assert set(Mail.objects.values_list("state", flat=True)) == {State.WAITING}

    def test_looked_at_first(self, client: Client, mails: City) -> None:
        client.post("/outbox/look-first/", {"on": "1"})
        assert "新的邮件先放着" in text(client.get("/outbox/"))
        post(mails, 9)
        assert Mail.objects.latest("pk").state == State.HELD

    def test_once_more(self, client: Client, mails: City, server: Office) -> None:
        server.rcpt["shili@example.org"] = "550 no"
        send_waiting(AT)
        failed = Mail.objects.order_by("pk")[0]
        page = text(client.get(f"/outbox/{failed.pk}/"))
        assert "不收给这个地址的信（550）" in page
        again = f"/outbox/{failed.pk}/again/"
        assert client.post(again).status_code == 303
        refused = client.post(again)
        assert refused.status_code == 422
        assert "这封邮件刚刚变了" in text(refused)

    def test_without_a_server_it_says_so(self, client: Client, town: City) -> None:
        sign_in(client, town.admin)
        assert "没有设邮件服务器" in text(client.get("/outbox/"))

    def test_a_recommender_does_not_look_in(self, client: Client, mails: City) -> None:
        sign_in(client, mails.recommender)
        assert client.get("/outbox/").status_code == 404
        assert client.get(f"/outbox/{Mail.objects.all()[0].pk}/").status_code == 404
