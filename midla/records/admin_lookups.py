"""What the query string of an admin list may ask. Anything else is refused before it reaches the database."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

FIRST_YEAR, LAST_YEAR = 1900, 2100
PARTS_OF_DAYS = {"year": (FIRST_YEAR, LAST_YEAR), "month": (1, 12), "day": (1, 31)}
BOUNDS = ("gte", "lt")


def filter_paths(page: admin.ModelAdmin, request: Any) -> Iterator[str]:
    """The field paths by which a list may be narrowed."""
    for entry in page.get_list_filter(request):
        if isinstance(entry, tuple):
            yield entry[0]
        elif isinstance(entry, str):
            yield entry


def own_parameters(page: admin.ModelAdmin, request: Any) -> Iterator[str]:
    """The parameters of filters that are no fields."""
    for entry in page.get_list_filter(request):
        if isinstance(entry, type) and issubclass(entry, admin.SimpleListFilter):
            yield entry.parameter_name


def is_allowed(page: admin.ModelAdmin, request: Any, lookup: str, value: str) -> bool:
    """True for what the list's own filters and its dates ask, with a value that makes sense."""
    if lookup in own_parameters(page, request):
        return True
    if page.date_hierarchy and lookup.startswith(f"{page.date_hierarchy}__"):
        suffix = lookup.removeprefix(f"{page.date_hierarchy}__")
        return suffix in {*PARTS_OF_DAYS, *BOUNDS} and is_sound(suffix, value)
    paths = [path for path in filter_paths(page, request) if lookup == path or lookup.startswith(f"{path}__")]
    return any(is_of_filter(page.model, path, lookup, value) for path in paths)


def is_of_filter(model: type[models.Model], path: str, lookup: str, value: str) -> bool:
    """True for the lookups with which Django's own filters narrow a field."""
    suffix = lookup.removeprefix(path).removeprefix("__")
    target = target_of(model, path)
    usual = {"", "exact", "isnull", *BOUNDS} | ({f"{target}__exact"} if target else set())
    return suffix in usual and is_sound(suffix, value)


def target_of(model: type[models.Model], path: str) -> str:
    """The name of the key that a path of relations ends at; empty where it ends at a plain field."""
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return model._meta.pk.name if field.is_relation else ""


def is_sound(suffix: str, value: Any) -> bool:
    """False for years, months and days that are none, and for bounds that are no dates."""
    if suffix in PARTS_OF_DAYS:
        least, most = PARTS_OF_DAYS[suffix]
        return str(value).isascii() and str(value).isdecimal() and len(str(value)) < 5 and least <= int(value) <= most
    return is_date(str(value)) if suffix in BOUNDS else True


def is_date(value: str) -> bool:
    """True for a day or an aware moment from 1900 to 2100."""
    try:
        moment = parse_datetime(value)
        day = parse_date(value)
    except ValueError:
        return False
    if day is None and (moment is None or moment.tzinfo is None):
        return False
    return FIRST_YEAR <= (day or moment).year <= LAST_YEAR


def is_day(path: str | None, query: Any) -> bool:
    """False where year, month and day of a date hierarchy make no day, such as 31 February."""
    parts = [
        query.get(f"{path}__{part}", default) for part, default in (("year", "2000"), ("month", "1"), ("day", "1"))
    ]
    try:
        datetime.date(*map(int, parts))
    except (ValueError, OverflowError):
        return False
    return True
