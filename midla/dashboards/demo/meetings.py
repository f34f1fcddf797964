"""The meetings and promises of the demo: two years of them, the more the nearer, and what comes next."""

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from associations.models import Association, Theme
from contacts.actions.meeting import Logged, log_meeting
from contacts.models import FollowUp, Meeting, MeetingKind, MeetingState, Participation, Person, Presence, PromisedBy
from midla.accounts.models import User
from midla.dashboards.demo import names
from midla.records.actions import create

HELD, PLANNED = 190, 10
DAYS = 730
# Of sixty associations: never spoken to, only called, met once, silent for over a year; the rest are met often.
SILENT, CALLED, MET, DORMANT = 12, 8, 7, 9
# On which days from today planned meetings lie, and what users look after: late, today, soon, later, some day.
PLANNED_DAYS = (0, 0, 1, 1, 2, 3, 4, 6, 9, 13)
DUE_DAYS = (-9, -2, 0, 0, 2, 6, 20, None)
# Who looks after promises, and among how many meetings these are sought.
EDITORS = ("officer", "adviser", "manager", "administrator", "lima", "quito")
MOST_LOOKED_AT = 60
CALL = "call"


def add_meetings(demo: Any) -> None:
    """Held over two years, the more the nearer; and some planned for the next days."""
    demo.kinds = {kind.code: kind for kind in MeetingKind.objects.order_by("pk")}
    demo.themes = list(Theme.objects.active())
    demo.people_of = {}
    for person, association in demo.people:
        demo.people_of.setdefault(association.pk, []).append(person)
    for association, days, code in held_plan(demo):
        add_held(demo, association, demo.today - datetime.timedelta(days=days), code)
    editors = [demo.users[key] for key in ("officer", "manager", "adviser", "administrator", "officer", "manager")]
    for number, days in enumerate(PLANNED_DAYS):
        add_planned(demo, demo.today + datetime.timedelta(days=days), editors[number % len(editors)])


def held_plan(demo: Any) -> Iterator[tuple[Association, int, str]]:
    """With whom, how many days ago, and how: each association at its own step of engagement."""
    order = demo.chance.sample(demo.associations, len(demo.associations))
    called, met, dormant, often = (
        order[SILENT:][:CALLED],
        order[SILENT + CALLED :][:MET],
        order[SILENT + CALLED + MET :][:DORMANT],
        order[SILENT + CALLED + MET + DORMANT :],
    )
    once = [(association, demo.chance.randrange(20, 300), CALL) for association in called]
    once += [(association, demo.chance.randrange(20, 300), "visit") for association in met]
    once += [(one, demo.chance.randrange(400, DAYS), "visit") for one in (*dormant, *dormant)]
    yield from once
    for number in range(HELD - len(once)):
        days = int(DAYS * demo.chance.random() ** 1.7)
        yield often[number % len(often)], days + 1, demo.chance.choice(list(demo.kinds))


def moment(demo: Any, day: datetime.date) -> datetime.datetime:
    """An hour at which people meet, on a day in Italy."""
    time = datetime.time(demo.chance.choice((10, 11, 15, 17, 18, 19)), demo.chance.choice((0, 30)))
    return datetime.datetime.combine(day, time, ZoneInfo("Europe/Rome"))


def add_held(demo: Any, association: Association, day: datetime.date, code: str) -> None:
    """One meeting that took place; in one of four somebody from a partner actor was there too."""
    counted = code not in (CALL, "message", "email")
    women, men = demo.chance.randrange(2, 30), demo.chance.randrange(1, 20)
    meeting = Meeting(
        kind=demo.kinds[code],
        state=MeetingState.HELD,
        title=demo.chance.choice(names.TITLES) if code == "event" else "",
        starts_at=moment(demo, day),
        minutes_long=demo.chance.choice((30, 60, 90, 120)),
        province=association.province,
        place=demo.chance.choice(names.PLACES) if code in ("visit", "event") else "",
        link="https://incontri.example.org/sala" if code == "online" else "",
        said=" ".join(demo.chance.sample(names.SAID, 2)),
        outcome=demo.chance.choice(names.OUTCOMES),
        women=women if counted else None,
        men=men if counted else None,
        under_30=demo.chance.randrange(men + 1) if counted else None,
        headcount=women + men + demo.chance.choice((0, 0, 3)) if counted else None,
    )
    store(demo, meeting, association, Presence.PRESENT, demo.officer())


def add_planned(demo: Any, day: datetime.date, by: User) -> None:
    """One meeting to come, with people who are invited; today's lies in the hours that are left."""
    association = demo.chance.choice(demo.associations)
    starts_at = max(moment(demo, day), demo.now + datetime.timedelta(hours=2))
    meeting = Meeting(
        kind=demo.kinds[demo.chance.choice(("visit", "event"))],
        state=MeetingState.PLANNED,
        title=demo.chance.choice(names.TITLES),
        starts_at=starts_at,
        minutes_long=demo.chance.choice((60, 90, 120)),
        province=association.province,
        place=demo.chance.choice(names.PLACES),
    )
    store(demo, meeting, association, Presence.INVITED, by)
    some = meeting.participations.order_by("pk").values_list("pk", flat=True)[:1]
    Participation.objects.filter(pk__in=list(some)).update(presence=Presence.COMING)


def store(demo: Any, meeting: Meeting, association: Association, presence: str, by: User) -> None:
    """Log it, with two people of the association, one theme, and whoever of IOM was there."""
    with_partner = demo.chance.random() < 0.25
    logged = Logged(
        organisations=[association, *([demo.chance.choice(demo.partners)] if with_partner else [])],
        people=demo.people_of.get(association.pk, [])[:2],
        staff=[by],
        themes=[demo.chance.choice(demo.themes)],
        citizenships=dict.fromkeys(association_codes(association), 1) if meeting.headcount else {},
        presence=presence,
    )
    log_meeting(meeting=meeting, logged=logged, by=by)


def association_codes(association: Association) -> list[str]:
    """The communities that an association serves."""
    return [country.pk for country in association.communities.all()]


def add_follow_ups(demo: Any) -> None:
    """Promises kept after old meetings; and for each who edits some that are late, due today, and to come."""
    held = Meeting.objects.held().order_by("-starts_at").prefetch_related("organisations")
    for meeting in held[20:80]:
        done_at = min(meeting.starts_at + datetime.timedelta(days=demo.chance.randrange(2, 20)), demo.now)
        by = demo.officer()
        promise(demo, meeting, by, done_at.date(), done_at=done_at, done_by=by)
    for user in (demo.users[key] for key in EDITORS):
        seen = Meeting.objects.visible_to(user).held().order_by("-starts_at").prefetch_related("organisations")
        meetings = list(seen[:MOST_LOOKED_AT])
        for days in DUE_DAYS:
            # What is late was promised before it was due.
            before = demo.today + datetime.timedelta(days=min(days or 0, 0) - 2)
            meeting = next(one for one in meetings if one.day <= before)
            meetings.remove(meeting)
            due_on = None if days is None else demo.today + datetime.timedelta(days=days)
            promise(demo, meeting, user, due_on)


def promise(demo: Any, meeting: Meeting, owner: User, due_on: datetime.date | None, **values: Any) -> None:
    """One promise made at a meeting, on the association it was made to."""
    association = next(one for one in meeting.organisations.all() if one.is_association)
    person: Person | None = next(iter(demo.people_of.get(association.pk, [])), None)
    record = FollowUp(
        what=demo.chance.choice(names.PROMISES),
        owner=owner,
        meeting=meeting,
        organisation=association,
        person=person if demo.chance.random() < 0.2 else None,
        promised_by=demo.chance.choice((PromisedBy.US, PromisedBy.US, PromisedBy.THEM)),
        due_on=due_on,
        **values,
    )
    create(record, by=owner)
