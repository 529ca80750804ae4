"""LibreOffice as the tests use it: several files in one call, a profile of its own, so that workers do not meet."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2

from tests.components import first_program


def converted(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """These files (by name) as LibreOffice saves them, under the same names without suffix. to: pdf, docx, csv."""
    program = first_program("soffice", "libreoffice")
    assert program is not None
    given, made = folder / "in", folder / f"out-{to[:4]}"
    given.mkdir(exist_ok=True)
    for name, content in files.items():
        (given / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    names = [str(given / name) for name in files]
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(made), *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    suffix = to.partition(":")[0]
    found = {name: made / f"{Path(name).stem}.{suffix}" for name in files}
    lost = [name for name, path in found.items() if not path.is_file()]
    assert lost == [], f"{lost}: {done.stdout}{done.stderr}"
    return {Path(name).stem: path.read_bytes() for name, path in found.items()}


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
