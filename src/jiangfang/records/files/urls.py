"""The addresses of the room."""

from django.urls import path

from jiangfang.records.files import views

app_name = "files"
urlpatterns = [
    path("made/", views.mine, name="list"),
    path("made/<int:pk>/", views.making, name="making"),
    path("made/<int:pk>/file/", views.file, name="file"),
]
