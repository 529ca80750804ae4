"""Common kinds of a ledger, second part: what a studio did for others and with them."""

from __future__ import annotations

from jiangfang.core.fields import Column, Need
from jiangfang.core.ledger.kinds import Dated, LedgerKind, Slot
from jiangfang.core.ledger.works import LEVELS

GRADES = ("初级工", "中级工", "高级工", "技师", "高级技师", "其他")
"""Grades of skill, lowest first."""
_DOCUMENTS = Slot("documents", "文件资料")
_PHOTOS = Slot("photos", "现场照片")
_SIGN_IN = Slot("sign_in", "签到表")
_WHO_WENT = "参加的成员"

DOINGS: tuple[LedgerKind, ...] = (
    LedgerKind(
        "training",
        "培训",
        "培训名称",
        Dated.DAY,
        "培训日期",
        columns=(
            Column("side", "对内或对外", "choice", options=("对内", "对外"), need=Need.MUST),
            Column("count", "培训人数", "integer", unit="人", need=Need.MUST),
            Column("hours", "课时", "integer", unit="课时"),
            Column("place", "地点", "text"),
        ),
        slots=(_SIGN_IN, Slot("plan", "培训计划"), _PHOTOS),
        people="授课的成员",
        says="一场记一条，人数照签到表",
    ),
    LedgerKind(
        "apprentice",
        "师带徒",
        "徒弟姓名",
        Dated.SPAN,
        "协议起止日期",
        columns=(
            Column("unit", "徒弟所在单位", "text"),
            Column("before", "拜师时等级", "choice", options=GRADES),
            Column("after", "现在等级", "choice", options=GRADES),
            Column("number", "协议编号", "text"),
            Column("progress", "技能提升或取得的成绩", "text", long=True),
        ),
        slots=(Slot("agreement", "师徒协议"), Slot("progress", "技能提升、取得成绩的证明")),
        people="师傅",
        named=Need.SHOULD,
        person=True,
        says="一名徒弟记一条；还在带的不写结束日期",
    ),
    LedgerKind(
        "talent",
        "培养人才",
        "姓名",
        Dated.DAY,
        "取得日期",
        columns=(
            Column("unit", "所在单位", "text"),
            Column("grade", "取得的技术等级", "choice", options=GRADES),
            Column("dual", "双重职称", "choice", options=("是", "否"), help="既有技能等级又有专业技术职称的选“是”"),
            Column(
                "honour",
                "获得的荣誉",
                "choice",
                options=("全国劳模", "省部级劳模", "地市级劳模", "企业劳模"),
            ),
        ),
        slots=(Slot("certificate", "证书或文件"),),
        people="培养人",
        person=True,
        says="经工作室培养、取得等级或荣誉的人，一人一次记一条",
    ),
    LedgerKind(
        "exchange",
        "技术交流",
        "交流名称",
        Dated.DAY,
        "交流日期",
        columns=(
            Column("partner", "对方单位", "text"),
            Column("count", "参加人数", "integer", unit="人"),
            Column("content", "内容", "text", long=True),
        ),
        slots=(_DOCUMENTS, _SIGN_IN, _PHOTOS),
        people=_WHO_WENT,
    ),
    LedgerKind(
        "alliance",
        "联盟活动",
        "活动名称",
        Dated.DAY,
        "活动日期",
        columns=(
            Column("alliance", "联盟名称", "text"),
            Column("role", "主办或参加", "choice", options=("主办", "承办", "参加")),
            Column("content", "内容", "text", long=True),
        ),
        slots=(_DOCUMENTS, _PHOTOS),
        people=_WHO_WENT,
    ),
    LedgerKind(
        "assistance",
        "助企行",
        "活动名称",
        Dated.DAY,
        "活动日期",
        columns=(
            Column("enterprise", "帮扶企业", "text", need=Need.SHOULD),
            Column("solved", "解决的问题", "text", long=True),
        ),
        slots=(Slot("documents", "工作资料"), _PHOTOS),
        people=_WHO_WENT,
    ),
    LedgerKind(
        "publicity",
        "宣传报道",
        "报道标题",
        Dated.DAY,
        "刊发日期",
        columns=(
            Column("medium", "媒体", "text", need=Need.SHOULD),
            Column("level", "级别", "choice", options=LEVELS),
            Column("link", "网址", "text"),
        ),
        slots=(Slot("screenshot", "截图或剪报"),),
    ),
)
