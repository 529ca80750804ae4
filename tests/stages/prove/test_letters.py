"""Word files about an application: what is wanting as a letter, the draft of the year's summary."""

import io
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.documents.word.letter import BLANK
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.letters import missing_letter, summary_draft
from tests.components import needs
from tests.documents.office import converted, pages
from tests.stages.apply.desk import endorse, fresh, started
from tests.stages.prove.making import YEAR_SUMMARY, covered, handed_in, of_studio, owner, proved, studio, tied, training
from tests.stages.world import World, world

pytestmark = pytest.mark.usefixtures("db")
LIST, PEOPLE = ("tasks", "list"), ("tasks", "people")


@pytest.fixture
def city() -> World:
    return world()


def said(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.text]


def rows(content: bytes, place: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(content)).tables[place].rows]


def letter(city: World, found: Application, due: date | None = date(2024, 11, 15)) -> bytes:
    return missing_letter(found, live=False, hat=city.hat(Role.RECOMMENDER), day=city.today, due=due)


def test_the_letter_names_every_gap_with_its_seal_and_by_when(city: World) -> None:
    found = handed_in(city, proved(city, without=[LIST, YEAR_SUMMARY]))
    endorse(city, found)
    content = letter(city, fresh(found))
    assert rows(content) == [
        ["序号", "提纲第几项", "要补的材料", "盖章", "情况"],
        ["1", "第 6 项承担任务", "课题（项目）名单", "本单位盖章确认", "没有附"],
        ["2", "另交", "创新工作室近一年工作总结", "—", "还没有交"],
    ]
    text = said(content)
    assert text[:2] == ["关于补交支撑材料的通知", "示例机械厂："]
    assert "请在 2024年11月15日前补齐" in text[2]
    assert f"（申报编号 {found.number}）" in text[2]
    assert text[-2:] == ["示例县总工会", "2024年11月8日"]
    assert "请尽快补齐" in said(letter(city, fresh(found), None))[2]


def test_a_seal_that_nobody_confirmed_is_a_gap(city: World) -> None:
    found = started(city)
    tied(city, found, LIST, PEOPLE, seed=1)
    tied(city, found, LIST, name="另一份.png", seed=2)
    content = missing_letter(fresh(found), live=True, hat=owner(city, found), day=city.today)
    tasks = [row[2:] for row in rows(content) if "第 6 项" in row[1]]
    assert tasks[:2] == [
        ["课题（项目）名单", "本单位盖章确认", "有 2 份没有确认盖章"],
        ["参与人员", "本单位盖章确认", "有 1 份没有确认盖章"],
    ]


def test_sealed_papers_want_nothing_but_who_reckoned(city: World) -> None:
    found = started(city)
    first, _ = (tied(city, found, ("conversion", "result"), seed=seed)[0] for seed in (1, 2))
    said = {first.pk: actions.Said(1, stamped=True)}
    actions.arrange(application=found, said=said, hat=owner(city, found), at=city.at)
    content = missing_letter(fresh(found), live=True, hat=owner(city, found), day=city.today)
    row = next(row[2:] for row in rows(content) if row[2] == "结果统计")
    assert row == ["结果统计", "本单位核算确认并盖章", "有 1 份没有确认盖章，1 份没有写谁核算"]


def test_where_nothing_is_wanting_no_letter_is_written(city: World) -> None:
    found = handed_in(city, proved(city))
    with pytest.raises(Refused, match="已经齐了"):
        letter(city, found)


def test_an_attested_reason_is_no_gap(city: World) -> None:
    found = covered(
        city, started(city), without=[("alliance", "list"), ("alliance", "documents"), ("alliance", "photos"), LIST]
    )
    mine = owner(city, found)
    actions.excuse(application=found, indicator="alliance", reason="没有联盟", hat=mine, at=city.at)
    content = missing_letter(fresh(found), live=True, hat=mine, day=city.today)
    assert [row[1] for row in rows(content)[1:]] == ["第 6 项承担任务"]


def test_the_city_gives_the_notices_contacts_and_a_recommender_its_own(city: World) -> None:
    found = handed_in(city, proved(city, without=[LIST]))
    endorse(city, found)
    theirs = said(missing_letter(fresh(found), live=False, hat=city.clerk, day=city.today))
    assert any(one.startswith("联系人和电话：") for one in theirs)
    assert not any(one.startswith("联系人和电话：") for one in said(letter(city, fresh(found))))
    recommender = city.recommender
    recommender.contact_name, recommender.contact_phone = "示例丁", "0000-0000001"
    recommender.save(update_fields=["contact_name", "contact_phone"])
    assert "联系人和电话：示例丁　0000-0000001" in said(letter(city, fresh(found)))


def test_the_draft_lists_the_ledger_in_order_of_the_outline_and_leaves_the_rest_open(city: World) -> None:
    held = studio(city)
    for count, day in ((20, "2024-05-20"), (30, "2024-06-20"), (40, "2024-07-20"), (99, "2022-01-01")):
        training(city, held, count, day)
    found = of_studio(city, held)
    content = summary_draft(fresh(found), day=city.today)
    text = said(content)
    assert text[0] == "近一年工作总结"
    assert "统计到 2024年11月20日" in text[2]
    assert "成立于2019年5月" in text[3]
    headings = [one for one in text if one[:2] in ("一、", "二、", "三、", "四、")]
    assert headings == ["一、基础条件", "二、运行情况", "三、创新业绩", "四、影响带动"]
    assert "近一年培训 3 场，培训人数合计 90 人。" in text
    assert [row[2] for row in rows(content)[1:]] == ["示例培训2024-05-20", "示例培训2024-06-20", "示例培训2024-07-20"]
    assert sum(BLANK in one for one in text) >= 10
    assert content == summary_draft(fresh(found), day=city.today)


def test_without_a_studio_everything_is_open(city: World) -> None:
    text = said(summary_draft(fresh(started(city)), day=city.today))
    assert sum(one == BLANK for one in text) == 16


@needs("libreoffice", "cjk-font")
def test_letter_and_draft_open_in_libreoffice_with_everything_in_them(city: World, tmp_path: Path) -> None:
    held = studio(city)
    training(city, held, 20)
    found = of_studio(city, held)
    papers = {
        "letter.docx": missing_letter(fresh(found), live=True, hat=owner(city, found), day=city.today),
        "draft.docx": summary_draft(fresh(found), day=city.today),
    }
    shown = {name: letters("".join(pages(pdf))) for name, pdf in converted(papers, "pdf", tmp_path).items()}
    for name, content in papers.items():
        cells = [
            cell for table in docx.Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells
        ]
        written = letters("".join([*said(content), *(cell.text for cell in cells)]))
        assert written - shown[Path(name).stem] == Counter(), name


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))
