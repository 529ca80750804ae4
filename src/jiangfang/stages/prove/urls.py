"""The addresses of the room."""

from django.urls import path

from jiangfang.stages.prove.views import doubles, evidence, listing, making, numbers, pieces, taking

app_name = "prove"
_ONE = "applications/<int:pk>/evidence/"

urlpatterns = [
    path("rounds/<int:round>/doubles/", doubles.doubles, name="doubles"),
    path("rounds/<int:round>/bundles/", making.of_round, name="bundles"),
    path("applications/<int:pk>/numbers/", numbers.all_numbers, name="numbers"),
    path("applications/<int:pk>/numbers/<slug:key>/", numbers.number, name="number"),
    path(_ONE, evidence.evidence, name="evidence"),
    path(f"{_ONE}bound/", making.bound, name="bound"),
    path(f"{_ONE}zip/", making.package, name="zip"),
    path(f"{_ONE}letter/", making.letter, name="letter"),
    path(f"{_ONE}draft/", making.draft, name="draft"),
    path(f"{_ONE}ledger/", taking.all_papers, name="taking"),
    path(f"{_ONE}ledger/<slug:indicator>/<slug:proof>/", taking.papers, name="taking_one"),
    path(f"{_ONE}loose/", evidence.loose, name="loose"),
    path(f"{_ONE}sort/", evidence.sort, name="sort"),
    path(f"{_ONE}of/<slug:indicator>/", pieces.indicator, name="indicator"),
    path(f"{_ONE}excuse/<slug:indicator>/", evidence.excuse, name="excuse"),
    path(f"{_ONE}of/<slug:indicator>/<slug:proof>/", pieces.bring, name="bring"),
    path(f"{_ONE}of/<slug:indicator>/<slug:proof>/list/", listing.one, name="list"),
    path(f"{_ONE}of/<slug:indicator>/<slug:proof>/list/pdf/", listing.pdf, name="list_pdf"),
]
