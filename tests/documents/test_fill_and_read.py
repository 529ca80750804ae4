"""What is filled in is read back: the same values, no doubt beside them that was not there before."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiangfang.core.problems import has_error
from tests.documents.answers import TRICKY, Answers, answers, everywhere, texts
from tests.documents.samples import PAPERS, checked, filled, folder_of, paper_of, printed, read_one

settings.register_profile("papers", deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
SLOW = settings(settings.get_profile("papers"))


def check_comes_back(name: str, form: str, given_answers: Answers) -> None:
    """Fills, reads, and compares."""
    taken = checked(name, given_answers)
    read = read_one(name, filled(name, given_answers, form), form)
    assert read.values == printed(paper_of(name, form), taken.values)
    assert not has_error(read.problems), [problem.message for problem in read.problems]
    known = {problem.code for problem in taken.problems}
    assert {problem.code for problem in read.problems} <= known


def tricky(test: Callable[..., Any]) -> Callable[..., Any]:
    """Every text of TRICKY as an explicit example."""
    for text in TRICKY:
        test = example(text=text)(test)
    return test


@pytest.mark.parametrize(("name", "form"), PAPERS)
@SLOW
@given(data=st.data())
def test_any_answers_come_back_from_the_paper(name: str, form: str, data: st.DataObject) -> None:
    fields = folder_of(name).programme.fields
    keys = paper_of(name, form).printed()
    check_comes_back(name, form, data.draw(answers(tuple(field for field in fields if field.key in keys))))


@pytest.mark.parametrize(("name", "form"), PAPERS)
@SLOW
@tricky
@given(text=texts())
def test_one_text_in_every_place_comes_back(name: str, form: str, text: str) -> None:
    check_comes_back(name, form, everywhere(folder_of(name).programme.fields, text))


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_an_empty_form_is_read_as_empty(name: str, form: str) -> None:
    read = read_one(name, folder_of(name).blank_bytes(paper_of(name, form)), form)
    assert (read.values, read.problems) == ({}, ())


@pytest.mark.parametrize("count", [1, 12, 13, 14, 30, 40])
def test_members_of_any_number_come_back(count: int) -> None:
    people = [{"name": f"示例{number}", "born": "1980-01"} for number in range(count)]
    check_comes_back("langfang-2019", "application", {"members": people})


@pytest.mark.parametrize(
    "leaders",
    [
        {"leader_name": "示例甲、示例乙", "leader_sex": "男、女", "leader_born": "1978-03、1981"},
        {"leader_name": "示例甲、示例乙", "leader_phone": "0000—0000001、00000002", "leader_ethnicity": "汉族、回族"},
        {"leader_name": "示例甲、示例乙、示例丙", "leader_sex": "男", "leader_born": "1978"},
    ],
)
@pytest.mark.parametrize("name", ["langfang-2019", "kaifeng-2024"])
def test_joined_leaders_come_back(name: str, leaders: Answers) -> None:
    check_comes_back(name, "application", leaders)
