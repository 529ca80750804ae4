"""The sample year in a database: made where it is not there, kept as it is where it is, with who can be tried."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from jiangfang.config import sample
from jiangfang.core.fields.date import long_day
from jiangfang.core.opening import Span
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.demo.accounts import accounts, federation_of, table
from jiangfang.demo.cast import CITIES, City
from jiangfang.demo.days import EARLIER, Days
from jiangfang.demo.towns import begun
from jiangfang.demo.year import days_of, lived
from jiangfang.documents.files import write_whole
from jiangfang.records.people.models import Federation, Hat, Organisation
from jiangfang.records.people.queries import holders, top_of
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round

_SAID = "这里是示例数据：单位、人员、电话都是虚构的，随便试。可以用这些账号登录（登录页上也有）："


def ready(data: Path, at: datetime) -> list[str]:
    """The sample year in the open database and its accounts in the data folder; what is to be said about it.

    Raises Refused where the database holds something that is no sample.
    """
    _must_be_a_sample()
    build(at)
    said = [line for city in CITIES for line in kept_open(city, at)]
    found = accounts(localdate(at))
    write_whole(data / sample.FILE, json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8"))
    settings.SAMPLE_ACCOUNTS = found
    return [_SAID, *table(found), *said]


def build(at: datetime) -> None:
    """Every city that is not there, each as a whole or not at all: one that was stopped half-way is begun anew."""
    wanted = [city for city in CITIES if federation_of(city) is None]
    if wanted:
        print("正在准备示例数据，第一次要等一会儿（约半分钟）……", file=sys.stderr, flush=True)
    for city in wanted:
        with transaction.atomic():
            lived(begun(city, Days(at)))


def _must_be_a_sample() -> None:
    known = {found.pk for city in CITIES if (found := federation_of(city))}
    if Federation.objects.exclude(pk__in=known).exists():
        said = "这里有不是示例的市总工会，示例数据不放进来；请另用一个文件夹，或者不设 JIANGFANG_SAMPLE"
        raise Refused([error("not_a_sample", "JIANGFANG_SAMPLE", said)])


def kept_open(city: City, at: datetime) -> list[str]:
    """Where the day of the sample's round is over, another is set, so that there is something to try; what was done."""
    federation = federation_of(city)
    round = rounds.rounds_of(federation).order_by("pk").first() if federation else None
    clerk = _hat_of(top_of(federation), Role.CITY, at) if federation else None
    last = rounds.deadline(round) if round else None
    if round is None or clerk is None or last is None or last >= localdate(at):
        return []
    programme, days = rounds.opened(round).programme, Days(at)
    spans = days_of(programme, days)
    fresh = {window: span for window, span in spans.items() if span != Span()}
    announce.change_days(round=round, days=fresh, why="示例数据的日子过了，往后推", hat=clerk, at=at)
    _own_days(round, days)
    closes = spans[programme.hand_in].closes
    return [f"{clerk.organisation.name}：报送截止日已经过了，往后推到{long_day(closes)}"] if closes else []


def _own_days(round: Round, days: Days) -> None:
    """A recommender's own day that is over likewise, where somebody signs in for it."""
    for row in rounds.recommenders(round):
        row.round = round
        hat = _hat_of(row.organisation, Role.RECOMMENDER, days.now)
        if row.own_day is not None and row.own_day < days.day(0) and hat is not None:
            announce.set_own_day(recommender=row, day=days.day(-EARLIER), hat=hat, at=days.now)


def _hat_of(spot: Organisation, role: Role, at: datetime) -> Hat | None:
    """Somebody who wears a hat there today."""
    return holders(spot, localdate(at), role).filter(organisation=spot).first()
