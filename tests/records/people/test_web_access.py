"""Which hat a deed is done under: the form's and no other, else the address's, the usual one, any that fits."""

from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from jiangfang.core.people import Role
from jiangfang.records.people.access import SESSION_HAT, Request, act_as, chosen, open_to
from jiangfang.records.people.models import Hat, Organisation

UNIT, UNION, FAR = (
    Hat(pk=number, role=role.value, organisation=Organisation(pk=place, name="示例厂"))
    for number, role, place in ((1, Role.UNIT, 7), (2, Role.UNIT_UNION, 7), (3, Role.UNIT, 8))
)


def asked(hats: list[Hat], usual: Hat | None = None, get: Hat | None = None, post: object = None) -> Request:
    factory, query = RequestFactory(), f"?hat={get.pk}" if get else ""
    made: Any = factory.get(f"/x/{query}") if post is None else factory.post(f"/x/{query}", {"hat": str(post)})
    made.hats, made.hat, made.session = hats, None, {SESSION_HAT: usual.pk} if usual else {}
    return made  # type: ignore[no-any-return]


def at_7(hat: Hat) -> bool:
    return hat.organisation_id == 7


@pytest.mark.parametrize(
    ("request_", "worn"),
    [
        (asked([UNIT, UNION, FAR]), UNIT),
        (asked([UNIT, UNION, FAR], usual=UNION), UNION),
        (asked([UNIT, UNION, FAR], usual=FAR), UNIT),
        (asked([UNIT, UNION, FAR], usual=UNIT, get=UNION), UNION),
        (asked([UNIT, UNION, FAR], get=FAR), UNIT),
        (asked([UNIT, UNION, FAR], usual=UNIT, post=2), UNION),
        (asked([UNIT, UNION, FAR], get=UNION, post=1), UNIT),
        (asked([UNIT, UNION, FAR], post=3), None),
        (asked([UNIT, UNION, FAR], post="x"), None),
        (asked([UNIT], post=2), None),
        (asked([FAR]), None),
        (asked([]), None),
    ],
)
def test_the_hat_of_a_deed(request_: Request, worn: Hat | None) -> None:
    roles = (Role.UNIT, Role.UNIT_UNION)
    if worn is None:
        with pytest.raises(Http404):
            act_as(request_, roles, at_7)
    else:
        assert act_as(request_, roles, at_7) is worn
        assert request_.hat is worn


def test_a_role_that_is_not_asked_for_does_not_do() -> None:
    with pytest.raises(Http404):
        act_as(asked([UNIT], post=1), (Role.UNIT_UNION,), at_7)


def test_the_one_shown_is_the_named_or_the_usual_or_the_first() -> None:
    assert chosen(asked([])) is None
    assert chosen(asked([UNIT, UNION])) is UNIT
    assert chosen(asked([UNIT, UNION], usual=UNION)) is UNION
    assert chosen(asked([UNIT, UNION], usual=UNION, get=UNIT)) is UNIT
    assert chosen(asked([UNIT], usual=FAR, get=UNION)) is UNIT


def worn_in(request: Request) -> HttpResponse:
    return HttpResponse(str(request.hat.pk) if request.hat else "")


def test_a_view_is_open_to_a_role_and_says_so() -> None:
    view = open_to(Role.UNIT_UNION, Role.CITY)(worn_in)
    assert (getattr(view, "roles", None), getattr(view, "public", None)) == ((Role.UNIT_UNION, Role.CITY), False)
    assert view(asked([UNIT, UNION])).content == b"2"  # type: ignore[attr-defined]
    with pytest.raises(Http404):
        view(asked([UNIT]))


def test_a_view_for_anyone_signed_in_still_wants_the_posted_hat_to_be_mine() -> None:
    view = open_to()(worn_in)
    assert view(asked([UNIT, UNION], post=2)).content == b"2"  # type: ignore[attr-defined]
    assert view(asked([])).content == b""  # type: ignore[attr-defined]
    with pytest.raises(Http404):
        view(asked([UNIT], post=2))
    assert open_to(public=True)(worn_in)(asked([], post=2)).status_code == 200
