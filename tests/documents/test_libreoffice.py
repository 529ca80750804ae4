"""The papers as LibreOffice lays them out: as many pages as the official ones, and every letter on them."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

from tests.components import needs
from tests.documents import edits
from tests.documents.office import converted, pages
from tests.documents.samples import (
    PAPERS,
    RARE,
    checked,
    filled,
    folder_of,
    members,
    paper_of,
    printed,
    read_one,
)
from tests.documents.test_fill import full
from tests.documents.test_summary import ROW, written

pytestmark = needs("libreoffice", "cjk-font")

LANGFANG, KAIFENG = "langfang-2019", "kaifeng-2024"
ZI = "工作室围绕供热管网运行开展攻关，立项九项完成八项；" * 20
FIVE_HUNDRED = ZI[:500]


def short(count: int) -> list[dict[str, str]]:
    """Members whose every cell is one line."""
    return [{**person, "unit": "示例电力公司"} for person in members(count)]


def ordinary(name: str) -> dict[str, Any]:
    """A form filled as people do, each line of an ordinary length, 500 字 and a rare character in every name."""
    made = {
        "studio_name": f"示例{RARE}创新工作室",
        "host_unit": "示例电力建设有限公司",
        "industry": "制造业",
        "specialty": "焊接工艺与自动化",
        "member_count": 12,
        "leader_name": "示例𬭎",
        "leader_sex": "男",
        "leader_born": "1978-03",
        "leader_education": "本科",
        "leader_ethnicity": "汉族",
        "leader_political_status": "中共党员",
        "leader_trade": "焊工",
        "leader_phone": "0316—2687421",
        "achievements": FIVE_HUNDRED,
        "opinion_unit_union": {"text": "情况属实，同意申报。", "date": "2024-11-01"},
        "opinion_recommender": {"text": "同意推荐。", "date": "2024-11-15"},
    }
    if name == KAIFENG:
        made |= {"funding_total": "30.00", "result_count": 8, "trained_count": 160, "recognised_by": "示例县总工会"}
        made |= {"recognised_on": "2022-05", "leader_post": "运行部副主任", "leader_honours": "示例县劳模（2020年）"}
    else:
        made |= {"studio_kinds": ["技术开发", "其他"], "members": short(13), "social_benefit": "推广三家企业。"}
        made |= {"result_count": 10, "leader_title": "高级技师", "filled_on": "2019-10-18"}
        made |= {"funding": [{"year": "2018", "amount": "12.00", "source": "自筹"}]}
    return made


def word_papers() -> dict[str, bytes]:
    """Every paper: blank, filled as people do, filled with something everywhere."""
    made = {f"{name}-{form}-blank.docx": folder_of(name).blank_bytes(paper_of(name, form)) for name, form in PAPERS}
    made["kaifeng-2024-outline-blank.docx"] = folder_of(KAIFENG).blank_bytes(paper_of(KAIFENG, "outline"))
    made |= {f"{name}-{form}-full.docx": filled(name, full(name), form) for name, form in PAPERS}
    made |= {f"{name}-ordinary.docx": filled(name, ordinary(name)) for name in (LANGFANG, KAIFENG)}
    made[f"{LANGFANG}-two-lines.docx"] = filled(LANGFANG, {**ordinary(LANGFANG), "members": members(13)})
    return made | {f"{LANGFANG}-thirty.docx": filled(LANGFANG, {**ordinary(LANGFANG), "members": members(30)})}


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def test_each_paper_becomes_a_pdf_that_lost_nothing(tmp_path: Path) -> None:
    papers = word_papers()
    pdfs = {stem: pages(pdf) for stem, pdf in converted(papers, "pdf", tmp_path).items()}
    assert {stem for stem, found in pdfs.items() if not found} == set()
    for name, content in papers.items():
        wanted = letters(edits.text_of(edits.root_of(content)))
        missing = wanted - letters("".join(pdfs[Path(name).stem]))
        assert missing == Counter(), name
    counts = {stem: len(found) for stem, found in pdfs.items()}
    assert counts[f"{KAIFENG}-application-blank"] == counts[f"{KAIFENG}-ordinary"] == 1
    assert counts[f"{LANGFANG}-application-blank"] == counts[f"{LANGFANG}-ordinary"] == 4
    # rows that grow push the rest: thirteen units of two lines, then thirty members, need a page more
    assert counts[f"{LANGFANG}-two-lines"] in (4, 5)
    assert counts[f"{LANGFANG}-thirty"] == 5
    shown = "".join("".join(pdfs[f"{LANGFANG}-thirty"]).split())
    assert [person["name"] for person in members(30) if person["name"] not in shown] == []
    for stem in (f"{LANGFANG}-ordinary", f"{KAIFENG}-ordinary"):
        squeezed = "".join("".join(pdfs[stem]).split())
        for text in (FIVE_HUNDRED, f"示例{RARE}创新工作室", "示例𬭎", "0316—2687421", "情况属实，同意申报。"):
            assert text in squeezed, (stem, text)


def test_a_paper_saved_again_by_another_program_is_still_read(tmp_path: Path) -> None:
    answers = {name: ordinary(name) for name in (LANGFANG, KAIFENG)}
    saved = converted({f"{name}.docx": filled(name, form) for name, form in answers.items()}, "docx", tmp_path)
    for name, form in answers.items():
        read = read_one(name, saved[name])
        assert read.values == printed(paper_of(name), checked(name, form).values)
        assert read.problems == ()


def test_the_sheet_opens_and_every_cell_arrives(tmp_path: Path) -> None:
    tricky = ("=1+1", "_x0041_", "&<>\"'", RARE, "第一行\n第二行", "0000123")
    forms = [{**ROW, "studio_name": text, "leader_post": text, "achievements": "业" * 500} for text in tricky]
    content, _ = written(KAIFENG, forms)
    # 44,34,76: comma, quote, UTF-8; the last true: cells as they are shown
    table = converted({"sheet.xlsx": content}, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", tmp_path)
    lines = list(csv.reader(io.StringIO(table["sheet"].decode("utf-8"))))[paper_of(KAIFENG, "summary").first - 1 :]
    keys = [column.key for column in paper_of(KAIFENG, "summary").columns]
    assert [line[0] for line in lines] == [str(number + 1) for number in range(len(forms))]
    for line, form in zip(lines, forms, strict=True):
        for key in ("studio_name", "leader_post", "leader_phone", "funding_total", "contact_phone", "leader_name"):
            assert line[keys.index(key)] == form[key]
    pdf = pages(converted({"sheet.xlsx": content}, "pdf", tmp_path)["sheet"])
    squeezed = letters("".join(pdf))
    assert squeezed["业"] >= 500 * len(forms)
    assert all("主要业绩" in "".join(page.split()) for page in pdf)
