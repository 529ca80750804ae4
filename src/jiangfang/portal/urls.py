"""The addresses of the room."""

from django.urls import path

from jiangfang.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("notice/<int:round>/", views.notice, name="notice"),
    path("notice/<int:round>/file/", views.file, name="file"),
    path("notice/<int:round>/blank/<slug:form>/", views.blank, name="blank"),
    path("rounds/<int:round>/preview/", views.preview, name="preview"),
]
