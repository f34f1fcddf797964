"""The addresses of people and meetings."""

from django.urls import include, path

from contacts.records import AffiliationType, FollowUpType, MeetingType, PersonType
from contacts.views import calendar, follow_ups, log, people
from contacts.views.affiliations import AffiliationCreate, AffiliationEdit
from contacts.views.attendance import MeetingPeople, MeetingPeopleAdd, MeetingPresence
from contacts.views.consents import ConsentRecord
from contacts.views.follow_ups import FollowUpClick, FollowUpCreate, FollowUpDetail, FollowUpEdit, FollowUpList
from contacts.views.lists import MeetingList, PersonList
from contacts.views.log import MeetingLog
from contacts.views.meetings import MeetingDetail, MeetingEdit, MeetingMinutes, MeetingPlan, MeetingStep
from midla.accounts.access import PUBLIC, requires
from midla.accounts.permissions import Permission
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths
from midla.records.views.merge import merge_paths

app_name = "contacts"

person_pages = [
    path("find/", requires(Permission.VIEW)(people.person_find), name="person-find"),
    path("<int:pk>/card.vcf", people.PersonCard.as_view(), name="person-card"),
    path("<int:pk>/consent/", ConsentRecord.as_view(), name="person-consent"),
    *record_paths(PersonType, add=people.PersonCreate, detail=people.PersonDetail, edit=people.PersonEdit),
    *list_paths(PersonType, PersonList),
    *merge_paths(PersonType),
]

role_pages = [
    *record_paths(AffiliationType, add=AffiliationCreate, edit=AffiliationEdit),
]

meeting_pages = [
    path("log/", MeetingLog.as_view(), name="meeting-log"),
    path("log/draft/", requires(Permission.EDIT)(log.keep_draft), name="meeting-log-draft"),
    path("log/draft/drop/", requires(Permission.EDIT)(log.drop_draft), name="meeting-log-drop"),
    path("log/new/", requires(Permission.EDIT)(log.new_known), name="meeting-log-new"),
    path("typeahead/", requires(Permission.VIEW)(log.typeahead), name="meeting-typeahead"),
    path("calendar/", calendar.MeetingCalendar.as_view(), name="meeting-calendar"),
    path("calendar/address/", calendar.CalendarAddressPage.as_view(), name="calendar-address"),
    path("<int:pk>/step/", MeetingStep.as_view(), name="meeting-step"),
    path("<int:pk>/minutes/", MeetingMinutes.as_view(), name="meeting-minutes"),
    path("<int:pk>/invitation.ics", calendar.MeetingInvitation.as_view(), name="meeting-invitation"),
    path("<int:pk>/people/", MeetingPeople.as_view(), name="meeting-people"),
    path("<int:pk>/people/add/", MeetingPeopleAdd.as_view(), name="meeting-people-add"),
    path("<int:pk>/people/set/", MeetingPresence.as_view(), name="meeting-presence"),
    path("add/", MeetingPlan.as_view(), name="meeting-plan"),
    *record_paths(MeetingType, add=MeetingPlan, detail=MeetingDetail, edit=MeetingEdit),
    *list_paths(MeetingType, MeetingList),
]

follow_up_pages = [
    path("day/", requires(Permission.VIEW)(follow_ups.understood), name="day-in-words"),
    path("<int:pk>/done/", FollowUpClick.as_view(click="done"), name="follow-up-done"),
    path("<int:pk>/reopen/", FollowUpClick.as_view(click="again"), name="follow-up-reopen"),
    path("<int:pk>/snooze/", FollowUpClick.as_view(click="put_off"), name="follow-up-snooze"),
    *record_paths(FollowUpType, add=FollowUpCreate, detail=FollowUpDetail, edit=FollowUpEdit),
    *list_paths(FollowUpType, FollowUpList),
]

urlpatterns = [
    path("follow-ups/", include(follow_up_pages)),
    path("people/", include(person_pages)),
    path("roles/", include(role_pages)),
    path("meetings/", include(meeting_pages)),
    path("calendar/<str:secret>.ics", requires(PUBLIC)(calendar.calendar_feed), name="calendar-feed"),
]
