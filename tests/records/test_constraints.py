"""Constraints in forms: told where their fields are asked for, and not looked at where they are not."""

import pytest
from django.core.exceptions import ValidationError

from contacts.models import Meeting

RESTS_ON = {"headcount", "state", "trashed_by"}


def test_a_constraint_is_told_where_its_fields_are_checked(db):
    with pytest.raises(ValidationError, match="are more than everybody present"):
        Meeting(headcount=1, women=2).validate_constraints(exclude={"state", "trashed_by"})


def test_a_constraint_whose_field_is_left_out_is_not_told(db):
    Meeting(headcount=1, women=2, state="unheard of").validate_constraints(exclude=RESTS_ON)


def test_nothing_is_asked_where_every_constraint_rests_on_a_field_left_out(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        Meeting(headcount=1).validate_constraints(exclude=RESTS_ON)
