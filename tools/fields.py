"""``docs/fields/<programme>.md`` from the data: for each question, its key and how its answer is written.

Written by ``python -m tools.pages``.
"""

from __future__ import annotations

from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields import Column, Field

_WRITTEN = {
    "text": "文字",
    "phone": "电话，文字",
    "email": "邮箱，文字",
    "choice": "文字",
    "choices": "一列文字",
    "integer": "整数，不加引号",
    "money": '金额，加引号，如 "30.00"',
    "date": '日期，如 "2024-11-20"、"2024-11"',
    "month": '年月，如 "1978-03"',
    "rows": "一行一组",
    "opinion": "一组：text、signer、date",
}
_NEEDS = {"must": "必填", "should": "该填", "may": "可不填"}
_MOST = 8


def page(programme: Programme) -> str:
    """The page of one programme, as Markdown."""
    head = [
        f"# {programme.title}：答案的键",
        "",
        f"由 `programmes/{programme.id}/` 的数据生成（`python -m tools.pages`），不要手改。"
        "答案文件是一个 JSON：`programme`、`form`、`answers` 三个键，下面各项写在 `answers` 里；没有的整项不写。",
    ]
    for section in programme.sections:
        head += [
            "",
            f"## {section.title}",
            "",
            "| 表上的标签 | 键 | 怎样写 | 填不填 | 印在 | 备选 |",
            "|---|---|---|---|---|---|",
        ]
        head += [row for field in section.fields for row in _rows(programme, field)]
    return "\n".join([*head, ""])


def _rows(programme: Programme, field: Field) -> list[str]:
    printed = "、".join(paper.title for paper in programme.papers if field.key in paper.printed()) or "不印，网上问"
    unit = f"（{field.unit}）" if field.unit else ""
    cells = (field.label, f"`{field.key}`", f"{_WRITTEN[field.type]}{unit}", _NEEDS[field.need], printed)
    own = f"| {' | '.join(cells)} | {_options(field.options)} |"
    return [own, *(_column(field, column) for column in field.columns)]


def _column(field: Field, column: Column) -> str:
    unit = f"（{column.unit}）" if column.unit else ""
    cells = (
        f"　{column.label}",
        f"`{field.key}[…].{column.key}`",
        f"{_WRITTEN[column.type]}{unit}",
        _NEEDS[column.need],
    )
    return f"| {' | '.join(cells)} | 同上 | {_options(column.options)} |"


def _options(options: tuple[str, ...]) -> str:
    more = f" 等 {len(options)} 个" if len(options) > _MOST else ""
    return "、".join(options[:_MOST]) + more
