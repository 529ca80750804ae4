"""Which kinds of entries a federation's studios may keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from jiangfang.core.ledger.base import BASE, merged
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.proofs import DEFAULT, Limits
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import programme

_STRANGE = "不再记的类别"


@dataclass(frozen=True, slots=True)
class Kinds:
    """offered: what can be written down now; the kinds of older revisions are looked up where an entry has one."""

    federation: int
    offered: tuple[LedgerKind, ...]
    _known: dict[str, LedgerKind] = field(default_factory=dict)

    def get(self, id: str) -> LedgerKind | None:
        """A kind that can be written down now."""
        return next((kind for kind in self.offered if kind.id == id), None)

    def known(self, id: str) -> LedgerKind:
        """A kind by which an entry was written down; one without columns where no revision tells any more."""
        found = self.get(id) or self._known.get(id)
        if found is None:
            self._known.update(_older(self.federation))
            found = self._known.setdefault(id, LedgerKind(id, _STRANGE, "名称", Dated.SPAN, "日期"))
        return found


def _older(federation: int) -> Mapping[str, LedgerKind]:
    """The kinds of all revisions, those of the newest last."""
    kinds = {kind.id: kind for kind in BASE}
    for revision in _revisions(federation).order_by("loaded_at", "pk"):
        kinds |= {kind.id: kind for kind in programme(revision).programme.ledger_kinds}
    return kinds


def kinds_of(federation: int) -> Kinds:
    """The kinds of the newest programme of a federation; the common ones where it has none."""
    newest = _newest(federation)
    own = programme(newest).programme.ledger if newest else ()
    return Kinds(federation, merged(own))


def limits_of(federation: int) -> Limits:
    """How much may be brought to the ledgers of a federation."""
    newest = _newest(federation)
    return programme(newest).programme.uploads if newest else DEFAULT


def _newest(federation: int) -> Revision | None:
    return _revisions(federation).order_by("-loaded_at", "-pk").first()


def _revisions(federation: int) -> QuerySet[Revision]:
    return Revision.objects.filter(federation=federation).defer("plain")
