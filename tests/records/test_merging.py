"""Two records become one with everything that hangs on them; and two again, field for field."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from associations.models import Association, Organisation
from contacts.models import Consent, Participation, Person
from midla.records.actions import edit, restore
from midla.records.attachments import attach
from midla.records.errors import Conflict, Refused
from midla.records.history import column_values, relation_values
from midla.records.merging import MergeRefused, merge, policies_of, relations_of
from midla.records.models import Merge, Record
from midla.records.registry import RECORD_TYPES, RECOUNTS, RELATIONS
from midla.records.unmerging import undo_merge
from midla.records.views.history import changes_of_all
from tests.factories.associations import AssociationFactory, InitiativeFactory
from tests.factories.contacts import (
    AffiliationFactory,
    ConsentFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.factories.partnerships import FundingLineFactory, NeedFactory, ParticipantFactory

MERGED = [declared for declared in RECORD_TYPES if declared.merge_permission is not None]
ONE_TABLE = {declared.label(): declared.model._meta.concrete_model for declared in MERGED}


@pytest.mark.parametrize("model", ONE_TABLE.values(), ids=lambda model: model.__name__)
def test_every_relation_has_a_policy(model):
    assert {relation.label for relation in relations_of(model)} == RELATIONS[model].keys()
    assert len(policies_of(model)) >= 6


def test_a_relation_that_nobody_declared_is_refused(manager, monkeypatch):
    monkeypatch.delitem(RELATIONS[Person], "contacts.FollowUp.person")
    one, other = PersonFactory(), PersonFactory()
    with pytest.raises(MergeRefused, match=r"contacts\.FollowUp\.person"):
        merge(one, other, by=manager)
    assert Person.objects.filter(trashed_at=None).count() == 2


GENERIC = {
    "records.Attachment": "moved",
    "records.Change": "read from the record that is kept",
    "records.Access": "who read what stays as it was",
    "records.ComparedRecord": "worked out anew",
}


def test_every_model_that_names_records_by_label_and_key_is_thought_of():
    named = {
        model._meta.label
        for model in apps.get_models()
        if {"model_label", "record_id"} <= {field.name for field in model._meta.fields}
    }
    assert named - {"records.StagedRow", "records.ImportedRow"} == set(GENERIC)


def add_person_rows(winner, loser):
    """A row of each kind for both, and what they share."""
    shared, alone = MeetingFactory(), MeetingFactory(title="alone")
    ParticipationFactory(meeting=shared, person=winner, presence="invited")
    ParticipationFactory(meeting=shared, person=loser, presence="present")
    ParticipationFactory(meeting=alone, person=loser)
    association = AssociationFactory()
    for person in (winner, loser):
        AffiliationFactory(person=person, organisation=association)
        ConsentFactory(person=person, purpose="contact", state="withdrawn" if person == loser else "given")
    ConsentFactory(person=winner, purpose="contact", state="given")
    AffiliationFactory(person=loser)
    FollowUpFactory(person=loser)
    NeedFactory(organisation=None, person=loser)
    part = ParticipantFactory(organisation=None, person=winner)
    ParticipantFactory(organisation=None, person=loser, partnership=part.partnership)
    ParticipantFactory(organisation=None, person=loser)


def add_organisation_rows(winner, loser):
    MeetingFactory(with_organisations=[winner, loser])
    MeetingFactory(with_organisations=[loser])
    AssociationFactory(name="Section", parent=loser)
    person = PersonFactory()
    for organisation in (winner, loser):
        AffiliationFactory(person=person, organisation=organisation)
    FollowUpFactory(organisation=loser)
    NeedFactory(organisation=loser)
    part = ParticipantFactory(organisation=winner)
    ParticipantFactory(organisation=loser, partnership=part.partnership)
    FundingLineFactory(organisation=loser)
    InitiativeFactory(organisation=loser)


def rows_pointing_at(record):
    """Every row that points at a record, by model: all columns but those that count changes."""
    left_out = {"version", "updated_at", "updated_by", "trashed_by"}
    return {
        relation.label: [
            {
                name: value
                for name, value in type(row)._base_manager.filter(pk=row.pk).values().get().items()
                if name.removesuffix("_id") not in left_out
            }
            for row in relation.rows_of(record)
        ]
        for relation in relations_of(type(record))
    }


def everything(record):
    held = type(record)._base_manager.get(pk=record.pk)
    return column_values(held), relation_values(held), held.is_trashed, rows_pointing_at(held)


def two_people():
    one = PersonFactory(notes="one", phone="+390101")
    return one, PersonFactory(notes="two", phone="+390202", profession="baker")


def two_associations():
    one = AssociationFactory(name="Ayni", serves=["PE"])
    return one, AssociationFactory(name="Ayni Genova", serves=["EC"], email="a@b.it", code="X1")


@pytest.mark.parametrize(
    ("make", "fill"),
    [(two_people, add_person_rows), (two_associations, add_organisation_rows)],
    ids=["people", "organisations"],
)
def test_merge_then_undo_gives_both_back_with_all_that_hung_on_them(manager, make, fill):
    winner, loser = make()
    fill(winner, loser)
    for recount in RECOUNTS.values():
        recount()
    attach(loser, SimpleUploadedFile("a.txt", b"text"), by=manager)
    before = everything(winner), everything(loser)
    filled = {label for record in before for label, rows in record[3].items() if rows}
    assert filled == {relation.label for relation in relations_of(type(winner))}, "fill every relation"
    done = merge(winner, loser, by=manager)
    left = rows_pointing_at(loser)
    assert {label for label, rows in left.items() if any(row.get("trashed_at", "x") is None for row in rows)} == set()
    assert [recount() for recount in RECOUNTS.values()] == [0] * len(RECOUNTS)
    assert everything(loser)[2] is True
    undo_merge(done, by=manager)
    assert (everything(winner), everything(loser)) == before
    assert [recount() for recount in RECOUNTS.values()] == [0] * len(RECOUNTS)
    assert Merge.objects.get().steps == []


def test_what_is_empty_is_taken_from_the_other_and_what_is_plural_is_kept_both(manager):
    one = PersonFactory(notes="one", phone="+390101", citizen_of=["PE"])
    other = PersonFactory(notes="two", phone="+390202", profession="baker", citizen_of=["EC"])
    merge(one, other, by=manager)
    one.refresh_from_db()
    assert (one.notes, one.phone, one.second_phone, one.profession) == ("one\n\ntwo", "+390101", "+390202", "baker")
    assert set(one.citizenships.values_list("code", flat=True)) == {"PE", "EC"}


def test_what_was_chosen_is_what_the_record_gets(manager):
    one, other = PersonFactory(given_names="Rosa", notes="one"), PersonFactory(given_names="Rosita", notes="two")
    merge(one, other, by=manager, choices={"given_names": "take", "notes": "keep"})
    one.refresh_from_db()
    assert (one.given_names, one.notes) == ("Rosita", "one")


def test_the_stricter_consent_wins(manager):
    one, other = PersonFactory(), PersonFactory()
    ConsentFactory(person=other, purpose="contact", state="withdrawn")
    ConsentFactory(person=one, purpose="contact", state="given")
    merge(one, other, by=manager)
    newest = Consent.objects.filter(person=one, purpose="contact").order_by("-id").first()
    assert newest.state == "withdrawn"


def test_two_parts_in_one_meeting_become_the_stronger_one(manager):
    one, other, meeting = PersonFactory(), PersonFactory(), MeetingFactory()
    ParticipationFactory(meeting=meeting, person=one, presence="invited")
    ParticipationFactory(meeting=meeting, person=other, presence="present")
    merge(one, other, by=manager)
    assert list(Participation.objects.values_list("person_id", "presence")) == [(one.pk, "present")]


def test_a_record_that_changed_since_it_was_read_is_not_merged(manager):
    one, other = PersonFactory(), PersonFactory()
    edit(other, by=manager, values={"profession": "baker"})
    with pytest.raises(Conflict):
        merge(one, other, by=manager, versions=(1, 1))
    assert Merge.objects.count() == 0


def test_a_merged_record_does_not_come_back_from_the_trash_alone(manager):
    one, other = PersonFactory(), PersonFactory()
    merge(one, other, by=manager)
    with pytest.raises(Refused, match="Undo the merge"):
        restore(other, by=manager)


def test_what_was_changed_again_is_not_overwritten_by_undo(manager):
    one, other = PersonFactory(profession=""), PersonFactory(profession="baker")
    done = merge(one, other, by=manager)
    edit(one, by=manager, values={"profession": "cook"})
    with pytest.raises(Refused, match="profession"):
        undo_merge(done, by=manager)
    assert Person.objects.get(pk=other.pk).is_trashed


def test_merging_keeps_no_copy_after_thirty_days(manager):
    done = merge(PersonFactory(), PersonFactory(), by=manager)
    Merge.objects.update(at="2020-01-01T00:00Z")
    call_command("purge_trash")
    assert Merge.objects.get(pk=done.pk).steps == []
    with pytest.raises(MergeRefused):
        undo_merge(done, by=manager)


def test_the_history_of_both_is_read_from_the_one_that_is_kept(manager):
    one, other = PersonFactory(), PersonFactory()
    edit(other, by=manager, values={"profession": "baker"})
    merge(one, other, by=manager)
    assert "baker" in [change.after.get("profession") for change in changes_of_all(one)]


def test_an_organisation_does_not_come_to_belong_to_itself(manager):
    whole = AssociationFactory()
    section = AssociationFactory(parent=whole)
    merge(Association.objects.get(pk=section.pk), Association.objects.get(pk=whole.pk), by=manager)
    assert Organisation.objects.get(pk=section.pk).parent_id is None
    assert issubclass(Organisation, Record)
