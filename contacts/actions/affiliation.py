"""Giving somebody a role in an organisation, and ending it."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts.models import Affiliation, AffiliationRole, Person
from contacts.roles import overlapping
from midla.records.actions import create, edit
from midla.records.errors import Refused
from midla.records.registry import register_condition
from midla.ui.dates import day

ONE_DAY = datetime.timedelta(days=1)
Day = datetime.date | None
AT_ONCE = 500


class SecondHolder(Refused):
    """Somebody else holds a role of one holder on one of these days; named to whoever sees them."""

    def __init__(self, affiliation: Affiliation, holders: list[Affiliation], by: Any = None) -> None:
        super().__init__(sentence(affiliation, holders, by))


def sentence(affiliation: Affiliation, holders: list[Affiliation], reader: Any) -> str:
    """Who holds the role, since and until when, and what to do."""
    words: dict[str, Any] = {"role": affiliation.role, "organisation": affiliation.organisation}
    named = bool(holders and reader and Person.objects.visible_to(reader).filter(pk=holders[0].person_id).exists())
    if not named:
        return _("Somebody else has the role “%(role)s” in %(organisation)s on these days.") % words
    first = holders[0]
    words |= {"who": first.person, "since": day(first.started_on), "until": day(first.ended_on)}
    if first.ended_on:
        text = _("“%(role)s” in %(organisation)s has one holder: %(who)s, until %(until)s. Choose other days.")
    elif first.started_on:
        text = _("“%(role)s” in %(organisation)s has one holder: %(who)s, since %(since)s. End that role first.")
    else:
        text = _("“%(role)s” in %(organisation)s has one holder: %(who)s. End that role first.")
    return text % words


def refuse_second_holder(affiliation: Affiliation, by: Any = None) -> None:
    """Note whether the role has one holder; raise SecondHolder where it has another one."""
    affiliation.one_holder = affiliation.role.one_holder
    if affiliation.one_holder and (holders := list(overlapping(affiliation))):
        raise SecondHolder(affiliation, holders, by)


def refuse_second_holders(affiliations: Sequence[Affiliation]) -> None:
    """The same for many new roles, among each other too; one query however many organisations."""
    roles = {role.pk: role for role in AffiliationRole.objects.filter(one_holder=True)}
    for affiliation in affiliations:
        affiliation.one_holder = affiliation.role_id in roles
    alone_in = [affiliation for affiliation in affiliations if affiliation.one_holder]
    holders = holders_in({affiliation.organisation_id for affiliation in alone_in})
    for affiliation in alone_in:
        others = holders.setdefault((affiliation.organisation_id, affiliation.role_id), [])
        own = affiliation.pk
        if meets(
            affiliation.started_on, affiliation.ended_on, [days for key, *days in others if key != own or own is None]
        ):
            raise SecondHolder(affiliation, [])
        others.append((own, affiliation.started_on, affiliation.ended_on))


def holders_in(organisations: Collection[int]) -> dict[tuple[int, int], list[tuple[Any, ...]]]:
    """Of organisations and their roles of one holder: key, first and last day of each."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    keys = sorted(organisations)
    for start in range(0, len(keys), AT_ONCE):
        rows = Affiliation.objects.kept().filter(organisation_id__in=keys[start : start + AT_ONCE], one_holder=True)
        for organisation, role, *days in rows.order_by("pk").values_list(
            "organisation_id", "role_id", "pk", "started_on", "ended_on"
        ):
            found.setdefault((organisation, role), []).append(tuple(days))
    return found


def meets(started: Day, ended: Day, others: Iterable[Sequence[Day]]) -> bool:
    """True where two spans of days have one in common; no day given is for ever."""
    return any(
        (first is None or ended is None or first <= ended) and (started is None or last is None or started <= last)
        for first, last in others
    )


register_condition(Affiliation, refuse_second_holder, refuse_second_holders)


def give_role(*, affiliation: Affiliation, by: Any, end_current: bool = False) -> Affiliation:
    """Store a new role. Raises SecondHolder, unless the current holder's role is to end the day before."""

    def store() -> Affiliation:
        make_room(affiliation, by=by, wanted=end_current)
        refuse_second_holder(affiliation, by)
        return create(affiliation, by=by)

    return alone(affiliation, by, store)


def change_role(
    *,
    affiliation: Affiliation,
    values: Mapping[str, Any],
    by: Any,
    version: int | None = None,
    end_current: bool = False,
) -> Affiliation:
    """Give a stored role new values, such as its last day. Raises SecondHolder as giving one does."""

    def store() -> Affiliation:
        wanted = Affiliation.objects.get(pk=affiliation.pk)
        for name, value in values.items():
            setattr(wanted, name, value)
        make_room(wanted, by=by, wanted=end_current)
        refuse_second_holder(wanted, by)
        return edit(affiliation, by=by, values=values, version=version)

    return alone(affiliation, by, store)


def end_role(*, affiliation: Affiliation, on: datetime.date, by: Any) -> Affiliation:
    """Say on which day a role ended."""
    if affiliation.started_on and on < affiliation.started_on:
        raise Refused(_("The role ends before it starts: check the two dates."))
    return change_role(affiliation=affiliation, values={"ended_on": on}, by=by)


def alone(affiliation: Affiliation, by: Any, store: Callable[[], Affiliation]) -> Affiliation:
    """Store in one transaction; where somebody was faster, the database refuses, and that is said in words."""
    try:
        with transaction.atomic():
            return store()
    except IntegrityError as error:
        if not affiliation.role.one_holder:
            raise
        raise SecondHolder(affiliation, list(overlapping(affiliation)), by) from error


def make_room(affiliation: Affiliation, *, by: Any, wanted: bool) -> None:
    """End the role of whoever holds it now on the day before, where that was asked for, is seen and can be."""
    if not wanted or not affiliation.role.one_holder:
        return
    for holder in overlapping(affiliation).visible_to(by):
        if affiliation.started_on and can_end_before(holder, affiliation.started_on):
            edit(holder, by=by, values={"ended_on": affiliation.started_on - ONE_DAY})


def can_end_before(holder: Affiliation, day: datetime.date) -> bool:
    """True where the holder's role can end the day before: it began earlier and still goes on."""
    return holder.ended_on is None and (holder.started_on is None or holder.started_on < day)
