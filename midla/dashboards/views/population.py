"""Bringing in official counts: a file, what it would add and change and what it refuses, and what came of it."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
from django_htmx.http import HttpResponseClientRedirect

from midla.accounts.permissions import Permission
from midla.dashboards.actions.population import KIND, ask_for, take_in, told_of
from midla.dashboards.forms.population import PopulationForm, VintageForm
from midla.dashboards.population_tasks import import_figures
from midla.records.models import ImportFile, ImportState, JobState
from midla.records.once import answer_of, once
from midla.records.views.imports import LIVE, is_stale
from midla.records.views.page import one_or_404
from midla.territories.models import Vintage
from midla.ui.marks import grouped
from midla.ui.messages import say

MOST_FILES = 50
STEPS = (gettext_lazy("File"), gettext_lazy("Preview"), gettext_lazy("Done"))
AT_STEP = {ImportState.WRITING: 3, ImportState.WRITTEN: 3}


class PopulationPage(TemplateResponseMixin, ContextMixin, View):
    """What both pages share: one's own files, and the steps."""

    # Figures are reference data: who looks after word lists brings them in.
    permission: ClassVar[Any] = Permission.WORDS
    http_method_names: ClassVar[list[str]] = ["get", "post"]
    request: HttpRequest

    def files(self) -> Any:
        """The files of official counts that the reader brought in, without what stands in them."""
        own = ImportFile.objects.visible_to(self.request.user).filter(kind=KIND)
        return own.select_related("job").defer("content")

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(steps=STEPS, vintages=Vintage.objects.active().order_by("pk"), **context)
        )


class PopulationImport(PopulationPage):
    """Asks for a file; lists those of the last 30 days."""

    template_name = "dashboards/population_import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(PopulationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if before := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(before)
        form = PopulationForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form)
        return redirect(once(request.user, form.cleaned_data["one_time_key"], lambda: self.take(form)))

    def take(self, form: PopulationForm) -> str:
        """Keep the file and have it looked through; where its page is."""
        asked = form.cleaned_data
        file = take_in(asked["file"], self.request.FILES["file"].name or "", asked["vintage"], by=self.request.user)
        ask_for(file, ImportState.PLANNING, import_figures.enqueue)
        return reverse("dashboards:population-file", args=[file.pk])

    def answer(self, form: PopulationForm) -> HttpResponse:
        files = self.files()
        return self.show(form=form, files=files[:MOST_FILES], total=files.count(), at_step=1)


class PopulationFilePage(PopulationPage):
    """One file at the step it is at."""

    template_name = "dashboards/population_file.html"

    @cached_property
    def file(self) -> ImportFile:
        return one_or_404(self.files(), self.kwargs["file"])

    @cached_property
    def url(self) -> str:
        return reverse("dashboards:population-file", args=[self.file.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What asked for itself until the worker was done shows the page that follows.
        if request.headers.get("HX-Request") and self.file.state not in LIVE:
            return HttpResponseClientRedirect(self.url)
        return self.answer(VintageForm(initial={"vintage": told_of(self.file)["asked"]}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"plan": self.plan, "again": self.again, "run": self.run, "forget": self.forget}
        act = acts.get(request.POST.get("step", ""))
        return (act() if act and self.file else None) or redirect(self.url)

    # --- what can be done ---
    def plan(self) -> HttpResponse | None:
        """Look through the file anew, for the vintage named."""
        if self.file.state not in (ImportState.READ, ImportState.PLANNED):
            return None
        form = VintageForm(self.request.POST)
        if not form.is_valid():
            return self.answer(form)
        self.file.report = {"asked": form.cleaned_data["vintage"]}
        self.file.save(update_fields=["report"])
        ask_for(self.file, ImportState.PLANNING, import_figures.enqueue)
        return None

    def again(self) -> None:
        """Go on where it was broken off."""
        if self.file.state in LIVE:
            ask_for(self.file, ImportState(self.file.state), import_figures.enqueue)

    def run(self) -> HttpResponse | None:
        """Write what the preview showed; where another vintage was typed meanwhile, show that first."""
        asked = told_of(self.file)["asked"]
        if self.request.POST.get("vintage", asked).strip() != asked:
            return self.plan()
        if self.file.state == ImportState.PLANNED:
            ask_for(self.file, ImportState.WRITING, import_figures.enqueue)
        return None

    def forget(self) -> HttpResponse:
        """Delete the copy of the file; the figures stay."""
        self.file.delete()
        say(self.request, _("The copy of the file is deleted."))
        return redirect("dashboards:population-import")

    # --- what is shown ---
    def answer(self, form: VintageForm) -> HttpResponse:
        file = self.file
        context: dict[str, Any] = {
            "file": file,
            "form": form,
            "report": told_of(file),
            "live": file.state in LIVE,
            "is_written": file.state == ImportState.WRITTEN,
            "url": self.url,
            "at_step": AT_STEP.get(ImportState(file.state), 2),
            "map_url": map_url(told_of(file)),
        }
        return self.show(**context, **(self.progress() if context["live"] else {}))

    def progress(self) -> dict[str, Any]:
        """How far the worker is."""
        job = self.file.job
        broke_off = job is None or not job.is_live or is_stale(job)
        text = _("Broken off: nothing of this step was written. Go on, and it is done once more.")
        if not broke_off and job is not None and job.total:
            words = {"done": grouped(job.done), "total": grouped(job.total)}
            text = _("%(done)s of %(total)s lines read. This page may be closed.") % words
        elif not broke_off:
            text = _("It has not begun yet. This page may be closed.")
        percent = job.percent if job is not None and job.state != JobState.DONE else 0
        return {"text": text, "percent": percent, "broke_off": broke_off}


def map_url(report: dict[str, Any]) -> str:
    """The map of the vintage that a file belongs to."""
    asked = urlencode({"vintage": report["code"]}) if report.get("code") else ""
    return f"{reverse('dashboards:diaspora')}?{asked}" if asked else reverse("dashboards:diaspora")
