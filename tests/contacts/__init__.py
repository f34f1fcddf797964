"""Tests of people, meetings and follow-ups."""
