from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bolwerk.office.documents"
    label = "documents"
    verbose_name = "Documents"
