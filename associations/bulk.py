"""What can be done with many organisations at once."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from associations.actions import tags_named
from associations.models import Tag
from midla.accounts.models import User
from midla.records.bulk import NOT_MADE_YET, AddToMany, SetColumn
from midla.records.forms import readable
from midla.records.search import fold
from midla.ui.widgets import Picker


class OwnerForm(forms.Form):
    """Who shall look after them."""

    value = forms.ModelChoiceField(User.objects.none(), label=_("Officer responsible"), widget=Picker)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].queryset = User.objects.active()


class AssignOwner(SetColumn):
    """Another officer looks after them."""

    name = field = "owner"
    label = _("Change officer")

    def form(self, posted: QueryDict | None = None) -> forms.Form:
        return OwnerForm(posted)

    def words(self, keys: Collection[int], value: User) -> Mapping[int, str]:
        return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}


class TagForm(forms.Form):
    """Which tag they get."""

    value = forms.CharField(
        label=_("Tag"), max_length=50, help_text=_("One word or a few; a tag of the same letters is the same tag.")
    )

    def clean_value(self) -> Tag:
        """The tag of this name, not stored yet where there is none."""
        name = readable(self.cleaned_data["value"])
        key = fold(name)[:50]
        if not key:
            raise forms.ValidationError(_("Write letters or digits."))
        return Tag.objects.filter(key=key).first() or Tag(name=name, key=key)


class AddTag(AddToMany):
    """They get one more tag; a tag that does not exist yet is made when it is applied."""

    name = "tag"
    field = "tags"
    label = _("Add tag")

    def form(self, posted: QueryDict | None = None) -> forms.Form:
        return TagForm(posted)

    def prepared(self, value: Tag) -> Tag:
        return tags_named([value.name])[0]

    def words(self, keys: Collection[int], value: Tag) -> Mapping[int, str]:
        stored = {tag.pk: tag.name for tag in Tag.objects.filter(pk__in=keys)}
        return {NOT_MADE_YET: value.name, **stored}
