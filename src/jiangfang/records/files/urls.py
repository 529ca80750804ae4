"""The addresses of the room: files that were made, and those that lie in the trays of other rooms."""

from django.urls import path

from jiangfang.records.files import views

app_name = "files"
urlpatterns = [
    path("made/", views.mine, name="list"),
    path("made/<int:pk>/", views.making, name="making"),
    path("made/<int:pk>/file/", views.file, name="file"),
    path("files/<slug:tray>/upload/", views.upload, name="upload"),
    path("files/<slug:tray>/resumable/", views.resumable, name="resumable"),
    path("files/<slug:tray>/resumable/<slug:key>/", views.piece, name="piece"),
    path("files/<slug:tray>/<int:pk>/", views.look, name="look"),
    path("files/<slug:tray>/<int:pk>/download/", views.download, name="download"),
    path("files/<slug:tray>/<int:pk>/preview/<int:page>/", views.preview, name="preview"),
    path("files/<slug:tray>/<int:pk>/turn/", views.turn, name="turn"),
    path("files/<slug:tray>/<int:pk>/rename/", views.rename, name="rename"),
    path("files/<slug:tray>/<int:pk>/remove/", views.remove, name="remove"),
]
