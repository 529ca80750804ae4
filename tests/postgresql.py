"""A PostgreSQL server that is thrown away: made by initdb in a folder of its own, heard only through a socket there."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.components import first_program

PATIENCE = 30.0
# It holds nothing worth keeping: what makes a real server safe is switched off.
HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=", "max_connections=30")


def binaries() -> Path:
    """The folder of initdb, the newest where there are several."""
    found = first_program("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])).parent


def as_nobody(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: give the folder away and begin the command with this."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@dataclass(frozen=True)
class Server:
    """A running server. socket: the folder that a client names as its host."""

    socket: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def do(self, statement: str, *names: str) -> None:
        """One statement about databases, with names put in."""
        with psycopg.connect(host=str(self.socket), user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts. Its folder lies in the system's own place, open to the other user."""
    folder = Path(tempfile.mkdtemp(prefix="jiangfang-pg-", dir="/tmp"))
    data, prefix = folder / "data", as_nobody(folder)
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    make = ["-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
    subprocess.run([*prefix, str(binaries() / "initdb"), *make], check=True, **quiet)  # type: ignore[call-overload]
    said = [word for setting in (*HASTY, f"unix_socket_directories={folder}") for word in ("-c", setting)]
    command = [*prefix, str(binaries() / "postgres"), "-D", str(data), *said]
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    try:
        wait_for(folder, process)
        yield Server(folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
