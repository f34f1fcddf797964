"""Users and offices in the admin: for who manages users. Nobody is deleted: users are switched off."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from midla.accounts.actions import (
    add_user,
    change_user,
    deactivate,
    looks_after,
    reactivate,
    remove_second_factor,
    successors,
)
from midla.accounts.invitations import invitations, link_for
from midla.accounts.models import Office, User
from midla.accounts.permissions import Permission
from midla.accounts.tasks import send_link
from midla.records.admin_rows import RowAdmin, RowForm, WordAdmin
from midla.records.errors import Refused
from midla.records.rows import locked_row
from midla.territories.time_zones import CHOICES as ZONES


@admin.register(Office)
class OfficeAdmin(WordAdmin):
    """Offices."""

    list_display = (*WordAdmin.list_display, "country", "outside_eu")
    list_filter = ("active", "outside_eu")
    list_select_related = ("country",)
    autocomplete_fields = ("country",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "time_zone":
            return forms.ChoiceField(label=gettext_lazy("Time zone"), choices=ZONES)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class UserForm(RowForm):
    """What an administrator says of a user; a password is chosen by link, by the user alone."""

    class Meta:
        model = User
        fields = ("email", "name", "role", "office", "countries", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [("", gettext_lazy("as the browser")), *User.language_choices()]
        self.fields["language"] = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages, required=False)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    @transaction.atomic
    def write(self, *, by: Any) -> None:
        given = {name: self.cleaned_data[name] for name in self.names if name != "countries"}
        countries = self.cleaned_data.get("countries")
        if self.instance._state.adding:
            add_user(self.instance, by=by, countries=countries or ())
            return
        locked_row(self.instance, self.names, self.cleaned_data["version"])
        change_user(self.instance, by=by, values=given, countries=countries)


class SwitchOffForm(forms.Form):
    """Who takes over what a user looks after."""

    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who takes over"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looked_after = looks_after(user)
        field = self.fields["to"]
        field.required, field.queryset = bool(self.looked_after), successors(user)


@admin.register(User)
class UserAdmin(RowAdmin):
    """Users."""

    form = UserForm
    list_display = ("name", "email", "role", "office", "limit", "is_active", "last_login")
    list_filter = ("role", "office", "is_active", "countries")
    list_select_related = ("office",)
    search_fields = ("name", "email")
    ordering = ("name", "email")
    date_hierarchy = "joined_at"
    autocomplete_fields = ("office", "countries")
    readonly_fields: ClassVar[tuple[str, ...]] = ("is_active", "joined_at", "last_login")
    fields = (*UserForm.Meta.fields, *readonly_fields)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.can(Permission.USERS)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.can(Permission.USERS)

    def get_readonly_fields(self, request: HttpRequest, user: Any = None) -> tuple[str, ...]:
        # Nobody changes their own role or country limit; the action refuses it too.
        own = user is not None and user.pk == request.user.pk
        return (*self.readonly_fields, "role", "countries") if own else self.readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description=gettext_lazy("limited to countries"))
    def limit(self, user: User) -> str:
        return " ".join(country.code for country in user.countries.all())

    # --- what happens to a user beyond a plain edit ---
    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("link", require_POST(self.hand_over_link)),
            ("switch-off", self.switch_off),
            ("switch-on", require_POST(self.switch_on)),
            ("second-factor", require_POST(self.without_second_factor)),
        )
        own = [
            path(f"<int:key>/{name}/", self.admin_site.admin_view(view), name=f"accounts_user_{name}")
            for name, view in pages
        ]
        return [*own, *super().get_urls()]

    def one(self, request: HttpRequest, key: int) -> User:
        """The user with this key, for who manages users."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, key)
        if user is None:
            raise Http404
        return user

    def back(self, user: User) -> HttpResponse:
        """To the page of the user."""
        return redirect(reverse("admin:accounts_user_change", args=[user.pk]))

    def response_add(self, request: HttpRequest, user: Any, post_url_continue: Any = None) -> HttpResponse:
        """To the page of the new user, where the invitation is; sent at once where there is a mail server."""
        if settings.MAIL_CONFIGURED:
            self.send(request, user)
        else:
            said = _("%(name)s was added. Make the invitation link next, and hand it over.")
            self.message_user(request, said % {"name": user})
        return self.back(user)

    def send(self, request: HttpRequest, user: User) -> None:
        """Mail the link by which a password is chosen, once this request is done."""
        send_link.enqueue(user.pk, base_address(request))
        self.message_user(request, _("A link to choose a password is being sent to %(email)s.") % {"email": user.email})

    def hand_over_link(self, request: HttpRequest, key: int) -> HttpResponse:
        """Mail the link by which a password is chosen; without a mail server, show it."""
        user = self.one(request, key)
        if not user.is_active:
            self.message_user(request, _("Switch the user on first: nobody else can sign in."), messages.ERROR)
            return self.back(user)
        if settings.MAIL_CONFIGURED:
            self.send(request, user)
            return self.back(user)
        kind, where = link_for(user)
        shown = {
            "link": base_address(request) + where.removeprefix("/"),
            "is_invitation": kind is invitations,
            "title": _("A link to choose a password"),
        }
        return self.page(request, user, "admin/accounts/user/link.html", shown)

    def switch_off(self, request: HttpRequest, key: int) -> HttpResponse:
        """Hand over what the user looks after, and switch the user off."""
        user = self.one(request, key)
        if not user.is_active:
            return self.back(user)
        form = SwitchOffForm(request.POST if request.method == "POST" else None, user=user)
        if request.method == "POST" and form.is_valid():
            try:
                moved = deactivate(user, by=request.user, to=form.cleaned_data["to"])  # type: ignore[arg-type]
            except Refused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                said = _("Switched off. Records and follow-ups handed over: %(count)d.")
                self.message_user(request, said % {"count": moved})
                return self.back(user)
        title = _("Switch off %(name)s") % {"name": user}
        return self.page(request, user, "admin/accounts/user/switch_off.html", {"form": form, "title": title})

    def switch_on(self, request: HttpRequest, key: int) -> HttpResponse:
        """Let a user sign in again."""
        user = self.one(request, key)
        reactivate(user, by=request.user)  # type: ignore[arg-type]
        self.message_user(request, _("Switched on."))
        return self.back(user)

    def without_second_factor(self, request: HttpRequest, key: int) -> HttpResponse:
        """Let a user who lost their phone sign in by password alone."""
        user = self.one(request, key)
        remove_second_factor(user, by=request.user)  # type: ignore[arg-type]
        self.message_user(request, _("The second factor was removed: the password alone is asked for."))
        return self.back(user)

    def page(self, request: HttpRequest, user: User, template: str, shown: dict[str, Any]) -> HttpResponse:
        """One of these pages."""
        context = {**self.admin_site.each_context(request), "original": user, "opts": self.opts, **shown}
        return render(request, template, context)


def base_address(request: HttpRequest) -> str:
    """How the site is reached from outside, with its slash."""
    return settings.SITE_ADDRESS.rstrip("/") + "/" if settings.SITE_ADDRESS else request.build_absolute_uri("/")
