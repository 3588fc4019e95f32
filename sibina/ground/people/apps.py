from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sibina.ground.people"
    label = "people"
