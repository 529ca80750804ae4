"""``jiangfang serve``."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import IO, TYPE_CHECKING

from jiangfang.cli.report import DONE, Report, WrongCall, shown
from jiangfang.core.problems import Problem, Refused, error, warning
from jiangfang.documents.files import reason

if TYPE_CHECKING:
    from jiangfang.config.tls import Certificate

_EMPTY = (
    "这里还没有市总工会和账号。请打开下面的网址开办，一次性码是 {code}",
    "码用过就没有了，停下再开会换一个。只想先看看的，请在源码文件夹里运行 make run：另用一个文件夹，里面是示例数据。",
    "",
)
_STOPPED = "还没有开好就停了；下次再开会接着办"


def serve(call: Namespace) -> Report:
    """The pages, until somebody stops them. What is to be said is said before.

    Django is imported inside the functions and not above: a busy port and a wrong call are told without it.
    """
    from jiangfang.config import address
    from jiangfang.config.env import BadEnvironment

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    port, data = _port(call.port), Path(call.data).expanduser().absolute()
    certificate = _certificate(call.cert, call.key)
    try:
        with ExitStack() as kept:
            held = kept.enter_context(address.taken(call.host, port))
            kept.enter_context(_folder(data))
            report = _ready(call.host, data, address.shown(held, "https" if certificate else "http"))
            report.then = _until_stopped(held, data, certificate, kept.pop_all())
            return report
    except KeyboardInterrupt:
        return Report(lines=[_STOPPED])
    except BadEnvironment as fault:
        raise WrongCall(str(fault)) from fault


def _folder(data: Path) -> IO[str]:
    """The data folder with its key, held for this process. Raises Refused."""
    from jiangfang.config import folder

    try:
        folder.make(data)
        lock = folder.hold(data)
        folder.keep_key(data)
    except (OSError, ValueError) as fault:
        raise Refused([error("unreadable_file", str(data), f"数据文件夹 {data} 不能用：{reason(fault)}")]) from fault
    return lock


def _port(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 6 and int(said) < 65536):
        raise WrongCall(f"--port 后面要写 0 到 65535 的数，现在是“{said[:20]}”")
    return int(said)


def _certificate(chain: str | None, key: str | None) -> Certificate | None:
    """For HTTPS, where its two files are named. Raises Refused."""
    from jiangfang.config import tls

    if not chain and not key:
        return None
    if not chain or not key:
        raise WrongCall("用 HTTPS 要同时写 --cert（证书）和 --key（私钥）两个文件")
    return tls.certificate(chain, key)


def _ready(host: str, data: Path, url: str) -> Report:
    """The database made and brought up to date, with what has to stand in it; what is said of that."""
    from jiangfang.config import env, opening

    at = datetime.now(UTC)
    problems = opening.open_for_serving(data, at)
    lines: list[str] = []
    more: dict[str, str] = {}

    from django.conf import settings

    from jiangfang.config import logs, serving
    from jiangfang.records.people.actions import offer_beginning

    logs.start(data)
    serving.pages()
    serving.check()
    if settings.SAMPLE:
        lines += _samples(data, at)
    elif code := offer_beginning(at=at):
        more["code"] = code
        lines += [line.format(code=code) for line in _EMPTY]
    serving.load_shipped(at)
    if not serving.known_as(host, env.words("JIANGFANG_HOSTS")):
        problems.append(_only_here(host))
    lines += [f"匠坊开着：{url}", f"数据在 {data}。按 Ctrl-C 停止"]
    return Report(problems, {"problems": shown(problems), "url": url, **more}, lines)


def _samples(data: Path, at: datetime) -> list[str]:
    """The sample year, built where it is not there yet; who can be tried."""
    from jiangfang.demo import sample

    return sample.ready(data, at)


def _only_here(host: str) -> Problem:
    said = (
        f"--host {host} 让别的电脑也连得上，可是还没有说它们用什么名字访问：请把这台电脑的地址写进 JIANGFANG_HOSTS，"
        "例如 JIANGFANG_HOSTS=192.168.1.10"
    )
    return warning("unknown_host", "JIANGFANG_HOSTS", said)


def _until_stopped(held: socket, data: Path, certificate: Certificate | None, kept: ExitStack) -> Callable[[], int]:
    """What goes on after the start was said: pages, as long as nobody stops it; then the folder is let go."""
    from jiangfang.config import serving

    def run() -> int:
        with kept:
            serving.listen(held, data, certificate)
        return DONE

    return run
