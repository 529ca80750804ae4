"""A form that did not come whole: what is missing in it was not emptied by anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jiangfang.core.problems import Refused, error

CUT_OFF = "这次送来的内容不完整（可能是网络中断），没有保存，请再按一次保存"


def must_be_whole(posted: Mapping[str, object], names: Iterable[str]) -> None:
    """Raises Refused where a box of the form is not among what came; an empty box comes as an empty text."""
    if any(name not in posted for name in names):
        raise Refused([error("not_now", "", CUT_OFF)])
