"""``jiangfang backup`` and ``jiangfang restore``."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jiangfang.cli.inputs import output_path
from jiangfang.cli.report import Report, WrongCall, shown
from jiangfang.cli.stored import opened
from jiangfang.core.problems import Problem, note, warning

if TYPE_CHECKING:
    from jiangfang.config.keeping.manifest import Manifest

SUFFIX = ".zip"
_NAMED = 5


def backup(call: Namespace) -> Report:
    """The database and the files of the data folder in one file, while the pages are open or not."""
    data, out = Path(call.data).expanduser().absolute(), output_path(call.out, (SUFFIX,))
    _must_lie_elsewhere(data, out)
    problems = opened(call, older=True)
    from jiangfang.config import keeping

    made = keeping.backup(data, out, datetime.now(UTC))
    problems += _left_out(made.left_out, str(data))
    lines = [
        f"备份已写到 {out}：{_contents(made.manifest)}，{-(-made.size // 1024)} KB，写好以后又读过一遍",
        "里面有全部的个人信息，只有自己能读；请再存一份到别的电脑上。还原用 jiangfang restore",
    ]
    return Report(problems, {"problems": shown(problems), "file": str(out), **_counts(made.manifest)}, lines)


def restore(call: Namespace) -> Report:
    """What a backup holds, into an empty data folder (and an empty database on PostgreSQL), or nothing."""
    from jiangfang.config import opening
    from jiangfang.config.env import BadEnvironment

    os.umask(0o077)
    data = Path(call.data).expanduser().absolute()
    try:
        file = Path(call.file)
        opening.open_for_restoring(data)
    except (BadEnvironment, OSError, ValueError) as fault:
        raise WrongCall(str(fault) if isinstance(fault, BadEnvironment) else "数据文件夹的位置不能用") from fault
    from jiangfang.config import keeping

    done = keeping.restore(data, file, alone=call.without_files)
    problems = [_older(str(data))] if done.older else []
    if call.without_files and done.manifest.beside:
        problems.append(_without(done.manifest, str(data)))
    lines = [
        f"已还原到 {data}：{_contents(done.manifest)}，{done.manifest.made_at} 的备份",
        "密钥不在备份里，下次打开时新建一个，所有人要重新登录",
        "查日志用 jiangfang journal verify，打开用 jiangfang serve",
    ]
    return Report(problems, {"problems": shown(problems), "data": str(data), **_counts(done.manifest)}, lines)


def _must_lie_elsewhere(data: Path, out: Path) -> None:
    """Raises WrongCall for a place inside the data folder, where the next backup would take this one for data."""
    from jiangfang.config.folder import BACKUPS

    spot, home = out.parent.resolve(), data.resolve()
    if spot.is_relative_to(home) and not spot.is_relative_to(home / BACKUPS):
        raise WrongCall(f"备份不要放在数据文件夹 {data} 里；请放到别的地方，最好是另一块磁盘")


def _left_out(names: tuple[str, ...], where: str) -> list[Problem]:
    if not names:
        return []
    some = "、".join(names[:_NAMED]) + (f"等 {len(names)} 处" if len(names) > _NAMED else "")
    said = f"没有进备份的：{some}。只备份普通的文件（链接不跟进去，名字要各种系统都能用）和本程序的表"
    return [warning("left_out", where, said)]


def _older(where: str) -> Problem:
    return note("older_database", where, "这是旧版本的备份；下次 jiangfang serve 打开时，先存一份，再自动升级")


def _without(said: Manifest, where: str) -> Problem:
    told = f"没有还原上传的内容 {len(said.beside)} 份；哪些文件打不开，用 jiangfang files check 查看"
    return warning("without_files", where, told)


def _contents(said: Manifest) -> str:
    return f"{len(said.tables)} 张表 {said.rows} 行、文件 {_files(said)} 个"


def _counts(said: Manifest) -> dict[str, object]:
    return {"made_at": said.made_at, "tables": len(said.tables), "rows": said.rows, "files": _files(said)}


def _files(said: Manifest) -> int:
    """How many there are, those beside the copy among them."""
    return len(said.files) + len(said.beside)
