"""What accounts do behind the pages. Arguments hold keys, never names or addresses."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from midla.accounts.invitations import resets
from midla.accounts.models import User


@task()
def send_reset_link(user_id: int, base_url: str) -> None:
    """Mail a user the link by which a new password is chosen; does nothing where there is no such user."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is None:
        return
    with translation.override(user.language or None):
        link = base_url.rstrip("/") + resets.path(user)
        text = render_to_string("accounts/reset_mail.txt", {"link": link, "name": user.name})
        send_mail(_("A new password for MIDLA"), text, None, [user.email])
