"""A ledger printed: the entries of a kind as a list to be sealed, for what the page asks."""

from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.people import Role
from jiangfang.records.ledger import actions
from jiangfang.records.studios.models import Studio
from tests.components import needs
from tests.documents.pdf.material import texts
from tests.records.ledger.keeping import entry_of, studio_of
from tests.records.ledger.paging import as_, place, text
from tests.records.world import AT, City, hat

pytestmark = needs("cjk-font")


def said(answer: Any) -> str:
    """What the PDF says, without white space."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    return "".join("".join(texts(answer.content)).split())


def test_thirteen_entries_are_printed_with_a_place_for_the_seal(town: City, studio: Studio, desk: Client) -> None:
    for number in range(13):
        entry_of(studio, town.worker, "funding", title=f"示例经费{number:02d}<b>", amount="1.5", people="")
    whole = said(desk.get(place(studio, "print/funding/")))
    assert [number for number in range(13) if f"示例经费{number:02d}<b>" not in whole] == []
    for words in (
        "经费一览表",
        f"工作室{studio.name}",
        f"单位{studio.unit.name}",
        "合计13条",
        "合计19.5",
        "单位（盖章）：",
    ):
        assert words in whole, words


def test_it_is_what_the_page_shows_of_the_kind_and_nothing_that_was_struck(
    town: City, studio: Studio, desk: Client
) -> None:
    entry_of(studio, town.worker, title="示例专利甲")
    entry_of(studio, town.worker, title="示例专利乙", first="2022-01-05")
    gone = entry_of(studio, town.worker, title="示例专利丙")
    actions.strike(entry=gone, why="记错", hat=town.worker, at=AT)
    entry_of(studio, town.worker, "training")
    page = desk.get(place(studio), {"kind": "patent", "year": "2024"})
    address = place(studio, "print/patent/?year=2024")
    assert f'href="{address}"' in text(page)
    whole = said(desk.get(address))
    assert "示例专利甲" in whole
    assert "年份2024年" in whole
    assert not [words for words in ("示例专利乙", "示例专利丙", "焊接技能培训") if words in whole]
    assert "示例专利乙" in said(desk.get(place(studio, "print/patent/")))


def test_the_button_stands_where_one_kind_is_shown(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker)
    assert "打印清单" not in text(desk.get(place(studio)))
    assert "打印清单" not in text(desk.get(place(studio), {"kind": "patent", "struck": "1"}))
    assert "打印清单" in text(desk.get(place(studio), {"kind": "patent"}))


def test_nothing_to_print_is_a_sentence_and_a_kind_that_is_none_is_not_there(studio: Studio, desk: Client) -> None:
    page = desk.get(place(studio, "print/patent/"))
    assert (page.status_code, "没有可打印的" in text(page)) == (422, True)
    assert desk.get(place(studio, "print/nope/")).status_code == 404


def test_another_s_is_not_there(town: City, studio: Studio) -> None:
    entry_of(studio, town.worker)
    for worn in (hat(town.other, Role.UNIT, "other"), hat(town.unit, Role.UNIT_UNION, "union"), town.clerk):
        assert as_(worn).get(place(studio, "print/patent/")).status_code == 404


def test_it_asks_the_same_for_one_and_for_thirty(
    town: City, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for many in (1, 30):
        found = studio_of(town.worker, f"示例第{many}工作室")
        for number in range(many):
            entry_of(found, town.worker, title=f"示例专利{number}")
        desk.get(place(found, "print/patent/"))
        with django_assert_num_queries(6):
            desk.get(place(found, "print/patent/"))
