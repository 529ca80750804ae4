"""Plain values (as TOML gives them) to frozen dataclasses and back, with every fault and its key path.

A small, strict mapping: unknown keys, wrong types, empty texts and missing keys are all reported, none
raises, and the path reads as the writer of the programme would look for it: ``conditions[3].term.at_least``.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, ClassVar, get_args, get_origin

T = typing.TypeVar("T")
ABSENT: Any = object()
DEEPEST = 20
_UNIONS = (typing.Union, type(int | str))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a programme folder. path: key path from the top, ``quotas[0].at_most``."""

    path: str
    message: str


class Tagged:
    """A family of dataclasses told apart by one key of the data, e.g. ``term = "count"``."""

    tag: ClassVar[str]
    kinds: ClassVar[dict[str, type[Any]]]


_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(cls: type[Any]) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls)
    return _HINTS[cls]


def structure(cls: type[T], plain: object, path: str, faults: list[Fault]) -> T | None:
    """``plain`` as a ``cls``; None when it cannot be built, with the reasons appended to ``faults``."""
    made = _value(cls, plain, path, faults)
    return None if made is ABSENT else typing.cast(T, made)


def _value(hint: Any, plain: object, path: str, faults: list[Fault]) -> Any:
    if path.count(".") > DEEPEST:
        return _fault(path, f"套得太深（超过 {DEEPEST} 层）", faults)
    origin = get_origin(hint)
    if origin in _UNIONS:
        return _value(next(arm for arm in get_args(hint) if arm is not type(None)), plain, path, faults)
    if origin is tuple:
        return _tuple(get_args(hint)[0], plain, path, faults)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(hint)[1], plain, path, faults)
    if origin is typing.Literal:
        return _one_of(get_args(hint), plain, path, faults)
    if isinstance(hint, type) and issubclass(hint, Tagged) and not dataclasses.is_dataclass(hint):
        return _tagged(hint, plain, path, faults)
    if dataclasses.is_dataclass(hint):
        return _dataclass(typing.cast("type[Any]", hint), plain, path, faults)
    return _scalar(hint, plain, path, faults)


def _scalar(hint: Any, plain: object, path: str, faults: list[Fault]) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        allowed = tuple(member.value for member in hint)
        found = _one_of(allowed, plain, path, faults)
        return found if found is ABSENT else hint(found)
    if hint is str:
        return plain if isinstance(plain, str) and plain.strip() else _fault(path, "应是一段不为空的文字", faults)
    if hint is bool:
        return plain if isinstance(plain, bool) else _fault(path, "应是 true 或 false", faults)
    if hint is int:
        good = isinstance(plain, int) and not isinstance(plain, bool) and plain >= 0
        return plain if good else _fault(path, "应是不小于 0 的整数", faults)
    if hint is Decimal:
        return _decimal(plain, path, faults)
    if hint is date:
        return _date(plain, path, faults)
    raise TypeError(f"structure() has no rule for {hint!r}")


def _decimal(plain: object, path: str, faults: list[Fault]) -> Any:
    try:
        if isinstance(plain, str) and (made := Decimal(plain)).is_finite():
            return made
    except InvalidOperation:
        pass
    return _fault(path, '应是写成文字的小数，如 "0.5"', faults)


def _date(plain: object, path: str, faults: list[Fault]) -> Any:
    if type(plain) is date:
        return plain
    return _fault(path, "应是一个日期，如 2024-11-06（不加引号）", faults)


def _one_of(allowed: tuple[Any, ...], plain: object, path: str, faults: list[Fault]) -> Any:
    if isinstance(plain, str) and plain in allowed:
        return plain
    return _fault(path, f"应是其中之一：{'、'.join(map(str, allowed))}", faults)


def _tuple(hint: Any, plain: object, path: str, faults: list[Fault]) -> Any:
    if not isinstance(plain, list | tuple):
        return _fault(path, "应是一个列表", faults)
    made = [_value(hint, item, f"{path}[{place}]", faults) for place, item in enumerate(plain)]
    return ABSENT if any(item is ABSENT for item in made) else tuple(made)


def _mapping(hint: Any, plain: object, path: str, faults: list[Fault]) -> Any:
    if not isinstance(plain, Mapping):
        return _fault(path, "应是一个表（键和值）", faults)
    made = {str(key): _value(hint, item, _under(path, str(key)), faults) for key, item in plain.items()}
    return ABSENT if any(item is ABSENT for item in made.values()) else made


def _tagged(family: type[Tagged], plain: object, path: str, faults: list[Fault]) -> Any:
    if not isinstance(plain, Mapping):
        return _fault(path, "应是一个表（键和值）", faults)
    kind = _one_of(tuple(family.kinds), plain.get(family.tag), _under(path, family.tag), faults)
    if kind is ABSENT:
        return ABSENT
    rest = {key: item for key, item in plain.items() if key != family.tag}
    return _dataclass(family.kinds[kind], rest, path, faults)


def _dataclass(cls: type[Any], plain: object, path: str, faults: list[Fault]) -> Any:
    if not isinstance(plain, Mapping):
        return _fault(path, "应是一个表（键和值）", faults)
    hints = _hints(cls)
    known = {spot.name: spot for spot in dataclasses.fields(cls)}
    made: dict[str, Any] = {}
    for key in plain:
        if key not in known:
            made[str(key)] = _fault(_under(path, str(key)), f"没有这个键；这里可以写：{'、'.join(known)}", faults)
    for name, spot in known.items():
        if name in plain:
            made[name] = _value(hints[name], plain[name], _under(path, name), faults)
        elif spot.default is dataclasses.MISSING and spot.default_factory is dataclasses.MISSING:
            made[name] = _fault(_under(path, name), "缺少这一项", faults)
    if any(item is ABSENT for item in made.values()):
        return ABSENT
    value = cls(**made)
    faults.extend(Fault(_under(path, place), message) for place, message in own_faults(value))
    return value


def own_faults(value: object) -> Iterator[tuple[str, str]]:
    """What a dataclass says of itself: its ``faults()`` yields (path below it, sentence)."""
    check = getattr(value, "faults", None)
    if callable(check):
        yield from check()


def _under(path: str, name: str) -> str:
    return ".".join(part for part in (path, name) if part)


def _fault(path: str, message: str, faults: list[Fault]) -> Any:
    faults.append(Fault(path, message))
    return ABSENT


def dump(value: object) -> Any:
    """The plain value that ``structure`` would turn into ``value`` again; defaults are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = {spot.name: dump(getattr(value, spot.name)) for spot in dataclasses.fields(value) if _said(value, spot)}
        kind = getattr(type(value), "kind_name", None)
        return {type(value).tag: kind, **shown} if isinstance(value, Tagged) else shown
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {key: dump(item) for key, item in value.items()}
    return value


def _said(value: object, spot: dataclasses.Field[Any]) -> bool:
    held = getattr(value, spot.name)
    if spot.default_factory is not dataclasses.MISSING:
        return bool(held != spot.default_factory())
    return spot.default is dataclasses.MISSING or held != spot.default
