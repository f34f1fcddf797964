"""A partnership from its form to its page: opened, shown, completed with its parts."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.models import FollowUp
from midla.partnerships.actions.partnership import move
from midla.partnerships.models import Agreement, FundingLine, Milestone, Participant, Partnership, Resource, Review
from midla.records.models import Attachment
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory, PersonFactory
from tests.factories.partnerships import (
    AgreementFactory,
    FundingLineFactory,
    MilestoneFactory,
    NeedFactory,
    ParticipantFactory,
    PartnershipFactory,
    ResultFactory,
    ReviewFactory,
)
from tests.factories.territories import CountryFactory, SubdivisionFactory

ADD = "/partnerships/add/"


@pytest.fixture
def peru(db):
    return CountryFactory(code="PE", in_programme=True)


def page(client, partnership):
    return client.get(f"/partnerships/{partnership.pk}/").content.decode()


def test_a_partnership_is_opened_with_its_participants(client, rome_officer, peru):
    lead, other, person = AssociationFactory(), PartnerActorFactory(), PersonFactory()
    client.force_login(rome_officer)
    sent = {"title": "Bakery", "countries": ["PE"], "lead": lead.pk, "others": [lead.pk, other.pk]}
    answer = client.post(ADD, {**sent, "people": [person.pk], "owner": rome_officer.pk})
    partnership = Partnership.objects.get()
    assert answer.url == f"/partnerships/{partnership.pk}/"
    parts = partnership.participants.order_by("pk").values_list("organisation", "person", "role")
    assert list(parts) == [
        (lead.pk, None, "lead"),
        (other.pk, None, "technical"),
        (None, person.pk, "promoter"),
    ]
    assert (partnership.stage, partnership.owner) == ("idea", rome_officer)


def test_a_meeting_hands_over_whom_it_was_with(client, rome_officer, peru):
    association = AssociationFactory(name="Ayllu", serves=["PE"])
    meeting = MeetingFactory(with_organisations=[association])
    theme = ThemeFactory(code="food")
    meeting.themes.add(theme)
    client.force_login(rome_officer)
    form = client.get(f"{ADD}?meeting={meeting.pk}").context["form"]
    taken = {name: form.initial[name] for name in ("others", "themes", "countries")}
    assert taken == {"others": [association.pk], "themes": [theme.pk], "countries": ["PE"]}
    client.post(ADD, {"title": "Bakery", "countries": ["PE"], "others": [association.pk], "meeting": meeting.pk})
    assert list(Partnership.objects.get().meetings.all()) == [meeting]


def test_nonsense_in_the_address_of_the_form_is_left_out(client, rome_officer):
    client.force_login(rome_officer)
    answer = client.get(f"{ADD}?meeting=x&organisation={2**70}&person=-1")
    assert answer.status_code == 200


def test_a_limited_officer_opens_partnerships_of_their_countries_only(client, quito_officer, peru):
    client.force_login(quito_officer)
    answer = client.post(ADD, {"title": "Bakery", "countries": ["PE"]})
    assert "You work with EC" in answer.content.decode()
    assert Partnership.objects.count() == 0


def test_a_subdivision_takes_its_country(client, rome_officer, peru):
    manabi = SubdivisionFactory(code="EC-M", name="Manabí", country=CountryFactory(code="EC", in_programme=True))
    client.force_login(rome_officer)
    answer = client.post(ADD, {"title": "Bakery", "countries": ["PE"], "subdivisions": [manabi.pk]})
    assert "Tick the country of Manabí too" in answer.content.decode()


def test_a_day_without_a_next_step_is_refused(client, rome_officer, peru):
    client.force_login(rome_officer)
    answer = client.post(ADD, {"title": "Bakery", "countries": ["PE"], "next_step_on": "2026-12-01"})
    assert "Write the next step too" in answer.content.decode()


def test_what_exists_already_is_shown_once(client, rome_officer, peru):
    association, theme = AssociationFactory(), ThemeFactory(code="food")
    known = PartnershipFactory(title="Known bakery")
    known.themes.add(theme)
    ParticipantFactory(partnership=known, organisation=association)
    client.force_login(rome_officer)
    sent = {"title": "Bakery", "countries": ["PE"], "lead": association.pk, "themes": [theme.pk]}
    text = client.post(ADD, sent).content.decode()
    assert ("Something like it exists already" in text, "Known bakery" in text) == (True, True)
    assert client.post(ADD, {**sent, "confirmed": "1"}).status_code == 302
    assert Partnership.objects.count() == 2


def test_the_page_tells_everything_and_hides_whom_the_reader_does_not_see(client, lima_viewer):
    partnership = PartnershipFactory(title="Bakery", for_countries=["PE"], summary="Bread for all")
    hidden = AssociationFactory(name="Kantuta", serves=["EC"])
    ParticipantFactory(partnership=partnership, organisation=hidden)
    AgreementFactory(partnership=partnership, title="Memorandum")
    FundingLineFactory(partnership=partnership, organisation=hidden, source="")
    MilestoneFactory(partnership=partnership)
    ResultFactory(partnership=partnership)
    ReviewFactory(partnership=partnership)
    partnership.follow_ups.add(FollowUpFactory(what="Kantuta calls", organisation=hidden))
    client.force_login(lima_viewer)
    text = page(client, partnership)
    told = ("Bread for all", "and others", "an organisation you do not see", "First course held", "People trained")
    assert [words for words in (*told, "Memorandum", "still active") if words not in text] == []
    assert "Kantuta" not in text


def test_what_a_reader_may_not_do_is_not_offered_and_refused(client, lima_viewer):
    partnership = PartnershipFactory(for_countries=["PE"])
    client.force_login(lima_viewer)
    assert "Add an agreement" not in page(client, partnership)
    assert client.get(f"/partnerships/agreements/add/?partnership={partnership.pk}").status_code == 403
    assert client.post(f"/partnerships/{partnership.pk}/move/", {"to": "introduced"}).status_code == 403


def test_nobody_adds_to_a_partnership_they_do_not_see(client, quito_officer):
    partnership = PartnershipFactory(for_countries=["PE"])
    client.force_login(quito_officer)
    answer = client.post("/partnerships/milestones/add/", {"partnership": partnership.pk, "what": "Open"})
    assert (answer.status_code, Milestone.objects.count()) == (200, 0)


def test_an_agreement_is_added_with_its_file(client, rome_officer):
    partnership = PartnershipFactory(stage="negotiating")
    client.force_login(rome_officer)
    assert "no agreement with its signing date" in page(client, partnership)
    copy = SimpleUploadedFile("memorandum.pdf", b"%PDF-1.4")
    sent = {"partnership": partnership.pk, "title": "Memorandum", "signed_on": "2026-10-01", "file": copy}
    answer = client.post("/partnerships/agreements/add/", sent)
    assert answer.url == f"/partnerships/{partnership.pk}/"
    agreement = Agreement.objects.get()
    assert Attachment.objects.of(agreement).get().filename == "memorandum.pdf"
    assert "memorandum.pdf" in page(client, partnership)


def test_a_file_that_may_not_be_attached_is_refused_with_its_agreement(client, rome_officer):
    client.force_login(rome_officer)
    page_file = SimpleUploadedFile("memorandum.html", b"<html>")
    sent = {"partnership": PartnershipFactory().pk, "title": "Memorandum", "file": page_file}
    answer = client.post("/partnerships/agreements/add/", sent)
    assert "cannot be attached" in answer.content.decode()
    assert Agreement.objects.count() == 0


def test_the_signed_copy_may_follow_and_its_lack_is_said(client, rome_officer):
    partnership = PartnershipFactory(stage="agreed", next_step="Start")
    AgreementFactory(partnership=partnership)
    client.force_login(rome_officer)
    assert "The signed copy is missing" in page(client, partnership)


def funding(partnership, **values):
    return {
        "partnership": partnership.pk,
        "source": "A bank",
        "origin": "partner",
        "form": "cash",
        "currency": "EUR",
        "said_on": "2026-10-01",
        "committed": "1000",
        **values,
    }


def test_a_line_in_euros_needs_no_rate_and_one_in_soles_does(client, rome_officer):
    partnership = PartnershipFactory()
    client.force_login(rome_officer)
    client.post("/partnerships/funding/add/", funding(partnership, rate="7"))
    line = FundingLine.objects.get()
    assert (line.rate, line.pledged_eur, line.committed_eur) == (1, 1000, 1000)
    refused = client.post("/partnerships/funding/add/", funding(partnership, currency="PEN"))
    assert "how many units of the currency" in refused.content.decode()
    client.post("/partnerships/funding/add/", funding(partnership, currency="PEN", rate="4"))
    assert FundingLine.objects.get(currency="PEN").committed_eur == 250


def test_more_is_not_disbursed_than_was_committed(client, rome_officer):
    client.force_login(rome_officer)
    answer = client.post("/partnerships/funding/add/", funding(PartnershipFactory(), disbursed="2000"))
    assert list(answer.context["form"].errors) == ["disbursed"]


def test_an_amount_that_cannot_be_stored_in_euros_is_refused(client, rome_officer):
    client.force_login(rome_officer)
    sent = funding(PartnershipFactory(), currency="COP", rate="0.000001", committed="999999999999")
    answer = client.post("/partnerships/funding/add/", sent)
    assert list(answer.context["form"].errors) == ["rate"]


def test_from_whom_money_comes_follows_from_the_organisation(client, rome_officer):
    client.force_login(rome_officer)
    for organisation, origin in ((AssociationFactory(), "diaspora"), (PartnerActorFactory(), "partner")):
        sent = funding(PartnershipFactory(), source="", origin="", organisation=organisation.pk)
        client.post("/partnerships/funding/add/", sent)
        assert FundingLine.objects.get(organisation=organisation).origin == origin


def test_the_page_says_what_one_euro_brings(client, rome_officer):
    partnership = PartnershipFactory()
    for origin, amount in (("donor", 1000), ("partner", 2500), ("diaspora", 500)):
        FundingLineFactory(partnership=partnership, origin=origin, pledged=amount, committed=amount)
    client.force_login(rome_officer)
    text = page(client, partnership)
    assert ("2.5 for each euro" in text, "0.5 for each euro" in text) == (True, True)


def test_a_milestone_is_reached_with_one_click(client, rome_officer):
    milestone = MilestoneFactory()
    client.force_login(rome_officer)
    for _twice in range(2):
        answer = client.post(f"/partnerships/milestones/{milestone.pk}/reached/")
        assert answer.url == f"/partnerships/{milestone.partnership_id}/"
    milestone.refresh_from_db()
    assert (milestone.reached_on is not None, milestone.version) == (True, 2)


def test_nobody_takes_part_twice_in_one_role(client, rome_officer):
    part = ParticipantFactory(role="lead")
    other = ParticipantFactory(partnership=part.partnership, organisation=part.organisation, role="funder")
    client.force_login(rome_officer)
    sent = {"partnership": part.partnership_id, "organisation": part.organisation_id, "role": "lead"}
    assert "takes part in this role already" in client.post("/partnerships/participants/add/", sent).content.decode()
    changed = client.post(f"/partnerships/participants/{other.pk}/edit/", {"role": "lead", "version": other.version})
    assert "takes part in this role already" in changed.content.decode()
    assert Participant.objects.filter(role="lead").count() == 1


def test_a_review_is_recorded_once(client, rome_officer):
    partnership = PartnershipFactory(stage="completed", no_agreement_reason="By word of mouth")
    client.force_login(rome_officer)
    assert "after 6 months" in page(client, partnership)
    sent = {"partnership": partnership.pk, "months": "6", "still_active": "False", "reviewed_on": "2026-10-01"}
    client.post("/partnerships/reviews/add/", sent)
    answer = client.post("/partnerships/reviews/add/", sent)
    assert Review.objects.get().still_active is False
    assert answer.status_code == 200


def test_a_follow_up_hangs_on_the_partnership(client, rome_officer):
    part = ParticipantFactory()
    client.force_login(rome_officer)
    path = f"/partnerships/{part.partnership_id}/follow-up/"
    assert client.get(path).context["form"].initial["organisation"] == part.organisation_id
    answer = client.post(path, {"what": "Send the draft", "organisation": part.organisation_id, "promised_by": "us"})
    assert answer.url == f"/partnerships/{part.partnership_id}/"
    assert list(part.partnership.follow_ups.all()) == [FollowUp.objects.get(what="Send the draft")]


def test_a_completed_partnership_offers_to_close_the_need_it_came_from(client, rome_officer):
    partnership = PartnershipFactory(stage="active", no_agreement_reason="By word of mouth")
    need = NeedFactory()
    partnership.resources.add(need)
    client.force_login(rome_officer)
    path = f"/partnerships/{partnership.pk}/needs-met/"
    client.post(path)
    assert Resource.objects.get(pk=need.pk).state == "open"
    move(partnership=partnership, to="completed", by=rome_officer)
    assert "Mark as met" in page(client, partnership)
    client.post(path)
    assert Resource.objects.get(pk=need.pk).state == "met"


def test_a_part_goes_to_the_trash_and_leads_back_to_its_partnership(client, rome_officer):
    milestone = MilestoneFactory(created_by=rome_officer)
    client.force_login(rome_officer)
    path = f"/partnerships/milestones/{milestone.pk}/trash/"
    for _twice in range(2):
        assert client.post(path).url == f"/partnerships/{milestone.partnership_id}/"
    assert Milestone.objects.kept().count() == 0


def test_the_agreement_a_stage_rests_on_stays(client, rome_officer):
    agreement = AgreementFactory(partnership=PartnershipFactory(stage="agreed"))
    client.force_login(rome_officer)
    answer = client.post(f"/partnerships/agreements/{agreement.pk}/trash/")
    assert "takes an agreement with its signing date" in answer.content.decode()
    assert Agreement.objects.kept().get().signed_on == datetime.date(2026, 10, 1)


def test_a_meeting_with_its_participants_is_linked_and_others_stay(client, rome_officer, quito_officer, peru):
    association = AssociationFactory(serves=["PE"])
    partnership = PartnershipFactory(title="Bakery", for_countries=["PE", "EC"])
    ParticipantFactory(partnership=partnership, organisation=association)
    CountryFactory(code="EC", in_programme=True)
    about = MeetingFactory(title="About bread", with_organisations=[association])
    other = MeetingFactory(title="Elsewhere", with_organisations=[AssociationFactory()])
    path = f"/partnerships/{partnership.pk}/edit/"
    client.force_login(rome_officer)
    assert ("About bread" in client.get(path).content.decode(), "Elsewhere" in client.get(path).content.decode()) == (
        True,
        False,
    )
    sent = {"title": "Bakery", "countries": ["PE", "EC"], "version": partnership.version}
    client.post(path, {**sent, "meetings": [about.pk]})
    assert list(partnership.meetings.all()) == [about]
    refused = client.post(path, {**sent, "meetings": [other.pk], "version": 2})
    assert list(refused.context["form"].errors) == ["meetings"]
    client.force_login(quito_officer)
    assert "About bread" not in client.get(path).content.decode()
    client.post(path, {**sent, "title": "Bakeries", "version": 2})
    assert list(partnership.meetings.all()) == [about]


def test_meetings_do_not_tell_who_takes_part_unseen(client, quito_officer, rome_officer):
    unseen, seen = AssociationFactory(serves=["PE"]), AssociationFactory(serves=["EC"])
    partnership = PartnershipFactory(for_countries=["PE", "EC"])
    ParticipantFactory(partnership=partnership, organisation=unseen)
    MeetingFactory(title="About bread", with_organisations=[unseen, seen])
    for reader, offered in ((rome_officer, True), (quito_officer, False)):
        client.force_login(reader)
        assert ("About bread" in client.get(f"/partnerships/{partnership.pk}/edit/").content.decode()) is offered
