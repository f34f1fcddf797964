"""How lists narrow: filters whose every value is bounded, their form, and words for those that are active.

A list's filters are a django-filter `FilterSet`; those that a reader's role may not use are not there. What is asked
beyond a bound gets a sentence, and the list shows nothing until it is put right: rows of a filter that was left out
in silence would be taken for its answer.
"""

import copy
import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import django_filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midla.records.fields import FIRST_DAY, LAST_DAY, YEAR_SENTENCE
from midla.records.options import Options, OptionSelect
from midla.records.search import words_of
from midla.ui.dates import day
from midla.ui.templatetags.ui import filter_field
from midla.ui.widgets import DayInput

LONGEST_WORDS, LONGEST_CODE = 200, 60
LARGEST_KEY = 2**63 - 1
NO_SUCH_CHOICE = gettext_lazy("There is no such choice. Choose one of the list.")


# --- fields: what a value may be, and how it is said -----------------------------------------------------------------
class WordsField(forms.CharField):
    """Words to look for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_WORDS, "widget": forms.TextInput({"type": "search"}), **kwargs})

    def words(self, value: str) -> str:
        return value


class OneField(forms.CharField):
    """One of some options, by its code. `strict`: only those offered; else a code nobody has finds nothing."""

    def __init__(self, *, options: Options, strict: bool = False, typed: bool = False, **kwargs: Any) -> None:
        self.options, self.strict = options, strict
        super().__init__(**{"max_length": LONGEST_CODE, "widget": OptionSelect(options, typed=typed), **kwargs})

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.strict and value and value not in self.options.words:
            raise ValidationError(NO_SUCH_CHOICE, code="invalid_choice")

    def words(self, value: Any) -> str:
        return self.options.words.get(str(value), str(value))


class ManyField(forms.Field):
    """Some of the options, by their codes."""

    most = 20

    def __init__(self, *, options: Options, **kwargs: Any) -> None:
        self.options = options
        super().__init__(**{"widget": OptionSelect(options, many=True, typed=True), **kwargs})

    def clean(self, value: Any) -> list[str]:
        values = list(dict.fromkeys(value or ()))
        if len(values) > self.most or any(len(one) > LONGEST_CODE for one in values):
            raise ValidationError(NO_SUCH_CHOICE, code="invalid_choice")
        return values

    def words(self, value: list[str]) -> str:
        return ", ".join(self.options.words.get(one, one) for one in value)


class KeyField(forms.IntegerField):
    """The key of a record; one that no table can hold is refused before it reaches the database."""

    default_error_messages = {"invalid": NO_SUCH_CHOICE, "min_value": NO_SUCH_CHOICE, "max_value": NO_SUCH_CHOICE}

    def __init__(self, *, options: Options | None = None, **kwargs: Any) -> None:
        self.options = options
        widget = OptionSelect(options, typed=True) if options else forms.HiddenInput()
        super().__init__(**{"min_value": 1, "max_value": LARGEST_KEY, "widget": widget, **kwargs})
        for bound in self.validators:
            bound.message = NO_SUCH_CHOICE

    def words(self, value: int) -> str:
        return self.options.words.get(str(value), str(value)) if self.options else str(value)


class DayField(forms.DateField):
    """A day from 1900 to 2100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DayInput(), **kwargs})

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(YEAR_SENTENCE, code="year")

    def words(self, value: datetime.date) -> str:
        return day(value)


class CountField(forms.IntegerField):
    """A whole number from one up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 36_500, **kwargs})

    def words(self, value: int) -> str:
        return str(value)


YES = Options(lambda: [("1", gettext_lazy("yes"))])


class YesField(OneField):
    """Only the rows of which something is true."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"options": YES, "strict": True, **kwargs})


# --- filters: django-filter's, each with its bounded field -----------------------------------------------------------
class Shared(django_filters.Filter):
    """A filter whose field is made once, and not anew for each reader: a form copies its fields for itself."""

    def __deepcopy__(self, memo: dict) -> "Shared":
        _made = self.field
        again = copy.copy(self)
        # A method is looked for in the set that the copy is of.
        again.method = self.method
        return again


class Words(Shared, django_filters.CharFilter):
    """Rows whose search key holds all words; none where only signs were written, which no key holds."""

    field_class = WordsField

    def filter(self, qs: Any, value: str) -> QuerySet:
        return qs.matching(value) if words_of(value) else qs.none()


class One(Shared, django_filters.CharFilter):
    """Rows where a column equals one of the options."""

    field_class = OneField


class Many(Shared):
    """Rows that have at least one of the options; give it a `method`, so that no row comes twice."""

    field_class = ManyField


class Key(Shared, django_filters.NumberFilter):
    """Rows that point at one record."""

    field_class = KeyField

    def get_max_validator(self) -> None:
        return None


class Since(Shared, django_filters.DateFilter):
    """Rows whose moment lies on a day, where the reader is, or later; `until` asks for that day or earlier."""

    field_class = DayField

    def __init__(self, field_name: str, *, until: bool = False, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.until = until

    def filter(self, qs: Any, value: datetime.date) -> QuerySet:
        if self.until:
            return qs.filter(**{f"{self.field_name}__lt": midnight(value + datetime.timedelta(days=1))})
        return qs.filter(**{f"{self.field_name}__gte": midnight(value)})


def midnight(day_there: datetime.date) -> datetime.datetime:
    """The moment at which a day begins where the reader is."""
    return timezone.make_aware(datetime.datetime.combine(day_there, datetime.time()))


def between(field_name: str, since: datetime.date | None, until: datetime.date | None) -> Q:
    """The condition that a moment lies within two days, where the reader is; each may be left open."""
    condition = Q(**{f"{field_name}__gte": midnight(since)}) if since else Q()
    return condition & Q(**{f"{field_name}__lt": midnight(until + datetime.timedelta(days=1))}) if until else condition


def days_between(field_name: str, since: datetime.date | None, until: datetime.date | None) -> Q:
    """The condition that a day lies within two days; each may be left open."""
    condition = Q(**{f"{field_name}__gte": since}) if since else Q()
    return condition & Q(**{f"{field_name}__lte": until}) if until else condition


class Count(Shared, django_filters.NumberFilter):
    """Rows by a number."""

    field_class = CountField

    def get_max_validator(self) -> None:
        return None


class Yes(Shared, django_filters.CharFilter):
    """Rows of which something is true."""

    field_class = YesField


# --- the form, laid out by crispy ------------------------------------------------------------------------------------
class Always(LayoutObject):
    """The filters that are always shown; the first is wide."""

    def __init__(self, *names: str) -> None:
        self.fields = list(names)

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        first = self.fields[0] if self.fields else ""
        drawn = ((drawn_filter(form, name, wide=name == first),) for name in self.fields if name in form.fields)
        return format_html('<div class="grid">{}</div>', format_html_join("", "{}", drawn))


class Folded(LayoutObject):
    """Filters folded away, beside the button; open where one of them is used."""

    def __init__(self, *names: str) -> None:
        self.fields = list(names)

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        names = [name for name in self.fields if name in form.fields]
        button = format_html('<button class="btn btn-quiet btn-sm mt-1 ms-auto">{}</button>', _("Filter"))
        return format_html(
            '<div class="d-flex flex-wrap gap-2 align-items-start justify-content-between mt-2">{}{}</div>',
            *(self.details(form, names) if names else "", button),
        )

    def details(self, form: Any, names: Sequence[str]) -> SafeString:
        used = any(form.data.get(name) for name in names)
        drawn = format_html_join("", "{}", ((drawn_filter(form, name),) for name in names))
        return format_html(
            '<details class="more"{}><summary>{}</summary><div class="grid mt-2">{}</div></details>',
            *(SafeString(" open" if used else ""), _("More filters"), drawn),
        )


def drawn_filter(form: forms.Form, name: str, *, wide: bool = False) -> SafeString:
    """A field of the form; one that the address does not name looks the same to everybody."""
    if name in form.data:
        return filter_field(form[name], wide)
    options: Options | None = getattr(form.fields[name], "options", None)
    return unused_filter(type(form), name, wide, get_language(), options.grows_old if options else 0.0)


@lru_cache(maxsize=4096)
def unused_filter(form: type[forms.Form], name: str, wide: bool, language: str | None, grows_old: float) -> SafeString:
    """A field that holds nothing, drawn once for each language; its options anew whenever they are read."""
    return filter_field(form()[name], wide)


class FilterForm(forms.Form):
    """The form of a list's filters."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s", **kwargs})


# By the set of filters and their names.
FORM_CLASSES: dict[Any, type[forms.Form]] = {}


@dataclass(frozen=True)
class Active:
    """One filter that narrows the list: its name in the address, its label, its value in words."""

    name: str
    label: str
    value: str

    @property
    def words(self) -> str:
        return _("%(label)s: %(value)s") % {"label": self.label, "value": self.value}


class RecordFilters(django_filters.FilterSet):
    """The filters of one list, for one reader. Filters with a `method` find the reader in `self.user`."""

    # Names of the filters that are always shown; the others are folded away.
    always: ClassVar[Sequence[str]] = ("q",)
    # Filters that say something about a guarded field: name -> the permission it takes.
    guarded: ClassVar[dict[str, Any]] = {}
    # Filters by the key of a record, and its model: a chip says the record's name.
    named: ClassVar[dict[str, Any]] = {}

    class Meta:
        form = FilterForm

    def __init__(self, query: QueryDict, rows: QuerySet, user: Any) -> None:
        super().__init__(query, rows)
        self.user = user
        for name, permission in self.guarded.items():
            if not user.can(permission):
                del self.filters[name]

    def get_form_class(self) -> type[forms.Form]:
        """The form of these filters; the same for every reader who has the same ones."""
        names = (type(self), *self.filters)
        if names not in FORM_CLASSES:
            FORM_CLASSES[names] = super().get_form_class()
        return FORM_CLASSES[names]

    @classmethod
    def names(cls) -> Collection[str]:
        """The parameters of the address that are filters."""
        return cls.base_filters.keys()

    @cached_property
    def narrowed(self) -> QuerySet:
        """The rows that pass all filters; none where a value is beyond its bounds."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        for name, value in self.form.cleaned_data.items():
            if value not in (None, "", []):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def active(self) -> list[Active]:
        """The filters that narrow the list, in the order of the form."""
        if not self.form.is_valid():
            return []
        return [
            Active(name, str(self.filters[name].label), self.words(name, value))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
        ]

    def words(self, name: str, value: Any) -> str:
        """A value in words; a record by its name, where the reader sees it."""
        if name not in self.named:
            return self.form.fields[name].words(value)
        record = self.named[name].objects.visible_to(self.user).filter(pk=value).first()
        return str(record) if record else _("no such record")

    def laid_out(self) -> SafeString:
        """The form's fields, drawn."""
        shown = [name for name in self.filters if not self.form[name].is_hidden]
        hidden = [name for name in self.filters if name not in shown and self.form.data.get(name)]
        folded = [name for name in shown if name not in self.always]
        helper = FormHelper()
        helper.layout = Layout(Always(*self.always), Folded(*folded))
        kept = format_html_join("", "{}", ((self.form[name].as_widget(),) for name in hidden))
        return helper.render_layout(self.form, Context()) + kept
