"""The journal in words: what a deed is called, what a key is called, how a value reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangfang.core.definition.programme import Programme
from jiangfang.core.entry import typing_of
from jiangfang.core.fields import Field, kind_of
from jiangfang.core.fields.date import long_day
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.personal import HIDDEN, personal_keys
from jiangfang.core.problems import has_error
from jiangfang.core.returning import ALL_REASONS
from jiangfang.records.journal.queries import Told
from jiangfang.stages.apply.boxes import text_of

DEEDS: Mapping[str, str] = {
    "application.started": "开始申报",
    "application.filled": "填写",
    "application.mended": "更正笔误",
    "application.confirmed": "看过从以前带来的内容",
    "application.belongs": "归到工作室台账",
    "application.evidence": "改支撑材料",
    "application.reasoned": "写明和台账不一样的理由",
    "application.shared": "共享给同事",
    "application.unshared": "不再共享",
    "application.submit": "提交",
    "application.resubmit": "补正后再交",
    "application.recall": "取回修改",
    "application.withdraw": "撤回",
    "application.apply_directly": "直接向市总工会申报",
    "application.endorse": "签署所在单位工会意见",
    "application.opinion_renewed": "意见失效后重新签署",
    "application.opinion_taken_back": "收回意见",
    "application.return": "退回补正",
    "application.telling_seen": "知道了更正",
    "application.opened": "推荐单位打开看过",
    "application.checked": "推荐单位核对",
    "application.recommend": "签署推荐单位意见",
    "application.waived": "经同意超出名额",
    "application.passed_over": "写明不推荐的理由",
    "application.unrecommend": "撤回推荐",
    "application.not_recommend": "不推荐",
    "application.hand_in": "报送市总工会",
    "application.hand_back": "退回推荐单位",
    "application.papers_came": "收到材料",
    "application.papers_struck": "作废收件登记",
    "application.receive": "受理",
    "application.review": "审核",
    "application.select": "择优遴选",
    "application.approve": "认定",
    "application.reject": "不予认定",
    "application.name": "命名",
    "application.forgotten": "按期限删除个人信息",
}
KEYS: Mapping[str, str] = {
    "spots": "支撑材料",
    "pieces": "材料",
    "fields": "看过的各项",
    "studio": "工作室",
    "hand_in": "第几次报送",
    "allowed_by": "谁同意超名额",
    "items": "核对项",
    "state": "状态",
    "number": "编号",
    "version": "第几次改动",
    "attested": "承诺",
    "reason": "原因",
    "reasons": "原因",
    "sections": "要改的部分",
    "text": "说明",
    "due": "期限",
    "opinion": "意见",
    "signer": "签名",
    "day": "日期",
    "person": "同事",
    "round": "批次",
    "route": "申报渠道",
    "role": "哪一级的意见",
    "place": "次序",
    "papers": "材料",
    "way": "怎样送来",
    "arrived_on": "收到的日子",
    "postmark": "邮戳日",
    "note": "说明",
    "why": "原因",
    "values": "删除几项",
    "files": "删除几个文件",
}
GONE = "（保存期已过，已清除）"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the journal, in words."""

    number: int
    at: datetime
    who: str
    hat: str
    deed: str
    values: tuple[Value, ...]


def deed(name: str) -> str:
    """What a deed is called; the name itself for one that nobody has words for."""
    return DEEDS.get(name, name)


def entry(told: Told, programme: Programme, *, masked: bool) -> Line:
    """An entry about an application. masked: without personal values."""
    fields = {field.key: field for field in programme.fields} if told.deed in _OF_FIELDS else {}
    named = {*told.before, *told.after}
    keys = [key for key in fields if key in named] + sorted(named - fields.keys())
    secret = personal_keys(list(fields.values())) | told.personal
    values = [_value(key, told, programme, fields.get(key), key in secret, masked=masked) for key in keys]
    shown = tuple(value for value in values if value.before or value.after)
    return Line(told.number, told.at, told.actor.name, told.hat, deed(told.deed), shown)


_OF_FIELDS = frozenset({"application.filled", "application.mended"})


def _value(key: str, told: Told, programme: Programme, field: Field | None, secret: bool, *, masked: bool) -> Value:
    label = field.name if field else KEYS.get(key, key)
    if secret and masked:
        return Value(label, HIDDEN, HIDDEN)
    sides = []
    for side in (told.before, told.after):
        value = side.get(key)
        emptied = secret and value is None and _was_sealed(told, key)
        sides.append(GONE if emptied else _words(key, value, field, programme))
    return Value(label, *sides)


def _was_sealed(told: Told, key: str) -> bool:
    """Whether both sides are empty now, which no change leaves behind: the values were emptied by retention."""
    return told.before.get(key) is None and told.after.get(key) is None


def _words(key: str, value: Any, field: Field | None, programme: Programme) -> str:
    if value is None or value == "":
        return ""
    if field is not None:
        return _answer(field, value)
    if key == "reasons" and isinstance(value, list):
        return "、".join(ALL_REASONS.get(code, str(code)) for code in value)
    if key == "role":
        return ROLE_TITLES[Role(value)]
    if key == "route":
        return next((route.title for route in programme.routes if route.id == value), str(value))
    if key == "items" and isinstance(value, list):
        return f"{len(value)} 项"
    if key in ("due", "day", "arrived_on", "postmark"):
        return long_day(date.fromisoformat(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _answer(field: Field, value: Any) -> str:
    """An answer; or what was typed and could not be used as it stands, then exactly so."""
    _, problems = kind_of(field).check(field, value, field.key, field.name)
    usable = not has_error(problems)
    if usable:
        return text_of(field, typing_of(field, value))
    return text_of(field, value) if isinstance(value, str | list) else str(value)
