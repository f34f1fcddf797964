"""A pasted list of names: of each one who is meant, with the reason; whom nobody knows becomes a person to complete."""

import hashlib
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import known
from contacts.forms.known import SAY_WITH_WHOM, WithWhom, new_person
from contacts.known import LONGEST_NAME, NEW, Meant
from midla.records.forms import readable

MOST_LINES = 40
LONGEST_LIST = 4000
LEFT_OUT = "nobody"


class NameForm(forms.Form):
    """One name of the list: one of those who may be meant, somebody new, or nobody."""

    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who this is, or leave the name out.")},
    )

    def __init__(self, posted: QueryDict | None, *, meant: Meant) -> None:
        self.name, digest = meant.name, hashlib.sha256(meant.name.encode()).hexdigest()[:10]
        super().__init__(posted, prefix=f"line-{digest}")
        new = _("New person, to complete") if meant.people else _("New person, to complete: nobody has this name")
        self.fields["who"].label = meant.name
        self.fields["who"].initial = meant.likely
        self.fields["who"].choices = [
            *((person.value, f"{person.text} · {person.sub}") for person in meant.people),
            (f"{NEW}{meant.name}", new),
            (LEFT_OUT, _("Leave this name out")),
        ]


class NamesPasted(WithWhom):
    """The part of a meeting's form that takes a list of names and asks of each who is meant."""

    names = forms.CharField(
        label=gettext_lazy("Paste a list of names, one a line"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("People who are known are found; the others are recorded with their name alone."),
    )

    def ask_names(self) -> None:
        """A question for each name of the list: those asked before with their answers, then those just pasted."""
        self.pasted: list[NameForm] = []
        self.just_pasted: list[str] = []
        if not isinstance(self.data, QueryDict):
            return
        before = [readable(line)[:LONGEST_NAME] for line in self.data.getlist("line")][:MOST_LINES]
        self.just_pasted = self.take_lines(before)
        for meant in known.matched([*before, *self.just_pasted], self.user):
            self.pasted.append(NameForm(self.data if meant.name in before else None, meant=meant))
        self.fields["with_whom"].required = not self.pasted

    def take_lines(self, before: list[str]) -> list[str]:
        """Names taken out of the list as it was posted; what is more than can be asked at once stays in it."""
        lines = [
            readable(line).strip()[:LONGEST_NAME] for line in self.data.get("names", "")[:LONGEST_LIST].splitlines()
        ]
        fresh = [line for line in dict.fromkeys(lines) if line and line not in before]
        taken, left = fresh[: MOST_LINES - len(before)], fresh[MOST_LINES - len(before) :]
        if taken:
            rest = self.data.copy()
            rest["names"] = "\n".join(left)
            self.data = rest
        return taken

    @property
    def asks_to_find(self) -> bool:
        """True also where names were pasted and not asked about yet, whatever button was pressed: none is lost."""
        return self.is_bound and (bool(self.just_pasted) or self.data.get("find") == "names" or super().asks_to_find)

    def check_names(self) -> None:
        """Each name needs its answer, and somebody must be left."""
        complete = [form.is_valid() for form in self.pasted]
        if not all(complete):
            self.add_error("names", _("Say of each name of the list who is meant."))
        elif self.pasted and not (self.people_named() or self.named_beside()):
            self.add_error("with_whom", SAY_WITH_WHOM)

    def people_named(self) -> list[str]:
        """Who is meant, as choices."""
        chosen = [form.cleaned_data["who"] for form in self.pasted if form.is_valid()]
        return [who for who in chosen if who != LEFT_OUT]

    def named_beside(self) -> bool:
        """True where somebody was chosen beside the list, or where that field has its own error already."""
        chosen = self.cleaned_data.get("with_whom")
        return chosen is None or bool(chosen.organisations or chosen.people or chosen.names)

    def met(self, by: Any) -> tuple[list[Any], list[Any]]:
        organisations, people = super().met(by)
        meant = known.read(self.people_named(), self.user)
        made = [new_person(name, by=by) for name in meant.names]
        return organisations, list(dict.fromkeys([*people, *meant.people, *made]))
