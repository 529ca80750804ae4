"""The database of the commands that need one: ``--data``, else ``JIANGFANG_DATA``, or ``JIANGFANG_DATABASE``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from jiangfang.cli.report import WrongCall
from jiangfang.core.problems import Problem


def opened(call: Namespace, *, older: bool = False) -> list[Problem]:
    """Open it; what is to be said about it all the same. Raises WrongCall when there is none, Refused when unusable.
    older: whether one of an older version will do.

    Django is imported here and not above: a command without a database starts without it.
    """
    from jiangfang.config.env import BadEnvironment
    from jiangfang.config.opening import database_file, open_database

    data = Path(call.data).expanduser().absolute()
    try:
        file = database_file(data)
        if file is not None and not file.is_file():
            raise WrongCall(f"{data} 里没有数据库（{file.name}）；用 --data 写明数据文件夹，或设 JIANGFANG_DATABASE")
        return open_database(data, older=older)
    except (BadEnvironment, OSError, ValueError) as fault:
        raise WrongCall(str(fault) if isinstance(fault, BadEnvironment) else "数据文件夹的位置不能用") from fault
