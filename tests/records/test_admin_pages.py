"""Every page of the admin, for every model it shows."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

PAGES = list(admin.site._registry.values())


def name_of(page):
    return page.opts.label


def address(page, what, *args):
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{what}", args=args)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_administrators_read_every_list_and_row(client, furnished, page):
    client.force_login(furnished)
    listed = client.get(address(page, "changelist"), {"q": "a" if page.search_fields else ""})
    assert listed.status_code == 200
    rows = list(client.get(address(page, "changelist")).context["cl"].result_list)
    assert rows
    shown = client.get(address(page, "change", rows[0].pk), follow=True)
    assert shown.status_code == 200
    for what in ("history", "delete"):
        assert client.get(address(page, what, rows[0].pk)).status_code in (200, 302, 403, 404)
    assert client.get(address(page, "add")).status_code in (200, 403)


def test_groups_of_pages_are_named_in_the_readers_language():
    groups = {page.opts.app_config for page in PAGES}
    with override("en"):
        english = {group.label: str(group.verbose_name) for group in groups}
    with override("it"):
        assert [label for label, name in english.items() if str(apps.get_app_config(label).verbose_name) == name] == []
