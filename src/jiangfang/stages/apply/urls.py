"""The addresses of the room."""

from django.urls import path

from jiangfang.stages.apply.views import (
    belonging,
    checking,
    comparing,
    informing,
    listing,
    mending,
    opinions,
    overview,
    reading,
    retaining,
    sections,
    sharing,
)

app_name = "apply"
_ONE = "applications/<int:pk>/"

urlpatterns = [
    path("applications/", listing.applications, name="list"),
    path("applications/excel/", listing.excel, name="excel"),
    path("rounds/<int:round>/start/", listing.start, name="start"),
    path("rounds/<int:round>/retention/", retaining.retaining, name="retention"),
    path("rounds/<int:round>/retention/terms/", retaining.terms, name="retention_terms"),
    path("rounds/<int:round>/retention/delete/", retaining.delete, name="retention_delete"),
    path(_ONE, overview.overview, name="overview"),
    path(f"{_ONE}sections/<slug:section>/", sections.section, name="section"),
    path(f"{_ONE}sections/<slug:section>/save/", sections.save, name="save"),
    path(f"{_ONE}check/", checking.check, name="check"),
    path(f"{_ONE}told/", informing.told, name="told"),
    path(f"{_ONE}receipt/", checking.receipt, name="receipt"),
    path(f"{_ONE}recall/", overview.recall, name="recall"),
    path(f"{_ONE}directly/", overview.directly, name="directly"),
    path(f"{_ONE}withdraw/", overview.withdraw, name="withdraw"),
    path(f"{_ONE}studio/", belonging.studio, name="studio"),
    path(f"{_ONE}share/", sharing.share, name="share"),
    path(f"{_ONE}invite/", sharing.invite, name="invite"),
    path(f"{_ONE}read/", reading.read, name="read"),
    path(f"{_ONE}compare/", comparing.compare, name="compare"),
    path(f"{_ONE}paper/<slug:form>/", reading.paper, name="paper"),
    path(f"{_ONE}journal/", reading.history, name="journal"),
    path(f"{_ONE}endorse/", opinions.endorse, name="endorse"),
    path(f"{_ONE}return/", opinions.send_back, name="return"),
    path(f"{_ONE}mend/", mending.mend, name="mend"),
    path("tellings/<int:pk>/seen/", mending.seen, name="seen"),
]
