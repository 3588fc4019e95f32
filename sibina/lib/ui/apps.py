from django.apps import AppConfig

from sibina.lib.ui.plain_errors import speak_plainly


class UiConfig(AppConfig):
    name = "sibina.lib.ui"
    label = "ui"

    def ready(self) -> None:
        """Django's own fields speak as ours do."""
        speak_plainly()
