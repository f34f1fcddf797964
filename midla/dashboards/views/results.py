"""The results page: the framework with what was reached, as a page and as a file."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from midla.accounts.permissions import Permission
from midla.dashboards.figures import Scope
from midla.dashboards.forms.scope import asked_scope
from midla.dashboards.models import Indicator
from midla.dashboards.reporting.telling import Cell, Table
from midla.dashboards.results import Line, Step, lines_of, periods, results, usual_period
from midla.dashboards.views.table_file import TableFile
from midla.ui import dates

NAME = "midla-results"


class ResultsPage(ContextMixin, View):
    """What page and files share: which scope is asked for, and what was reached in it."""

    permission: Permission = Permission.VIEW

    @cached_property
    def form(self) -> Any:
        period = usual_period(self.request.user, timezone.localdate())
        return asked_scope(self.request.GET, self.request.user, period)

    @cached_property
    def scope(self) -> Scope:
        """What is asked for; empty where it cannot be read."""
        return self.form.scope if self.form.is_valid() else Scope()

    @cached_property
    def steps(self) -> list[Step]:
        """The framework with its values; nothing where the address cannot be read."""
        return results(self.request.user, self.scope) if self.form.is_valid() else []

    @property
    def asked(self) -> str:
        """The scope as an address asks for it."""
        return urlencode({name: value for name, value in vars(self.scope).items() if value})


class Results(TemplateResponseMixin, ResultsPage):
    """The results framework."""

    template_name = "dashboards/results_page.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            form=self.form,
            fields=[self.form[name] for name in self.form.fields],
            errors_of=self.form if self.form.errors else None,
            steps=self.steps,
            lead=self.lead(),
            chips=self.periods(),
            filters=self.filters(),
            as_of=dates.moment(timezone.now()),
            passed=next((line.passed for line in lines_of(self.steps)), None),
            may_steer=user.can(Permission.STEER),
            asked=self.asked,
            may_export=user.can(Permission.EXPORT),
            **kwargs,
        )

    def lead(self) -> str:
        """The sentence that answers the page's question."""
        lines = [line for line in lines_of(self.steps) if line.percent is not None]
        reached = sum(line.percent >= 100 for line in lines)  # type: ignore[operator]
        behind = sum(line.is_behind for line in lines)
        if not lines:
            return _("No targets are set for this period.")
        told = {"all": len(lines), "reached": reached, "behind": behind}
        return _("Of %(all)d targets %(reached)d are reached, %(behind)d are behind.") % told

    def filters(self) -> list[str]:
        """What is asked for, in words."""
        given = self.form.cleaned_data if self.form.is_valid() else {}
        fields = self.form.fields
        return [f"{fields[name].label}: {fields[name].words(value)}" for name, value in given.items() if value]

    def periods(self) -> list[tuple[str, str, bool]]:
        """The periods with targets: in words, their address, whether it is the one asked for."""
        now = (self.scope.since, self.scope.until)
        return [
            (f"{dates.short_day(since)} – {dates.short_day(until)}", self.address(since, until), (since, until) == now)
            for since, until in periods(self.request.user)
        ]

    def address(self, since: Any, until: Any) -> str:
        """The same page for another period."""
        return f"?{urlencode(vars(self.scope) | {'since': since, 'until': until})}"


class ResultsFile(TableFile, ResultsPage):
    """The same as a file."""

    permission = Permission.EXPORT
    about = Indicator

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.form.is_valid():
            raise BadRequest(_("A filter in the address cannot be read. Go back to the results and correct it."))
        period = "_".join(str(day) for day in (self.scope.since, self.scope.until) if day)
        return self.sent(matrix(self.steps), f"{NAME}_{period}")


def matrix(steps: list[Step]) -> Table:
    """The framework as a table, a row for each indicator."""
    heads: list[str] = [
        *(_("Level"), _("Aim"), _("Indicator"), _("Unit"), _("Baseline"), _("Target"), _("Value"), "%"),
        *(_("Rests on records"), _("Verified by"), _("Definition")),
    ]
    rows = [row_of(step, line) for step in steps for line in step.lines]
    return Table(_("Results"), heads, rows)


def row_of(step: Step, line: Line) -> list[Cell]:
    """The row of an indicator."""
    one = line.indicator
    return [
        *(
            str(step.aim.get_level_display()),
            f"{step.aim.number} {step.aim.name}",
            one.name,
            str(one.get_unit_display()),
        ),
        *(one.baseline, line.target.value if line.target else None, line.value, line.percent),
        *(line.figure.value if line.figure else None, str(one.get_verification_display()), one.definition),
    ]
