"""The addresses of the room."""

from django.urls import path

from jiangfang.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("journal/", views.journal, name="journal"),
]
