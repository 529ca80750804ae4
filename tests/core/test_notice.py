"""Cutting a notice into clauses, tried on a fictional one with everything that scans and mail programs do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.notice import CutClause, cut, paragraphs_of
from tests.core.making import modest

FICTIONAL = """\ufeff某市总工会关于开展示例工坊认定工作的

通知

各镇总工会，各园区工会：

为了说明怎样切分条款，现编写这份并不存在的通知，有关事项如下：

一、认定条件

申报的工坊应当满足下列各项：

1. 有固定的人员，能够把日常的工作一件一件做下去，

并且留下记录。

2．有场所。

3、有制度。

示例县以外的单位不在此列。

二、办理步骤

（一）申报。由单位填写申报表，写清楚人员、场所和做过的事情，

在规定的时间以前交到镇总工会。

(二)审核。镇总工会看材料,也看现场,看完以后把意见写在表上交给市总工会。
\r
\x0c（三）认定。市总工会研究后决定。

三、其他要求

4月30前把申报表（一式2份）交到市总工会。

12.5万元以下的支出不用另附凭据。

联系人：某某   电话：0000—1234567

附件：1.示例工坊申报表
2.示例工坊汇总表

某市总工会
2026年3月2日

附件1

示例工坊申报表

一、这是表里的字，不是通知的条款
"""


@pytest.fixture(scope="module")
def clauses() -> dict[str, CutClause]:
    return {clause.number: clause for clause in cut(FICTIONAL)}


def test_the_numbers_in_their_order(clauses: dict[str, CutClause]) -> None:
    assert list(clauses) == [
        *("通知首部", "通知一", "通知一·1", "通知一·2", "通知一·3"),
        *("通知二", "通知二（一）", "通知二（二）", "通知二（三）", "通知三", "通知落款"),
    ]


def test_broken_lines_are_joined(clauses: dict[str, CutClause]) -> None:
    assert clauses["通知一·1"].text == "有固定的人员，能够把日常的工作一件一件做下去，并且留下记录。"
    assert clauses["通知二（一）"].text.endswith("在规定的时间以前交到镇总工会。")


def test_half_width_brackets_and_other_points_are_numbers_too(clauses: dict[str, CutClause]) -> None:
    assert clauses["通知二（二）"].text.startswith("审核。镇总工会看材料")
    assert clauses["通知一·2"].text == "有场所。"
    assert clauses["通知一·3"].text == "有制度。"


def test_a_number_after_a_page_break_is_one(clauses: dict[str, CutClause]) -> None:
    assert clauses["通知二（三）"].text == "认定。市总工会研究后决定。"


def test_a_paragraph_without_a_number_belongs_to_its_section(clauses: dict[str, CutClause]) -> None:
    assert "示例县以外的单位不在此列。" in clauses["通知一"].paragraphs
    assert clauses["通知三"].paragraphs[1:] == [
        "4月30前把申报表（一式2份）交到市总工会。",
        "12.5万元以下的支出不用另附凭据。",
        "联系人：某某   电话：0000—1234567",
    ]


def test_the_list_of_annexes_is_the_foot_and_the_annexes_are_left_out(clauses: dict[str, CutClause]) -> None:
    foot = clauses["通知落款"].text
    assert "示例工坊汇总表" in foot
    assert foot.endswith("2026年3月2日")
    assert "表里的字" not in "".join(clause.text for clause in clauses.values())


def test_the_head_is_what_stands_before_the_first_number(clauses: dict[str, CutClause]) -> None:
    head = clauses["通知首部"].text
    assert head.startswith("某市总工会关于开展")
    assert head.endswith("有关事项如下：")
    assert "\ufeff" not in head


def test_headings_keep_their_words(clauses: dict[str, CutClause]) -> None:
    assert [clauses[f"通知{top}"].paragraphs[0] for top in "一二三"] == ["认定条件", "办理步骤", "其他要求"]


def test_line_ends_of_other_systems_make_no_difference(clauses: dict[str, CutClause]) -> None:
    plain = FICTIONAL.replace("\r\n", "\n").replace("\r", "\n")
    for text in (plain.replace("\n", "\r\n"), plain.replace("\n", "\r")):
        assert [(clause.number, clause.text) for clause in cut(text)] == [
            (clause.number, clause.text) for clause in cut(plain)
        ]


def test_another_name() -> None:
    assert [clause.number for clause in cut("一、甲\n（一）乙", "办法")] == ["办法首部", "办法一", "办法一（一）"]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "只有一句话。", "附件\n一、表"])
def test_what_is_no_notice_has_only_a_head_or_is_harmless(text: str) -> None:
    assert cut(text)[0].number == "通知首部"


def test_a_sub_number_before_any_section_stays_in_the_head() -> None:
    assert [clause.number for clause in cut("（一）甲\n1.乙")] == ["通知首部"]


@given(st.text(st.sampled_from("一二三十、（）()1234.． \n\r\x0c附件：:月日年通知。甲乙\u3000"), max_size=120))
@modest
def test_every_paragraph_is_the_notices_and_no_number_comes_twice(text: str) -> None:
    found = cut(text)
    numbers = [clause.number for clause in found]
    assert len(numbers) == len(set(numbers))
    written = paragraphs_of(text)
    for clause in found:
        for paragraph in clause.paragraphs:
            assert paragraph.strip()
            assert any(line.endswith(paragraph) for line in written)
    assert sum(len(clause.paragraphs) for clause in found) <= len(written)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
@modest
def test_a_made_notice_is_cut_where_it_was_put_together(shape: list[int]) -> None:
    """Each section with so many sub-clauses, in order."""
    lines, wanted = ["某通知", "开头："], ["通知首部"]
    for top, count in zip("一二三四五六", shape, strict=False):
        lines.append(f"{top}、标题")
        wanted.append(f"通知{top}")
        for second in "一二三"[:count]:
            lines.append(f"（{second}）内容。")
            wanted.append(f"通知{top}（{second}）")
    assert [clause.number for clause in cut("\n".join(lines))] == wanted
