"""The addresses of the house, one line a room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jiangfang.portal.urls")),
    path("", include("jiangfang.records.people.urls")),
    path("", include("jiangfang.records.files.urls")),
    path("", include("jiangfang.records.messages.urls")),
    path("", include("jiangfang.records.studios.urls")),
    path("", include("jiangfang.records.ledger.urls")),
    path("", include("jiangfang.desk.urls")),
    path("", include("jiangfang.stages.announce.urls")),
    path("", include("jiangfang.stages.apply.urls")),
    path("", include("jiangfang.stages.prove.urls")),
    path("", include("jiangfang.stages.recommend.urls")),
    path("", include("jiangfang.stages.receive.urls")),
]

handler400 = "jiangfang.config.errors.bad_request"
handler403 = "jiangfang.config.errors.forbidden"
handler404 = "jiangfang.config.errors.not_found"
handler500 = "jiangfang.config.errors.broken"
