"""A studio of the town with its ledger, made through the actions."""

import io
import secrets
from collections.abc import Mapping
from datetime import datetime

from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.ledger import actions
from jiangfang.records.ledger.access import place_of
from jiangfang.records.ledger.models import Entry
from jiangfang.records.ledger.queries import tray_of
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from tests.contents import picture
from tests.records.world import AT

PATENT: Mapping[str, str] = {
    "title": "一种环缝自动焊夹具",
    "first": "2024-03-05",
    "sort": "发明",
    "number": "ZL 2023 1 0000000.0",
    "people": "示例甲、示例乙",
}
TRAINING: Mapping[str, str] = {
    "title": "焊接技能培训",
    "first": "2024-05-20",
    "side": "对内",
    "count": "32",
    "people": "示例甲",
}
FUNDING: Mapping[str, str] = {"title": "工会拨付", "year": "2024", "source": "工会经费", "amount": "3.5"}
APPRENTICE: Mapping[str, str] = {"title": "示例徒弟", "first": "2024-01-01", "people": "示例甲"}
SAMPLES = {"patent": PATENT, "training": TRAINING, "funding": FUNDING, "apprentice": APPRENTICE}


def token() -> str:
    return secrets.token_urlsafe(18)


def studio_of(worn: Hat, name: str = "示例焊接创新工作室", founded: str = "2019-05") -> Studio:
    return studios.begin(name=name, leader_name="示例甲", founded_on=founded, hat=worn, at=AT)


def entry_of(studio: Studio, worn: Hat, kind: str = "patent", at: datetime = AT, **more: str) -> Entry:
    """An entry as the samples have it, with other words in some boxes."""
    typed = {**SAMPLES[kind], **more}
    return actions.add(studio=studio, kind=kind, typed=typed, token=token(), hat=worn, at=at).entry


def file_of(studio: Studio, worn: Hat, name: str = "证书.png", seed: int = 0, at: datetime = AT) -> File:
    """A picture that lies in the studio's tray."""
    content = io.BytesIO(picture(seed=seed))
    tray, place = tray_of(studio.pk), place_of(studio)
    return files.bring(tray=tray, place=place, name=name, content=content, hat=worn, at=at)
