"""The fast form and what its script asks: the typeahead, the fields of a new name, the draft."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contacts import known
from contacts.forms.known import NewKnownForm
from contacts.forms.log import LogForm
from contacts.records import MeetingType
from midla.accounts.permissions import Permission
from midla.records.models import Draft
from midla.records.once import answer_of, is_key
from midla.records.views.edit import RecordCreate

DRAFT = "meeting-log"
LONGEST_DRAFT = 60_000
# The most that are offered; older ones come up once these are done.
MOST_DRAFTS = 3
LONGEST_NAME = Draft._meta.get_field("form").max_length
NOT_KEPT = ("csrfmiddlewaretoken", "find", "add-line", "next")


class MeetingLog(RecordCreate):
    """Log a meeting that was just held."""

    record_type = MeetingType
    permission = Permission.EDIT
    form_class = LogForm
    template_name = "contacts/meeting_log.html"
    title = gettext_lazy("Log meeting")
    save_label = gettext_lazy("Save meeting")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.draft() if "draft" in request.GET else None
        return self.show(from_draft(self.form_class, draft, request.user) if draft else self.make_form())

    def draft(self) -> Draft | None:
        """The draft that the address names, else the newest."""
        newest = drafts_of(self.request.user).order_by("-updated_at")
        return newest.filter(form=self.request.GET["draft"]).first() or newest.first()

    def make_form(self, posted: QueryDict | None = None) -> Any:
        form = super().make_form(posted)
        if posted is None:
            form.initial["with_whom"] = self.asked_for()
        return form

    def asked_for(self) -> list[str]:
        """Whom the address names: `?organisation=12` or `?person=34`."""
        named = {"o": "organisation", "p": "person"}
        return [f"{letter}{key}" for letter, name in named.items() for key in self.request.GET.getlist(name)[:10]]

    def write(self, form: Any) -> str:
        meeting_url = super().write(form)
        Draft.objects.visible_to(self.request.user).filter(form=draft_name(self.request.POST)).delete()
        return self.request.path if "next" in self.request.POST else meeting_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fresh = self.request.method == "GET" and "draft" not in self.request.GET
        drafts = drafts_of(self.request.user).order_by("-updated_at")[:MOST_DRAFTS] if fresh else ()
        return super().get_context_data(drafts=drafts, **kwargs)


def draft_name(posted: QueryDict) -> str:
    """The name of a form's draft: each form that is begun has its own, so that none overwrites another."""
    key = posted.get("one_time_key", "")
    return f"{DRAFT}:{key}"[:LONGEST_NAME] if is_key(key) else DRAFT


def drafts_of(user: Any) -> QuerySet[Draft]:
    """What the user has left half-written."""
    return Draft.objects.visible_to(user).filter(form__startswith=DRAFT)


def from_draft(form_class: type[LogForm], draft: Draft, user: Any) -> LogForm:
    """The form as it was left, without telling what is still missing."""
    content = QueryDict(mutable=True)
    for name, values in draft.content.items():
        content.setlist(name, values)
    form = form_class(content, user=user)
    form.hold_errors_back()
    return form


@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed; asked by the page's script, or by the button that leaves the form for later."""
    if answer_of(request.user, request.POST.get("one_time_key")):
        # Sent on its way out by a page whose form was saved meanwhile.
        return HttpResponse(status=204)
    content = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    if sum(len(text) for values in content.values() for text in values) > LONGEST_DRAFT:
        return HttpResponse(
            _("This is too long to be kept as a draft: save it."), status=413, content_type="text/plain"
        )
    Draft.objects.update_or_create(user=request.user, form=draft_name(request.POST), defaults={"content": content})
    return HttpResponse(status=204)


@require_POST
def drop_draft(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    drafts_of(request.user).filter(form=request.POST.get("draft", "")).delete()
    return redirect("contacts:meeting-log")


def typeahead(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with the organisations and people that fit, those of the chosen organisations first."""
    query = request.GET.get("q", "").strip()[:200]
    offered = known.offered(query, request.GET.getlist("with_whom")[:60], request.user)
    return JsonResponse([choice.as_json() for choice in offered], safe=False)


def new_known(request: HttpRequest) -> HttpResponse:
    """The fields that ask what a new name is; asked by the page's script."""
    name = request.GET.get("name", "").strip()[: known.LONGEST_NAME]
    if not name:
        return HttpResponse(status=204)
    return render(request, "contacts/_new_known.html", {"form": NewKnownForm(name=name, user=request.user)})
