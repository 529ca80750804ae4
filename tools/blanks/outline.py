"""The 开封 2024 outline of supporting material: fifteen indicators in four groups."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tools.blanks.package import Page, save
from tools.blanks.word import BREAK, HEI, TITLE, Cell, Font, Para, Row, Table, lines, spacer

EDGES = (0, 1360, 5216, 9072)
BODY = Font(points=12)
PITCH = 20.0

Item = tuple[str, str, str]
GROUPS: tuple[tuple[tuple[str, ...], tuple[Item, ...]], ...] = (
    (
        ("基础条件",),
        (
            (
                "1. 基础情况。",
                "成立时间、主要从事的领域，以及获县（区）或市产业（系统）劳模工匠创新工作室确认的情况。",
                "创新工作室成立文件，主要职责，各县（区）总工会，市产业（系统）工会认定文件。",
            ),
            (
                "2. 领衔人。",
                "个人简况、技能（技术）等级、岗位与职务、专长以及所获荣誉（含工匠称号）。",
                "领衔人相关介绍，证书、证明材料。",
            ),
            (
                "3. 创新团队。",
                "各成员的基本信息、技能（技术）等级，以及在团队中的分工。",
                "人员信息，技能等级证书，工作室组织结构图、责任分工情况。",
            ),
            (
                "4. 工作保障。",
                "工作场所是否固定，设备设施是否齐备，工作经费是否落实。",
                "工作场所、主要设施设备列表、照片及简介，工作经费使用清单及证明（需由本单位财务盖章确认）。",
            ),
        ),
    ),
    (
        ("运行情况", "(近 1 年)"),
        (
            (
                "5. 制度建设。",
                "管理、运行、考核、奖励和成果转化各项制度，工作计划与中长期规划。",
                "制度、计划、规划文件。",
            ),
            (
                "6. 承担任务。",
                "承担的课题或攻关项目，在技术攻关、创新创效和技能提升上所做的工作。",
                "课题（项目）名单、参与人员、完成进度、解决的问题或产出的成果照片或简介（需由本单位盖章确认）。",
            ),
            (
                "7. 成果转化。",
                "创新成果转化到生产经营中的情况，以及由此产生的经济、社会效益。",
                "转化成果的名单、转化情况简介、创效核算过程及结果统计（需由本单位核算确认并盖章）。",
            ),
            (
                "8. 技能传授。",
                "对内的技能培训，对外的技术交流与协作。",
                "技能培训、技术交流名称、计划、参加人员，开展活动现场照片或签到表等。",
            ),
            (
                "9. 导师带徒。",
                "成员带徒和育才的情况。",
                "师带徒名单、协议，徒弟技能提升或取得成绩等证明材料。",
            ),
            (
                "10. 创新联盟。",
                "在本地或本行业劳模工匠创新工作室联盟中参加的活动。",
                "参加创新工作室联盟活动列表、文件资料、照片。",
            ),
        ),
    ),
    (
        ("创新业绩",),
        (
            (
                "11. 获奖情况。",
                "攻关课题和成果在各级评选中所获的奖项。",
                "创新课题、成果的基本情况，参与的创新工作室成员，获奖证书或文件。",
            ),
            (
                "12. 取得专利。",
                "创新攻关项目所形成的专利。",
                "取得专利项目的基本情况，取得专利的创新工作室成员及专利列表、证书。",
            ),
            (
                "13. 形成规范。",
                "参与起草的行业或企业标准、操作规范和工作法。",
                "参与起草的创新工作室成员，形成的标准、规范文书。",
            ),
        ),
    ),
    (
        ("影响带动",),
        (
            (
                "14. 助企行动。",
                "在劳模工匠助企行工作中提供的技术帮扶。",
                "参加劳模工匠助企行相关工作资料、照片。",
            ),
            (
                "15. 宣传报道。",
                "各级媒体介绍工作室的情况。",
                "宣传报道列表、截图。",
            ),
        ),
    ),
)


def build(path: Path) -> None:
    """Write the outline."""
    title = ("开封市劳模工匠（技能人才）创新工作室", BREAK, "工作实绩支撑材料提纲")
    body = [
        Para(("附件 3",), Font(HEI, 16), 28, "left").xml(),
        Para(title, Font(TITLE, 22), 34, before=6, after=14).xml(),
        Table((_head(), *_rows()), top_margin=60).xml(),
        spacer(1).xml(),
    ]
    page = Page(top=1418, right=1417, bottom=1418, left=1417, numbered=True)
    save(path, "".join(text for text in title if text != BREAK), body, page)


def _head() -> Row:
    cells = [
        Cell(start, end, (Para((name,), Font(HEI, 12), PITCH, keep_next=True),))
        for (start, end), name in zip(pairwise(EDGES), ("主要指标", "主要内容", "支撑材料"), strict=True)
    ]
    return Row(cells, 28, header=True)


def _rows() -> list[Row]:
    rows = []
    for name, items in GROUPS:
        for number, (indicator, content, proof) in enumerate(items):
            group = lines(name, BODY, PITCH) if number == 0 else (Para((), BODY, PITCH),)
            cells = (
                Cell(*EDGES[:2], group, merge="continue" if number else "restart"),
                Cell(*EDGES[1:3], (Para((indicator, content), BODY, PITCH, "both"),)),
                Cell(*EDGES[2:], (Para((proof,), BODY, PITCH, "both"),)),
            )
            rows.append(Row(cells, 38))
    return rows
