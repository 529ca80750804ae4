"""How style, script and templates are written: colours by their role, nothing that Chromium 87 does not know."""

import re
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGE, named

STYLES = sorted(PACKAGE.rglob("static/**/*.css"))
SCRIPTS = sorted(PACKAGE.rglob("static/**/*.js"))
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
TOKENS = PACKAGE / "ui" / "static" / "ui" / "tokens.css"
RAW = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b|\b(?:rgb|hsl|hwb|lab|lch|oklch|color)a?\(")
NAMED = re.compile(r":\s[^;{]*\b(?:white|black|red|green|blue|gray|grey|yellow|orange|silver|navy|purple)\b")
# What came after Chromium 87, or is left out because a screen reader or a keyboard cannot use it there.
TOO_NEW = {
    "css": [
        *(r":is\(", r":where\(", r":has\(", r"\baspect-ratio\b", r"\baccent-color\b", r"@layer\b", r"@container\b"),
        *(r"\binert\b", r"\bcolor-mix\(", r"\bdvh\b", r"\bsvh\b", r"^\s*&", r"\btext-wrap\b", r"\bscrollbar-gutter\b"),
        *(
            r"\bsubgrid\b",
            r"\bindividual\b",
            r"\boverflow:\s*clip\b",
            r":user-invalid",
            r"\bfield-sizing\b",
            r"@scope\b",
        ),
        r"@media\s*\([^)]*[<>]",
    ],
    "js": [
        *(r"\?\.\w", r"\?\?", r"\|\|=", r"&&=", r"\.at\(", r"structuredClone", r"replaceChildren", r"showModal"),
        *(r"\.replaceAll\(", r"\bawait\b", r"Object\.hasOwn", r"#\w+\s*[=(;]", r"findLast", r"AbortSignal\.timeout"),
        *(r"\beval\(", r"new Function\("),
    ],
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def found(pattern: str | re.Pattern[str], path: Path) -> list[str]:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    hits = re.finditer(pattern, text, 0 if isinstance(pattern, re.Pattern) else re.MULTILINE)
    return [f"{named(path)}: {hit[0]}" for hit in hits]


def test_there_is_something_to_look_at() -> None:
    assert TOKENS in STYLES
    assert len(SCRIPTS) >= 1
    assert len(TEMPLATES) >= 20


def test_raw_colours_stand_in_the_tokens_only() -> None:
    others = [path for path in STYLES if path != TOKENS]
    assert [hit for path in others for pattern in (RAW, NAMED) for hit in found(pattern, path)] == []
    assert [hit for path in [*TEMPLATES, *SCRIPTS] for hit in found(r"(?:color|fill|stroke)\W+#\w{3,8}\b", path)] == []


def test_every_token_that_is_used_is_one() -> None:
    made = set(re.findall(r"(--[\w-]+):", TOKENS.read_text(encoding="utf-8")))
    used = {name for path in STYLES for name in re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8"))}
    assert used - made == set()


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=named)
def test_chromium_87_understands_it(path: Path) -> None:
    assert [hit for pattern in TOO_NEW[path.suffix[1:]] for hit in found(pattern, path)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_short_and_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    assert found(r"\sstyle=", path) == []
    assert found(r"<style\b", path) == []
    assert found(r"<script(?![^>]*\ssrc=)", path) == []
    assert found(r"(?<!\bwith)\son[a-z]+=", path) == []  # {% with one=… %} is no handler
    assert found(r"<(?:dialog|iframe|marquee)\b|javascript:|https?://", path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_form_that_posts_carries_its_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert len(forms) == text.count('method="post"')
    assert [form for form in forms if not re.search(r"{% (?:csrf_token|hat_field) %}", form)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_box_that_scrolls_takes_the_focus(path: Path) -> None:
    boxes = re.findall(r'<div class="scroll[^>]*>', path.read_text(encoding="utf-8"))
    wanted = ('tabindex="0"', 'role="region"', "aria-label")
    assert [box for box in boxes if not all(word in box for word in wanted)] == []


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_can_be_read_on_every_ground() -> None:
    token = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", TOKENS.read_text(encoding="utf-8")))
    grounds = ("paper", "ground", "hover")
    pairs = [
        (ink, ground) for ink in ("ink", "ink-2", "ink-3", "act", "act-2", "stop", "good", "warn") for ground in grounds
    ]
    pairs += [(kind, f"{kind}-soft") for kind in ("good", "warn", "stop", "act", "seal")]
    pairs += [
        ("ink-2", "sunk"),
        ("ink", "stop-soft"),
        ("ink", "warn-soft"),
        ("ink-2", "seal-soft"),
        ("act-2", "act-soft"),
    ]
    pairs += [("paper", name) for name in ("act", "act-2", "seal")]
    assert [pair for pair in pairs if contrast(token[pair[0]], token[pair[1]]) < 4.5] == []
    assert contrast(token["line-3"], token["paper"]) >= 3


def test_contrast_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
