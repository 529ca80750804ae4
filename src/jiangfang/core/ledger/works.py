"""Common kinds of a ledger, first part: what a studio brought about."""

from __future__ import annotations

from jiangfang.core.fields import Column, Need
from jiangfang.core.ledger.kinds import Dated, LedgerKind, Slot

LEVELS = ("国际", "国家", "省部", "地市", "县区", "企业")
"""Levels of awards and of media, highest first."""
_PHOTOS = Slot("photos", "照片")
_ALL_WHO = "参与成员"

WORKS: tuple[LedgerKind, ...] = (
    LedgerKind(
        "result",
        "成果",
        "成果名称",
        Dated.DAY,
        "完成日期",
        columns=(
            Column("sort", "类别", "choice", options=("技术革新", "工艺改进", "发明创造", "合理化建议", "其他")),
            Column("summary", "简介", "text", long=True, help="解决了什么问题，效果怎样"),
        ),
        slots=(Slot("profile", "成果简介"), Slot("attestation", "鉴定、评价或应用证明"), _PHOTOS),
        people=_ALL_WHO,
        says="一项成果记一条；获奖、专利、转化另记，各算各的",
    ),
    LedgerKind(
        "conversion",
        "成果转化",
        "转化的成果",
        Dated.DAY,
        "转化日期",
        columns=(
            Column("way", "转化方式", "choice", options=("本单位应用", "推广应用", "转让", "许可", "其他")),
            Column("place", "应用单位", "text"),
            Column("effect", "转化情况", "text", long=True, help="用在哪里，带来什么经济和社会效益"),
        ),
        slots=(Slot("profile", "转化情况简介"), Slot("attestation", "应用证明或合同"), _PHOTOS),
        people=_ALL_WHO,
        says="金额记在“创效”里，一年一条",
    ),
    LedgerKind(
        "patent",
        "专利",
        "专利名称",
        Dated.DAY,
        "授权日期",
        columns=(
            Column("sort", "类别", "choice", options=("发明", "实用新型", "外观设计"), need=Need.MUST),
            Column("number", "专利号", "text", need=Need.SHOULD, help="照证书写，如 ZL 2023 1 0000000.0"),
            Column("holder", "专利权人", "text"),
        ),
        slots=(Slot("certificate", "证书"), Slot("profile", "项目基本情况（写明取得专利的成员）")),
        people="取得专利的成员",
        named=Need.MUST,
        says="已经授权的才记；受理中的先记在“技术攻关课题”",
    ),
    LedgerKind(
        "award",
        "奖项",
        "获奖课题或成果",
        Dated.DAY,
        "获奖日期",
        columns=(
            Column("name", "奖项名称", "text", need=Need.SHOULD),
            Column("level", "级别", "choice", options=LEVELS, need=Need.MUST, help="按颁发单位的级别选"),
            Column("rank", "等次", "choice", options=("特等奖", "一等奖", "二等奖", "三等奖", "优秀奖", "其他")),
            Column("body", "颁发单位", "text", need=Need.SHOULD),
            Column("number", "证书号", "text"),
        ),
        slots=(Slot("certificate", "证书或文件"), Slot("profile", "课题、成果基本情况（写明参与的成员）"), _PHOTOS),
        people=_ALL_WHO,
        named=Need.MUST,
        says="课题、成果得的奖；个人荣誉写在申报表的领衔人情况里",
    ),
    LedgerKind(
        "standard",
        "标准、规范、工作法",
        "名称",
        Dated.DAY,
        "发布日期",
        columns=(
            Column(
                "sort",
                "类别",
                "choice",
                options=("国家标准", "行业标准", "地方标准", "团体标准", "企业标准", "操作规范", "工作法"),
                need=Need.MUST,
            ),
            Column("number", "编号", "text"),
            Column("body", "发布单位", "text", need=Need.SHOULD),
        ),
        slots=(Slot("document", "标准、规范文书"), Slot("attestation", "参与起草的证明")),
        people="参与起草的成员",
        named=Need.MUST,
    ),
    LedgerKind(
        "project",
        "技术攻关课题",
        "课题名称",
        Dated.SPAN,
        "起止日期",
        columns=(
            Column("source", "课题来源", "text", help="下达或委托的单位；自己立项的写“自选”"),
            Column("progress", "进度", "choice", options=("立项", "进行中", "已完成", "已验收", "中止")),
            Column("solved", "解决的问题", "text", long=True, help="解决了什么问题，产出什么成果"),
        ),
        slots=(
            Slot("document", "立项、任务材料（写明参与人员）"),
            Slot("progress", "完成进度材料"),
            Slot("outcome", "产出成果的照片或简介"),
        ),
        people="参与人员",
    ),
    LedgerKind(
        "innovation",
        "服务、管理、制度创新",
        "名称",
        Dated.DAY,
        "实施日期",
        columns=(
            Column("sort", "类别", "choice", options=("服务创新", "管理创新", "制度创新"), need=Need.SHOULD),
            Column("effect", "做法和效果", "text", long=True),
        ),
        slots=(Slot("document", "相关材料"), _PHOTOS),
        people=_ALL_WHO,
    ),
)
