"""Who there is in the two sample cities: their bodies and units, and who signs in for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiangfang.core.people import Kind, Role

PASSWORDS: Mapping[Role, str] = {
    Role.CITY: "shili-2026-shizong",
    Role.RECOMMENDER: "shili-2026-tuijian",
    Role.UNIT: "shili-2026-danwei",
    Role.UNIT_UNION: "shili-2026-gonghui",
    Role.AUDITOR: "shili-2026-shenji",
    Role.ADMIN: "shili-2026-guanli",
}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in. spot: key of the body or unit, "" for the federation; roles: of the hats."""

    login: str
    name: str
    spot: str
    roles: tuple[Role, ...]

    @property
    def password(self) -> str:
        """The one that is printed: that of the first role."""
        return PASSWORDS[self.roles[0]]


@dataclass(frozen=True, slots=True)
class Body:
    """A recommending body. signs_in: somebody does for it."""

    key: str
    name: str
    kind: Kind
    signs_in: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit below a body, below the federation itself where ``below`` is "". Usually one person wears both hats there.

    union: the union has somebody of its own; colleague: two fill in; nobody: nobody has used a slip yet.
    """

    key: str
    name: str
    industry: str
    below: str
    union: bool = False
    colleague: bool = False
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class City:
    """A federation and its programme. names: one for each who signs in."""

    key: str
    name: str
    programme: str
    names: str
    bodies: tuple[Body, ...]
    units: tuple[Unit, ...]

    @property
    def admin(self) -> str:
        """The login of the administrator."""
        return f"{self.key}-guanli"

    def accounts(self) -> list[Account]:
        """Everybody who signs in, from the city down."""
        found = [*self._of_the_city(), *self._of_bodies(), *self._of_units()]
        return [Account(one.login, f"示例{self.names[place]}", one.spot, one.roles) for place, one in enumerate(found)]

    def _of_the_city(self) -> Iterator[Account]:
        for tail, role in (("shizong", Role.CITY), ("guanli", Role.ADMIN), ("shenji", Role.AUDITOR)):
            yield Account(f"{self.key}-{tail}", "", "", (role,))

    def _of_bodies(self) -> Iterator[Account]:
        for body in self.bodies:
            if body.signs_in:
                yield Account(f"{self.key}-{body.key}", "", body.key, (Role.RECOMMENDER,))

    def _of_units(self) -> Iterator[Account]:
        for unit in self.units:
            login = f"{self.key}-{unit.key}"
            if not unit.nobody:
                yield Account(login, "", unit.key, (Role.UNIT,) if unit.union else (Role.UNIT, Role.UNIT_UNION))
            if unit.colleague:
                yield Account(f"{login}-tongshi", "", unit.key, (Role.UNIT,))
            if unit.union:
                yield Account(f"{login}-gonghui", "", unit.key, (Role.UNIT_UNION,))


JIA = City(
    key="jia",
    name="示例甲市总工会",
    programme="langfang-2019",
    names="角亢氐房心尾箕斗牛女虚危室壁奎娄胃昴毕觜参井鬼柳星张翼轸",
    bodies=(
        Body("dong", "示例东县总工会", Kind.COUNTY),
        Body("xi", "示例西县总工会", Kind.COUNTY),
        Body("nan", "示例南区总工会", Kind.COUNTY),
        Body("bei", "示例北区总工会", Kind.COUNTY, signs_in=False),
        Body("kaifaqu", "示例甲开发区总工会", Kind.ZONE),
        Body("jianshe", "示例甲建设产业工会", Kind.INDUSTRY, signs_in=False),
        Body("jiaotong", "示例甲交通产业工会", Kind.INDUSTRY, signs_in=False),
        Body("jiguan", "示例甲市直机关工会", Kind.ORGANS, signs_in=False),
    ),
    units=(
        Unit("zhonggong", "示例东方重工有限公司", "制造业（金属制品业）", "dong", union=True),
        Unit("jichuang", "示例东县机床厂", "制造业（通用设备制造业）", "dong"),
        Unit("reli", "示例东县热力公司", "电力、热力生产和供应业", "dong"),
        Unit("fangzhi", "示例西县纺织厂", "制造业（纺织业）", "xi"),
        Unit("shipin", "示例西县食品公司", "制造业（食品制造业）", "xi"),
        Unit("gongshui", "示例南区供水公司", "水的生产和供应业", "nan", colleague=True),
        Unit("yiyuan", "示例南区医院", "卫生和社会工作", "nan"),
        Unit("nongji", "示例北区农机站", "农、林、牧、渔服务业", "bei", nobody=True),
        Unit("cehui", "示例北区测绘队", "专业技术服务业", "bei", nobody=True),
        Unit("dianzi", "示例甲开发区电子公司", "制造业（计算机、通信设备）", "kaifaqu"),
        Unit("tielu", "示例省属铁路电务段", "铁路运输业", "", union=True),
        Unit("dianli", "示例省属电力检修公司", "电力供应业", ""),
    ),
)
YI = City(
    key="yi",
    name="示例乙市总工会",
    programme="kaifeng-2024",
    names="乾坤震巽坎离艮兑金木水火土风雷云雨雪霜露雾虹霞江河湖海山",
    bodies=(
        Body("he", "示例河县总工会", Kind.COUNTY),
        Body("hu", "示例湖县总工会", Kind.COUNTY),
        Body("shan", "示例山县总工会", Kind.COUNTY),
        Body("ling", "示例岭区总工会", Kind.COUNTY),
        Body("kaifaqu", "示例乙开发区总工会", Kind.ZONE, signs_in=False),
        Body("gongye", "示例乙市产业工会一分会", Kind.INDUSTRY),
        Body("gongyong", "示例乙市产业工会二分会", Kind.INDUSTRY, signs_in=False),
        Body("jiguan", "示例乙市直机关工会", Kind.ORGANS),
    ),
    units=(
        Unit("taoci", "示例河县陶瓷公司", "制造业（非金属矿物制品业）", "he", union=True),
        Unit("jixie", "示例河县机械厂", "制造业（专用设备制造业）", "he"),
        Unit("fangji", "示例湖县纺机公司", "制造业（纺织专用设备）", "hu"),
        Unit("shuiwu", "示例湖县水务公司", "水的生产和供应业", "hu"),
        Unit("nongji", "示例山县农机公司", "农、林、牧、渔服务业", "shan"),
        Unit("shipin", "示例山县食品厂", "制造业（食品制造业）", "shan"),
        Unit("gongjiao", "示例岭区公交公司", "道路运输业", "ling", colleague=True),
        Unit("dianqi", "示例乙开发区电气公司", "制造业（电气机械）", "kaifaqu", nobody=True),
        Unit("gangjie", "示例钢构公司", "建筑业", "gongye"),
        Unit("ranqi", "示例燃气公司", "燃气生产和供应业", "gongyong", nobody=True),
        Unit("cehui", "示例测绘院", "专业技术服务业", "jiguan"),
        Unit("xueyuan", "示例职业技术学院", "教育", "", union=True),
    ),
)
CITIES = (JIA, YI)
