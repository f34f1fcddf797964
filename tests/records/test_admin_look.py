"""The admin in a browser: quiet under the strict policy, readable by everybody, on a phone too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from associations.models import Association
from contacts.models import Meeting
from tests.plugins.browser import DESK, PHONE
from tests.records.conftest import furnish


@pytest.fixture
def furnished(administrator, transactional_db):
    return furnish(administrator)


def page_of(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


def pages(user):
    """One page of each kind."""
    association, meeting = Association.objects.get(), Meeting.objects.get()
    return [
        *("/admin/", "/admin/associations/association/?o=1", page_of(association), page_of(association, "delete")),
        *(page_of(meeting), page_of(user), page_of(user, "switch-off"), "/admin/contacts/person/add/"),
    ]


@pytest.mark.parametrize("on", [DESK, PHONE], ids=["desk", "phone"])
def test_every_kind_of_page_is_accessible(browse, furnished, assert_accessible, on):
    scheme = "dark" if on is PHONE else "light"
    page = browse("/admin/", furnished, on=on, color_scheme=scheme)
    for address in pages(furnished):
        page.goto(address)
        assert_accessible(page)


def test_a_typeahead_of_the_admin_works(browse, furnished):
    page = browse("/admin/contacts/affiliation/add/", furnished)
    page.locator(".field-organisation .select2-selection").click()
    page.locator(".select2-search__field").fill("nandu")
    page.get_by_role("option", name="Ñandú Perú").click()
    expect(page.locator(".field-organisation .select2-selection__rendered")).to_contain_text("Ñandú Perú")
