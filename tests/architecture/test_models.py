"""Every model is fetched by permission, and shown in the admin or absent with a reason."""

import inspect

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from tests.architecture.absent_from_admin import ABSENT, LIBRARY_APPS
from tests.architecture.source import PROGRAM

OWN = [model for model in apps.get_models() if model.__module__.split(".")[0] in PROGRAM]
# Reference data is open to everybody who signs in.
OPEN_APPS = {"territories"}
# Rows that are reached only through what they belong to, each with its reason.
REACHED_THROUGH_OTHERS = {
    "records.Batch": "its changes say who sees them",
    "records.Seal": "a digest a day, which tells nothing of any record",
    "records.Access": "read in the admin only, by who protects data",
    "associations.OrganisationActivity": "a part of its organisation",
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def asks_who_reads(model: type[models.Model]) -> bool:
    """True for models whose rows are fetched by permission."""
    return model._meta.app_label not in OPEN_APPS and label(model) not in REACHED_THROUGH_OTHERS


@pytest.mark.parametrize("model", list(filter(asks_who_reads, OWN)), ids=label)
def test_every_model_says_who_sees_its_rows(model):
    queryset = type(model._default_manager.get_queryset())
    owner = next((kind for kind in queryset.__mro__ if "visible_to" in vars(kind)), None)
    assert owner is not None, f"{label(model)} has no visible_to"
    assert "NotImplementedError" not in inspect.getsource(owner.visible_to), (
        f"{label(model)} does not override visible_to"
    )


def shown_models() -> set[type[models.Model]]:
    """Models with pages of their own in the admin, as lines of another's page, or through their proxies."""
    shown = set(admin.site._registry)
    shown |= {inline.model for page in admin.site._registry.values() for inline in page.inlines}
    return shown | {model._meta.concrete_model for model in shown}


@pytest.mark.parametrize("model", OWN, ids=label)
def test_every_model_is_in_the_admin_or_absent_with_a_reason(model):
    is_shown, is_absent = model in shown_models(), label(model) in ABSENT
    assert is_shown != is_absent, "register it, or say why not in tests/architecture/absent_from_admin.py"


def test_the_admin_shows_no_model_of_a_library_but_those_stated():
    shown = {model._meta.app_label for model in admin.site._registry if model not in OWN}
    assert shown & set(LIBRARY_APPS) == set()


def test_reasons_for_absence_name_models_that_exist():
    assert set(ABSENT) <= {label(model) for model in OWN}


@pytest.mark.parametrize("model", OWN, ids=label)
def test_constraints_are_named_for_what_must_hold(model):
    meta = model._meta
    named = [constraint.name for constraint in meta.constraints]
    assert [name for name in named if not name.startswith(f"{meta.app_label}_")] == []


@pytest.mark.parametrize("model", OWN, ids=label)
def test_no_relation_takes_its_record_along_unless_it_is_a_part(model):
    """Cascades are for parts of a whole and for what is a user's own; everything else is protected or lets go."""
    meta = model._meta
    user = apps.get_model("accounts", "User")
    has_version = any(field.name == "version" for field in meta.fields)
    cascading = [
        field.name
        for field in meta.fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert not has_version or not [name for name in cascading if meta.get_field(name).related_model is user]
