"""Loads the word lists: themes, roles, kinds of meeting, languages, offices."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from midla.records.loading import Row, load_rows
from midla.records.models import Word

BOOLEANS = {"yes": True, "no": False}


class Command(BaseCommand):
    """Repeatable; words that somebody edited stay as they are."""

    help = "Load the word lists from each app's data folder; never overwrites an edit."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            if issubclass(model, Word):
                result = load_rows(model, "code", rows_of(model))
                self.stdout.write(f"{model._meta.verbose_name_plural}: {result}")


def rows_of(model: type[Word]) -> Iterator[Row]:
    """The words of a model's list, from `data/<model name>.csv` in its app."""
    path = Path(apps.get_app_config(model._meta.app_label).path) / "data" / f"{model._meta.model_name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: BOOLEANS.get(value, value) for name, value in row.items()}
