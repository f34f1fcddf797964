"""The demo fills an empty database whole, looks alive, and leaves nothing behind when it is removed."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from associations import codes
from associations.engagement import Engagement
from associations.models import Association, Initiative, Organisation, PartnerActor, Tag
from contacts.activity import recount
from contacts.models import Affiliation, Consent, FollowUp, Meeting, Person
from midla.accounts.demo_users import PASSWORD
from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.dashboards.demo.meetings import EDITORS
from midla.dashboards.demo.removing import remove
from midla.dashboards.models import Report, Target
from midla.dashboards.models.report import NARRATIVES
from midla.dashboards.reporting.naming import people_named
from midla.partnerships.activity import recount as recount_partnerships
from midla.partnerships.models import Match, Need, Offer, Partnership, Stage
from midla.records.models import Attachment, Change, SavedView
from midla.records.registry import record_types
from midla.records.sealing import seal_history, verify_history
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import AffiliationFactory


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The demo, filled once for all tests here: each of them works in a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled, db):
    """The demo, as if it had just been filled."""


@pytest.fixture
def empty(db):
    """No demo: the module's one is set aside while a test that wants none runs."""
    remove()


def test_demo_fills_every_corner_and_removes_itself(demo):
    assert (Association.objects.count(), PartnerActor.objects.count()) == (60, 40)
    assert (Person.objects.count(), Meeting.objects.count()) == (150, 200)
    assert Initiative.objects.filter(description="").count() < Initiative.objects.count() == 16
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.filter(countries="PE").exists()
    assert {done is None for done in FollowUp.objects.values_list("done_at", flat=True)} == {True, False}
    assert recount() == 0
    with pytest.raises(CommandError, match="only fills an empty database"):
        call_command("demo")
    call_command("demo", remove=True)
    left = {declared.model.__name__: declared.model._base_manager.count() for declared in record_types()}
    assert not any(left.values())
    assert not User.objects.exists()
    assert not Change.objects.exists()


def test_demo_refuses_a_database_with_an_organisation(empty):
    AssociationFactory()
    with pytest.raises(CommandError, match="only fills an empty database"):
        call_command("demo", verbosity=0)
    assert Organisation.objects.count() == 1


def test_needs_and_offers_fit_each_other_and_some_wait(demo):
    needs, best = Need.objects.open(), Match.objects.open()
    assert (Need.objects.count(), Offer.objects.count()) == (22, 20)
    assert needs.filter(matches_as_need__in=best).distinct().count() >= 15
    assert needs.exclude(matches_as_need__in=best).exists()
    assert max(best.values_list("points", flat=True)) >= 15


def user_of(key):
    return User.objects.get(email=f"{key}@midla.example")


def test_every_step_of_engagement_has_somebody(demo):
    rows = Association.objects.all()
    counts = [rows.at_step(step).count() for step in Engagement.values] + [rows.dormant().count()]
    assert min(counts) >= 5


def test_whoever_edits_finds_a_day_with_work(demo, client):
    for key in EDITORS:
        client.force_login(user_of(key))
        day = client.get("/").context["day"]
        assert (day.late, day.today) == (2, 2), key
    client.force_login(user_of("manager"))
    day = client.get("/").context["day"]
    assert day.meetings
    assert day.news


def test_data_are_of_every_kind(demo):
    assert Tag.objects.count() == 5
    assert set(Consent.objects.values_list("state", flat=True)) == {"given", "withdrawn"}
    assert Person.objects.filter(consents=None).exists()
    assert Affiliation.objects.past(timezone.localdate()).exists()
    assert Organisation.objects.exclude(parent=None).count() == 7
    numbers = Association.objects.exclude(tax_code="").values_list("tax_code", flat=True)
    assert [codes.tax_code(number) for number in numbers] == list(numbers)
    soon = timezone.now() + datetime.timedelta(days=14)
    assert Meeting.objects.planned().filter(starts_at__gte=timezone.now(), starts_at__lt=soon).count() == 10
    night = [meeting for meeting in Meeting.objects.held() if not 10 <= meeting.starts_there.hour < 20]
    assert night == []
    early = [row for row in FollowUp.objects.exclude(due_on=None) if row.due_on < row.meeting.day]
    assert early == []


def test_history_tells_of_past_days_and_can_be_sealed(demo):
    assert Change.objects.filter(at__gt=timezone.now()).count() == 0
    assert Change.objects.filter(at__lt=timezone.now() - datetime.timedelta(days=365)).exists()
    assert seal_history() > 100
    assert list(verify_history()) == []


def test_everybody_signs_in_with_the_password_alone(demo, client):
    for user in User.objects.all():
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, "/")
        assert client.get("/").context["user"] == user
        client.logout()


def test_administrator_removes_the_demo_with_what_was_done_in_it(demo, client):
    seal_history()
    client.force_login(user_of("officer"))
    kuntur = Association.objects.latest("pk")
    client.post("/meetings/log/", {"when": "now", "said": "Prova", "with_whom": [f"o{kuntur.pk}"]})
    note = SimpleUploadedFile("note.txt", b"prova", content_type="text/plain")
    client.post(f"/associations/{kuntur.pk}/attach/", {"file": note})
    client.post("/associations/views/", {"name": "Le mie", "query": "dormant=1"})
    assert (Meeting.objects.count(), Attachment.objects.filter(filename="note.txt").count()) == (201, 1)
    assert client.get("/demo/remove/").status_code == 403
    client.force_login(user_of("administrator"))
    assert "/demo/remove/" in client.get("/").content.decode()
    assert client.get("/demo/remove/").context["size"] > 400
    assert client.post("/demo/remove/").url == "/"
    left = [declared.model.__name__ for declared in record_types() if declared.model._base_manager.exists()]
    assert left == []
    kept = (User, Change, Attachment, SavedView, Consent)
    assert [model.__name__ for model in kept if model._base_manager.exists()] == []
    assert list(verify_history()) == []
    assert client.get("/").url == "/accounts/login/?next=/"


def test_real_work_on_demo_records_holds_the_removal_back(demo, client, administrator):
    AffiliationFactory(organisation=Association.objects.first(), created_by=administrator)
    client.force_login(administrator)
    page = client.post("/demo/remove/").content.decode()
    assert "Something recorded since hangs on the demo" in page
    assert Association.objects.count() == 60


def test_where_there_is_no_demo_there_is_nothing_to_remove(empty, client, administrator):
    client.force_login(administrator)
    assert client.get("/demo/remove/").status_code == 404
    assert "/demo/remove/" not in client.get("/").content.decode()


def test_partnerships_stand_at_every_stage_with_their_past(demo):
    by_stage = {stage: Partnership.objects.filter(stage=stage).count() for stage in Stage.values}
    assert min(by_stage.values()) >= 2
    assert recount_partnerships() == 0
    for partnership in Partnership.objects.prefetch_related("stage_changes"):
        moments = [change.at for change in partnership.stage_changes.all()]
        assert moments == sorted(moments, reverse=True)
        assert (moments[0], moments[-1]) == (partnership.stage_since, partnership.created_at)
    assert Partnership.objects.adrift().exists()
    assert Partnership.objects.overdue().exists()


def test_a_report_of_last_year_is_issued_and_this_years_is_begun(demo):
    issued, draft = Report.objects.order_by("ends_on")
    assert (issued.state, draft.state) == ("issued", "draft")
    assert issued.files.exclude(kind="pdf").count() == 8
    assert people_named(*(getattr(issued, name) for name in NARRATIVES)) == []
    assert Target.objects.filter(country="PE").exists()
