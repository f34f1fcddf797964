"""What happens to users: changed, switched off, their records handed over. Only administrators do it."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from midla.accounts.models import User
from midla.accounts.permissions import Permission
from midla.accounts.roles import Role
from midla.records.bulk import SetColumn, write
from midla.records.errors import Refused
from midla.records.history import differences
from midla.records.models import Batch, Change, Verb
from midla.records.registry import OWNERSHIPS, Ownership

TRACKED = ("email", "name", "role", "office_id", "language", "is_active")


@transaction.atomic
def add_user(user: User, *, by: User, countries: Iterable[Any] = ()) -> User:
    """Store a new user, who chooses a password by the link that the administrator hands over."""
    user.email = user.email.lower()
    user.set_unusable_password()
    user.save(force_insert=True)
    user.countries.set(countries)
    told(user, by=by, verb=Verb.CREATED, before={}, after=values_of(user))
    return user


@transaction.atomic
def change_user(user: User, *, by: User, values: Mapping[str, Any], countries: Iterable[Any] | None = None) -> User:
    """Give a user new values. Raises Refused for one's own role or country limit, and for the last administrator."""
    held = User.objects.select_for_update().get(pk=user.pk)
    before = values_of(held)
    for name, value in values.items():
        setattr(held, name, value)
    held.email = held.email.lower()
    after = {**values_of(held)}
    if countries is not None:
        after["countries"] = sorted(country.pk for country in countries)
    refuse_own_rights(held, by, before, after)
    keep_last_administrator(held)
    held.save()
    if countries is not None:
        held.countries.set(after["countries"])
    if before["email"] != after["email"]:
        # The sign-in library keeps a copy, by which the old address would go on signing in.
        EmailAddress.objects.filter(user_id=held.pk).delete()
    told(held, by=by, verb=Verb.EDITED, before=before, after=after)
    return held


@transaction.atomic
def deactivate(user: User, *, by: User, to: User | None = None) -> int:
    """Switch a user off; what they look after goes to `to`. Returns how many records were handed over."""
    if user.pk == by.pk:
        raise Refused(_("Nobody switches themselves off. Ask another administrator."))
    if to is None and looks_after(user):
        raise Refused(_("Choose who takes over the records and follow-ups first."))
    moved = hand_over(user=user, to=to, by=by) if to else 0
    change_user(user, by=by, values={"is_active": False})
    end_sessions(user)
    return moved


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    """Switch a user on again."""
    change_user(user, by=by, values={"is_active": True})


@transaction.atomic
def hand_over(*, user: User, to: User, by: User) -> int:
    """Give all that one user looks after to another, with history, as one batch. Returns how many records it was."""
    if to.pk == user.pk or not to.can(Permission.EDIT):
        raise Refused(_("%(name)s cannot look after records. Choose somebody else.") % {"name": to})
    batch = Batch.objects.create(by=by, act=_("Handed over")[:100])
    for ownership in OWNERSHIPS:
        keys = list(ownership.rows(user).order_by("pk").select_for_update().values_list("pk", flat=True))
        refuse_unseen(ownership, keys, to)
        changes = dict.fromkeys(keys, (user.pk, to.pk))
        write(owner_column(ownership), ownership.model, changes, by=by, batch=batch, verb=Verb.EDITED)
        batch.size += len(keys)
    batch.save(update_fields=["size"])
    return batch.size


def owner_column(ownership: Ownership) -> SetColumn:
    """The bulk act that writes who looks after a record."""
    column = SetColumn()
    column.field = ownership.field
    return column


def refuse_unseen(ownership: Ownership, keys: list[int], to: User) -> None:
    """Raise Refused where some records lie outside the countries that the new owner sees."""
    if not to.country_codes:
        return
    seen = set(ownership.model.objects.visible_to(to).values_list("pk", flat=True))
    kept = ownership.model._base_manager.filter(pk__in=keys, trashed_at=None).values_list("pk", flat=True)
    if outside := len(set(kept) - seen):
        sentence = _("%(name)s does not see %(count)d of these records: they concern other countries.")
        raise Refused(sentence % {"name": to, "count": outside})


def looks_after(user: User) -> int:
    """How many records and open follow-ups a user looks after."""
    return sum(ownership.rows(user).count() for ownership in OWNERSHIPS)


def successors(user: User) -> Any:
    """Who could take over: active users whose role edits."""
    roles = [role for role in Role if Permission.EDIT in User(role=role).permissions]
    return User.objects.active().filter(role__in=roles).exclude(pk=user.pk)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> None:
    """Let a user sign in by password alone again, after a phone was lost."""
    if Authenticator.objects.filter(user_id=user.pk).delete()[0]:
        told(user, by=by, verb=Verb.EDITED, before={"second_factor": True}, after={"second_factor": False})


def end_sessions(user: User) -> None:
    """End every session of a user."""
    own = [
        session.pk for session in Session.objects.all() if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=own).delete()


def refuse_own_rights(user: User, by: User, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Raise Refused where somebody would change what they themselves may do or see."""
    if by.pk == user.pk and any(before[name] != after[name] for name in ("role", "is_active", "countries")):
        raise Refused(_("Nobody changes their own role or country limit. Ask another administrator."))


def keep_last_administrator(user: User) -> None:
    """Raise Refused where no active administrator would be left."""
    others = User.objects.administrators().exclude(pk=user.pk)
    was = User.objects.administrators().filter(pk=user.pk).exists()
    stays = user.role == Role.ADMINISTRATOR and user.is_active
    # Locked, so that two administrators cannot take each other's role away at once.
    if was and not stays and not list(others.select_for_update().values_list("pk", flat=True)):
        raise Refused(_("The last active administrator stays. Make somebody else an administrator first."))


def values_of(user: User) -> dict[str, Any]:
    """What history keeps of a user."""
    return {name: getattr(user, name) for name in TRACKED} | {
        "countries": sorted(user.countries.values_list("pk", flat=True))
    }


def told(user: User, *, by: User, verb: Verb, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Write a row of history, where something changed."""
    old, new = differences(before, after)
    if not new:
        return
    change = Change(by=by, verb=verb, model_label="accounts.user", record_id=user.pk, before=old, after=new)
    change.sign()
    change.save(force_insert=True)
