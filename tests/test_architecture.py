"""The law of the house that import-linter cannot say; docs/architecture.md tells it in words."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "jiangfang"
CORE_MAY_IMPORT = frozenset(
    {
        *("__future__", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions"),
        *("functools", "hashlib", "itertools", "json", "math", "re", "typing", "unicodedata"),
    }
)
CORE_NEVER_CALLS = frozenset(
    ["open", "print", "input", "eval", "exec", "__import__", "today", "now", "utcnow", ".today", ".now", ".utcnow"]
)
ROOMS_OF = ("stages", "records")
SINGLE_ROOMS = ("portal", "desk")
# urls → views → forms | access | jobs → actions → queries → models: a role imports only from later rows of its room.
ROLES = {"urls": 0, "views": 1, "forms": 2, "access": 2, "jobs": 2, "actions": 3, "queries": 4, "models": 5}
SHIPPED = ("core", "documents", "ui", "records", "stages", "portal", "desk", "config", "demo", "cli")
# Put together here, so that this file does not name them itself.
NOT_TO_BE_NAMED = [
    "/" + "work/",
    "pypi" + ".org",
    "files.pythonhosted" + ".org",
    "registry.npmjs" + ".org",
    "deb.debian" + ".org",
]


def modules(top: Path = PACKAGE) -> list[Path]:
    return sorted(top.rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted name of everything imported anywhere in a file, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[str]:
    """The last name of everything called: `open` for `open()`, `.today` for `date.today()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}"


def is_foreign_to_core(name: str) -> bool:
    return name.split(".")[0] not in CORE_MAY_IMPORT and not f"{name}.".startswith("jiangfang.core.")


def faults_in_core(tree: ast.AST) -> list[str]:
    foreign = [f"imports {name}" for name in imports(tree) if is_foreign_to_core(name)]
    return foreign + [f"calls {name}()" for name in calls(tree) if name in CORE_NEVER_CALLS]


def rooms() -> list[Path]:
    inner = [room for parent in ROOMS_OF for room in sorted((PACKAGE / parent).glob("*/")) if room.is_dir()]
    return [room for room in inner + [PACKAGE / name for name in SINGLE_ROOMS] if room.name != "__pycache__"]


def role_of(path: Path, room: Path) -> str:
    return path.relative_to(room).parts[0].removesuffix(".py")


def faults_of_role(role: str, room: str, tree: ast.AST) -> list[str]:
    """Imports of one file that go up, or sideways, inside its own room."""
    found = []
    for name in imports(tree):
        if role in ROLES and f"{name}.".startswith(f"{room}."):
            other = name.removeprefix(f"{room}.").split(".")[0]
            if other != role and ROLES.get(other, 9) <= ROLES[role]:
                found.append(f"{role} imports {name}")
    return found


def texts_of_the_project() -> Iterator[tuple[str, str]]:
    """Every file that is, or would be, committed and is text."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in sorted(set(filter(None, listed.split("\0")))):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield name, content.decode("utf-8", errors="replace")


def test_every_room_of_the_house_stands() -> None:
    absent = [name for name in SHIPPED if not (PACKAGE / name / "__init__.py").is_file()]
    assert absent == []


def test_core_imports_and_calls_only_what_is_pure() -> None:
    faults = {named(path): found for path in modules(PACKAGE / "core") if (found := faults_in_core(tree_of(path)))}
    assert faults == {}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import os", "imports os"),
        ("def f():\n    from pathlib import Path", "imports pathlib.Path"),
        ("from jiangfang.documents import word", "imports jiangfang.documents.word"),
        ("from jiangfang import documents", "imports jiangfang.documents"),
        ("from . import problems", "imports ..problems"),
        ("open('x')", "calls open()"),
        ("date.today()", "calls .today()"),
        ("datetime.datetime.now(tz)", "calls .now()"),
    ],
)
def test_what_is_not_pure_is_seen(source: str, fault: str) -> None:
    assert faults_in_core(ast.parse(source)) == [fault]


@pytest.mark.parametrize("source", ["from collections.abc import Iterator", "from jiangfang.core import problems"])
def test_what_is_pure_is_let_through(source: str) -> None:
    assert faults_in_core(ast.parse(source)) == []


def test_inside_a_room_imports_go_one_way() -> None:
    faults = [
        f"{named(path)}: {fault}"
        for room in rooms()
        for path in modules(room)
        for fault in faults_of_role(role_of(path, room), ".".join(room.relative_to(ROOT / "src").parts), tree_of(path))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("role", "imported", "allowed"),
    [
        ("views", "actions", True),
        ("actions", "queries", True),
        ("actions", "apps", True),
        ("models", "actions", False),
        ("forms", "access", False),
        ("queries", "views", False),
    ],
)
def test_the_way_inside_a_room_is_seen(role: str, imported: str, allowed: bool) -> None:
    tree = ast.parse(f"from jiangfang.stages.apply import {imported}")
    assert (faults_of_role(role, "jiangfang.stages.apply", tree) == []) is allowed


def test_nothing_is_called_utils() -> None:
    vague = re.compile(r"(utils?|common|helpers?|misc)(\.py)?")
    assert [named(path) for path in PACKAGE.rglob("*") if vague.fullmatch(path.name)] == []


def test_no_file_is_over_700_lines() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > 700} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in modules() if "migrations" not in path.parts and not ast.get_docstring(tree_of(path))]
    assert [named(path) for path in silent] == []


def test_no_text_names_this_machine_or_a_registry() -> None:
    found = [f"{name}: {word}" for name, text in texts_of_the_project() for word in NOT_TO_BE_NAMED if word in text]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "http" not in text
    blocks = text.replace("\\\n", " ").splitlines()
    assert [line for line in blocks if not re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
