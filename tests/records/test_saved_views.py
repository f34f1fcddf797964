"""Views of lists: kept by whoever looks, shared by who may."""

import pytest

from midla.records.models import SavedView
from tests.factories.associations import AssociationFactory
from tests.reading import read

ADD = "/associations/views/add/"


def tabs(client, address="/associations/"):
    """The views above a list: label and address."""
    text = client.get(address).content.decode().partition('<nav class="views"')[2].partition("</nav>")[0]
    return [part.split(">")[-1] for part in text.split("</a>")[:-1]]


def keep(client, query, name, **more):
    return client.post(f"{ADD}?{query}", {"name": name, **more})


def test_a_view_keeps_filters_order_and_columns_of_the_address(client, lima_viewer):
    AssociationFactory(name="Ñandú", serves=["PE"])
    client.force_login(lima_viewer)
    query = "q=nandu&sort=-members&columns=members"
    answer = keep(client, f"{query}&page=3&unknown=1", "Grandes")
    assert answer.url == f"/associations/?{query}"
    view = SavedView.objects.get()
    assert (view.owner, view.list_name, view.query, view.shared) == (
        lima_viewer,
        "associations:association",
        query,
        False,
    )
    page = read(client, answer.url)
    assert page.heads == ["Association", "Members"]
    assert f'<a href="?{query.replace("&", "&amp;")}" aria-current="page">Grandes</a>' in page.text


def test_a_personal_view_is_its_owners_alone(client, rome_officer, manager):
    client.force_login(rome_officer)
    keep(client, "q=nandu", "Mine only")
    view = SavedView.objects.get()
    client.force_login(manager)
    assert "Mine only" not in tabs(client)
    for page in ("edit", "delete"):
        assert client.get(f"/associations/views/{view.pk}/edit/").status_code == 404
        assert client.post(f"/associations/views/{view.pk}/{page}/", {"name": "Taken"}).status_code == 404
    assert "Mine only" not in client.get("/associations/views/").content.decode()
    view.refresh_from_db()
    assert view.name == "Mine only"


def test_sharing_takes_the_permission(client, rome_officer, manager, lima_viewer):
    client.force_login(rome_officer)
    assert "Show it to everybody" not in client.get(f"{ADD}?q=nandu").content.decode()
    keep(client, "q=nandu", "Of the officer", shared="on")
    client.force_login(manager)
    assert "Show it to everybody" in client.get(f"{ADD}?q=nandu").content.decode()
    keep(client, "q=nandu", "Of the manager", shared="on")
    client.force_login(lima_viewer)
    shared = tabs(client)
    assert "Of the manager" in shared
    assert "Of the officer" not in shared


def test_a_shared_view_shows_each_reader_only_what_they_see(client, manager, lima_viewer, quito_officer):
    AssociationFactory(name="Ñandú Perú", serves=["PE"])
    AssociationFactory(name="Ñandú Ecuador", serves=["EC"])
    client.force_login(manager)
    url = keep(client, "q=nandu", "Ñandúes", shared="on").url
    for user, names in ((lima_viewer, ["Ñandú Perú"]), (quito_officer, ["Ñandú Ecuador"])):
        client.force_login(user)
        assert read(client, url).names == names


def test_a_view_belongs_to_one_list(client, rome_officer):
    client.force_login(rome_officer)
    keep(client, "q=nandu", "Ñandúes")
    assert "Ñandúes" in tabs(client)
    assert "Ñandúes" not in tabs(client, "/partners/")
    assert client.get(f"/partners/views/{SavedView.objects.get().pk}/edit/").status_code == 404


def test_a_double_click_keeps_one_view_and_answers_the_same(client, rome_officer):
    client.force_login(rome_officer)
    answers = [keep(client, "q=nandu", "Ñandúes", one_time_key="a-key-of-the-form-1234") for _ in range(2)]
    assert [answer.url for answer in answers] == ["/associations/?q=nandu"] * 2
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "x" * 100_000, "Ñandúes", "N\u0303andu\u0301es"])
def test_a_name_that_is_none_or_taken_gets_a_sentence(client, rome_officer, name):
    client.force_login(rome_officer)
    keep(client, "q=nandu", "Ñandúes")
    answer = keep(client, "q=other", name)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["name"]
    assert SavedView.objects.count() == 1


def test_a_view_too_long_to_keep_is_refused_whole(client, rome_officer):
    client.force_login(rome_officer)
    query = "columns=members&" + "&".join(f"columns={'x' * 200}{number}" for number in range(20))
    answer = keep(client, query, "Long")
    assert "This list has too many filters to be kept." in answer.content.decode()
    assert not SavedView.objects.exists()


def test_views_are_renamed_and_deleted_and_no_record_with_them(client, rome_officer):
    AssociationFactory()
    client.force_login(rome_officer)
    keep(client, "q=organisation", "Old")
    view = SavedView.objects.get()
    client.post(f"/associations/views/{view.pk}/edit/", {"name": "New"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("New", "q=organisation")
    assert client.get(f"/associations/views/{view.pk}/delete/").url == "/associations/views/"
    client.post(f"/associations/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()
    assert read(client, "/associations/").total == 1
