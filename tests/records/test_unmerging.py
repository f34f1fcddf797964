"""Taking a merge back: both records as they were, whatever was chosen; what was changed since is shown for choice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zeal import zeal_ignore

from contacts.models import Affiliation, Person
from midla.records.actions import edit, trash
from midla.records.attachments import attach
from midla.records.errors import Refused, UndoRefused
from midla.records.merge_fields import fields_of
from midla.records.merging import MergeRefused, merge
from midla.records.models import Attachment, Change, Merge
from midla.records.registry import type_of
from midla.records.unmerging import changed_again, undo_merge
from tests.factories.contacts import AffiliationFactory, AffiliationRoleFactory, FollowUpFactory, PersonFactory
from tests.records.test_merging import everything, two_associations, two_people

WORDS = st.text(alphabet="añ e", max_size=8).map(str.strip)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "family_names": WORDS,
        "profession": WORDS,
        "notes": WORDS,
        "phone": st.sampled_from(["", "+390101", "+390202"]),
        "second_phone": st.sampled_from(["", "+390101", "+390303"]),
        "email": st.sampled_from(["", "a@b.it", "c@d.it"]),
        "birth_year": st.sampled_from([None, 1980, 1990]),
        "street": WORDS,
        "town": WORDS,
        "to_complete": st.booleans(),
    },
)
CHOICES = st.dictionaries(
    st.sampled_from([names[0] for names in fields_of(type_of(Person))]), st.sampled_from(["keep", "take", "both"])
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mine=VALUES, theirs=VALUES, codes=st.lists(st.sampled_from(["PE", "EC", "BO"]), max_size=2), choices=CHOICES)
def test_whatever_was_chosen_undo_gives_both_back(manager, mine, theirs, codes, choices):
    one, other = PersonFactory(**mine), PersonFactory(**theirs, citizen_of=codes)
    for person in (one, other):
        FollowUpFactory(person=person)
    before = everything(one), everything(other)
    done = merge(one, other, by=manager, choices=choices)
    assert everything(other)[2] is True
    undo_merge(done, by=manager)
    assert (everything(one), everything(other)) == before


def test_merges_in_a_row_are_undone_from_the_last(manager):
    first, second, third = PersonFactory(notes="a"), PersonFactory(notes="b"), PersonFactory(notes="c")
    FollowUpFactory(person=second)
    before = [everything(person) for person in (first, second, third)]
    inner = merge(first, second, by=manager)
    outer = merge(third, first, by=manager)
    with pytest.raises(MergeRefused, match="Undo that merge first"):
        undo_merge(inner, by=manager)
    undo_merge(outer, by=manager)
    undo_merge(inner, by=manager)
    assert [everything(person) for person in (first, second, third)] == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_merges_into_one_record_are_undone_in_either_order(manager, order):
    kept, *others = PersonFactory(notes="a"), PersonFactory(notes="b"), PersonFactory(notes="c")
    for other in others:
        FollowUpFactory(person=other)
    before = [everything(person) for person in (kept, *others)]
    done = [merge(kept, other, by=manager) for other in others]
    for place in order:
        choices = {one.names[0]: "keep" for one in changed_again(done[place])}
        undo_merge(done[place], by=manager, choices=choices)
    assert [everything(person)[1:] for person in others] == [one[1:] for one in before[1:]]
    assert [everything(person)[0] for person in others] == [one[0] for one in before[1:]]
    assert everything(kept)[3] == before[0][3]


def test_an_address_leads_through_further_merges(client, manager):
    first, second, third = two_people()[0], PersonFactory(), PersonFactory()
    merge(second, first, by=manager)
    merge(third, second, by=manager)
    client.force_login(manager)
    assert client.get(f"/people/{first.pk}/").url == f"/people/{third.pk}/"
    assert client.get(f"/people/{second.pk}/").url == f"/people/{third.pk}/"


def test_what_was_changed_since_is_given_back_or_kept_as_chosen(manager):
    for choice, profession in (("keep", "cook"), ("take", "")):
        one, other = PersonFactory(profession=""), PersonFactory(profession="baker", notes="two")
        done = merge(one, other, by=manager)
        edit(one, by=manager, values={"profession": "cook"})
        undo_merge(done, by=manager, choices={"profession": choice})
        one.refresh_from_db()
        assert (one.profession, one.notes) == (profession, "")
        assert Person.objects.get(pk=other.pk).profession == "baker"


def test_what_was_added_since_stays_where_it_was_added(manager):
    one, other = two_people()
    before = FollowUpFactory(person=other)
    done = merge(one, other, by=manager)
    since = FollowUpFactory(person=one)
    attach(one, SimpleUploadedFile("a.txt", b"text"), by=manager)
    undo_merge(done, by=manager)
    before.refresh_from_db()
    since.refresh_from_db()
    assert (before.person_id, since.person_id) == (other.pk, one.pk)
    assert Attachment.objects.get().record_id == one.pk


def merged_and_changed(manager):
    one, other = PersonFactory(profession="", notes=""), PersonFactory(profession="baker", notes="two")
    done = merge(one, other, by=manager)
    edit(one, by=manager, values={"profession": "cook"})
    return one, other, f"/people/{one.pk}/merge/{done.pk}/undo/"


def test_the_page_shows_what_was_changed_since_for_choice(client, manager):
    one, other, url = merged_and_changed(manager)
    client.force_login(manager)
    page = client.get(url).content.decode()
    assert "One field was changed again since" in page
    assert "cook" in page
    assert 'name="choose-profession" value="keep" checked' in page
    with zeal_ignore():
        assert client.post(url).status_code == 409
        assert Person.objects.get(pk=other.pk).is_trashed
        assert client.post(url, {"choose-profession": "keep"}).url == f"/people/{one.pk}/"
    one.refresh_from_db()
    assert (one.profession, one.notes) == ("cook", "")
    assert Merge.objects.get().undone_by == manager
    assert Change.objects.of(one).first().verb == "undone"


def test_an_officer_does_not_undo_a_merge(client, manager, rome_officer):
    _one, other, url = merged_and_changed(manager)
    client.force_login(rome_officer)
    assert client.post(url, {"choose-profession": "keep"}).status_code == 403
    assert Person.objects.get(pk=other.pk).is_trashed


def test_who_does_not_see_the_record_does_not_undo_its_merge(client, manager, quito_officer):
    _one, other, url = merged_and_changed(manager)
    quito_officer.role = "manager"
    quito_officer.save()
    client.force_login(quito_officer)
    assert client.post(url, {"choose-profession": "keep"}).status_code == 404
    assert Person.objects.get(pk=other.pk).is_trashed


def test_what_lies_in_the_trash_is_not_merged_and_its_merge_not_undone(client, manager):
    one, other = two_people()
    trash(other, by=manager)
    with pytest.raises(Refused, match="Take it back first"):
        merge(one, other, by=manager)
    done = merge(one, PersonFactory(), by=manager)
    trash(one, by=manager)
    client.force_login(manager)
    assert client.post(f"/people/{one.pk}/merge/{done.pk}/undo/").status_code == 404


def test_a_choice_for_another_field_is_none(manager):
    one = PersonFactory()
    done = merge(one, PersonFactory(profession="baker"), by=manager)
    edit(one, by=manager, values={"profession": "cook"})
    with pytest.raises(UndoRefused, match="profession"):
        undo_merge(done, by=manager, choices={"notes": "keep"})


PRESIDENT = {"code": "president", "one_holder": True}


def presidents(one, other, people, days):
    """A president for each of two organisations, from one day to another."""
    role = AffiliationRoleFactory(**PRESIDENT)
    for organisation, person, (start, end) in zip((one, other), people, days, strict=True):
        AffiliationFactory(
            organisation=organisation, person=person, role=role, started_on=start, ended_on=end, one_holder=True
        )


def test_one_president_of_two_records_is_president_of_the_one_for_all_these_days(manager):
    one, other = two_associations()
    presidents(one, other, [PersonFactory()] * 2, [(date(2020, 1, 1), date(2023, 1, 1)), (date(2018, 5, 1), None)])
    before = everything(one), everything(other)
    done = merge(one, other, by=manager)
    role = Affiliation.objects.kept().get()
    assert (role.organisation_id, role.started_on, role.ended_on) == (one.pk, date(2018, 5, 1), None)
    undo_merge(done, by=manager)
    assert (everything(one), everything(other)) == before


def test_two_presidents_at_a_time_stand_against_a_merge(manager):
    one, other = two_associations()
    people = [PersonFactory(given_names=name) for name in ("Elena", "Hugo")]
    presidents(one, other, people, [(date(2020, 1, 1), None), (date(2018, 5, 1), None)])
    with pytest.raises(MergeRefused, match=r"Hugo .* and Elena .* would both be"):
        merge(one, other, by=manager)
    Affiliation.objects.filter(person=people[1]).update(ended_on=date(2019, 12, 31))
    merge(one, other, by=manager)
    assert Affiliation.objects.kept().filter(organisation=one).count() == 2
