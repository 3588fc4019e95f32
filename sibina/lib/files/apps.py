from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sibina.lib.files"
    label = "files"
