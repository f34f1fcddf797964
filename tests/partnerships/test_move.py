"""Moving a partnership by its form: forward at once, back with a reason, nothing typed lost."""

import pytest

from midla.partnerships.actions.partnership import move
from midla.partnerships.models import Partnership
from midla.partnerships.sheet import move_key
from tests.factories.partnerships import AgreementFactory, PartnershipFactory


def path(partnership):
    return f"/partnerships/{partnership.pk}/move/"


def sent(partnership, to, **values):
    key = move_key(partnership, to)
    return {"to": to, "version": partnership.version, "one_time_key": key, **values}


def stage_of(partnership):
    return Partnership.objects.get(pk=partnership.pk).stage


def test_forward_takes_one_click_and_leads_back_where_it_was_clicked(client, rome_officer):
    partnership = PartnershipFactory()
    client.force_login(rome_officer)
    asked = sent(partnership, "introduced", next="/partnerships/board/?owner=1")
    for _twice in range(2):
        assert client.post(path(partnership), asked).url == "/partnerships/board/?owner=1"
    assert stage_of(partnership) == "introduced"
    assert partnership.stage_changes.count() == 1


def test_nobody_is_led_away_from_the_site(client, rome_officer):
    partnership = PartnershipFactory()
    client.force_login(rome_officer)
    answer = client.post(path(partnership), sent(partnership, "introduced", next="https://example.org/"))
    assert answer.url == f"/partnerships/{partnership.pk}/"


def test_back_and_lapsed_ask_for_the_reason(client, rome_officer):
    partnership = PartnershipFactory(stage="introduced")
    client.force_login(rome_officer)
    for to in ("idea", "lapsed"):
        text = client.post(path(partnership), sent(partnership, to)).content.decode()
        assert "Write the reason" in text
    client.post(path(partnership), sent(partnership, "lapsed", reason="No money"))
    assert (stage_of(partnership), partnership.stage_changes.get().reason) == ("lapsed", "No money")


def test_without_an_agreement_it_is_said_where_to_add_it(client, rome_officer):
    partnership = PartnershipFactory(stage="negotiating")
    client.force_login(rome_officer)
    text = client.post(path(partnership), sent(partnership, "agreed", reason="They shook hands")).content.decode()
    assert "takes an agreement with its signing date" in text
    assert f"/partnerships/agreements/add/?partnership={partnership.pk}&amp;to=agreed" in text
    assert "They shook hands" in text
    add = f"/partnerships/agreements/add/?partnership={partnership.pk}&to=agreed"
    answer = client.post(add, {"partnership": partnership.pk, "title": "Pact", "signed_on": "2026-10-01"})
    assert answer.url == f"{path(partnership)}?to=agreed"
    client.post(path(partnership), sent(partnership, "agreed"))
    assert stage_of(partnership) == "agreed"


@pytest.mark.parametrize(("persona", "asked"), [("rome_officer", False), ("manager", True)])
def test_only_managers_are_asked_why_there_is_no_agreement(client, request, persona, asked):
    client.force_login(request.getfixturevalue(persona))
    partnership = PartnershipFactory(stage="negotiating")
    assert ("no_agreement_reason" in client.get(path(partnership)).context["form"].fields) == asked
    client.post(path(partnership), sent(partnership, "agreed", no_agreement_reason="By word of mouth"))
    assert (stage_of(partnership) == "agreed") == asked


def test_who_meets_a_colleague_sees_where_it_stands_now(client, rome_officer, manager):
    partnership = PartnershipFactory()
    asked = sent(partnership, "lapsed", reason="No money")
    move(partnership=partnership, to="introduced", by=manager)
    client.force_login(rome_officer)
    answer = client.post(path(partnership), asked)
    text = answer.content.decode()
    assert (answer.status_code, stage_of(partnership)) == (409, "introduced")
    assert ("it is at “introduced” now" in text, "No money" in text) == (True, True)


@pytest.mark.parametrize("to", ["active", "married", ""])
def test_a_stage_that_is_not_next_is_refused_with_a_sentence(client, rome_officer, to):
    partnership = PartnershipFactory()
    client.force_login(rome_officer)
    answer = client.post(path(partnership), {"to": to, "version": "x"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["to"])


def test_the_form_comes_filled_in_with_the_stage_of_the_address(client, rome_officer):
    partnership = PartnershipFactory(stage="introduced")
    AgreementFactory(partnership=partnership)
    client.force_login(rome_officer)
    assert client.get(f"{path(partnership)}?to=lapsed").context["form"]["to"].value() == "lapsed"
    assert client.get(f"{path(partnership)}?to=nonsense").context["form"]["to"].value() == "negotiating"
