"""What figures ask of lists: filters that speak of one thing together, and countries in rows that add up."""

import pytest

from tests.factories.associations import AssociationFactory
from tests.factories.contacts import FollowUpFactory, MeetingFactory
from tests.factories.partnerships import FundingLineFactory, PartnershipFactory, ReviewFactory
from tests.reading import read

PARTNERSHIPS = "/partnerships/"


def names(client, user, url):
    client.force_login(user)
    return sorted(read(client, url).names)


@pytest.fixture
def funded(db):
    """Money of the donor in cash and of the diaspora in kind, and of the donor in kind."""
    mixed, kind = PartnershipFactory(title="Mixed"), PartnershipFactory(title="Kind")
    FundingLineFactory(partnership=mixed, origin="donor", form="cash", said_on="2026-01-10", committed=0)
    FundingLineFactory(partnership=mixed, origin="diaspora", form="in_kind", said_on="2026-03-10")
    FundingLineFactory(partnership=kind, origin="donor", form="in_kind", said_on="2026-01-10")
    PartnershipFactory(title="None")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("funded=1", ["Kind", "Mixed"]),
        ("funds_from=donor&funds_as=in_kind", ["Kind"]),
        ("funds_from=donor&committed=1", ["Kind"]),
        ("funds_from=diaspora&money_until=2026-02-01", []),
        ("money_since=2026-02-01", ["Mixed"]),
        ("disbursed=1", []),
    ],
)
def test_filters_of_money_speak_of_one_funding_line(client, manager, funded, query, found):
    assert names(client, manager, f"{PARTNERSHIPS}?{query}") == found


def test_filters_of_reviews_speak_of_one_review(client, manager):
    partnership = PartnershipFactory(title="Lasting")
    ReviewFactory(partnership=partnership, months=6, still_active=True)
    ReviewFactory(partnership=partnership, months=12, still_active=False)
    assert names(client, manager, f"{PARTNERSHIPS}?reviewed=6&still_active=yes") == ["Lasting"]
    assert names(client, manager, f"{PARTNERSHIPS}?reviewed=12&still_active=yes") == []
    assert names(client, manager, f"{PARTNERSHIPS}?still_active=no") == ["Lasting"]


@pytest.mark.parametrize(("which", "found"), [("PE", ["One"]), ("EC", []), ("several", ["Two"]), ("none", ["Neither"])])
def test_each_partnership_and_association_stands_in_one_row_of_countries(client, manager, which, found):
    PartnershipFactory(title="One", for_countries=["PE"])
    PartnershipFactory(title="Two", for_countries=["PE", "EC"])
    PartnershipFactory(title="Neither", for_countries=["AR"])
    AssociationFactory(name="One", serves=["PE"])
    AssociationFactory(name="Two", serves=["EC", "PE"])
    AssociationFactory(name="Neither").communities.clear()
    assert names(client, manager, f"{PARTNERSHIPS}?only={which}") == found
    assert names(client, manager, f"/associations/?only={which}") == found


def test_a_filter_without_a_field_is_told_in_words(client, manager, funded):
    client.force_login(manager)
    chips = read(client, f"{PARTNERSHIPS}?only=several&money_since=2026-02-01").chips
    assert chips == ["Country, and no other: several", "Funding dated from: 1 February 2026"]


@pytest.mark.parametrize("query", ["only=XX", "funds_from=x", "reviewed=7", "still_active=1", "money_since=1500-01-01"])
def test_what_is_beyond_its_bounds_finds_nothing(client, manager, funded, query):
    client.force_login(manager)
    answer = client.get(f"{PARTNERSHIPS}?{query}")
    assert answer.status_code == 200
    assert 'data-total="0"' in answer.content.decode()


def test_follow_ups_of_a_community_are_its_associations_and_those_of_meetings_with_them(client, manager):
    ours, theirs = AssociationFactory(serves=["PE"]), AssociationFactory(serves=["EC"])
    FollowUpFactory(what="Ours", organisation=ours)
    FollowUpFactory(what="At a meeting", meeting=MeetingFactory(with_organisations=[ours]), organisation=None)
    FollowUpFactory(what="Theirs", organisation=theirs)
    assert names(client, manager, "/follow-ups/?community=PE") == ["At a meeting", "Ours"]
