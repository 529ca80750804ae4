"""What the pages say is so: links, commands, names, outputs, the whole format page, and no notice's own sentences."""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from jiangfang.cli import main as cli
from jiangfang.core.fields import Need
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped, shipped_ids
from tests.test_architecture import NOT_TO_BE_NAMED, PACKAGE, ROOT, texts_of_the_project
from tools.pages import pages

PAGES = {name: text for name, text in texts_of_the_project() if name.endswith(".md")}
READMES = ("README.md", "README.zh-CN.md")
FORMAT, ARCHITECTURE = PAGES["docs/programme-format.md"], PAGES["docs/architecture.md"]
SEEDS = ROOT.parent / "shared" / "seeds"
LONGEST_RUN = 22


def blocks(text: str, language: str = "") -> list[str]:
    """The fenced blocks of a page, of one language, or of none."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for said, block in found if said == language]


def opened(folder: Path) -> ProgrammeFolder:
    found, problems = load_folder(folder)
    assert found is not None, problems
    return found


def slug(heading: str) -> str:
    """The address of a heading inside its page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


# Links, commands and names


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_link_leads_somewhere(name: str) -> None:
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", PAGES[name], flags=re.DOTALL)):
        path, _, anchor = target.partition("#")
        if target.startswith("http"):
            continue
        spot = (ROOT / name).parent / path if path else ROOT / name
        page = spot.read_text(encoding="utf-8") if anchor and spot.is_file() else ""
        headings = {slug(heading) for heading in re.findall(r"^#+ (.*)$", page, re.MULTILINE)}
        if not spot.exists() or (anchor and anchor not in headings):
            lost.append(target)
    assert lost == []


def commands() -> Iterator[tuple[str, str]]:
    for name, text in PAGES.items():
        for block in blocks(text):
            for line in block.splitlines():
                said = line.removeprefix("$ ").removeprefix(".venv/bin/")
                if said.startswith("jiangfang "):
                    yield name, said


@pytest.mark.parametrize(("name", "said"), sorted(set(commands())))
def test_every_command_of_the_pages_is_one(name: str, said: str) -> None:
    call = cli._call(shlex.split(said)[1:])
    assert callable(call.run)
    assert call.run is not cli._later


def test_every_make_target_of_the_pages_is_one() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {(name, word) for name, text in PAGES.items() for word in re.findall(r"(?:`|^)make ([a-z]+)", text, re.M)}
    assert {(name, word) for name, word in named if word not in targets} == set()


@pytest.mark.parametrize("name", READMES)
def test_a_readme_has_the_two_commands_and_the_pictures(name: str) -> None:
    lines = [line for block in blocks(PAGES[name]) for line in block.splitlines()]
    assert {"make run", "make test"} <= set(lines)
    pictures = re.findall(r"!\[[^\]]+\]\((docs/pictures/[^)]+)\)", PAGES[name])
    pages = ["desk", "section", "list", "evidence", "numbers", "ledger"]
    assert [Path(picture).stem for picture in pictures] == [*pages, "langfang-form", "kaifeng-form", "kaifeng-summary"]
    assert lines == [line for block in blocks(PAGES[READMES[0]]) for line in block.splitlines()]


@pytest.mark.parametrize("name", READMES)
def test_what_a_readme_shows_is_what_is_printed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its commands in order, member_count set to 4 after the first check, as it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIANGFANG_DATA", raising=False)
    shown = [line for block in blocks(PAGES[name]) for line in block.splitlines()]
    printed = ""
    for line in shown:
        words = [str(ROOT / word) if word.startswith("src/") else word for word in shlex.split(line)]
        if words[0] == "cp":
            Path(words[2]).parent.mkdir(exist_ok=True)
            Path(words[2]).write_text(Path(words[1]).read_text(encoding="utf-8"), encoding="utf-8")
        elif words[0] == ".venv/bin/jiangfang":
            assert cli.main(words[1:]) == 0, line
            if words[1] == "check":
                assert capsys.readouterr().err.count("○") == 9
                answers = Path(words[3]).read_text(encoding="utf-8")
                assert '"member_count": 18' in answers
                Path(words[3]).write_text(answers.replace('"member_count": 18', '"member_count": 4'), encoding="utf-8")
                assert cli.main(words[1:]) == 1
            printed += "".join(capsys.readouterr())
    outputs = [line for line in shown if line.strip()[0] in "✕△通《》空d"]
    assert len(outputs) == 7
    assert [line for line in outputs if line not in printed] == []


def test_pages_made_from_the_data_are_what_the_data_says() -> None:
    """``python -m tools.pages`` writes them again."""
    made = pages()
    assert len(made) == 4
    assert [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []


def test_the_plan_names_what_is_there_and_every_package() -> None:
    named = set(re.findall(r"[\w./-]*\w(?:/(?!\w)|\.py\b)", ARCHITECTURE))
    folders = [PACKAGE, ROOT, *(path for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__")]
    folders += [ROOT / top for top in ("programmes", "tests", "tools", "benchmarks")]
    assert {word for word in named if not any((folder / word).exists() for folder in folders)} == set()
    dotted = set(re.findall(r"\b(?:core|documents)\.[a-z_.]+[a-z]", ARCHITECTURE))
    modules = {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    modules |= {module.removesuffix(".__init__") for module in modules}
    assert {word for word in dotted if not {word, word.rpartition(".")[0]} & modules} == set()
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for name in packages if not re.search(rf"\b{name}/", ARCHITECTURE)} == set()


def test_names_of_code_in_the_glossary_and_the_decisions_exist() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    pages = [text for name, text in PAGES.items() if name == "docs/glossary.md" or name.startswith("docs/decisions/")]
    for text in pages:
        files = re.findall(r"`((?:core|documents|stages|records)/[\w/.]*)`", text)
        assert [path for path in files if not (PACKAGE / path).exists()] == []
        classes = re.findall(r"`([A-Z][A-Za-z]+)(?:\.([a-z_]+))?`", text)
        lost = [name for name, _ in classes if not re.search(rf"^class {name}\b", code, re.M) and name != "Decimal"]
        assert lost == []
        assert [key for _, key in classes if key and not re.search(rf"^    {key}: ", code, re.M)] == []


def test_every_variable_stands_in_the_settings() -> None:
    texts = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    read = {name for text in texts for name in re.findall(r"JIANGFANG_[A-Z_]*[A-Z]", text)}
    assert read == set(re.findall(r"^\| `(JIANGFANG_[A-Z_]+)` \|", PAGES["docs/settings.md"], re.MULTILINE))


def test_every_decision_is_listed_once_and_in_order() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    assert re.findall(r"\((0\d+-[^)]+)\)", PAGES["docs/decisions/README.md"]) == files


def test_only_the_answers_that_the_decision_names_must_be_there() -> None:
    said = re.search(r"only for (`.*?): without", PAGES["docs/decisions/0005-must-should-ask.md"])
    assert said
    for name in shipped_ids():
        needed = {field.key for field in opened(shipped() / name).programme.fields if field.need is Need.MUST}
        assert needed == set(re.findall(r"`(\w+)`", said[1]))


def han(text: str) -> str:
    """Only the Chinese characters."""
    return "".join(re.findall(r"[㐀-鿿]", text))


def titles() -> list[str]:
    """Names of bodies and long titles (notices, papers, groups, 办法): facts that may stand anywhere; longest first."""
    bodies: set[str] = set()
    others: set[str] = set()
    for name in shipped_ids():
        programme = opened(shipped() / name).programme
        notice, group = programme.notice, programme.leading_group
        bodies |= {item.name for item in notice.issuers} | {item.name for item in notice.addressees}
        others |= {programme.result_name, notice.title} | {item.title for item in notice.basis}
        others |= {item.title for item in programme.papers} | {item.title for item in programme.deliverables}
        others |= {group.name} if group else set()
    names = [*map(han, bodies), *(title for title in map(han, others) if len(title) > LONGEST_RUN // 2)]
    return sorted(names, key=len, reverse=True)


def runs(text: str, masked: list[str]) -> set[str]:
    """Every run of so many Chinese characters, none of which goes through a title."""
    plain = han(text)
    for title in masked:
        plain = plain.replace(title, "|")
    pieces = (piece for piece in plain.split("|") if len(piece) >= LONGEST_RUN)
    return {piece[place : place + LONGEST_RUN] for piece in pieces for place in range(len(piece) - LONGEST_RUN + 1)}


def copied(bodies: Mapping[str, str], texts: Iterator[tuple[str, str]], masked: list[str]) -> list[str]:
    """Where a run of a body stands in a text."""
    owned = {run for body in bodies.values() for run in runs(body, masked)}
    return [f"{name}: {run}" for name, text in texts for run in sorted(owned & runs(text, masked))[:1]]


def body_of(text: str) -> str:
    """A notice before its annexes."""
    return re.split(r"^附\s*件\s*\d*\s*$", text, maxsplit=1, flags=re.MULTILINE)[0]


def test_no_notice_lies_in_the_repository() -> None:
    names = [name for name, _ in texts_of_the_project()]
    assert [name for name in names if re.search(r"(^|/)notice\.(txt|docx)$", name)] == []
    assert {"programmes/*/notice.txt", "programmes/*/notice.docx"} <= set(
        (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    )


def test_no_sentence_of_a_notice_is_copied() -> None:
    bodies = {path.name: body_of(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")}
    assert all(len(runs(body, titles())) > 400 for body in bodies.values())
    assert copied(bodies, texts_of_the_project(), titles()) == []


def test_a_copied_sentence_is_seen() -> None:
    sentence = "各推荐单位应当在截止日期以前，把纸质材料和电子文档一并交到市总工会经济工作部。"
    bodies = {"notice": f"一、要求\n{sentence}"}
    assert copied(bodies, iter([("page", f"x = '{sentence}'")]), []) == [f"page: {sorted(runs(sentence, []))[0]}"]
    assert copied(bodies, iter([("page", "截止日以前交到")]), []) == []
    assert copied(bodies, iter([("page", sentence)]), [han(sentence)]) == []


def test_no_page_names_this_machine_or_a_registry() -> None:
    assert [name for name, text in PAGES.items() for word in NOT_TO_BE_NAMED if word in text] == []
