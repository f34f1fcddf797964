"""Organisations and tags in the admin."""

import pytest
from django.urls import reverse

from associations.models import Association, Organisation, PartnerActor, Tag
from midla.records.actions import trash
from midla.records.models import Change
from tests.admin_forms import as_sent, problems
from tests.factories.associations import AssociationFactory, PartnerActorFactory, TagFactory
from tests.factories.territories import CountryFactory, ProvinceFactory

LIST = "/admin/associations/tag/"


def page_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


@pytest.fixture
def asked(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def tagged(*names, **fields):
    association = AssociationFactory(**fields)
    association.tags.set([TagFactory(name=name) for name in names])
    return association


def test_an_organisation_is_found_without_its_accents(asked):
    AssociationFactory(name="Ñandú d'Argento")
    AssociationFactory(name="Andes")
    found = asked.get("/admin/associations/association/", {"q": "nandu dargento"}).context["cl"].result_list
    assert [one.name for one in found] == ["Ñandú d'Argento"]


def test_a_face_lists_only_its_own(asked):
    AssociationFactory(name="Andes")
    partner = PartnerActorFactory(name="Comune di Genova")
    listed = asked.get("/admin/associations/partneractor/").context["cl"].result_list
    assert [one.name for one in listed] == ["Comune di Genova"]
    assert asked.get(reverse("admin:associations_association_change", args=[partner.pk])).status_code == 404
    both = asked.get(reverse("admin:associations_organisation_change", args=[partner.pk]))
    assert both.url == page_of(partner)


def test_a_partner_actor_is_added_with_its_face(asked):
    add = "/admin/associations/partneractor/add/"
    asked.post(add, as_sent(asked, add, name="Comune di Genova", type="municipality", province=ProvinceFactory().pk))
    assert (PartnerActor.objects.get().name, Association.objects.count()) == ("Comune di Genova", 0)


def test_the_admin_refuses_what_the_site_refuses(asked):
    peru, genova = CountryFactory(code="PE"), ProvinceFactory()
    add = "/admin/associations/association/add/"
    typed = {"name": "Andes", "communities": ["PE"], "province": genova.pk, "country": peru.pk}
    found = problems(asked.post(add, as_sent(asked, add, **typed, phone="12", vat_number="1")))
    assert set(found) == {"country", "phone", "vat_number"}


def test_an_organisation_cannot_belong_to_its_own_section(asked):
    whole = AssociationFactory()
    section = AssociationFactory(parent=whole)
    answer = asked.post(page_of(whole), as_sent(asked, page_of(whole), parent=section.pk))
    assert list(problems(answer)) == ["parent"]


def test_tags_say_how_often_they_are_used(asked, administrator):
    tagged("calcio")
    trash(tagged("calcio", "danza"), by=administrator)
    listed = {tag.name: tag.uses for tag in asked.get(LIST).context["cl"].result_list}
    assert listed == {"calcio": 1, "danza": 0}


def test_a_tag_is_renamed_with_its_key(asked):
    tag = TagFactory(name="calcio")
    asked.post(page_of(tag), as_sent(asked, page_of(tag), name="Fútbol"))
    assert (Tag.objects.get().name, Tag.objects.get().key) == ("Fútbol", "futbol")
    assert Change.objects.get(model_label="associations.tag").before["name"] == "calcio"


@pytest.mark.parametrize(("typed", "sentence"), [("FUTBOL", "has the same letters"), ("…", "Write letters")])
def test_another_spelling_of_a_tag_is_refused(asked, typed, sentence):
    Tag.objects.create(name="Fútbol", key="futbol")
    tag = TagFactory(name="calcio")
    answer = asked.post(page_of(tag), as_sent(asked, page_of(tag), name=typed))
    assert sentence in problems(answer)["name"][0]
    assert Tag.objects.get(pk=tag.pk).name == "calcio"


def test_tags_are_merged_with_history(asked, administrator):
    both, one, other = tagged("calcio", "futbol"), tagged("futbol", "danza"), tagged("danza")
    calcio, futbol = Tag.objects.get(name="calcio"), Tag.objects.get(name="futbol")
    picked = {"action": "merge", "_selected_action": [calcio.pk, futbol.pk]}
    page = asked.post(LIST, picked).content.decode()
    assert ("calcio (1)" in page, "futbol (2)" in page, Tag.objects.count()) == (True, True, 3)
    said = asked.post(LIST, {**picked, "stays": calcio.pk}, follow=True).content.decode()
    assert "Merged into “calcio”: 2 organisations." in said
    held = {row.pk: [tag.name for tag in row.tags.all()] for row in Organisation.objects.prefetch_related("tags")}
    assert held == {both.pk: ["calcio"], one.pk: ["calcio", "danza"], other.pk: ["danza"]}
    assert not Tag.objects.filter(name="futbol").exists()
    change = Change.objects.of(one).get()
    assert (change.by, futbol.pk in change.before["tags"], calcio.pk in change.after["tags"]) == (
        administrator,
        True,
        True,
    )


def test_one_tag_alone_is_not_merged(asked):
    tag = TagFactory()
    said = asked.post(LIST, {"action": "merge", "_selected_action": [tag.pk]}, follow=True).content.decode()
    assert ("Tick two tags" in said, Tag.objects.count()) == (True, 1)


def test_a_tag_is_deleted_once_nobody_has_it(asked):
    tagged("calcio")
    used, free = Tag.objects.get(name="calcio"), TagFactory(name="danza")
    answers = [asked.post(page_of(tag, "delete"), {"post": "yes"}).status_code for tag in (used, free)]
    assert (answers, [tag.name for tag in Tag.objects.all()]) == ([403, 302], ["calcio"])
