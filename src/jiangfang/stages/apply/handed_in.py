"""An application as everybody beside its unit reads it: while the unit mends what was sent back, as it was before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from jiangfang.core.definition.programme import Programme
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.models import Application, Change


def as_handed_in(application: Application) -> Application:
    """The same object as it was when it was sent back, where nothing was handed in since; only for reading.

    Until the unit hands in again, what it writes is its own affair, as in a draft.
    """
    returned = queries.open_return(application) if _may_wait(application) else None
    if returned is None or returned.version >= application.version:
        return application
    every = list(queries.changes_after(application, 0))
    changes = [one for one in every if one.version > returned.version]
    keys = queries.changed_since(application, returned.version, changes)
    answers, rough = queries.answers_of(application), queries.rough_of(application)
    for key, (value, typed) in queries.before(application, returned.version, keys, changes).items():
        for held, said in ((answers, value), (rough, typed)):
            held.pop(key, None)
            if said is not None:
                held[key] = said
    application.answers, application.rough = json.dumps(answers, ensure_ascii=False), json.dumps(rough)
    _turn_back(application, returned.version, [one for one in reversed(every) if one.version <= returned.version])
    return application


def _may_wait(application: Application) -> bool:
    """Whether a return can be open: the unit may write, or it ended without an answer."""
    workflow = queries.programme_of(application).programme.workflow
    here = queries.position(application)
    ended = any(state.id == application.state and state.final for state in workflow.states)
    return not workflow.private(here) and (ended or workflow.fillable(here, application.route))


def _turn_back(application: Application, version: int, earlier: Sequence[Change]) -> None:
    """The version counters as they were at a version. earlier: the savings up to it, newest first."""
    programme = queries.programme_of(application).programme
    filled = [one for one in earlier if one.kind == "fill"]
    if application.material_version > version:
        application.material_version = _last_of_weight(programme, filled)
    application.version = version
    application.filled_version = filled[0].version if filled else 0


def _last_of_weight(programme: Programme, changes: Iterable[Change]) -> int:
    """The version of the newest saving that voided opinions; 0 for none. What stands beside the form always does."""
    weighty = {field.key: field.material for field in programme.fields}
    for change in changes:
        said = queries.delta_of(change)
        if any(weighty.get(key, True) and was != became for key, (was, became, *_) in said.items()):
            return change.version
    return 0
