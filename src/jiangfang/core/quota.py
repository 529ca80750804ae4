"""名额: how many a recommender may or should put forward, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.fields import Origin
from jiangfang.core.problems import Problem, Refused, error, warning, with_clause


class Passing(StrEnum):
    """What happens to one more than the cap: refused, said, or allowed with a named waiver."""

    BLOCK = "block"
    WARN = "warn"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Quota:
    """A floor, a cap, a range of both, or a rough figure; none of them means no limit.

    at_least: 不少于 (only ever warned of). at_most: 不超过. about: 左右, a plan and never a limit. unit: 个, 家.
    counts: what is counted, in the notice's sense (e.g. 新创建).
    """

    at_least: int | None = None
    at_most: int | None = None
    about: int | None = None
    passing: Passing = Passing.BLOCK
    unit: str = "个"
    counts: str = ""
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            yield "at_most", f"at_most（{self.at_most}）比 at_least（{self.at_least}）还小"
        if self.about is not None and self.at_most is not None:
            yield "about", "about 是大约，不和 at_most 一起写"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.origin is not Origin.NOTICE and not self.why:
            yield "why", "不出自通知的名额要写明来历"

    @property
    def kind(self) -> str:
        """floor, cap, range, about or none."""
        if self.at_least is not None and self.at_most is not None:
            return "range"
        if self.at_most is not None:
            return "cap"
        if self.at_least is not None:
            return "floor"
        return "none" if self.about is None else "about"

    def left(self, used: int) -> int | None:
        """Places left under the cap, never below 0; None without a cap."""
        return None if self.at_most is None else max(self.at_most - used, 0)

    def short(self, used: int) -> int:
        """How many are wanting to the floor."""
        return max((self.at_least or 0) - used, 0)

    def says(self, used: int) -> str:
        """Where a recommender stands: "已推荐 2，最多 3"; "还差 4，至少 10"."""
        said = [f"还差 {self.short(used)}" if self.short(used) else f"已推荐 {used}"]
        said += [f"至少 {self.at_least}"] if self.at_least is not None else []
        said += [f"最多 {self.at_most}"] if self.at_most is not None else []
        said += [f"大约 {self.about}"] if self.about is not None else []
        return "，".join(said)

    def rule(self) -> str:
        """The quota itself in words: 不少于 10 个, 不超过 3 个, 10 个左右."""
        if self.about is not None:
            return f"{self.about} {self.unit}左右"
        bounds = [f"不少于 {self.at_least} {self.unit}"] if self.at_least is not None else []
        bounds += [f"不超过 {self.at_most} {self.unit}"] if self.at_most is not None else []
        return "、".join(bounds) or "不限"

    def weigh(self, used: int) -> list[Problem]:
        """What is wrong with having put forward ``used``: over the cap, or short of the floor."""
        if self.at_most is not None and used > self.at_most:
            make = warning if self.passing is Passing.WARN else error
            return [
                make(
                    "over_quota", "", with_clause(f"推荐了 {used} {self.unit}，{self.rule()}", self.clause), self.clause
                )
            ]
        if self.short(used):
            return [warning("under_quota", "", with_clause(f"{self.says(used)} {self.unit}", self.clause), self.clause)]
        return []

    def take(self, used: int, waiver: str = "") -> int:
        """One more place: the new number used. Raises Refused when the cap stands against it.

        waiver: who allowed going over it and why; heard only where the programme knows waivers.
        """
        if self.at_most is None or used < self.at_most or self.passing is Passing.WARN:
            return used + 1
        if self.passing is Passing.WAIVER and waiver.strip():
            return used + 1
        raise Refused(
            [error("over_quota", "", with_clause(f"名额已满：已推荐 {used}，{self.rule()}", self.clause), self.clause)]
        )


class Asks(StrEnum):
    """How the office answers what a notice leaves open: in words, or by one of the choices that every opening has."""

    WORDS = "words"
    FLOOR = "floor"
    DIRECT = "direct"
    PAPER_DAY = "paper_day"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that the notice leaves open and the office says when it opens a round."""

    says: str
    by: Asks = Asks.WORDS


@dataclass(frozen=True, slots=True)
class RecommenderClass:
    """A class of recommending bodies that share a quota: 县区总工会, 产业分会. each: one quota for every body of it."""

    id: str
    title: str
    each: Quota
    members: str = ""
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""
    asked_at_opening: tuple[Asked, ...] = ()
