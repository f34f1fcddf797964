"""What the page of a need or an offer says first: whose, what, where, until when."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from contacts.attendance import hides_people
from contacts.models import Meeting
from midla.partnerships.holders import Holder
from midla.partnerships.models import Resource, ResourceState
from midla.records.registry import type_of
from midla.ui import dates, marks

Fact = tuple[str, Any]


def state_mark(resource: Resource) -> Any:
    """Where it stands, as a mark."""
    if resource.state == ResourceState.MET:
        return marks.mark("good", resource.get_state_display())
    if resource.state == ResourceState.WITHDRAWN:
        return marks.mark("plain", resource.get_state_display())
    return marks.mark("warn", _("expired")) if resource.is_expired else marks.mark("note", resource.get_state_display())


def facts_of(resource: Resource, holder: Holder, user: Any) -> list[Fact]:
    """Label and value of the key facts; what is empty is left out, but for the holder."""
    name = format_html('<a href="{}">{}</a>', holder.url, holder.name) if holder.is_seen else holder.name
    facts = [
        (_("Whose"), name),
        (_("Kind and theme"), f"{resource.get_kind_display()}, {resource.theme}"),
        (_("Where"), where(resource)),
        (_("Amount"), marks.euros(resource.amount) if resource.amount is not None else ""),
        (_("Quantity"), marks.grouped(resource.quantity) if resource.quantity else ""),
        (_("From"), dates.day(resource.starts_on) if resource.starts_on else ""),
        (_("Until"), dates.day(resource.ends_on) if resource.ends_on else ""),
        (_("Officer"), str(resource.owner or "")),
        (_("Heard at"), heard_at(resource, user)),
        (_("Closed on"), dates.day(resource.closed_on) if resource.closed_on else ""),
    ]
    return [(label, value) for label, value in facts if value]


def where(resource: Resource) -> str:
    """Countries, then subdivisions, then provinces."""
    places = [*resource.countries.all(), *resource.subdivisions.all(), *resource.provinces.all()]
    return ", ".join(map(str, places))


def heard_at(resource: Resource, user: Any) -> Any:
    """The meeting at which it was heard, where the reader sees that."""
    if resource.meeting_id is None:
        return ""
    meeting = Meeting.objects.visible_to(user).select_related("kind").filter(pk=resource.meeting_id).first()
    # That somebody was at the meeting of a religious community or a trade union is special-category data.
    if meeting is None or (resource.person_id and hides_people(meeting, user)):
        return ""
    url = type_of(meeting).detail_url(meeting)
    return format_html('<a href="{}">{}</a>', url, dates.day(meeting.starts_at))
