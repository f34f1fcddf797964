"""Creating, editing, trashing and undoing leave history behind."""

import pytest

from associations.models import Association, Face
from midla.records.actions import create, edit, restore, trash, undo
from midla.records.errors import Conflict, UndoRefused
from midla.records.models import Change
from tests.factories.associations import AssociationFactory
from tests.factories.territories import CountryFactory, ProvinceFactory


def test_create_stores_record_relations_and_first_change(rome_officer):
    peru = CountryFactory(code="PE")
    association = create(
        Association(face=Face.ASSOCIATION, name="Ñandú d'Oro", province=ProvinceFactory()),
        by=rome_officer,
        many={"communities": [peru]},
    )
    change = Change.objects.of(association).get()
    assert list(association.communities.all()) == [peru]
    assert change.verb == "created"
    assert change.after["name"] == "Ñandú d'Oro"
    assert change.after["communities"] == ["PE"]
    assert association.search_key == "nandu doro nandudoro"


def test_edit_keeps_only_changed_fields_in_history(rome_officer):
    association = AssociationFactory(name="Before")
    edit(association, by=rome_officer, values={"name": "After"}, version=1)
    change = Change.objects.of(association).get()
    assert (change.before, change.after) == ({"name": "Before"}, {"name": "After"})
    association.refresh_from_db()
    assert (association.version, association.updated_by) == (2, rome_officer)


def test_edit_of_an_older_version_is_a_conflict_and_writes_nothing(rome_officer, manager):
    association = AssociationFactory(name="Before")
    edit(association, by=manager, values={"name": "Theirs"}, version=1)
    with pytest.raises(Conflict) as conflict:
        edit(association, by=rome_officer, values={"name": "Mine"}, version=1)
    association.refresh_from_db()
    assert association.name == conflict.value.current.name == "Theirs"


def test_undo_gives_back_values_and_relations(rome_officer):
    association = AssociationFactory(name="Before", serves=["PE"])
    edit(association, by=rome_officer, values={"name": "After"}, many={"communities": [CountryFactory(code="EC")]})
    undo(association, Change.objects.of(association).get(), by=rome_officer)
    association.refresh_from_db()
    assert association.name == "Before"
    assert [country.code for country in association.communities.all()] == ["PE"]


def test_undo_is_refused_where_the_field_changed_again(rome_officer):
    association = AssociationFactory(name="One")
    edit(association, by=rome_officer, values={"name": "Two"})
    first = Change.objects.of(association).get()
    edit(association, by=rome_officer, values={"name": "Three"})
    with pytest.raises(UndoRefused, match="name"):
        undo(association, first, by=rome_officer)


def test_trash_hides_and_restore_shows_again(rome_officer):
    association = AssociationFactory()
    trash(association, by=rome_officer)
    assert not Association.objects.visible_to(rome_officer).exists()
    restore(association, by=rome_officer)
    assert Association.objects.visible_to(rome_officer).get() == association
