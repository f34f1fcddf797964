"""What the gallery page shows each component with: invented, and the same for everybody."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from midla.ui import charts, lists, marks, widgets

COUNTRIES = [("BO", _("Bolivia")), ("CO", _("Colombia")), ("EC", _("Ecuador")), ("PE", _("Peru"))]
STEPS = [
    (1, _("identified")),
    (2, _("contacted")),
    (3, _("met")),
    (4, _("in dialogue")),
    (5, _("in partnership")),
]


class SampleForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label=_("With whom"))
    year = forms.IntegerField(
        label=_("Founded in"),
        required=False,
        help_text=_("Four digits, for example 2009"),
        min_value=1900,
        max_value=2100,
        error_messages={"max_value": _("The year must be between 1900 and 2100")},
    )
    day = forms.DateField(label=_("Day"), required=False, widget=widgets.DayInput)
    community = forms.ChoiceField(label=_("Community"), required=False, choices=COUNTRIES, widget=widgets.Segmented)
    themes = forms.MultipleChoiceField(
        label=_("Countries"), required=False, choices=COUNTRIES, widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", "–"), *COUNTRIES], widget=widgets.Picker
    )
    agreed = forms.BooleanField(label=_("They agreed to be called"), required=False)
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Nothing about health.")
    )


class CountForm(forms.Form):
    """Counters and a typeahead."""

    women = forms.IntegerField(label=_("Women"), widget=widgets.Counter(adds=True), initial=9)
    men = forms.IntegerField(label=_("Men"), widget=widgets.Counter(adds=True), initial=5)


class SampleFilters(forms.Form):
    """What narrows a list."""

    q = forms.CharField(label=_("Name"), required=False)
    community = forms.ChoiceField(label=_("Community"), required=False, choices=[("", _("All")), *COUNTRIES])
    engagement = forms.ChoiceField(label=_("Engagement"), required=False, choices=[("", _("All")), *STEPS])
    since = forms.DateField(label=_("Since"), required=False, widget=widgets.DayInput)


PICKED = widgets.Choice("1", "Asociación de prueba", codes=("EC",))


class FinderForm(forms.Form):
    """The typeahead, with one thing picked; its source answers nothing here."""

    organisations = forms.MultipleChoiceField(
        label=_("With whom"),
        widget=widgets.Typeahead("/menu/", chosen=lambda values: [PICKED for _value in values]),
        initial=["1"],
    )


@dataclass(frozen=True)
class Event:
    """One line of the time-line."""

    icon: str
    title: str | Promise
    when: str
    text: str | Promise = ""
    key: bool = False
    url: str = ""


@dataclass(frozen=True)
class Page:
    """Where a list is."""

    first: int = 51
    last: int = 100
    total: int = 1234
    previous_url: str = "?page=1"
    next_url: str = "?page=3"


def sample_list() -> dict:
    """A list of two rows."""
    columns = [
        lists.Column(_("Association"), "name", sort_url="?order=-name"),
        lists.Column(_("Community"), css="nowrap"),
        lists.Column(_("Engagement")),
        lists.Column(_("Last contact"), labelled=True),
        lists.Column(_("Members"), css="num low"),
    ]
    rows = [
        lists.row(
            columns,
            [lists.title(name, "#", _("informal group")), marks.codes(codes), marks.ladder(*steps), when, members],
            pick=name,
            pick_label=name,
        )
        for name, codes, steps, when, members in (
            ("Asociación de prueba", ["EC"], STEPS[0], _("never"), 120),
            ("Comité de ejemplo", ["PE", "BO"], STEPS[3], "17 Aug", None),
        )
    ]
    return {"columns": columns, "list_rows": rows}


def sample_filters() -> dict:
    """A filter bar with one field folded away."""
    *main, more = SampleFilters(auto_id="filter-%s")
    return {"filters_main": main, "filters_more": [more]}


def sample_marks() -> dict:
    """Codes, steps and states."""
    return {
        "steps": STEPS,
        "country_codes": ["BO", "CO", "EC", "PE", "AR"],
        "marks": [
            ("good", _("consent given")),
            ("warn", _("waiting for 84 days")),
            ("bad", _("withdrawn")),
            ("note", _("needs")),
            ("plain", _("not asked")),
        ],
    }


def sample_forms() -> dict:
    """A form that came back with errors, counters, a typeahead, lines."""
    return {
        "form": SampleForm({"year": "20009"}),
        "counts": CountForm(),
        "finder": FinderForm(),
        "promises": forms.formset_factory(PromiseForm)(prefix="promise"),
    }


def sample_frame_of_list() -> dict:
    """What stands around a list."""
    return {
        "page": Page(),
        "chips": [(_("Community: Peru"), "?"), (_("Last contact: over 90 days ago"), "?")],
        "views": [
            {"label": _("All"), "url": "?", "current": True, "count": 164},
            {"label": _("Mine"), "url": "?owner=1", "current": False, "count": None},
        ],
        "actions": [{"name": "action", "value": "tag", "label": _("Add tag")}],
    }


def sample_pieces() -> dict:
    """Time-line, facts, tiles, rows, two versions, steps."""
    ana = {"lead": marks.initials("Ana Prueba"), "title": "Ana Prueba", "url": "#", "sub": _("president since 2023")}
    return {
        "events": [
            Event("chat-left-text", _("Visit"), "17 Aug", _("A filled dot: a meeting or a change of stage."), key=True),
            Event("telephone", _("Call"), "11 Jun"),
        ],
        "facts": [(_("Members"), "140"), (_("Themes"), _("enterprise, women")), (_("Tax code"), "")],
        "tiles": [
            {"label": _("Associations met"), "value": 97, "small": "/ 164", "why": _("in 12 months"), "url": "#"},
            {"label": _("Partnerships stuck"), "value": 6, "why": _("for over 60 days"), "url": "#", "late": True},
        ],
        "rows": [ana | {"end": marks.consent("given")}],
        "versions": [
            {"name": "members", "label": _("Members"), "was": 120, "mine": 140, "theirs": 135, "differs": True},
            {
                "name": "notes",
                "label": _("Notes"),
                "was": "a",
                "mine": "b",
                "theirs": "c",
                "differs": True,
                "both": True,
            },
            {"name": "phone", "label": _("Phone"), "was": "010 1", "mine": "010 1", "theirs": "010 2"},
        ],
        "stages": [_("File"), _("Check"), _("Done")],
    }


@dataclass(frozen=True)
class Counted:
    """A number that leads to its records."""

    value: int
    url: str = "#"


@dataclass(frozen=True)
class Method:
    """How a number is computed."""

    counts: str | Promise
    leaves_out: str | Promise


def sample_charts() -> dict:
    """Each kind of chart."""
    stages = [(_("idea"), Counted(14)), (_("introduced"), Counted(9)), (_("agreed"), Counted(5))]
    steps = [(label, here, Counted(onward)) for (label, here), onward in zip(stages, (9, 4, 2), strict=True)]
    return {
        "bars": charts.bars(stages, ["21", "34", "71"]),
        "sums": charts.divided_bars([(_("pledged"), 313.0, 60.0, "313"), (_("disbursed"), 36.0, 4.0, "36")]),
        "funnel_steps": charts.funnel(steps),
        "flows": sample_flows(),
        "months": charts.columns([(str(month), Counted(month * 7 % 20)) for month in range(1, 13)]),
        "method": Method(_("Live partnerships by stage."), _("The trash, and what you may not see.")),
        "as_of": timezone.now(),
    }


def sample_flows() -> charts.Flows:
    """Flows between two sides."""
    left = [charts.FlowEnd("Guayas", Counted(9), 9, "EC"), charts.FlowEnd("Lima", Counted(4), 4, "PE")]
    right = [charts.FlowEnd("Genova", Counted(8), 8), charts.FlowEnd("Milano", Counted(5), 5)]
    pairs = [(0, 0, "Guayas – Genova: 7", Counted(7)), (0, 1, "Guayas – Milano: 2", Counted(2))]
    more = [(1, 0, "Lima – Genova: 1", Counted(1)), (1, 1, "Lima – Milano: 3", Counted(3))]
    return charts.flows(left, right, [*pairs, *more])


@lru_cache(maxsize=1)
def component_notes() -> list[tuple[str, str]]:
    """Each component's file with what its head says it takes."""
    folder = Path(settings.BASE_DIR) / "templates" / "components"
    heads = [
        (path.name, re.search(r"{% comment %}(.*?){% endcomment %}", path.read_text(), re.DOTALL))
        for path in sorted(folder.glob("*.html"))
    ]
    signs = {"{% templatetag openblock %}": "{%", "{% templatetag closeblock %}": "%}"}
    return [
        (name, re.sub("|".join(signs), lambda found: signs[found[0]], head[1]).strip()) for name, head in heads if head
    ]


def sample_notes() -> dict:
    """What each component takes."""
    return {"component_notes": component_notes()}


def samples() -> dict:
    """Everything the gallery needs."""
    of_lists = (sample_list, sample_filters, sample_frame_of_list)
    parts = (*of_lists, sample_marks, sample_forms, sample_pieces, sample_charts, sample_notes)
    return {name: sample for part in parts for name, sample in part().items()}


class PromiseForm(forms.Form):
    """A line of what was promised."""

    what = forms.CharField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who"), required=False)
    by = forms.CharField(label=_("By when"), required=False)
