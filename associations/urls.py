"""The addresses of associations, partner actors and existing efforts."""

from django.urls import include, path

from associations.records import AssociationType, InitiativeType, PartnerActorType
from associations.views import find, initiatives, organisations
from associations.views.initiative_import import InitiativeImport, InitiativeImportUndo
from associations.views.initiative_map import InitiativeMap
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

initiative_pages = [
    path("map/", InitiativeMap.as_view(), name="initiative-map"),
    path("import/", InitiativeImport.as_view(), name="initiative-import"),
    path("import/<int:batch>/undo/", InitiativeImportUndo.as_view(), name="initiative-import-undo"),
    *list_paths(InitiativeType, initiatives.InitiativeList),
    *record_paths(
        InitiativeType,
        add=initiatives.InitiativeCreate,
        detail=initiatives.InitiativeDetail,
        edit=initiatives.InitiativeEdit,
    ),
]

urlpatterns = [
    path("associations/", include(association_pages)),
    path("partners/", include(partner_pages)),
    path("initiatives/", include(initiative_pages)),
]
