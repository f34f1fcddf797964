"""The addresses of associations and partner actors."""

from django.urls import include, path

from associations.records import AssociationType, PartnerActorType
from associations.views import find, organisations
from associations.views.lists import AssociationList, PartnerActorList
from midla.accounts.access import requires
from midla.accounts.permissions import Permission
from midla.records.list_urls import list_paths
from midla.records.urls import record_paths
from midla.records.views.merge import merge_paths

app_name = "associations"

association_pages = [
    path("find/", requires(Permission.VIEW)(find.organisation_find), name="organisation-find"),
    path("<int:pk>/change-face/", organisations.AssociationFace.as_view(), name="association-face"),
    *list_paths(AssociationType, AssociationList),
    *merge_paths(AssociationType),
    *record_paths(
        AssociationType,
        add=organisations.AssociationCreate,
        detail=organisations.AssociationDetail,
        edit=organisations.AssociationEdit,
    ),
]

partner_pages = [
    path("<int:pk>/change-face/", organisations.PartnerActorFace.as_view(), name="partner-face"),
    *list_paths(PartnerActorType, PartnerActorList),
    *merge_paths(PartnerActorType),
    *record_paths(
        PartnerActorType,
        add=organisations.PartnerActorCreate,
        detail=organisations.PartnerActorDetail,
        edit=organisations.PartnerActorEdit,
    ),
]

urlpatterns = [
    path("associations/", include(association_pages)),
    path("partners/", include(partner_pages)),
]
