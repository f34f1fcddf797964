"""Lines that a higher app adds to the form of a lower one, as a panel adds to its page.

The app that owns the lines declares them in its `panels.py`, for the name of the form; the form never names the app. It
draws them, checks them and hands over the record it stored, with what was chosen on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.functional import Promise

MOST_LINES = 5
# The button that asks for one line more, without script: its value is the prefix of the lines.
ADD_LINE = "add-line"


def with_one_more(posted: Any, prefix: str) -> Any:
    """What was posted, with one line more where that button was pressed; None where no such lines were posted."""
    if posted is None:
        return None
    total = posted.get(f"{prefix}-TOTAL_FORMS", "")
    if posted.get(ADD_LINE) == prefix:
        posted = posted.copy()
        posted[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() and len(total) < 3 else "1"
    elif not total:
        return None
    return posted


def hold_errors_back(formset: Any) -> None:
    """Forget what is wrong with lines that nobody has sent for good yet."""
    lines = formset.forms if formset.is_bound else []
    for line in lines:
        line._errors = ErrorDict()
    formset._errors, formset._non_form_errors = [{} for _line in lines], ErrorList()


@dataclass
class Reader:
    """For whom the form is drawn, and what was chosen on it so far: asked where it is needed, value and words."""

    user: Any
    chosen: Callable[[], Sequence[tuple[str, str]]]


class FormLines:
    """Some lines of a form. Subclass it in `panels.py` of the app that owns what they make, with `@form_lines`."""

    # The name of the form they stand in, and their own, which is the prefix of their fields.
    form: ClassVar[str]
    name: ClassVar[str]
    legend: ClassVar[str | Promise]
    help_text: ClassVar[str | Promise] = ""
    add_label: ClassVar[str | Promise]
    # One line: a plain form that takes `reader`; a line left empty is none.
    line: ClassVar[type[forms.Form]]
    most: ClassVar[int] = MOST_LINES
    # Who lacks it does not see them.
    permission: ClassVar[Any] = None

    def formset(self, posted: Any, reader: Reader) -> Any:
        """The lines, empty or as posted."""
        lines: Any = forms.formset_factory(
            self.line, extra=1, max_num=self.most, absolute_max=self.most, validate_max=True
        )
        return lines(with_one_more(posted, self.name), prefix=self.name, form_kwargs={"reader": reader})

    def write(self, lines: Any, record: Any, chosen: Sequence[tuple[str, Any]], *, by: Any) -> None:
        """Store what the lines say, beside the record of the form; `chosen` are value and record, in order."""
        raise NotImplementedError


@dataclass
class AddedLines:
    """The lines of one declaration in one form."""

    declared: FormLines
    formset: Any

    @property
    def legend(self) -> str | Promise:
        return self.declared.legend

    @property
    def help_text(self) -> str | Promise:
        return self.declared.help_text

    @property
    def add_label(self) -> str | Promise:
        return self.declared.add_label

    @property
    def unfolds(self) -> bool:
        """True where something was typed, or asked for: it must not be out of sight."""
        return self.formset.is_bound and (self.asked_for_more or any(line.has_changed() for line in self.formset))

    @property
    def asked_for_more(self) -> bool:
        return self.formset.data.get(ADD_LINE) == self.declared.name

    def is_valid(self) -> bool:
        """True where the lines are right, or were not sent at all."""
        return not self.formset.is_bound or self.formset.is_valid()

    def hold_errors_back(self) -> None:
        hold_errors_back(self.formset)

    def write(self, record: Any, chosen: Sequence[tuple[str, Any]], *, by: Any) -> None:
        """Store what they say."""
        if self.formset.is_bound:
            self.declared.write(self.formset, record, chosen, by=by)


FORM_LINES: list[FormLines] = []


def form_lines(declaration: type[FormLines]) -> type[FormLines]:
    """Class decorator: enter lines in the register."""
    FORM_LINES.append(declaration())
    return declaration


def lines_of(form: str, posted: Any, reader: Reader) -> list[AddedLines]:
    """The lines that other apps add to a form, for one reader."""
    return [
        AddedLines(known, known.formset(posted, reader))
        for known in FORM_LINES
        if known.form == form and (known.permission is None or reader.user.can(known.permission))
    ]
