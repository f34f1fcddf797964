"""Logging a meeting through the fast form, and the same rows written by bare SQL in one transaction."""

import json
import secrets
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from associations.models import Organisation
from contacts.models import AffiliationRole, MeetingKind, Person
from midla.records.search import search_key
from tests.performance.pages import Page

SAID = "Se habló de la próxima fiesta y de quién presta la sala."
PROMISED = "Mandar la lista de precios"
KEY, PROMISED_KEY = search_key(SAID), search_key(PROMISED)
RECORD = "version, created_at, created_by_id, updated_at, updated_by_id"


class Logging:
    """A meeting with an organisation and a person, head-count and one follow-up, its history included."""

    page = Page("logging a meeting", "/meetings/log/", (), times=2.5, queries=25)

    def __init__(self, user: Any, client: Client) -> None:
        self.user, self.client = user, client
        # Not the one with fifty meetings: what is logged here would make its page heavier.
        self.organisation = Organisation.objects.order_by("pk")[1].pk
        self.person = Person.objects.order_by("pk")[1].pk
        self.kind = MeetingKind.objects.get(code="visit").pk
        assert AffiliationRole.objects.exists()
        connection.ensure_connection()
        self.cursor = connection.connection.cursor()

    def by_form(self) -> None:
        """Send the form as a browser does, with a one-time key of its own."""
        typed = {
            "one_time_key": secrets.token_urlsafe(16),
            "with_whom": [f"o{self.organisation}", f"p{self.person}"],
            "when": "now",
            "said": SAID,
            "women": "3",
            "men": "2",
            "promises-TOTAL_FORMS": "1",
            "promises-INITIAL_FORMS": "0",
            "promises-0-what": PROMISED,
            "promises-0-who": "me",
            "promises-0-by_when": "tomorrow",
        }
        answer = self.client.post(self.page.address, typed)
        if answer.status_code != 302:
            raise RuntimeError(f"the form answers {answer.status_code}")

    def bare(self) -> None:
        """The same rows in the same tables."""
        self.run("BEGIN")
        now = timezone.now()
        stamps = (1, now, self.user.pk, now, self.user.pk)
        key = secrets.token_urlsafe(16)
        self.add("records_onetimekey", "key, user_id, used_at, location", key, self.user.pk, now, "")
        meeting = self.add(
            "contacts_meeting",
            f"{RECORD}, kind_id, state, title, starts_at, time_zone, place, link, language, headcount, women, men,"
            " said, outcome, search_key",
            *(*stamps, self.kind, "held", "", now, "Europe/Rome", "", "", "", 5, 3, 2, SAID, "", KEY),
        )
        self.add("contacts_meeting_organisations", "meeting_id, organisation_id", meeting, self.organisation)
        self.add("contacts_participation", "meeting_id, person_id, presence", meeting, self.person, "present")
        self.add("contacts_meeting_staff", "meeting_id, user_id", meeting, self.user.pk)
        self.add_change(now, "contacts.meeting", meeting, {"said": SAID, "headcount": 5, "women": 3, "men": 2})
        follow_up = self.add(
            "contacts_followup",
            f"{RECORD}, what, promised_by, owner_id, due_on, notes, organisation_id, meeting_id, search_key",
            *(*stamps, PROMISED, "us", self.user.pk, now.date(), "", self.organisation, meeting, PROMISED_KEY),
        )
        self.add_change(now, "contacts.followup", follow_up, {"what": PROMISED})
        self.work_out_activity()
        self.run("DELETE FROM records_draft WHERE user_id = %s AND form = %s", self.user.pk, "meeting-log")
        self.run("UPDATE records_onetimekey SET location = %s WHERE key = %s", f"/meetings/{meeting}/", key)
        self.run("COMMIT")

    def work_out_activity(self) -> None:
        """The dates of engagement, from all contacts held with the organisation."""
        self.run(
            "SELECT m.starts_at, m.time_zone, k.counts_as FROM contacts_meeting m JOIN contacts_meeting_organisations w"
            " ON w.meeting_id = m.id JOIN contacts_meetingkind k ON k.id = m.kind_id"
            " WHERE w.organisation_id = %s AND m.state = 'held' AND m.trashed_at IS NULL",
            self.organisation,
        )
        self.cursor.fetchall()
        today = timezone.localdate()
        self.run(
            "UPDATE associations_organisationactivity SET previous_held_on = last_held_on, last_held_on = %s,"
            " last_met_on = %s WHERE organisation_id = %s",
            *(today, today, self.organisation),
        )

    def add_change(self, now: Any, label: str, pk: int, after: dict[str, Any]) -> None:
        """A row of history."""
        names = "at, by_id, verb, model_label, record_id, before, after, reason, salt, digest"
        values = (now, self.user.pk, "created", label, pk, "{}", json.dumps(after), "", "0" * 32, "0" * 64)
        self.add("records_change", names, *values)

    def add(self, table: str, names: str, *values: Any) -> int:
        """Write a row; its key."""
        places = ", ".join(["%s"] * len(values))
        self.run(f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING id", *values)
        return self.cursor.fetchone()[0]

    def run(self, text: str, *values: Any) -> None:
        if connection.vendor == "sqlite":
            text = text.replace("%s", "?").replace("BEGIN", "BEGIN IMMEDIATE")
            values = tuple(str(value) if hasattr(value, "isoformat") else value for value in values)
        self.cursor.execute(text, values)
