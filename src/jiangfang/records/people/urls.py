"""The addresses of the room."""

from django.urls import path

from jiangfang.records.people.views import me, sign_in

app_name = "people"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("in/<str:code>", sign_in.link, name="link"),
    path("join/", sign_in.join, name="join"),
    path("forgotten/", sign_in.forgotten, name="forgotten"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("hat/", me.wear, name="hat"),
    path("large/", me.large, name="large"),
]
