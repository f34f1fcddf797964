"""The menu and the gallery in the real addresses, and the error pages a reader meets."""

import re


def heading(page) -> list[str]:
    return re.findall(r"<h1[^>]*>([^<]*)</h1>", page.content.decode())


def test_the_gallery_is_refused_to_a_viewer_with_who_may_open_it(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/components/")
    assert page.status_code == 403
    assert heading(page) == ["You may not do this"]
    assert "Administrator" in page.content.decode()


def test_the_gallery_is_shown_to_an_administrator(client, administrator):
    client.force_login(administrator)
    assert heading(client.get("/components/")) == ["Components"]


def test_the_gallery_says_what_each_component_takes(client, administrator, settings):
    client.force_login(administrator)
    told = re.findall(r"<dt><code>([^<]+)</code></dt><dd>(.+?)</dd>", client.get("/components/").content.decode(), re.S)
    files = sorted(path.name for path in (settings.BASE_DIR / "templates" / "components").glob("*.html"))
    assert [name for name, _note in told] == [name for name in files if name != "brand.html"]
    assert dict(told)["steps.html"].startswith("The steps of a longer task. Parameters: steps (labels)")


def test_the_menu_page_leads_to_what_its_reader_may_open(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/menu/").content.decode()
    assert page.count("<h1>") == 1
    addresses = set(re.findall(r'class="side-link" href="([^"]+)"', page))
    refused = {address for address in addresses if client.get(address).status_code not in {200, 302}}
    assert refused == set()


def test_nobody_is_asked_to_sign_in_first(client, db):
    page = client.get("/menu/")
    assert page.status_code == 302
    assert page.url == "/accounts/login/?next=/menu/"


def test_an_unknown_address_keeps_the_menu_of_who_is_signed_in(client, lima_viewer):
    client.force_login(lima_viewer)
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert heading(page) == ["Nothing here"]
    assert 'class="app-side"' in page.content.decode()


def test_an_unknown_address_tells_nobody_more(client, db):
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert 'class="app-side"' not in page.content.decode()


def test_the_page_wears_the_theme_and_language_of_its_reader(client, rome_officer):
    rome_officer.theme, rome_officer.language = "dark", "es"
    rome_officer.save()
    client.force_login(rome_officer)
    assert '<html lang="es" data-bs-theme="dark">' in client.get("/menu/").content.decode()
