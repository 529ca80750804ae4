"""Sending back: the coded reasons, and what a return has to say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.fields.date import long_day
from jiangfang.core.problems import Problem, error

REASONS: Mapping[str, str] = {
    "missing": "缺项未填",
    "wrong": "填写有误",
    "differs": "前后不一致",
    "no_proof": "没有相应证明",
    "unclear": "说得不清楚",
    "not_fitting": "可能不符合条件",
    "form": "格式、用语不合要求",
}
BACK_REASONS: Mapping[str, str] = {
    "over": "超出名额",
    "order": "名单或次序有误",
    "opinion": "推荐意见不合要求",
    "papers": "报送的材料不齐、不一致",
    "doubtful": "可能不符合推荐条件",
}
"""Why the city gives something back to its recommender; the form itself goes back to its unit."""
ALL_REASONS: Mapping[str, str] = {**REASONS, **BACK_REASONS}
LONGEST_TEXT = 2_000


def problems_of(
    sections: Collection[str], known: Collection[str], reasons: Sequence[str], text: str, due: date | None, today: date
) -> list[Problem]:
    """What is wrong with a return: it names sections and says why, and its day is not gone."""
    found = []
    if not sections or not set(sections) <= set(known):
        found.append(error("missing", "sections", "请勾出要改的部分，至少一处"))
    if not set(reasons) <= set(REASONS):
        found.append(error("not_in_list", "reasons", "退回原因只能从列出的里面选"))
    if not reasons and not text.strip():
        found.append(error("missing", "reasons", "请勾选退回原因，或者写明哪里要改"))
    if xml_cannot_hold(text):
        found.append(error("bad_character", "text", "说明里有看不见、也印不出的字符（多半是从别处粘贴带来的），请删去"))
    if due is not None and due < today:
        found.append(error("bad_date", "due", f"补正期限 {long_day(due)} 已经过去"))
    return found


def back_problems(
    chosen: int, reasons: Sequence[str], text: str, due: date | None, deadline: date | None, today: date
) -> list[Problem]:
    """What is wrong with giving back to a recommender; once its deadline is over it needs a day to hand in again by."""
    found = []
    if not chosen:
        found.append(error("missing", "chosen", "请勾出要退回的，至少一份"))
    if not set(reasons) <= set(BACK_REASONS):
        found.append(error("not_in_list", "reasons", "退回原因只能从列出的里面选"))
    if not reasons and not text.strip():
        found.append(error("missing", "reasons", "请勾选退回原因，或者写明要怎样改"))
    if len(text) > LONGEST_TEXT:
        found.append(error("too_long", "text", f"说明有 {len(text)} 个字，最多 {LONGEST_TEXT} 个"))
    if xml_cannot_hold(text):
        found.append(error("bad_character", "text", "说明里有看不见、也印不出的字符（多半是从别处粘贴带来的），请删去"))
    if due is not None and due < today:
        found.append(error("bad_date", "due", f"再报的期限 {long_day(due)} 已经过去"))
    if due is None and deadline is not None and today > deadline:
        found.append(error("missing", "due", "报送截止日已过，请写再报的期限，否则推荐单位报不回来"))
    return found
