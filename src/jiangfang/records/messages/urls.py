"""The addresses of the room."""

from django.urls import path

from jiangfang.records.messages.views import outbox, reading, writing

app_name = "messages"
urlpatterns = [
    path("messages/", reading.messages, name="list"),
    path("messages/seen/", reading.seen_all, name="seen_all"),
    path("messages/<int:message>/seen/", reading.seen, name="seen"),
    path("messages/written/", writing.written, name="written"),
    path("messages/written/new/", writing.write, name="write"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/look-first/", outbox.look_first, name="look_first"),
    path("outbox/hold/", outbox.hold, name="hold"),
    path("outbox/let-go/", outbox.let_go, name="let_go"),
    path("outbox/drop/", outbox.drop, name="drop"),
    path("outbox/<int:mail>/", outbox.mail, name="mail"),
    path("outbox/<int:mail>/again/", outbox.again, name="again"),
]
