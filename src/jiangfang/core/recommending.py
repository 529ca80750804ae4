"""Recommending: what has to be done before an opinion, how a list is ordered, and what stands against handing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiangfang.core.conditions import Condition
from jiangfang.core.fields.base import shorten
from jiangfang.core.problems import Problem, Refused, error, with_clause
from jiangfang.core.quota import Passing, Quota

LONGEST_REASON = 2_000
LONGEST_NAME = 100
NAMED = 20
"""How many are called by name where all of them stand against something."""


def not_ready(called: str, opened: bool, unticked: Sequence[Condition]) -> list[Problem]:
    """What has not been done yet before somebody may recommend: it is read as it stands now, and checked."""
    found = []
    if not opened:
        found.append(error("not_now", "", f"{called}：现在的内容还没有打开看过，请先打开看一遍"))
    if unticked:
        first = unticked[0]
        more = f"等 {len(unticked)} 项" if len(unticked) > 1 else ""
        said = f"{called}：核对清单还没有勾完，差“{shorten(first.says, 40)}”{more}"
        found.append(error("missing", "items", with_clause(said, first.clause), first.clause))
    return found


def reason_problems(reason: str, where: str, what: str) -> list[Problem]:
    """What is wrong with a reason that has to be given. what: what it is the reason of."""
    if not reason.strip():
        return [error("missing", where, f"请写明{what}的理由")]
    if len(reason) > LONGEST_REASON:
        return [error("too_long", where, f"理由有 {len(reason)} 个字，最多 {LONGEST_REASON} 个")]
    return []


def waiver_problems(allowed_by: str, reason: str) -> list[Problem]:
    """What is wrong with a waiver: it names who allows one more than the cap, and why."""
    found = reason_problems(reason, "waiver_reason", "超出名额")
    if not allowed_by.strip():
        found.insert(0, error("missing", "allowed_by", "请写明由谁同意超出名额"))
    elif len(allowed_by) > LONGEST_NAME:
        found.insert(0, error("too_long", "allowed_by", f"同意的单位或人最多写 {LONGEST_NAME} 个字"))
    return found


def no_place(quota: Quota, taken: int, wanted: int) -> list[Problem]:
    """What stands against so many more places; nothing where they are free, or the cap stops nobody."""
    if quota.at_most is None or quota.passing is Passing.WARN or taken + wanted <= quota.at_most:
        return []
    if taken < quota.at_most:
        said = f"名额不够：已推荐 {taken}，{quota.rule()}，这次选了 {wanted} {quota.unit}"
        return [error("over_quota", "", with_clause(said, quota.clause), quota.clause)]
    found = _full(quota, taken)
    if quota.passing is Passing.WAIVER:
        found.append(error("missing", "allowed_by", "要超出名额，请写明由谁同意、为什么；一次只能同意一个"))
    return found


def _full(quota: Quota, taken: int) -> list[Problem]:
    try:
        quota.take(taken)
    except Refused as refused:
        return list(refused.problems)
    return []


def reordered(now: Sequence[int], wanted: Sequence[int]) -> tuple[int, ...]:
    """The wanted order of a list. Raises Refused unless it holds what the list holds now, each once."""
    if sorted(now) != sorted(wanted):
        raise Refused([error("not_now", "", "名单刚刚有变化，请看一看现在的名单，再排一次")])
    return tuple(wanted)


def moved(now: Sequence[int], one: int, *, up: bool) -> tuple[int, ...]:
    """One of the list a place up or down; at its end it stays. Raises Refused when it is not there."""
    if one not in now:
        raise Refused([error("not_now", "", "这一份已经不在可以排的名单里，请看一看现在的名单")])
    found, place = list(now), now.index(one)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return tuple(found)


def by_numbers(now: Sequence[int], typed: Mapping[int, str]) -> tuple[int, ...]:
    """The list in the order of the numbers typed beside it. Of two equal ones, the one that changed comes first.

    Raises Refused for what is no number.
    """
    keys: dict[int, tuple[int, int, int]] = {}
    for place, one in enumerate(now, start=1):
        said = typed.get(one, "").strip() or str(place)
        if not (said.isascii() and said.isdigit() and len(said) <= 6):
            raise Refused(
                [error("not_a_number", f"place-{one}", f"序号写的是“{shorten(said)}”，应是 1、2、3 这样的数")]
            )
        wanted = int(said)
        keys[one] = (wanted, 0 if wanted < place else 2 if wanted > place else 1, place)
    return tuple(sorted(now, key=lambda one: keys[one]))


def hand_in_problems(
    recommended: bool, undecided: Sequence[str], many: int, *, chosen: bool, before: bool
) -> list[Problem]:
    """What stands against handing in. recommended: something would go in; before: something went in earlier.

    undecided: the first of those before the recommender, neither recommended nor passed over; many: how many all are.
    chosen: it is recorded how the list came to be.
    """
    found = []
    if not recommended:
        said = "没有新推荐的，已经报送的不用再报" if before else "还没有推荐任何一份，没有可以报送的"
        found.append(error("not_now", "", said))
    if not chosen:
        found.append(error("missing", "meeting", "请先记下是怎样选出来的：哪次会议、哪一天"))
    found += [
        error("missing", "undecided", f"{name}：没有推荐，也没有写不推荐的理由，请先定下来") for name in undecided
    ]
    if many > len(undecided):
        found.append(error("missing", "undecided", f"没有定下来的一共 {many} 份，上面是前 {len(undecided)} 份"))
    return found
