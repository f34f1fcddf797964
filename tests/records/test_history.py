"""The history of a record in words, and taking a change back."""

from decimal import Decimal

import pytest

from associations.models import Association
from midla.partnerships.models import Need
from midla.records.actions import create, edit, undo
from midla.records.models import Change
from midla.records.registry import type_of
from midla.records.wording import wording_of
from tests.factories.associations import AssociationFactory
from tests.factories.contacts import PersonFactory
from tests.factories.partnerships import NeedFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def undo_url(association, change):
    return f"/associations/{association.pk}/history/{change.pk}/undo/"


def test_history_of_another_country_is_404(client, outsider):
    association = AssociationFactory(serves=["PE"])
    client.force_login(outsider)
    assert client.get(f"/associations/{association.pk}/history/").status_code == 404


def test_officer_may_not_undo_what_others_did(client, rome_officer, manager):
    association = AssociationFactory(name="Before")
    edit(association, by=manager, values={"name": "After"})
    change = Change.objects.of(association).get()
    client.force_login(rome_officer)
    answer = client.post(undo_url(association, change))
    assert answer.status_code == 403
    assert "manager" in answer.content.decode()
    assert undo_url(association, change) not in client.get(f"/associations/{association.pk}/history/").content.decode()


def test_change_of_one_record_is_not_undone_through_another(client, manager):
    one, other = AssociationFactory(), AssociationFactory()
    edit(one, by=manager, values={"name": "After"})
    client.force_login(manager)
    assert client.post(undo_url(other, Change.objects.of(one).get())).status_code == 404


def test_fields_of_people_are_hidden_from_who_may_not_read_them(lima_viewer, rome_officer):
    person = PersonFactory()
    edit(person, by=rome_officer, values={"phone": "+390101234567", "profession": "baker"})
    change = Change.objects.of(person).get()
    wording = wording_of(type_of(person), lima_viewer, [change.before, change.after])
    assert [line.name for line in wording.lines(change.before, change.after)] == ["profession"]


def test_names_of_what_the_reader_does_not_see_stay_hidden(client, quito_officer, rome_officer):
    hidden = AssociationFactory(name="Hidden federation", serves=["PE"])
    association = AssociationFactory(serves=["EC"])
    edit(association, by=rome_officer, values={"parent_id": hidden.pk})
    client.force_login(quito_officer)
    page = client.get(f"/associations/{association.pk}/history/").content.decode()
    assert "something you do not see" in page
    assert "Hidden federation" not in page


def test_history_says_labels_and_names_instead_of_keys(client, rome_officer):
    association = create(
        Association(face="association", name="Kuntur", form="informal", province=ProvinceFactory(name="Genova")),
        by=rome_officer,
        many={"communities": [CountryFactory(code="PE")]},
    )
    client.force_login(rome_officer)
    [told] = client.get(f"/associations/{association.pk}/history/").context["told"]
    said = {line.label: line.after for line in told.lines}
    assert said == {
        "Kind": "Association",
        "Name": "Kuntur",
        "Form": "informal group",
        "Province": "Genova",
        "Communities": "PE",
    }


def test_manager_undoes_anybodys_change(client, rome_officer, manager):
    association = AssociationFactory(name="Before")
    edit(association, by=rome_officer, values={"name": "After"})
    change = Change.objects.of(association).get()
    client.force_login(manager)
    assert client.post(undo_url(association, change)).url == f"/associations/{association.pk}/"
    association.refresh_from_db()
    assert association.name == "Before"


def test_second_click_on_undo_answers_like_the_first(client, rome_officer):
    association = AssociationFactory(name="Before")
    edit(association, by=rome_officer, values={"name": "After"})
    change = Change.objects.of(association).get()
    client.force_login(rome_officer)
    first, second = (client.post(undo_url(association, change)) for _ in range(2))
    assert first.url == second.url
    association.refresh_from_db()
    assert (association.name, association.version) == ("Before", 3)


def test_undo_is_refused_by_name_where_the_field_changed_since(client, rome_officer):
    association = AssociationFactory(name="One")
    edit(association, by=rome_officer, values={"name": "Two"})
    change = Change.objects.of(association).get()
    edit(association, by=rome_officer, values={"name": "Three"})
    client.force_login(rome_officer)
    answer = client.post(undo_url(association, change))
    assert answer.status_code == 409
    assert "Changed again since: name" in answer.content.decode()


def test_undoing_the_creation_moves_it_to_the_trash(client, rome_officer):
    association = create(Association(face="association", name="Kuntur", province=ProvinceFactory()), by=rome_officer)
    client.force_login(rome_officer)
    client.post(undo_url(association, Change.objects.of(association).get()))
    assert Association.objects.trashed().get() == association


def test_an_amount_is_told_as_it_is_stored_and_can_be_put_back(rome_officer):
    need = NeedFactory(amount=Decimal("100"))
    edit(need, by=rome_officer, values={"amount": Decimal("1500")})
    change = Change.objects.of(need).first()
    assert (change.before, change.after) == ({"amount": "100.00"}, {"amount": "1500.00"})
    edit(need, by=rome_officer, values={"amount": Decimal("1500.0")})
    assert Change.objects.of(need).first() == change
    undo(need, change, by=rome_officer)
    assert Need.objects.get().amount == 100
