from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "bolwerk.office.search"
    label = "search"
    verbose_name = "Search"
