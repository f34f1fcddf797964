"""Fields whose bounds hold in the form and in the database alike, on SQLite and PostgreSQL."""

import datetime
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
FIRST_MOMENT = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2100, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)
YEAR_SENTENCE = _("The year must be between 1900 and 2100.")
LARGEST_INTEGER = 2**31 - 1
LARGEST_AMOUNT = Decimal("999999999999.99")


def composed(text: Any) -> Any:
    """Text in composed form (NFC), as everything is stored."""
    return unicodedata.normalize("NFC", text) if isinstance(text, str) else text


class LineField(models.CharField):
    """One line of text, stored in composed form."""

    def to_python(self, value: Any) -> Any:
        return composed(super().to_python(value))


class NoteField(models.TextField):
    """Several lines of text, stored in composed form, at most `max_length` characters (20,000 unless told)."""

    def __init__(self, *args: Any, max_length: int = 20_000, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        return composed(super().to_python(value))


class _Between:
    """Adds a BETWEEN check of `first` and `last` to the column."""

    first: Any
    last: Any

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return f"{column} BETWEEN '{self.first}' AND '{self.last}'"


class DayField(_Between, models.DateField):
    """A date from 1900 to 2100."""

    first, last = FIRST_DAY, LAST_DAY
    default_validators = [
        MinValueValidator(FIRST_DAY, message=YEAR_SENTENCE),
        MaxValueValidator(LAST_DAY, message=YEAR_SENTENCE),
    ]


class MomentField(_Between, models.DateTimeField):
    """A moment in UTC from 1900 to 2100."""

    first, last = "1900-01-01 00:00:00", "2101-01-01 00:00:00"
    default_validators = [
        MinValueValidator(FIRST_MOMENT, message=YEAR_SENTENCE),
        MaxValueValidator(LAST_MOMENT, message=YEAR_SENTENCE),
    ]


class CountField(models.IntegerField):
    """A whole number from `least` to `most`, both held by the database."""

    def __init__(self, *args: Any, least: int = 0, most: int = LARGEST_INTEGER, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "least": self.least, "most": self.most}

    @cached_property
    def validators(self) -> list:
        return [MinValueValidator(self.least), MaxValueValidator(self.most)]

    def db_check(self, connection: Any) -> str:
        return f"{connection.ops.quote_name(self.column)} BETWEEN {self.least} AND {self.most}"

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"min_value": self.least, "max_value": self.most, **kwargs})


class AmountField(models.DecimalField):
    """An amount of money: from 0 up, in hundredths, both held by the database. Its currency stands beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 14, "decimal_places": 2})

    @cached_property
    def validators(self) -> list:
        return [*super().validators, MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)]

    def db_check(self, connection: Any) -> str:
        return f"{connection.ops.quote_name(self.column)} BETWEEN 0 AND {LARGEST_AMOUNT}"

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"min_value": 0, "max_value": LARGEST_AMOUNT, **kwargs})
