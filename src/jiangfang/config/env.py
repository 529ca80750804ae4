"""What the environment says, read with its type; nothing is written and nothing is made here."""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path

from jiangfang.records.files.address import Address, address_of
from jiangfang.records.files.scanner import Scanner, scanner_of
from jiangfang.records.messages.server import Server, server_of

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


class BadEnvironment(ValueError):  # noqa: N818 - said of the environment, not of the program
    """A variable that cannot mean what it says; the message is for the person who starts the program."""


def text(name: str, default: str = "") -> str:
    """The variable without outer white space; unset or blank is the default."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Yes or no; anything else is refused rather than guessed."""
    if name not in os.environ:
        return default
    word = text(name).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadEnvironment(f"环境变量 {name} 应为 1 或 0，现在是“{word}”。")


def words(name: str) -> list[str]:
    """The parts between commas, blanks dropped."""
    return [word for part in text(name).split(",") if (word := part.strip())]


def addresses(name: str) -> list[str]:
    """Addresses of machines, between commas."""
    found = words(name)
    for word in found:
        try:
            ip_address(word.strip("[]"))
        except ValueError as fault:
            raise BadEnvironment(f"环境变量 {name} 里的“{word[:100]}”不是 IP 地址，例如 127.0.0.1,10.0.0.5") from fault
    return found


def folder(name: str, default: str) -> Path:
    """An absolute folder, whether it exists or not."""
    return Path(text(name, default)).expanduser().absolute()


def secret_key(data: Path) -> str:
    """The key kept in the data folder; without one a passing key, good for this process alone."""
    kept = data / "secret.key"
    if kept.is_file():
        return kept.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(48)


def mail_server() -> Server | None:
    """Where mails are handed over; None where none are sent."""
    try:
        return server_of(text("JIANGFANG_MAIL"), text("JIANGFANG_MAIL_FROM"))
    except ValueError as fault:
        raise BadEnvironment(f"{fault}。") from fault


def file_store() -> Address | None:
    """The object store in which uploads lie; None where they lie in the data folder."""
    try:
        return address_of(text("JIANGFANG_FILES"))
    except ValueError as fault:
        raise BadEnvironment(f"{fault}。") from fault


def scanner() -> Scanner | None:
    """Who looks for viruses in uploads; None where nobody does."""
    try:
        return scanner_of(text("JIANGFANG_CLAMD"))
    except ValueError as fault:
        raise BadEnvironment(f"{fault}。") from fault
