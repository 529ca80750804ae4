"""``jiangfang files check``."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from jiangfang.cli.report import Report, shown
from jiangfang.cli.stored import opened


def check(call: Namespace) -> Report:
    """Whether every uploaded content lies where it should, as it was; ``--mend`` mends what is safe to mend."""
    problems = opened(call)
    from jiangfang.config.keeping import spare
    from jiangfang.core.proofs import size_of
    from jiangfang.records.files import checking

    data = Path(call.data).expanduser().absolute()
    done = checking.check(at=datetime.now(UTC), mend=call.mend, spare=spare(data))
    problems += done.problems
    counts = {"contents": done.contents, "bytes": done.bytes, "mended": done.mended}
    lines = [f"上传的内容 {done.contents} 份，{size_of(done.bytes)}，都读过一遍，是好的"]
    lines += [f"清理、放回了 {done.mended} 处"] if done.mended else []
    return Report(problems, {"problems": shown(problems), **counts}, lines)
