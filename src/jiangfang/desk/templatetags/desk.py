"""``{% load desk %}``: small lookups of the desk's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from jiangfang.core.quota import Quota

register = template.Library()


@register.filter
def of(found: Mapping[Any, Any], key: object) -> Any:
    """What a mapping holds for a key; None for nothing."""
    return found.get(key)


@register.filter
def quota_says(quota: Quota, taken: int) -> str:
    """Where a recommender stands: 已推荐 2，最多 3."""
    return quota.says(taken)
