"""What the test client keeps of an answer: what pages were drawn with, and not once more for each of their widgets."""

from typing import Any

from django.test import client

# A form of twenty fields draws two hundred of these.
OF_WIDGETS = ("django/forms/", "bootstrap5/")
keep_whatever_is_drawn = client.store_rendered_templates


def keep_pages(store: Any, signal: Any, sender: Any, template: Any, context: Any, **more: Any) -> None:
    if not (template.name or "").startswith(OF_WIDGETS):
        keep_whatever_is_drawn(store, signal, sender, template, context, **more)


def pytest_configure() -> None:
    client.store_rendered_templates = keep_pages
