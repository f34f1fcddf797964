"""What holds for every template: nothing inline, one heading, icons that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from midla.accounts.models import User
from midla.accounts.roles import Role
from midla.ui import gallery
from midla.ui.icons import ICONS

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|['\"]js:|<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE
)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


def text_of(template: Path) -> str:
    return COMMENT.sub("", template.read_text())


def name_of(template: Path) -> str:
    return str(template.relative_to(settings.BASE_DIR))


def test_no_template_holds_inline_script_or_style():
    offending = {name_of(template): INLINE.findall(text_of(template)) for template in TEMPLATES}
    assert {name: found for name, found in offending.items() if found} == {}


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = Path(settings.BASE_DIR, "midla/ui/static/vendor/icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == ICONS
    named = {icon for template in TEMPLATES for icon in re.findall(r'{% icon "([^"]+)"', text_of(template))}
    assert named - ICONS == set()


def test_only_the_frames_hold_the_first_heading():
    with_heading = [template.name for template in TEMPLATES if "<h1" in text_of(template)]
    # A report's file stands by itself: whoever gets it has no site around it.
    assert [name for name in with_heading if name not in {"base.html", "front.html", "report_file.html"}] == []


def signed_in_request():
    request = RequestFactory().get("/components/")
    request.user = User(name="Ana Prueba", email="ana@example.org", role=Role.ADMINISTRATOR)
    return request


def test_the_gallery_shows_every_component_under_one_heading():
    page = render_to_string("ui/components.html", gallery.samples(), signed_in_request())
    assert page.count("<h1") == 1
    marks = (
        *('class="errors"', 'class="empty', 'class="notice', 'class="toast-line"', 'class="mark', 'class="ladder'),
        *('class="chips', 'class="views"', 'class="filters"', "data-bulk-bar", 'class="list folds"', 'class="pages"'),
        *('class="timeline', 'class="facts', 'class="rows"', 'class="tiles"', 'class="versions"', 'class="promise"'),
        *('class="steps"', 'class="meter"', 'class="line"', 'class="segmented"', "data-typeahead", "com com-bo"),
        *('class="bars"', 'class="bars funnel"', 'class="chart"', "How was this computed?"),
    )
    assert [mark for mark in marks if mark not in page] == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html"])
def test_an_error_page_needs_no_database_and_shows_a_way_on(name):
    page = render_to_string(name)
    assert page.count("<h1") == 1
    assert '<a class="btn btn-primary" href="/">' in page


def test_a_refused_page_says_who_can_do_it():
    page = render_to_string("403.html", {"exception": "These roles can: Manager."}, signed_in_request())
    assert '<p class="lead">These roles can: Manager.</p>' in page
    assert 'class="app-side"' in page
