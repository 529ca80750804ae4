"""Common kinds of a ledger, third part: money, premises, rules and the people of a studio."""

from __future__ import annotations

from jiangfang.core.fields import Column, Need
from jiangfang.core.ledger.kinds import Dated, LedgerKind, Slot

_STAMPED = "本单位财务盖章确认"

MEANS: tuple[LedgerKind, ...] = (
    LedgerKind(
        "funding",
        "经费",
        "经费名称",
        Dated.YEAR,
        "年度",
        columns=(
            Column(
                "source",
                "经费来源",
                "choice",
                options=("单位拨付", "工会经费", "上级补助", "项目经费", "自筹", "其他"),
                need=Need.SHOULD,
            ),
            Column("amount", "投入金额", "money", unit="万元", need=Need.MUST),
        ),
        slots=(Slot("voucher", "预算或拨付凭证"),),
        says="一年一种来源记一条",
    ),
    LedgerKind(
        "benefit",
        "创效",
        "创效项目",
        Dated.YEAR,
        "年度",
        columns=(
            Column("revenue", "创收", "money", unit="万元"),
            Column("savings", "节资", "money", unit="万元"),
            Column("foreign_usd", "创收外汇", "money", unit="美元", help="单位是美元，不会自动折算"),
            Column("total", "合计", "money", unit="万元", help="单位是万元；有创收外汇的，请先自行折算"),
            Column("reckoning", "怎样核算", "text", long=True, need=Need.SHOULD),
            Column("confirmed_by", "谁确认", "text", need=Need.SHOULD, help="核算、确认的部门或人"),
        ),
        slots=(Slot("reckoning", "核算过程"), Slot("statement", "结果统计（盖章）", "本单位核算确认并盖章")),
        says="一年一个项目记一条",
    ),
    LedgerKind(
        "spending",
        "经费支出",
        "支出项目",
        Dated.DAY,
        "支出日期",
        columns=(
            Column("amount", "金额", "money", unit="元", need=Need.MUST),
            Column("voucher", "凭证号", "text"),
        ),
        slots=(Slot("voucher", "凭证", _STAMPED), Slot("list", "使用清单", _STAMPED)),
        says="单位是元，不是万元",
    ),
    LedgerKind(
        "premises",
        "场地",
        "场地名称",
        Dated.DAY,
        "启用日期",
        columns=(
            Column("address", "地址", "text", need=Need.SHOULD),
            Column("area", "面积", "integer", unit="平方米", help="取整数"),
        ),
        slots=(Slot("photos", "照片"), Slot("profile", "简介")),
    ),
    LedgerKind(
        "equipment",
        "设备清单",
        "设备名称",
        Dated.DAY,
        "配备日期",
        columns=(
            Column("model", "型号", "text"),
            Column("count", "数量", "integer", unit="台（套）"),
            Column("value", "价值", "money", unit="万元"),
        ),
        slots=(Slot("list", "设备设施列表"), Slot("photos", "照片"), Slot("profile", "简介")),
    ),
    LedgerKind(
        "rule",
        "制度和计划",
        "名称",
        Dated.DAY,
        "制定日期",
        columns=(
            Column("sort", "类别", "choice", options=("制度", "计划", "规划", "总结"), need=Need.SHOULD),
            Column("body", "制定单位", "text"),
        ),
        slots=(
            Slot("rules", "制度文件"),
            Slot("plan", "计划文件"),
            Slot("outlook", "规划文件"),
            Slot("summary", "工作总结"),
        ),
    ),
    LedgerKind(
        "founding",
        "成立与认定文件",
        "文件名称",
        Dated.DAY,
        "印发日期",
        columns=(
            Column("sort", "类别", "choice", options=("成立", "认定", "更名", "其他"), need=Need.SHOULD),
            Column("number", "文号", "text"),
            Column("body", "印发单位", "text", need=Need.SHOULD),
        ),
        slots=(Slot("founding", "成立文件"), Slot("duties", "主要职责"), Slot("recognition", "认定文件")),
    ),
    LedgerKind(
        "division",
        "组织分工",
        "名称",
        Dated.DAY,
        "确定日期",
        columns=(Column("content", "分工情况", "text", long=True),),
        slots=(Slot("chart", "组织结构图"), Slot("table", "责任分工情况"), Slot("roster", "人员信息、成员名册")),
        people="成员",
    ),
    LedgerKind(
        "change",
        "成员变动",
        "姓名",
        Dated.DAY,
        "变动日期",
        columns=(
            Column("sort", "变动", "choice", options=("加入", "离开", "调整分工", "更换领衔人"), need=Need.MUST),
            Column("duty", "分工", "text"),
            Column("why", "原因", "text"),
        ),
        slots=(Slot("document", "相关文件"),),
        person=True,
    ),
)
