"""The lists of associations and partner actors: whom have we left alone, what is missing, who serves whom."""

import datetime
import itertools

import pytest
from django.utils import timezone

from associations.completeness import LACKS, missing
from associations.models import Association, Face, Organisation, OrganisationActivity, PartnerActor
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.associations import AssociationFactory, PartnerActorFactory, TagFactory, ThemeFactory
from tests.factories.contacts import FollowUpFactory
from tests.factories.territories import CountryFactory
from tests.reading import csv_rows, read


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def contacted(name, last=None, previous=None, met=True):
    """An association whose last contacts were so many days ago."""
    association = AssociationFactory(name=name)
    if last is not None:
        OrganisationActivity.objects.create(
            organisation=association,
            contacted_on=days_ago(previous or last),
            met_on=days_ago(last) if met else None,
            last_held_on=days_ago(last),
            previous_held_on=days_ago(previous) if previous else None,
        )
    return association


@pytest.fixture
def five(db):
    """One at each step of engagement, and one dormant."""
    contacted("Identified")
    contacted("Contacted", 100, met=False)
    contacted("Met", 40)
    contacted("In dialogue", 3, 50)
    contacted("Dormant", 400)


# --- whom have we left alone ------------------------------------------------------------------------------------------
def test_to_recontact_starts_with_those_never_heard_and_marks_them(client, rome_officer, five):
    client.force_login(rome_officer)
    page = read(client, "/associations/?last_contact=90&sort=last_contact")
    assert page.names == ["Identified", "Dormant", "Contacted"]
    assert page.text.count('<span class="late">') == 3
    assert '<a href="?last_contact=90&amp;sort=last_contact" aria-current="page">To recontact</a>' in page.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("engagement=identified", ["Identified"]),
        ("engagement=contacted", ["Contacted"]),
        ("engagement=met", ["Dormant", "Met"]),
        ("engagement=in_dialogue", ["In dialogue"]),
        ("dormant=1", ["Dormant"]),
        ("last_contact=never", ["Identified"]),
        ("last_contact=30", ["Contacted", "Dormant", "Identified", "Met"]),
        ("last_contact=365", ["Dormant", "Identified"]),
        ("last_contact=45", ["Contacted", "Dormant", "Identified"]),
        ("sort=-engagement", ["In dialogue", "Met", "Dormant", "Contacted", "Identified"]),
    ],
)
def test_engagement_and_silence_narrow_and_sort(client, rome_officer, five, query, names):
    client.force_login(rome_officer)
    shown = read(client, f"/associations/?{query}").names
    assert shown == names if "sort" not in query else shown[0] == names[0] and shown[-1] == names[-1]


# --- filters ----------------------------------------------------------------------------------------------------------
def test_each_filter_finds_its_own(client, rome_officer):
    lima = OfficeFactory(code="lima", country=CountryFactory(code="PE"))
    owner = UserFactory(name="Ana Flores", office=lima)
    wanted = AssociationFactory(name="Wanted", form="media", owner=owner, serves=["BO"])
    wanted.themes.add(ThemeFactory(code="health"))
    wanted.tags.add(TagFactory(name="Feria", key="feria"))
    other = AssociationFactory(name="Other", owner=rome_officer)
    other.themes.add(ThemeFactory(code="culture"))
    Association.objects.filter(pk=other.pk).update(updated_at=timezone.now() - datetime.timedelta(days=9))
    client.force_login(rome_officer)
    for query in (
        *("q=wan", "form=media", "community=BO", "theme=health", "tag=feria", f"owner={owner.pk}", "office=lima"),
        f"updated_since={days_ago(2):%Y-%m-%d}",
    ):
        assert read(client, f"/associations/?{query}").names == ["Wanted"], query


def test_partner_actors_narrow_by_type_country_and_interest(client, rome_officer):
    wanted = PartnerActorFactory(name="Banco", type="bank", province=None, country=CountryFactory(code="PE"))
    wanted.countries_of_interest.add(CountryFactory(code="EC"))
    PartnerActorFactory(name="Comune")
    client.force_login(rome_officer)
    for query in ("type=bank", "country=PE", "interest=EC", "interest=EC&interest=BO"):
        assert read(client, f"/partners/?{query}").names == ["Banco"], query


def test_mine_is_an_address_that_a_colleague_can_open(client, rome_officer, manager):
    AssociationFactory(name="Hers", owner=rome_officer)
    AssociationFactory(name="Nobody's")
    for user in (rome_officer, manager):
        client.force_login(user)
        page = read(client, f"/associations/?owner={rome_officer.pk}")
        assert page.names == ["Hers"]
        assert page.chips == ["Officer responsible: Giulia Rossi"]
        assert (f'href="?owner={rome_officer.pk}" aria-current="page">Mine</a>' in page.text) == (user == rome_officer)


def test_tags_are_seen_and_lead_to_who_has_them(client, rome_officer):
    AssociationFactory(name="With").tags.add(TagFactory(name="Feria del libro", key="feria del libro"))
    AssociationFactory(name="Without")
    client.force_login(rome_officer)
    page = read(client, "/associations/?columns=tags&tag=feria+del+libro")
    assert page.names == ["With"]
    assert '<span class="tag">Feria del libro</span>' in page.text
    assert page.chips == ["Tag: Feria del libro"]


# --- what is missing --------------------------------------------------------------------------------------------------
def every_combination(factory, values):
    for chosen in itertools.product(*values.values()):
        factory(**dict(zip(values, chosen, strict=True)))


def test_what_is_missing_is_the_same_in_lists_as_on_the_page(client, rome_officer):
    every_combination(
        AssociationFactory,
        {
            "email": ["", "a@example.org"],
            "owner": [None, rome_officer],
            "form": ["", "registered", "media"],
            "members": [None, 3],
            "founded_in": [None, 2000],
            "tax_code": ["", "80012345678"],
            "does_here": ["", "Sings"],
        },
    )
    every_combination(
        PartnerActorFactory,
        {"phone": ["", "010"], "owner": [None, rome_officer], "type": ["", "bank"], "funds": ["", "Schools"]},
    )
    lacking = {record.pk: len(missing(record)) for record in Organisation.objects.all()}
    client.force_login(rome_officer)
    for model, address, face in (
        (Association, "/associations/", Face.ASSOCIATION),
        (PartnerActor, "/partners/", Face.PARTNER),
    ):
        numbers = [lacking[pk] for pk in model.objects.values_list("pk", flat=True)]
        assert read(client, f"{address}?incomplete=1").total == sum(number > 0 for number in numbers)
        heads, *rows = csv_rows(client.get(f"{address}export.csv?sort=-missing"))
        told = [row[heads.index("What is missing")] for row in rows]
        assert [len(text.split(", ")) if text else 0 for text in told] == sorted(numbers, reverse=True)
        assert len({lack.field for lack in LACKS[face]}) == len(LACKS[face])


def test_incomplete_records_show_what_is_missing_most_first(client, rome_officer):
    whole = {"email": "a@example.org", "owner": rome_officer, "members": 5, "founded_in": 2000, "does_here": "Sings"}
    AssociationFactory(name="Whole", **whole)
    AssociationFactory(name="No year", **{**whole, "founded_in": None})
    AssociationFactory(name="Name only")
    client.force_login(rome_officer)
    page = client.get("/associations/").content.decode()
    url = page.partition(">Incomplete records</a>")[0].rpartition('href="')[2].rstrip('"').replace("&amp;", "&")
    shown = read(client, f"/associations/{url}")
    assert shown.names == ["Name only", "No year"]
    assert 'data-label="What is missing">Founded in</td>' in shown.text
    assert 'aria-current="page">Incomplete records' in shown.text


# --- the next step ----------------------------------------------------------------------------------------------------
def test_next_step_is_the_open_follow_up_due_first_that_the_reader_sees(client, rome_officer, manager):
    association = AssociationFactory(name="Ñandú")
    FollowUpFactory(organisation=association, what="Later", due_on=days_ago(-30))
    FollowUpFactory(organisation=association, what="Late", due_on=days_ago(2))
    FollowUpFactory(organisation=association, what="Done", due_on=days_ago(9), done_at=timezone.now())
    secret = FollowUpFactory(organisation=association, what="Secret", due_on=days_ago(20))
    secret.confined_to.add(manager)
    client.force_login(rome_officer)
    page = read(client, "/associations/")
    assert 'Late</span> <span class="late">2 days late</span>' in page.text
    assert "Secret" not in page.text
    client.force_login(manager)
    assert "Secret</span>" in read(client, "/associations/").text
