"""Whatever the query string or the form holds, the admin answers with a page or a refusal, never with an error."""

import random
from zlib import crc32

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contacts.models import Person
from tests.admin_forms import as_sent
from tests.architecture.page_forms import forms_of
from tests.architecture.walking import PlainClient

PAGES = list(admin.site._registry.values())
# One of each way in which the admin reads and writes: what holds for it holds for its like.
TYPICAL = [page for page in PAGES if page.opts.model_name in {"meeting", "user", "country", "change"}]
# Keys beyond 64 bits, beyond any table, negative, not numbers at all.
KEYS = ["99999999999999999999999", str(2**63 - 1), "-1", "x", "١", "é" * 300]
QUERIES = [
    *("e=1", "e=1&o=1", "o=9.-9.x", "o=", "all=x", "_facets=1", "_popup=1", "_to_field=id", "_to_field=password"),
    *("p=-1", "p=0", "p=x", "p=999999999999", "p=1&p=x&o=1&o=2", "pk__in=1,x", "id__gt=x", "nonsense=1"),
    *("q=%25", "q=_", "q=%22", "q=NEAR(a b)", "q=*&q=b", "q=%F0%9F%8E%89\u202ex", "q=" + "a" * 5_000),
    *("_changelist_filters=%25", "_saveasnew=1"),
]
LOOKUPS = ["", "__exact", "__isnull", "__in", "__gte", "__year", "__regex", "__id__exact", "__x__y"]
DAYS = ["0001", "2147483648", "1899", "9999", "10000", "0", "-1", "x", ""]
TYPED = ["99999999999999999999999", "", "0001-01-01", "9999-12-31", "1e400", "nan", "-99999999999", "\u202e\u200fx"]
ACTS = ["move_to_trash", "merge", "delete_selected", "nonsense", ""]
UNREADABLE = ["%00", "%ed%a0%80", "%ff%fe"]


def name_of(page):
    return page.opts.label


def address(page, what, *args):
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{what}", args=args)


def is_answered(answer):
    """True for a page or a refusal."""
    return answer.status_code in (200, 302, 400, 403, 404, 405, 409, 413)


def lookups(page):
    """What a list lets each field be asked by, on typical pages all of it; of what it does not, a little."""
    chance, request = random.Random(page.opts.label), RequestFactory().get("/")
    refused = []
    for field in page.opts.get_fields():
        asked = [f"{field.name}{lookup}" for lookup in LOOKUPS]
        allowed = [lookup for lookup in asked if page.lookup_allowed(lookup, "x", request)]
        refused += [lookup for lookup in asked if lookup not in allowed]
        yield from allowed if page in TYPICAL else chance.sample(allowed, min(len(allowed), 1))
    yield from refused[:2]


def hostile_queries(page):
    """Query strings that somebody could type, the same ones on every run."""
    chance = random.Random(page.opts.label)
    yield from QUERIES if page in TYPICAL else chance.sample(QUERIES, 3)
    yield from (f"{lookup}=x" for lookup in lookups(page))
    for day in chance.sample(DAYS, 3) if page.date_hierarchy else ():
        yield f"{page.date_hierarchy}__year=2026&{page.date_hierarchy}__month={day}"
        yield f"{page.date_hierarchy}__{chance.choice(['year', 'gte', 'lt'])}={day}"
    for entry in page.list_filter:
        path = entry[0] if isinstance(entry, tuple) else entry
        for key in chance.sample(KEYS, 2) if isinstance(path, str) else ():
            yield f"{path}{chance.choice(['__exact', '__id__exact', '__code__exact', '__isempty'])}={key}"


@pytest.fixture
def reader(furnished):
    """The administrator at a browser that asks for thousands of pages."""
    browser = PlainClient()
    browser.force_login(furnished)
    return browser


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_query_string_breaks_a_list(reader, page):
    path = address(page, "changelist")
    assert [query for query in hostile_queries(page) if not is_answered(reader.get(f"{path}?{query}"))] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_key_breaks_a_page(reader, page):
    for key in KEYS if page in TYPICAL else KEYS[:2]:
        for what, query in (("change", "?_to_field=id"), ("delete", "?_to_field=x"), ("history", "?_popup=1")):
            assert is_answered(reader.get(address(page, what, key) + query)), (what, key)
        assert is_answered(reader.post(address(page, "change", key), {"post": "yes"})), key


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_nothing_typed_breaks_a_form(reader, page):
    """Adding and changing, a field gets every value on a typical page, and half of them on another."""
    row = page.model._default_manager.order_by("pk").first()
    step = 2 if page in TYPICAL else 4
    for first, where in ((0, address(page, "add")), (step // 2, address(page, "change", row.pk))):
        shown = reader.get(where, follow=True)
        names = names_asked(where, shown)
        for turn in range(first, len(TYPED), step) if names else ():
            posted = {name: typed_in(name, turn) for name in names}
            assert is_answered(reader.post(shown.wsgi_request.path, posted)), posted


def names_asked(where, shown):
    """The fields of the form that a page is about: of all its forms the longest."""
    forms = forms_of(where, shown.content.decode()) if shown.status_code == 200 else []
    return max((list(form.fields) for form in forms), key=len, default=[])


def typed_in(name, turn):
    """What stands in a field: in each turn something else, and beside it once in a while a second value."""
    place = crc32(name.encode()) + turn
    typed = TYPED[place % len(TYPED)]
    return [typed, "1"] if place % 3 == 0 else typed


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_act_breaks_a_list(reader, page):
    for number, act in enumerate(ACTS if page in TYPICAL else ACTS[:2]):
        picked = [[], KEYS, ["1"] * 300, [KEYS[0]], ["1"]][number]
        posted = {"action": act, "_selected_action": picked, "index": "x", "select_across": "9", "stays": "x"}
        assert is_answered(reader.post(address(page, "changelist"), posted)), act
    editable = {"form-TOTAL_FORMS": "x", "form-INITIAL_FORMS": "-1", "_save": "1"}
    assert is_answered(reader.post(address(page, "changelist"), editable))


def test_a_text_of_any_length_is_answered(client, furnished):
    client.force_login(furnished)
    where = address(admin.site._registry[Person], "add")
    answer = client.post(where, as_sent(client, where, given_names="a" * 100_000))
    assert list(answer.context["adminform"].form.errors) == ["given_names"]
    assert is_answered(client.get("/admin/contacts/person/", {"q": "a" * 100_000}))


@pytest.mark.parametrize("query", UNREADABLE)
def test_what_cannot_be_read_is_refused_at_the_door(client, furnished, query):
    client.force_login(furnished)
    for where in ("/admin/", "/admin/contacts/person/", "/admin/autocomplete/"):
        assert client.get(f"{where}?q={query}&term={query}").status_code == 400


def test_a_form_with_nul_is_refused(client, furnished):
    client.force_login(furnished)
    where, people = address(admin.site._registry[Person], "add"), Person.objects.count()
    answer = client.post(where, as_sent(client, where, given_names="Ro\x00sa"))
    assert (answer.status_code, Person.objects.count()) == (400, people)


def test_no_typeahead_breaks(client, furnished):
    client.force_login(furnished)
    junk = [{"term": "a"}, {"term": "%_("}, {"term": "a" * 5_000}, {"page": "x"}, {"page": "-1"}, {"page": "9" * 9}]
    fields = [(page, name) for page in PAGES for name in (*page.autocomplete_fields, "password")]
    for number, (page, name) in enumerate(fields):
        asking = {"app_label": page.opts.app_label, "model_name": page.opts.model_name, "field_name": name}
        answer = client.get("/admin/autocomplete/", asking | junk[number % len(junk)])
        assert answer.status_code in (200, 403, 404), asking
    for asking in ({}, {"app_label": "x"}, {"app_label": "x", "model_name": "y", "field_name": "z"}):
        assert client.get("/admin/autocomplete/", asking).status_code == 403


OTHERS = ["r/1/1/", f"r/{'9' * 30}/1/", "r/x/y/", "nonsense/", "contacts/", "jsi18n/", "x/y/z/", "password_change/"]


@pytest.mark.parametrize("path", [*OTHERS, "logout/", "login/?next=//evil.example/"])
def test_no_other_address_of_the_admin_breaks(client, furnished, path):
    client.force_login(furnished)
    assert is_answered(client.get(f"/admin/{path}"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
NAMES = ["q", "p", "o", "e", "all", "_popup", "_to_field", "state__exact", "kind__id__exact"]
PARTS = [f"starts_at__{part}" for part in ("year", "month", "day", "gte")]


@example({"starts_at__year": "2147483648"})
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from([*NAMES, *PARTS]) | TEXTS, TEXTS | st.integers().map(str), max_size=6))
def test_no_made_up_query_breaks_the_list_of_meetings(client, furnished, query):
    client.force_login(furnished)
    assert is_answered(client.get("/admin/contacts/meeting/", query))
