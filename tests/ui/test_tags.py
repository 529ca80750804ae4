"""The words of the templates: days, moments, states, problems, fields, heads and pages of lists."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from jiangfang.core.problems import error, note, warning

DAY = date(2024, 11, 20)
LATE = datetime(2024, 11, 20, 16, 5, tzinfo=UTC)


def shown(template: str, address: str = "/list/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return str(engines["django"].from_string("{% load ui %}" + template).render(context, request))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ day|day }}", "2024年11月20日"),
        ("{{ late|day }}", "2024年11月21日"),
        ("{{ late|moment }}", "2024年11月21日 00:05"),
        ("{{ late|clock_time }}", "00:05"),
        ("{{ nothing|day }}{{ nothing|moment }}{{ nothing|clock_time }}{{ nothing|days_left:day }}", ""),
        ("{{ day|days_left:before }}", "还有 4 天"),
        ("{{ day|days_left:day }}", "今天截止"),
        ("{{ before|days_left:day }}", "已过 4 天"),
        ("{{ late|days_left:day }}", "还有 1 天"),
        ("{{ day|days_to:before }}", "还有 4 天开始"),
        ("{{ late|days_to:day }}", "还有 1 天开始"),
        ("{{ day|days_to:day }}{{ before|days_to:day }}{{ nothing|days_to:day }}", ""),
    ],
)
def test_days_are_written_as_an_office_writes_them(text: str, says: str) -> None:
    assert shown(text, day=DAY, late=LATE, before=date(2024, 11, 16)) == says


@pytest.mark.parametrize(("kind", "shape"), [("good", "✓"), ("warn", "△"), ("stop", "✕"), ("idle", "○")])
def test_a_state_is_a_word_and_a_shape(kind: str, shape: str) -> None:
    assert (
        shown("{% status word kind %}", word="<齐>", kind=kind) == f'<span class="tag {kind}">{shape} &lt;齐&gt;</span>'
    )


def test_problems_lead_to_their_fields_and_quote_their_clause() -> None:
    found = [error("x", "members[3].born", "<年份>", "通知二"), warning("y", "", "请看"), note("z", "", "也看")]
    text = shown("{% problems found %}", found=found)
    assert 'href="#field-members[3].born">&lt;年份&gt;</a>' in text
    assert "（通知二）" in text and "有 1 处要改" in text
    assert [word for word in ("✕ 须改", "△ 请核", "○ 提示") if word not in text] == []
    assert "有 2 处请看一看" in shown("{% problems found %}", found=found[1:])
    assert shown("{% problems found %}{% problems nothing %}", found=[]).strip() == ""


def test_a_field_says_what_is_wrong_with_it() -> None:
    text = shown(
        '{% field "phone" "电话" typed hint="可以不写" %}', typed='"><b>', problems=[error("x", "phone", "太长")]
    )
    assert 'id="field-phone"' in text and 'for="field-phone"' in text
    assert 'aria-invalid="true" aria-describedby="why-phone hint-phone"' in text
    assert "✕ 太长" in text
    assert "<b>" not in text


def test_a_password_is_never_written_back() -> None:
    assert "geheim" not in shown('{% field "password" "密码" "geheim" type="password" %}')


def test_a_field_may_be_a_choice_or_a_box() -> None:
    text = shown('{% field "kind" "种类" 2 options=options %}', options=[(1, "甲"), (2, "乙")])
    assert '<option value="2" selected>乙</option>' in text
    assert "<textarea" in shown('{% field "why" "原因" "a" rows=3 %}')
    assert "万元" in shown('{% field "sum" "经费" "1" unit="万元" inputmode="decimal" %}')


def test_a_clause_says_whether_it_is_restated() -> None:
    assert "——通知一 · 4（转述）" in shown('{% clause "通知一 · 4" text restated=True %}', text="<x>")
    assert "转述" not in shown('{% clause "4" "文" %}')


@pytest.mark.parametrize(("done", "of", "width"), [(2, 3, 67), (5, 3, 100), (1, 0, 0), (1, None, 0), (-1, 3, 0)])
def test_a_meter_has_no_style(done: int, of: int | None, width: int) -> None:
    text = shown("{% meter done of %}", done=done, of=of)
    assert f'width="{width}"' in text and "style" not in text


def test_pages_of_a_list_keep_its_filters() -> None:
    page = Paginator(range(120), 50).page(2)
    text = shown("{% pager page %}", "/list/?q=a%26b&page=2", page=page)
    assert "?q=a%26b&amp;page=1" in text and "?q=a%26b&amp;page=3" in text
    assert "共 120 条" in text
    assert shown("{% pager page %}", page=Paginator([1], 50).page(1)).strip() == ""
    second = shown('{% pager page "passed" "there" %}', "/list/?page=3&passed=2", page=page)
    assert 'href="?page=3&amp;passed=1#there"' in second and 'href="?page=3&amp;passed=3#there"' in second


def test_a_head_orders_and_turns_round() -> None:
    head = '{% sort_head "名称" "name" %}'
    assert 'href="?q=x&amp;sort=name"' in shown(head, "/list/?q=x&page=3")
    assert 'href="?sort=-name"' in shown(head, "/list/?sort=name")
    assert 'href="?sort=name"' in shown(head, "/list/?sort=-name")


def test_a_form_carries_its_token_and_its_hat() -> None:
    class Worn:
        pk = 7

    text = shown("{% hat_field %}", hat=Worn())
    assert 'name="csrfmiddlewaretoken"' in text and '<input type="hidden" name="hat" value="7">' in text
    assert 'name="hat"' not in shown("{% hat_field %}", hat=None)
