"""The addresses of the room."""

from django.urls import path

from jiangfang.records.studios import views

app_name = "studios"
_ONE = "studios/<int:pk>/"

urlpatterns = [
    path("studios/", views.studios, name="list"),
    path("studios/begin/", views.begin, name="begin"),
    path(f"{_ONE}change/", views.change, name="change"),
    path(f"{_ONE}close/", views.close, name="close"),
    path(f"{_ONE}reopen/", views.reopen, name="reopen"),
]
