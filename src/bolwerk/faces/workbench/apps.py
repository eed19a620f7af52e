from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "bolwerk.faces.workbench"
    label = "workbench"
    verbose_name = "Workbench"
