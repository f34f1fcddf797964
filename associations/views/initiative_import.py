"""Importing existing efforts: choose a file, see what each row would do, import; and take it back."""

import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from associations.actions import undo_import
from associations.initiative_import import Plan, Verdict, carry_out, plan_import
from associations.initiative_words import HEADINGS, called
from associations.models import Initiative, Theme
from associations.records import InitiativeType
from midla.accounts.permissions import Permission
from midla.records.bulk import UNDO_DAYS
from midla.records.csv_files import MOST_BYTES, FileRefused, text_of
from midla.records.errors import Refused
from midla.records.forms import readable
from midla.records.models import Batch, Change, Draft, Verb
from midla.records.once import answer_of, new_key, once
from midla.records.views.page import TypePage, one_or_404
from midla.ui.messages import say

DRAFT = "initiative-import"
MOST_SHOWN, MOST_BATCHES = 200, 20
# While a page waits for its answer; a longer file goes through the command.
MOST_ROWS_HERE = 5_000
PREVIEW, APPLY = "preview", "apply"


class CsvForm(forms.Form):
    """A CSV file."""

    file = forms.FileField(label=gettext_lazy("CSV file"), help_text=gettext_lazy("At most 20 MB and 5,000 rows."))

    def clean_file(self) -> str:
        """Its text."""
        upload = self.cleaned_data["file"]
        try:
            return text_of(upload.read(MOST_BYTES + 1))
        except FileRefused as refused:
            raise forms.ValidationError(str(refused.sentence)) from refused


class InitiativeImport(TypePage):
    """A file in two steps: what each of its rows would do, then the rows that are new, as one batch."""

    record_type = InitiativeType
    permission = Permission.IMPORT
    template_name = "associations/initiative_import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(CsvForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("step") == APPLY:
            return self.apply()
        form = CsvForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        name = readable(request.FILES["file"].name or "")[:100]
        kept = {"content": {"name": name, "text": form.cleaned_data["file"]}}
        draft, _made = Draft.objects.update_or_create(user=request.user, form=DRAFT, defaults=kept)
        return self.preview(form, draft)

    @property
    def draft(self) -> Draft | None:
        """The file of the last preview."""
        return Draft.objects.visible_to(self.request.user).filter(form=DRAFT).first()

    def plan(self, draft: Draft) -> Plan:
        plan = plan_import(draft.content["text"], user=self.request.user)
        if len(plan.rows) > MOST_ROWS_HERE:
            raise FileRefused(_("The file has more than 5,000 rows. Divide it, or ask the administrator to import it."))
        return plan

    def preview(self, form: forms.Form, draft: Draft) -> HttpResponse:
        """What each row would do; or why the file cannot be read."""
        try:
            return self.show(form, plan=self.plan(draft), name=draft.content["name"])
        except FileRefused as refused:
            draft.delete()
            form.add_error("file", str(refused.sentence))
            return self.show(form)

    def apply(self) -> HttpResponse:
        """Import what the preview showed; where the rows are others by now, show a new preview."""
        key, draft = self.request.POST.get("one_time_key", ""), self.draft
        if location := answer_of(self.request.user, key):
            return redirect(location)
        form = CsvForm()
        if draft is None:
            say(self.request, _("The file is no longer here. Choose it again."))
            return redirect(self.request.path)
        plan = self.plan(draft)
        if plan.digest != self.request.POST.get("expected"):
            return self.show(form, plan=plan, name=draft.content["name"], has_changed=True)
        return redirect(once(self.request.user, key or new_key(), lambda: self.write(plan, draft)))

    def write(self, plan: Plan, draft: Draft) -> str:
        """Write, say so with the way back, and tell where to go."""
        batch = carry_out(plan, by=self.request.user)
        draft.delete()
        added = ngettext("%(n)d existing effort added.", "%(n)d existing efforts added.", batch.size)
        undo_url = self.address("import-undo", batch.pk) if batch.size else ""
        say(self.request, added % {"n": batch.size}, undo_url=undo_url)
        return self.address("list")

    def show(self, form: forms.Form, plan: Plan | None = None, name: str = "", **context: Any) -> HttpResponse:
        told = self.told(plan) if plan else {"batches": self.batches(), **self.words()}
        return self.render_to_response(
            self.get_context_data(form=form, plan=plan, name=name, key=new_key(), **told, **context)
        )

    def told(self, plan: Plan) -> dict[str, Any]:
        """What the preview says: how many of each, and the first rows."""
        return {
            "new": plan.counts[Verdict.CREATE],
            "there": plan.counts[Verdict.THERE],
            "refused": plan.counts[Verdict.REFUSED],
            "refused_rows": plan.of(Verdict.REFUSED)[:MOST_SHOWN],
            "other_rows": [row for row in plan.rows if row.verdict != Verdict.REFUSED][:MOST_SHOWN],
            "most_shown": MOST_SHOWN,
            "unknown": ", ".join(plan.unknown),
        }

    def words(self) -> dict[str, Any]:
        """What columns and themes may be called."""
        return {
            "headings": [called(name) for name in HEADINGS],
            "themes": sorted(theme.name for theme in Theme.objects.active()),
        }

    def batches(self) -> list[tuple[Batch, str]]:
        """What was imported lately and can be taken back, with the address that does."""
        rows = recent_imports()
        rows = rows if self.can.edit_any else rows.filter(by=self.request.user)
        return [(batch, self.address("import-undo", batch.pk)) for batch in rows[:MOST_BATCHES]]


def recent_imports() -> QuerySet[Batch]:
    """The batches that added existing efforts and can still be undone, the newest first."""
    since = timezone.now() - datetime.timedelta(days=UNDO_DAYS)
    return imports().filter(at__gte=since, undone_at=None).select_related("by").order_by("-at", "-pk")


def imports() -> QuerySet[Batch]:
    """The batches that added existing efforts."""
    added = Change.objects.filter(batch=OuterRef("pk"), verb=Verb.CREATED, model_label=Initiative.label())
    return Batch.objects.filter(Exists(added))


class InitiativeImportUndo(TypePage):
    """Takes an import back: one's own, or anybody's with the right to undo what others did."""

    record_type = InitiativeType
    permission = Permission.IMPORT

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.by_id != request.user.pk and not self.can.edit_any:
            raise PermissionDenied(_("Only who made this change can undo it, or a manager."))
        try:
            say(request, self.undone(*undo_import(self.batch, by=request.user)))
        except Refused as refused:
            say(request, refused.sentence)
        return redirect(self.address("list"))

    @cached_property
    def batch(self) -> Batch:
        return one_or_404(imports(), self.kwargs["batch"])

    def undone(self, went: int, changed: int) -> str:
        """How many went, and how many stay."""
        text = ngettext("%(n)d moved to the trash.", "%(n)d moved to the trash.", went) % {"n": went}
        if not changed:
            return text
        stay = ngettext("%(n)d was changed since and stays.", "%(n)d were changed since and stay.", changed)
        return f"{text} {stay % {'n': changed}}"
