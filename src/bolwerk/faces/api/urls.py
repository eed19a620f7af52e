"""The addresses of the interface, under `/api/`: `openapi.json`, `screening/…`, and the page of keys."""

from django.urls import path

from bolwerk.faces.api import keys

app_name = "api_pages"
urlpatterns = [
    path("sleutels/", keys.keys, name="keys"),
    path("sleutels/<int:pk>/intrekken/", keys.revoke, name="revoke"),
]
