"""The addresses of the house; each room brings its own when its pages come."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
