"""The addresses of the room."""

from django.urls import path

from jiangfang.records.ledger.views import entering, importing, listing, one, papers, timeline

app_name = "ledger"
_ALL = "studios/<int:studio>/"
_ONE = f"{_ALL}entries/<int:pk>/"

urlpatterns = [
    path(_ALL, listing.entries, name="list"),
    path(f"{_ALL}excel/", listing.excel, name="excel"),
    path(f"{_ALL}print/<slug:kind>/", listing.pdf, name="print"),
    path(f"{_ALL}timeline/", timeline.timeline, name="timeline"),
    path(f"{_ALL}papers/", papers.loose, name="papers"),
    path(f"{_ALL}add/", entering.choose, name="choose"),
    path(f"{_ALL}add/<slug:kind>/", entering.add, name="add"),
    path(f"{_ALL}import/<slug:kind>/", importing.look, name="import"),
    path(f"{_ALL}import/<slug:kind>/empty/", importing.empty, name="import_empty"),
    path(f"{_ALL}import/<slug:kind>/confirm/", importing.confirm, name="import_confirm"),
    path(_ONE, one.entry, name="entry"),
    path(f"{_ONE}change/", entering.change, name="change"),
    path(f"{_ONE}strike/", one.strike, name="strike"),
    path(f"{_ONE}back/", one.put_back, name="put_back"),
    path(f"{_ONE}lay/", papers.lay, name="lay"),
    path(f"{_ONE}papers/<int:paper>/order/", papers.order, name="order"),
    path(f"{_ONE}papers/<int:paper>/out/", papers.take_out, name="take_out"),
]
