"""What the tests of files ask of the store and the rows."""

from __future__ import annotations

from jiangfang.records.files import queries
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.store import Store
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.studios.models import Studio
from tests.records.world import AT, City


def sound(kept: Store) -> None:
    """Every row has its bytes, all bytes have their row, and nothing is left on its way."""
    lying = {one.sha256: one.size for one in kept.lying()}
    assert lying == dict(Content.objects.values_list("sha256", "size"))
    assert list(queries.on_its_way().glob("*")) == []


def used(file: File, town: City) -> EntryFile:
    """A file that lies with an entry of a ledger."""
    who = town.worker.person
    studio, _ = Studio.objects.get_or_create(
        federation=town.federation, unit=town.unit, name="示例创新工作室", begun_at=AT, begun_by=who
    )
    entry = Entry.objects.create(
        studio=studio, kind="award", title="示例奖", person=who, who="示例", at=AT, changed_at=AT
    )
    return EntryFile.objects.create(entry=entry, slot="paper", file=file)
