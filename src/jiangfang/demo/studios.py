"""Invented studios: what each works on, and its form filled with plausible, plainly fictional answers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jiangfang.demo import SAMPLES

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MADE_BY_OTHERS = ("recommender", "contact_name", "contact_phone", "route")
_LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Studio:
    """What a studio is about. tasks: three things it works on; teams: the teams its members come from."""

    about: str
    specialty: str
    trade: str
    tasks: tuple[str, str, str]
    teams: tuple[str, str, str] = ("一班", "二班", "技术科")


STUDIOS: Mapping[str, Studio] = {
    "welding": Studio("焊接", "焊接工艺与自动化", "焊工", ("环缝自动焊夹具", "薄板反变形工装", "焊丝余料回收")),
    "inspection": Studio("无损检测", "无损检测", "探伤工", ("相控阵检测", "缺陷图谱库", "检测数据上网")),
    "cnc": Studio("数控加工", "薄壁零件数控加工", "加工中心操作工", ("薄壁件装夹", "刀具寿命管理", "在机测量")),
    "assembly": Studio("装配钳工", "精密装配", "装配钳工", ("模块化工装", "扭矩防错", "试车台改造")),
    "heating": Studio("供热运行", "供热运行与节能", "供热运行工", ("管网分时调节", "换热站无人值守", "烟气余热回收")),
    "water": Studio("管网检漏", "供水管网检漏", "供水管道工", ("分区计量", "夜间最小流量法", "带水快修阀门")),
    "bus": Studio("客车维修", "新能源客车维修", "汽车维修工", ("电池组均衡", "空压机降噪", "预防性保养")),
    "textile": Studio("细纱操作", "细纱工艺", "细纱工", ("断头率控制", "落纱机改造", "回花利用")),
    "food": Studio("包装线", "食品包装自动化", "包装设备工", ("封口温控", "视觉剔除", "换型快装")),
    "power": Studio("带电作业", "配电带电作业", "配电线路工", ("绝缘工具改进", "旁路作业法", "无人机巡线")),
    "survey": Studio("测绘", "工程测绘", "工程测量员", ("三维实景建模", "地下管线普查", "外业数据直传")),
    "nursing": Studio("护理器具", "临床护理器具改进", "护士", ("防坠床护栏", "输液加温装置", "翻身辅助垫")),
    "rail": Studio("信号检修", "轨道信号检修", "信号工", ("道岔缺口监测", "分路不良测试", "应急处置卡")),
    "ceramics": Studio("窑炉", "窑炉节能", "陶瓷烧成工", ("富氧燃烧", "余热烘坯", "窑温曲线优化")),
    "farm": Studio("农机", "农机改装", "农机修理工", ("播深自动调节", "秸秆还田刀具", "北斗导航加装")),
    "teaching": Studio("实训教学", "机电实训", "实习指导教师", ("模块化实训台", "故障题库", "校企双师课")),
}


def filled(programme: str, studio: Studio, unit: str, industry: str, number: int, day: date) -> dict[str, Any]:
    """The answers of a unit, filled on a day: the shipped sample's, with another studio, people and numbers."""
    base, issued = _sample(programme)
    answers = {key: value for key, value in _moved(base, day.year - issued).items() if not _of_others(key)}
    name, leader = called(studio, number)
    said = {
        "studio_name": name,
        "host_unit": unit,
        "industry": industry,
        "specialty": studio.specialty,
        "leader_name": leader,
        "leader_trade": studio.trade,
        "leader_sex": "女" if number % 3 == 1 else "男",
        "leader_phone": f"0000-{100 + number:07d}",
        "leader_post": f"{unit}{studio.teams[0]}班长",
        "member_count": 9 + number % 7,
        "result_count": 6 + number % 5,
        "converted_count": 4 + number % 5,
        "filled_on": day.isoformat(),
        "achievements": _achievements(studio, number),
        "members": [_member(row, place, leader, unit, studio) for place, row in enumerate(answers["members"])],
        "benefit": [_benefit(row, number) for row in answers.get("benefit", ())],
        "operator_phone": f"0000-{500 + number:07d}",
    }
    return {**answers, **{key: value for key, value in said.items() if key in base}}


def called(studio: Studio, number: int) -> tuple[str, str]:
    """The name of a studio, and its leader's."""
    leader = f"示例{_LETTERS[number % len(_LETTERS)]}{_LETTERS[(number * 7 + 3) % len(_LETTERS)]}"
    return f"{leader}{studio.about}创新工作室", leader


@cache
def _sample(programme: str) -> tuple[Mapping[str, Any], int]:
    """The first shipped sample of a programme, and the year that it is of."""
    found = json.loads((SAMPLES / f"{programme}.json").read_text(encoding="utf-8"))
    first = found[0] if isinstance(found, list) else found
    return first["answers"], int(programme.rpartition("-")[2])


def _of_others(key: str) -> bool:
    return key.startswith("opinion_") or key in _MADE_BY_OTHERS


def _moved(value: Any, years: int) -> Any:
    """The same so many years later: every year of four digits in it."""
    if isinstance(value, dict | Mapping):
        return {key: _moved(inner, years) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, years) for inner in value]
    return _YEAR.sub(lambda found: str(int(found[0]) + years), value) if isinstance(value, str) else value


def _member(row: Mapping[str, Any], place: int, leader: str, unit: str, studio: Studio) -> dict[str, Any]:
    other = f"示例{_LETTERS[(place * 5 + len(unit)) % len(_LETTERS)]}{_LETTERS[place % len(_LETTERS)]}"
    duty = "总负责" if place == 0 else studio.tasks[place % 3]
    return {**row, "name": other if place else leader, "unit": unit, "team": studio.teams[place % 3], "duty": duty}


def _benefit(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    revenue, savings = Decimal(row["revenue"]) + number, Decimal(row["savings"]) + number * 2
    return {**row, "revenue": str(revenue), "savings": str(savings), "total": str(revenue + savings)}


def _achievements(studio: Studio, number: int) -> str:
    first, second, third = studio.tasks
    return (
        f"工作室以{studio.specialty}为主攻方向，近两年围绕{first}、{second}和{third}立项{8 + number % 5}项，"
        f"完成{6 + number % 5}项。\n"
        f"{first}在示例一线试用以后，同类返工由每月{12 + number % 6}起降到{2 + number % 3}起；"
        f"{second}使单次作业时间缩短{20 + number % 15}分钟；{third}全年节约材料和能源费用约{11 + number}万元。"
        f"成果中有{4 + number % 5}项已在本单位推广，两项为兄弟单位采用。\n"
        f"工作室每月集中交流一次，每季度比武一次，编写操作要点{18 + number}条，签订师徒协议{5 + number % 8}份，"
        "徒弟中有三人晋升技师。制度、台账、经费使用公开，课题进度每周上墙。"
    )
