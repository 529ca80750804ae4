"""What anyone may see: the rounds that a city has published, and nothing of any other."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from jiangfang.stages.announce import queries
from jiangfang.stages.announce.models import Round


def published_round(pk: int) -> Round:
    """A published round; one that is not published is not there."""
    return get_object_or_404(queries.published(), pk=pk)
