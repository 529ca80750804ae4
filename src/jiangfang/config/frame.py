"""What every page is given beside its own: the hats, the menu, the day, the size of the letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jiangfang.config.navigation import menu
from jiangfang.core.people import Role
from jiangfang.records.people.access import SESSION_HAT


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the base templates; asks the database nothing."""
    hat = getattr(request, "hat", None)
    hats = getattr(request, "hats", [])
    usual = request.session.get(SESSION_HAT) if hats else None
    other = hat is not None and len(hats) > 1 and hat.pk != (usual or hats[0].pk)
    role = Role(hat.role) if hat else None
    return {
        "hat": hat,
        "hats": hats,
        "menu": menu(role, request.path, getattr(request, "counts", None), hat.pk if hat and other else None),
        "at": getattr(request, "at", None),
        "today": getattr(request, "today", None),
        "sample": settings.SAMPLE,
        "large": request.COOKIES.get("large") == "1",
    }
