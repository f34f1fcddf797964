"""The addresses of people and meetings."""

from django.urls import include, path

from contacts.records import MeetingType, PersonType
from contacts.views import log
from contacts.views.lists import MeetingList, PersonList
from contacts.views.log import MeetingLog
from contacts.views.meetings import MeetingDetail, MeetingStep
from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths

app_name = "contacts"

person_pages = [
    *list_paths(PersonType, PersonList),
]

meeting_pages = [
    path("log/", MeetingLog.as_view(), name="meeting-log"),
    path("log/draft/", requires(Permission.EDIT)(log.keep_draft), name="meeting-log-draft"),
    path("log/draft/drop/", requires(Permission.EDIT)(log.drop_draft), name="meeting-log-drop"),
    path("log/new/", requires(Permission.EDIT)(log.new_known), name="meeting-log-new"),
    path("typeahead/", requires(Permission.VIEW)(log.typeahead), name="meeting-typeahead"),
    path("<int:pk>/step/", MeetingStep.as_view(), name="meeting-step"),
    *record_paths(MeetingType, detail=MeetingDetail),
    *list_paths(MeetingType, MeetingList),
]

urlpatterns = [
    path("people/", include(person_pages)),
    path("meetings/", include(meeting_pages)),
]
