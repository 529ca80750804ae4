"""The addresses of the room."""

from django.urls import path

from jiangfang.stages.announce.views import notice, opening, periods, programmes, recommenders, rounds

app_name = "announce"
urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/adopt/", programmes.adopt, name="adopt"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", opening.choose, name="choose"),
    path("rounds/open/<int:revision>/", opening.open_round, name="open"),
    path("rounds/<int:round>/", rounds.round_page, name="round"),
    path("rounds/<int:round>/days/", rounds.change_days, name="days"),
    path("rounds/<int:round>/periods/", periods.change_periods, name="periods"),
    path("rounds/<int:round>/publish/", rounds.publish, name="publish"),
    path("rounds/<int:round>/notice/", notice.notice, name="notice"),
    path("rounds/<int:round>/notice/file/", notice.file, name="file"),
    path("rounds/<int:round>/recommenders/add/", recommenders.add, name="add"),
    path("rounds/<int:round>/recommenders/<int:recommender>/", recommenders.recommender, name="recommender"),
    path("rounds/<int:round>/recommenders/<int:recommender>/quota/", recommenders.quota, name="quota"),
    path("rounds/<int:round>/recommenders/<int:recommender>/deadline/", recommenders.extend, name="extend"),
]
