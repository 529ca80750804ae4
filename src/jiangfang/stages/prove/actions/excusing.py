"""The unit attests that an indicator does not apply, with the reason; and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.proving import LONGEST_REASON
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.actions.changing import changing, refused
from jiangfang.stages.prove.models import Excuse
from jiangfang.stages.prove.queries import standing


@transaction.atomic
def excuse(*, application: Application, indicator: str, reason: str, hat: Hat, at: datetime) -> None:
    """Attest that it does not apply; another reason takes the place of the one before."""
    said = reason.strip()
    if not said:
        raise refused("missing", "请写明为什么不适用，例如：本地没有成立工作室联盟", "reason")
    if len(said) > LONGEST_REASON:
        raise refused("too_long", f"理由有 {len(said)} 个字，最多 {LONGEST_REASON} 个", "reason")
    if xml_cannot_hold(said):
        raise refused("bad_character", "理由里有看不见、也印不出的字符，请删去", "reason")
    with changing(application, hat, at) as found:
        if standing.indicator_of(applications.programme_of(found).programme, indicator) is None:
            raise refused("not_in_list", "提纲上没有这一项")
        values = {"reason": said, "who": hat.person.name, "at": at}
        now = Excuse.objects.filter(application=found, indicator=indicator).first()
        if now is None or now.reason != said:
            Excuse.objects.update_or_create(application=found, indicator=indicator, defaults=values)


@transaction.atomic
def take_back_excuse(*, application: Application, indicator: str, hat: Hat, at: datetime) -> None:
    """It applies after all."""
    with changing(application, hat, at) as found:
        Excuse.objects.filter(application=found, indicator=indicator).delete()
