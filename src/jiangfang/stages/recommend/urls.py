"""The addresses of the room."""

from django.urls import path

from jiangfang.stages.recommend.views import choosing, handing_in, listing, review, several

app_name = "recommend"
urlpatterns = [
    path("recommend/", listing.mine, name="list"),
    path("recommend/<int:pk>/", listing.listing, name="recommender"),
    path("recommend/<int:pk>/list.xlsx", listing.excel, name="excel"),
    path("recommend/<int:pk>/order/", listing.order, name="order"),
    path("recommend/<int:pk>/not-started/", listing.not_started, name="not_started"),
    path("recommend/<int:pk>/several/", several.several, name="several"),
    path("recommend/<int:pk>/selection/", choosing.selection, name="selection"),
    path("recommend/<int:pk>/own-day/", choosing.own_day, name="own_day"),
    path("recommend/<int:pk>/contact/", choosing.contact, name="contact"),
    path("recommend/<int:pk>/hand-in/", handing_in.hand_in, name="hand_in"),
    path("recommend/<int:pk>/hand-in/<int:serial>/", handing_in.receipt, name="receipt"),
    path("recommend/<int:pk>/summary.xlsx", handing_in.summary, name="summary"),
    path("recommend/<int:pk>/papers.zip", handing_in.papers, name="papers"),
    path("recommend/applications/<int:pk>/", review.review, name="review"),
    path("recommend/applications/<int:pk>/tick/", review.tick, name="tick"),
    path("recommend/applications/<int:pk>/recommend/", review.recommend, name="recommend"),
    path("recommend/applications/<int:pk>/return/", review.send_back, name="return"),
    path("recommend/applications/<int:pk>/not-recommend/", review.not_recommend, name="not_recommend"),
    path("recommend/applications/<int:pk>/unrecommend/", review.unrecommend, name="unrecommend"),
    path("recommend/applications/<int:pk>/seen/<int:telling>/", review.seen, name="seen"),
    path("rounds/<int:round>/recommenders/", listing.progress, name="progress"),
]
