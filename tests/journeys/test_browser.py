"""What the journeys lean on: each asserting word of the browser is silent where it is so, and fails where it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from jiangfang.core.people import Role
from tests.journeys.browser import Browser, Page
from tests.stages.world import World, world

HTML = (
    "<html><body><h1>名单</h1><p>已报送 1 份</p><input value='写在格子里'>"
    "<input type='hidden' value='藏着的'><!-- 注里的 --></body></html>"
)


def page(status: int = 200) -> Page:
    """A page that came with this answer."""
    return Page(Browser("谁"), HttpResponse(HTML, status=status), "/there/")


def fails(asserted: Callable[[], object]) -> str:
    """What it says against it; a failure of the test where it says nothing."""
    with pytest.raises(AssertionError) as found:
        asserted()
    return str(found.value)


def test_says_fails_for_what_does_not_stand_there() -> None:
    here = page()
    assert here.says("已报送 1 份", "写在格子里") is here
    said = fails(lambda: here.says("已报送 1 份", "已报送 2 份"))
    assert "已报送 2 份" in said
    assert "/there/（200）" in said
    fails(lambda: here.says("藏着的"))
    fails(lambda: here.says("注里的"))


def test_hides_fails_for_what_stands_there_even_unseen() -> None:
    here = page()
    assert here.hides("已报送 2 份") is here
    for there in ("已报送 1 份", "写在格子里", "藏着的", "注里的"):
        assert there in fails(lambda there=there: here.hides("别的", there))  # type: ignore[misc]


def test_fine_fails_for_everything_but_a_yes() -> None:
    here = page()
    assert here.fine() is here
    for status in (201, 303, 404, 405, 422, 500):
        assert f"/there/：{status}" in fails(page(status).fine)


def test_refuses_fails_for_a_yes_and_for_other_words() -> None:
    here = page(422)
    assert here.refuses("已报送 1 份") is here
    assert "已报送 2 份" in fails(lambda: here.refuses("已报送 2 份"))
    for status in (200, 404, 500):
        assert f"/there/：{status}" in fails(lambda status=status: page(status).refuses("已报送 1 份"))  # type: ignore[misc]


def test_a_link_a_button_a_table_that_is_not_there_fails() -> None:
    for asked in (lambda: page().link("没有的"), lambda: page().form("没有的"), lambda: page().rows("没有的")):
        assert "没有的" in fails(asked)


@pytest.fixture
def city(db: None) -> World:
    """A city whose county's union signs in."""
    return world()


def test_done_fails_where_the_form_was_refused(city: World) -> None:
    person = city.hat(Role.RECOMMENDER).person
    person.set_password("jian-dan-de-mima")
    person.save()
    signing = Browser("谁").go("/sign-in/").fine()
    typed = {"登录名": person.login, "密码": "bu-shi-zhe-ge"}
    assert "422" in fails(lambda: signing.done("登录", typed))
    signing.send("登录", typed).refuses("登录名或密码不对")
    assert signing.done("登录", {**typed, "密码": "jian-dan-de-mima"}).status == 200
