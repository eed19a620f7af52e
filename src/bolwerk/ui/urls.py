"""The style guide, the sources and the choice of colours, under `/stijl/`."""

from django.urls import path

from bolwerk.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.style_guide, name="style"),
    path("werkbank/", views.style_workbench, name="style-workbench"),
    path("bronnen/", views.sources, name="sources"),
    path("thema/", views.choose_theme, name="theme"),
]
