"""Every form of the house sent twice, as it stands on its page and filled up: the second time adds nothing."""

from __future__ import annotations

import pytest
from django.urls import resolve

from jiangfang.core.people import Role
from tests.access.table import VISITORS
from tests.access.test_hostile import ANSWERS, forms, undone
from tests.access.two_cities import Place
from tests.access.walking import knocking, written

# The answer shows a new code once; the earlier one is void by it.
GIVES_ANOTHER_CODE = {"people:reset_person"}


@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_a_form_that_is_sent_twice_adds_nothing(place: Place, visitor: Role | None) -> None:
    wrong = []
    with knocking(place.visitor(visitor) if visitor else None) as client:
        for form in (one for one in forms(place, visitor) if one.method == "post"):
            name = resolve(form.action.split("?")[0]).view_name
            for empty in ("", "示例"):
                sent, answers, counts = {key: value or empty for key, value in form.sent}, list[int](), [written()]
                with undone(client):
                    for _ in range(2):
                        answers.append(client.post(form.action, sent).status_code)
                        counts.append(written())
                if not set(answers) <= ANSWERS or (counts[2] > counts[1] and name not in GIVES_ANOTHER_CODE):
                    wrong.append(f"{name} {answers}, written {counts}")
    assert wrong == []
