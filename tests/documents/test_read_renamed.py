"""Labels that people changed, moved or deleted: never a wrong value without a problem."""

import pytest

from tests.documents import edits
from tests.documents.edits import typed, w, without_rows
from tests.documents.samples import codes, filled, found, members, paper_of, printed, read_one

LANGFANG, KAIFENG, THIRD = "langfang-2019", "kaifeng-2024", "third-2026"


@pytest.mark.parametrize(
    ("key", "at", "label"),
    [
        ("leader_title", (3, 21, 3), "职务"),
        ("leader_phone", (3, 21, 5), "邮编"),
        ("leader_ethnicity", (3, 20, 3), "籍贯"),
        ("leader_born", (3, 19, 5), "入职时间"),
        ("leader_title", (3, 21, 3), ""),
    ],
)
def test_one_of_three_labels_renamed_is_said_beside_the_value(key: str, at: tuple[int, int, int], label: str) -> None:
    given = {
        "leader_name": "示例甲",
        "leader_sex": "男",
        "leader_born": "1978-03",
        "leader_ethnicity": "汉族",
        "leader_title": "工程师",
        "leader_trade": "电工",
        "leader_phone": "0000-0000001",
    }
    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, given), typed(*at, label)))
    assert codes(read) == [(key, "unsure", "warning")]
    assert {name: value for name, value in read.values.items() if name != key} == {
        name: value for name, value in given.items() if name != key
    }


@pytest.mark.parametrize(
    ("key", "at"), [("social_benefit", (3, 17, 1)), ("leader_top_honour", (3, 22, 1)), ("host_unit", (1, 2, 1))]
)
def test_the_only_label_renamed_means_the_row_is_said_not_to_be_there(key: str, at: tuple[int, int, int]) -> None:
    given = {"social_benefit": "示例效益", "leader_top_honour": "示例荣誉", "leader_email": "a@example.com"}
    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, {**given, "host_unit": "示例"}), typed(*at, "别的")))
    assert any(code == "unsure" for _, code, _ in codes(read))
    assert read.values.get(key) in (None, {**given, "host_unit": "示例"}[key])


@pytest.mark.parametrize(("place", "column"), [(5, "title"), (3, "education"), (2, "sex"), (7, "duty")])
def test_a_renamed_column_of_members_is_said(place: int, column: str) -> None:
    given = {"members": members(2)}
    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, given), typed(3, 24, place, "备注")))
    assert codes(read) == [("members", "unsure", "warning")]
    assert column in given["members"][0]


def test_a_renamed_heading_above_a_row_without_labels_is_said() -> None:
    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, {"trained_dual_title": 3}), typed(3, 15, 3, "外聘")))
    assert [(code, severity) for _, code, severity in codes(read)] == [("unsure", "warning")]


def test_two_answers_that_changed_places_with_their_labels_are_read_by_label() -> None:
    given = {"leader_name": "示例甲", "leader_sex": "男", "leader_born": "1978-03"}

    def deed(root: edits.Element) -> None:
        row = edits.row(root, 3, 19)
        name, sex = row.findall(w("tc"))[0:2], row.findall(w("tc"))[2:4]
        for spot in (*sex, *name):
            row.remove(spot)
        at = len(row.findall(w("trPr")))
        for place, spot in enumerate((*sex, *name)):
            row.insert(at + place, spot)

    assert read_one(LANGFANG, edits.edited(filled(LANGFANG, given), deed)).values == given


def test_columns_of_members_that_changed_places_are_said() -> None:
    def deed(root: edits.Element) -> None:
        for number in (24, 25):
            row = edits.row(root, 3, number)
            first = row.findall(w("tc"))[0]
            row.remove(first)
            row.insert(len(row) - 1, first)

    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, {"members": members(1)}), deed))
    assert ("members", "unsure", "warning") in codes(read)


def test_a_cell_deleted_from_a_row_never_makes_a_label_a_value() -> None:
    given = {"leader_name": "示例甲", "leader_sex": "男", "leader_born": "1978-03"}

    def deed(root: edits.Element) -> None:
        row = edits.row(root, 3, 19)
        row.remove(row.findall(w("tc"))[1])

    read = read_one(LANGFANG, edits.edited(filled(LANGFANG, given), deed))
    assert read.values == {"leader_sex": "男", "leader_born": "1978-03"}
    assert codes(read) == [("leader_name", "unsure", "warning")]


def test_of_two_equal_labels_the_deleted_one_does_not_take_the_value_of_the_other() -> None:
    given = {
        "opinion_township": {"text": "同意。", "date": "2026-04-01"},
        "opinion_recommender": {"text": "同意推荐。", "date": "2026-04-20"},
    }
    read = read_one(THIRD, edits.edited(filled(THIRD, given), without_rows(1, 15)))
    assert read.values["opinion_recommender"] == given["opinion_recommender"]
    assert read.values["opinion_township"] == {"text": "同意。"}
    assert read.problems


def test_of_two_answers_below_one_label_a_deleted_row_is_not_guessed() -> None:
    given = {"achievements": "做法", "workshop_plans": "打算", "studio_name": "示例"}
    read = read_one(THIRD, edits.edited(filled(THIRD, given), without_rows(1, 12)))
    assert read.problems
    assert "achievements" not in read.values


def test_a_form_of_the_other_programme_is_not_this_form() -> None:
    answers = {"studio_name": "示例", "host_unit": "示例", "member_count": 6, "achievements": "业绩"}
    for own, other in ((LANGFANG, KAIFENG), (KAIFENG, LANGFANG)):
        assert all(form.share < 0.5 for form in found(other, filled(own, answers)))
        assert printed(paper_of(own), answers) == read_one(own, filled(own, answers)).values
