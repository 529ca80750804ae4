"""The addresses of the room."""

from django.urls import path

from jiangfang.stages.receive.views import chasing, counting, inbox, mine, papers, recommender, sheets

app_name = "receive"
urlpatterns = [
    path("receive/", inbox.rounds_page, name="rounds"),
    path("rounds/<int:round>/inbox/", inbox.inbox, name="inbox"),
    path("rounds/<int:round>/inbox.xlsx", sheets.inbox_sheet, name="inbox_sheet"),
    path("rounds/<int:round>/inbox/direct/", recommender.direct, name="direct"),
    path("rounds/<int:round>/inbox/receive/", recommender.accept, name="accept"),
    path("rounds/<int:round>/papers/", papers.papers, name="papers"),
    path("rounds/<int:round>/papers.xlsx", sheets.papers_sheet, name="papers_sheet"),
    path("rounds/<int:round>/papers/register/", counting.register, name="register"),
    path("rounds/<int:round>/arrivals/", counting.arrivals, name="arrivals"),
    path("rounds/<int:round>/chase/", chasing.chase, name="chase"),
    path("receive/recommenders/<int:pk>/", recommender.recommender, name="recommender"),
    path("receive/recommenders/<int:pk>/hand-back/", recommender.hand_back, name="hand_back"),
    path("receive/recommenders/<int:pk>/chase-units/", chasing.chase_units, name="chase_units"),
    path("receive/arrivals/<int:pk>/strike/", counting.strike, name="strike"),
    path("receive/mine/<int:pk>/", mine.mine, name="mine"),
    path("receive/applications/<int:pk>/", mine.own, name="own"),
]
