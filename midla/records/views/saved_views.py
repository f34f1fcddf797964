"""Views of a list that somebody keeps: its address with a name, for oneself or shared with all."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midla.records.fields import composed
from midla.records.lists import Listing
from midla.records.models import OneTimeKey, SavedView
from midla.records.once import OneTimeKeyField, answer_of, once
from midla.records.views.page import TypePage, one_or_404
from midla.ui.messages import say

LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0
# As long as an answer that is kept under a one-time key may be.
LONGEST_LOCATION = OneTimeKey._meta.get_field("location").max_length or 0


class SavedViewForm(forms.ModelForm):
    """Name, and whether all shall see it; sharing is offered to who may."""

    one_time_key = OneTimeKeyField()

    class Meta:
        model = SavedView
        fields = ("name", "shared")
        labels = {"shared": gettext_lazy("Show it to everybody")}

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]

    def clean_name(self) -> str:
        """Composed, and not a name one has already for this list."""
        name = composed(self.cleaned_data["name"])
        same = SavedView.objects.filter(owner=self.instance.owner, list_name=self.instance.list_name, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("You have a view of this name already. Choose another name."))
        return name

    def clean(self) -> dict[str, Any]:
        """A list that asks for more than can be kept is refused whole: half of it would be another list."""
        if len(self.instance.query) > LONGEST_QUERY:
            raise forms.ValidationError(_("This list has too many filters to be kept. Remove some of them."))
        return super().clean() or self.cleaned_data


class SavedViewPage(TypePage):
    """What the pages of views share."""

    template_name = "records/list_view_form.html"

    def own(self) -> Any:
        """One's own views of this list."""
        return SavedView.objects.filter(owner=self.request.user, list_name=self.type.url)

    @cached_property
    def view_kept(self) -> SavedView:
        """The view the address names; somebody else's is not there."""
        return one_or_404(self.own(), self.kwargs["pk"])

    def form(self, posted: Any = None) -> SavedViewForm:
        share = self.type.share_permission
        may_share = share is not None and self.request.user.can(share)
        return SavedViewForm(posted, instance=self.view_kept, may_share=may_share)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if location := answer_of(request.user, request.POST.get("one_time_key")):
            return redirect(location)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        return redirect(once(request.user, form.cleaned_data["one_time_key"], lambda: self.write(form)))

    def write(self, form: SavedViewForm) -> str:
        """Keep the view, say so, and tell where to go: the list as kept, or one's views where that is too long."""
        kept = form.save()
        say(self.request, _("Saved: %(name)s.") % {"name": kept})
        address = f"{self.address('list')}?{kept.query}"
        return address if len(address) <= LONGEST_LOCATION else self.address("views")

    def show(self, form: SavedViewForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, kept=self.view_kept, views_url=self.address("views"), chips=self.chips)
        )

    @property
    def chips(self) -> list[str]:
        """The filters of the view, in words."""
        asked = Listing(self.type, self.request.user, QueryDict(self.view_kept.query))
        return [active.words for active in asked.filters.active]


class SavedViewAdd(SavedViewPage):
    """Keeps the list as its address asks for it."""

    @cached_property
    def view_kept(self) -> SavedView:
        address = Listing(self.type, self.request.user, self.request.GET).address
        return SavedView(owner=self.request.user, list_name=self.type.url, query=str(address))


class SavedViewEdit(SavedViewPage):
    """Renames one's own view, shares it, or keeps it for oneself."""


class SavedViewDelete(SavedViewPage):
    """Deletes one's own view; the records in it stay where they are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked for first: somebody else's view is not there, whatever is done with it.
        return redirect(self.address("views") if self.view_kept else "")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.view_kept)
        self.view_kept.delete()
        say(request, _("Deleted: %(name)s.") % {"name": name})
        return redirect(self.address("views"))


class SavedViews(SavedViewPage):
    """One's own views of a list, to rename and delete."""

    template_name = "records/list_views.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = [(view, self.address("view-edit", view.pk), self.address("view-delete", view.pk)) for view in self.own()]
        return self.render_to_response(self.get_context_data(kept=kept))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.http_method_not_allowed(request)
