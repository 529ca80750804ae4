"""Lists what has grown long, so that somebody looks where a second idea begins. Only a file over 700 lines fails."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("src", "tools", "tests", "benchmarks")
FUNCTION, FILE, TEMPLATE, TOO_LONG = 50, 350, 200, 700


def line_count(path: Path) -> int:
    """The lines of a text file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def python_files() -> Iterator[Path]:
    """Every file of code, migrations left out."""
    for top in CODE:
        yield from (path for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts)


def long_functions(path: Path) -> Iterator[str]:
    """The functions of one file that are longer than they read well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines ({FUNCTION})"


def long_files(paths: list[Path], limit: int) -> list[str]:
    """The files that are longer than they read well."""
    counted = [(path.relative_to(ROOT), line_count(path)) for path in paths]
    return [f"{path}: {lines} lines ({limit})" for path, lines in counted if lines > limit]


def main() -> int:
    """Print the list; 1 when a file has passed every patience."""
    code, pages = list(python_files()), sorted((ROOT / "src").rglob("*.html"))
    found = [row for path in code for row in long_functions(path)]
    found += long_files(code, FILE) + long_files(pages, TEMPLATE)
    for row in found:
        print(f"long: {row}")
    too_long = long_files(code + pages, TOO_LONG)
    for row in too_long:
        print(f"too long: {row}", file=sys.stderr)
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
