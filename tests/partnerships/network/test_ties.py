"""Which ties there are, and for whom."""

import pytest

from midla.partnerships.network.graph import Tie
from midla.partnerships.network.seen import Network, Question
from midla.partnerships.network.ties import MEETINGS, PARTNERSHIPS, PEOPLE
from midla.records.actions import trash
from tests.factories.associations import AssociationFactory, PartnerActorFactory, ThemeFactory
from tests.factories.contacts import AffiliationFactory, MeetingFactory, PersonFactory
from tests.factories.partnerships import ParticipantFactory, PartnershipFactory


def ties(user, *kinds, **narrowed):
    return Network(user, Question(kinds=kinds, **narrowed)).all_ties


@pytest.fixture
def three(db):
    """Two associations of Peru, one of Ecuador."""
    return [AssociationFactory(serves=[code]) for code in ("PE", "PE", "EC")]


def together(organisations, **values):
    partnership = PartnershipFactory(**values)
    for organisation in organisations:
        ParticipantFactory(partnership=partnership, organisation=organisation)
    return partnership


def test_a_partnership_links_each_two_that_take_part(manager, three):
    one, two, three_ = three
    together(three)
    together([one, two])
    ParticipantFactory(partnership=together([one, three_]), organisation=three_, role="funder")
    assert ties(manager, PARTNERSHIPS) == [
        Tie(one.pk, two.pk, partnerships=2),
        Tie(one.pk, three_.pk, partnerships=2),
        Tie(two.pk, three_.pk, partnerships=1),
    ]


def test_what_lapsed_or_lies_in_the_trash_links_nobody(manager, three):
    together(three[:2], stage="lapsed")
    trash(together(three[:2]), by=manager)
    trash(together(three[:2]).participants.first(), by=manager)
    assert ties(manager, PARTNERSHIPS) == []


def test_a_meeting_links_whom_it_brought_together(manager, rome_officer, three):
    MeetingFactory(with_organisations=three[:2])
    MeetingFactory(with_organisations=three[1:], state="planned")
    MeetingFactory(with_organisations=three[1:]).confined_to.add(manager)
    trash(MeetingFactory(with_organisations=three[1:]), by=manager)
    expected = [Tie(three[0].pk, three[1].pk, meetings=1)]
    assert [ties(user, MEETINGS) for user in (manager, rome_officer)] == [expected, expected]


def test_a_person_with_a_role_in_both_links_them(manager, three):
    person = PersonFactory()
    for organisation in three[:2]:
        AffiliationFactory(person=person, organisation=organisation)
    AffiliationFactory(person=person, organisation=three[2], ended_on="2020-01-01")
    AffiliationFactory(person=person, organisation=three[0], started_on="2019-01-01")
    assert ties(manager, PEOPLE) == [Tie(three[0].pk, three[1].pk, people=1)]


def test_a_tie_of_a_person_to_a_religious_community_or_a_union_is_never_told(manager, three):
    person = PersonFactory()
    church, union = AssociationFactory(form="religious"), PartnerActorFactory(type="union")
    for organisation in (church, union, *three[:2]):
        AffiliationFactory(person=person, organisation=organisation)
    assert ties(manager, PEOPLE) == [Tie(three[0].pk, three[1].pk, people=1)]


def test_who_is_limited_sees_ties_between_organisations_they_see(lima_viewer, outsider, three):
    partner = PartnerActorFactory()
    together([*three, partner])
    MeetingFactory(with_organisations=three)
    person = PersonFactory(citizen_of=["PE"])
    for organisation in three:
        AffiliationFactory(person=person, organisation=organisation)
    one, two, hidden = (organisation.pk for organisation in three)
    found = ties(lima_viewer, PARTNERSHIPS, MEETINGS, PEOPLE)
    assert hidden not in {key for tie in found for key in (tie.one, tie.other)}
    assert Tie(one, two, partnerships=1, meetings=1, people=1) in found
    assert ties(outsider, PARTNERSHIPS, MEETINGS, PEOPLE) == []


def test_country_and_theme_narrow_the_organisations(manager, three):
    partner, theme = PartnerActorFactory(), ThemeFactory(code="health")
    together([*three, partner])
    partner.themes.add(theme)
    three[0].themes.add(theme)
    keys = {key for tie in ties(manager, PARTNERSHIPS, country="PE") for key in (tie.one, tie.other)}
    assert keys == {three[0].pk, three[1].pk, partner.pk}
    assert ties(manager, PARTNERSHIPS, theme="health") == [Tie(three[0].pk, partner.pk, partnerships=1)]


def test_ties_are_three_questions_however_many_there_are(manager, three, django_assert_num_queries):
    for _ in range(5):
        together(three)
        MeetingFactory(with_organisations=three)
    network = Network(manager, Question())
    assert len(network.everybody) == 3
    with django_assert_num_queries(3):
        assert len(network.all_ties) == 3
