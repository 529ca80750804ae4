"""What every answer carries, what is said where something is not there, and how a list is turned over."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

from jiangfang.config import navigation, sample
from jiangfang.core.people import Role
from jiangfang.ui import pages
from tests.records.world import AT, City, city
from tests.web import at, sign_in


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


def gone(request: HttpRequest) -> HttpResponse:
    raise Http404("a secret of the inside")


for _view in (fails, gone):
    _view.public, _view.roles = True, ()  # type: ignore[attr-defined]
urlpatterns = [path("fails/", fails), path("gone/", gone), *get_resolver("jiangfang.config.urls").url_patterns]
handler400, handler403 = "jiangfang.config.errors.bad_request", "jiangfang.config.errors.forbidden"
handler404, handler500 = "jiangfang.config.errors.not_found", "jiangfang.config.errors.broken"


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


def views(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in resolver.url_patterns:
        found += views(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found


def test_every_view_says_who_may_open_it() -> None:
    unmarked = [str(one.pattern) for one in views(get_resolver()) if not hasattr(one.callback, "public")]
    assert unmarked == []
    assert all(isinstance(getattr(one.callback, "roles", None), tuple) for one in views(get_resolver()))


def test_only_the_ways_in_and_what_is_published_are_public() -> None:
    public = {one.name for one in views(get_resolver()) if getattr(one.callback, "public", False)}
    assert {"sign_in", "sign_out", "link", "join", "forgotten", "large"} <= public
    assert not public & {"me", "password", "hat"}


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status", "says"), [("/fails/", 500, "出了点问题"), ("/gone/", 404, "没有这一页")])
def test_a_fault_is_a_sentence_and_a_way_out(address: str, status: int, says: str, settings: Settings) -> None:
    page = Client(raise_request_exception=False).get(address)
    text = page.content.decode()
    assert page.status_code == status
    assert says in text and 'href="/"' in text
    assert "secret" not in text and "Traceback" not in text
    assert not re.search(rf"\b{status}\b", re.sub(r"<[^>]+>", "", text))


@pytest.mark.django_db
def test_an_address_that_nobody_made(client: Client) -> None:
    page = client.get("/no/such/page/")
    assert (page.status_code, "没有这一页" in page.content.decode()) == (404, True)


@pytest.mark.django_db
def test_a_wrong_host_gets_a_sentence(client: Client) -> None:
    page = client.get("/sign-in/", headers={"host": "elsewhere.invalid"})
    assert (page.status_code, "主机名没有在这里登记" in page.content.decode()) == (400, True)


@pytest.mark.django_db
def test_too_many_fields_get_a_sentence(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    page = client.post("/sign-in/", {f"field{number}": "x" for number in range(6)})
    assert (page.status_code, "什么也没有改动" in page.content.decode()) == (413, True)


@pytest.mark.django_db
def test_what_every_answer_carries(client: Client) -> None:
    page = client.get("/sign-in/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"
    assert page.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_page_of_somebody_is_kept_by_no_proxy(client: Client, town: City) -> None:
    sign_in(client, town.worker)
    assert client.get("/me/")["Cache-Control"] == "private, no-cache"
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.django_db
def test_style_and_script_are_served_and_change_their_address(client: Client, settings: Settings) -> None:
    settings.DEBUG = False
    address = staticfiles_storage.url("ui/page.css")
    assert re.fullmatch(r"/static/ui/page\.css\?v=[0-9a-f]{8}", address)
    for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/sign-in/").content.decode()):
        file = client.get(name)
        assert (file.status_code, "max-age=31536000" in file["Cache-Control"]) == (200, True), name
        assert b"".join(file)
    assert staticfiles_storage.url("ui/nowhere.css") == "/static/ui/nowhere.css"


def test_htmx_runs_nothing_that_the_page_says(client: Client, town: City) -> None:
    sign_in(client, town.worker)
    said = re.search(r"name=\"htmx-config\" content='([^']+)'", client.get("/me/").content.decode())
    assert said
    config = json.loads(said[1])
    assert (config["allowEval"], config["includeIndicatorStyles"], config["selfRequestsOnly"]) == (False, False, True)
    rules = [(rule["code"], rule["swap"]) for rule in config["responseHandling"]]
    codes = ("200", "204", "409", "422", "429", "500")
    swaps = [next(swap for known, swap in rules if re.fullmatch(known, code)) for code in codes]
    assert swaps == [True, False, True, True, True, False]


def test_every_signed_in_page_says_that_data_are_samples(client: Client, town: City, settings: Settings) -> None:
    sign_in(client, town.worker)
    assert "示例数据" not in client.get("/me/").content.decode()
    settings.SAMPLE = True
    assert "示例数据" in client.get("/me/").content.decode()


def test_the_sliding_session_writes_once_in_half_an_hour(client: Client, town: City, settings: Settings) -> None:
    sign_in(client, town.worker)
    client.get("/me/")
    first = client.session["seen"]
    at(settings, AT + timedelta(minutes=20))
    client.get("/me/")
    assert client.session["seen"] == first
    at(settings, AT + timedelta(minutes=40))
    client.get("/me/")
    assert client.session["seen"] != first


def test_the_menu_shows_what_the_role_has_and_where_i_am() -> None:
    groups = navigation.menu(Role.UNIT, "/me/password/", {"people:me": 2})
    lines = [line for _, found in groups for line in found]
    mine = next(line for line in lines if line.title == "我的账号")
    assert (mine.here, mine.count, mine.address) == (True, 2, "/me/")
    assert "单位与人员" not in {line.title for line in lines}
    assert [line.here for line in lines].count(True) == 1
    (line,) = (line for _, found in navigation.menu(None, "/", hat=7) for line in found)
    assert (line.address, line.here) == ("/me/?hat=7", False)


class TestAnswers:
    @pytest.fixture
    def asked(self, rf: RequestFactory) -> Any:
        return lambda query="": rf.get(f"/list/?{query}")

    @pytest.mark.parametrize(
        ("query", "number"), [("", 1), ("page=2", 2), ("page=99", 3), ("page=x", 1), ("page=-1", 3)]
    )
    def test_a_list_has_fifty_rows_a_page(self, asked: Any, query: str, number: int) -> None:
        page = pages.page_of(asked(query), list(range(120)))
        assert (page.number, len(page.object_list)) == (number, 50 if number < 3 else 20)

    def test_a_file_keeps_its_chinese_name(self) -> None:
        answer = pages.attachment(b"x", '推荐表"甲".docx', "application/msword")
        assert "filename*=utf-8''%E6%8E%A8" in answer["Content-Disposition"]
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_a_name_cannot_add_a_header(self) -> None:
        answer = pages.attachment(b"x", "a\r\nSet-Cookie: b=1.docx", "application/msword")
        assert "\n" not in answer["Content-Disposition"]

    def test_after_a_deed_the_page_is_got(self) -> None:
        answer = pages.go("people:me")
        assert (answer.status_code, answer["Location"]) == (303, "/me/")

    def test_a_word_is_shown_once(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        client.post("/me/", {"name": "示例", "phone": ""})
        assert [str(one) for one in get_messages(client.get("/me/").wsgi_request)] == ["已经保存"]
        assert "已经保存" not in client.get("/me/").content.decode()


class TestSampleFile:
    def test_what_was_left_there_is_read(self, tmp_path: Path) -> None:
        row = dict.fromkeys(sample.KEYS, "示例")
        (tmp_path / sample.FILE).write_text(json.dumps([row, {"login": "only"}, 3]), encoding="utf-8")
        assert sample.accounts(tmp_path) == [row]

    @pytest.mark.parametrize("text", ["", "{}", "[", "3"])
    def test_anything_else_is_nothing(self, tmp_path: Path, text: str) -> None:
        (tmp_path / sample.FILE).write_text(text, encoding="utf-8")
        assert sample.accounts(tmp_path) == []
        assert sample.accounts(tmp_path / "nowhere") == []


def test_the_day_of_a_request_is_the_day_in_shanghai(client: Client, town: City, settings: Settings) -> None:
    at(settings, datetime(2024, 11, 20, 16, 30, tzinfo=UTC))
    sign_in(client, town.worker)
    assert client.get("/me/").context["today"] == date(2024, 11, 21)
    settings.CLOCK = "django.utils.timezone.now"
    assert client.get("/me/").context["at"].tzinfo is not None
