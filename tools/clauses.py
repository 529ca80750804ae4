"""``docs/clauses/<programme>.md`` from the data: for each clause number, what carries it.

Written by ``python -m tools.pages``.
"""

from __future__ import annotations

from jiangfang.core.clauses import Carrier, Coverage, coverage
from jiangfang.core.definition.programme import Programme

_MOST = 6


def page(programme: Programme) -> str:
    """The page of one programme, as Markdown."""
    rows = [_row(found) for found in coverage(programme)]
    return "\n".join(
        [
            f"# {programme.title}：逐条对照",
            "",
            f"由 `programmes/{programme.id}/` 的数据生成（`python -m tools.pages`），不要手改。"
            "“大意”是转述，原文以通知为准；把通知文本存成方案文件夹里的 `notice.txt` 或 `notice.docx`，"
            "核对时会照条款号显示原文。",
            "",
            "| 条款 | 大意（转述） | 由什么承担 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(found: Coverage) -> str:
    carried = [_carriers(found.carriers)] if found.carriers else []
    carried += [f"由人办：{found.clause.people}"] if found.clause.people else []
    carried += [f"以后带来：{found.clause.later}"] if found.clause.later else []
    return f"| {found.clause.number} | {_cell(found.clause.says)} | {_cell('<br>'.join(carried))} |"


def _carriers(carriers: tuple[Carrier, ...]) -> str:
    by_part: dict[str, list[str]] = {}
    for carrier in carriers:
        words = by_part.setdefault(carrier.part, [])
        if carrier.words not in words:
            words.append(carrier.words)
    return "<br>".join(f"{part}：{_some(words)}" for part, words in by_part.items())


def _some(words: list[str]) -> str:
    shown = "；".join(words[:_MOST])
    return f"{shown} 等 {len(words)} 项" if len(words) > _MOST else shown


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
