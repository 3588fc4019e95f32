from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "sibina.deliver.placements"
    label = "placements"
