"""What accounts do behind the pages. Arguments hold keys, never names or addresses."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from midla.accounts.invitations import invitations, link_for, resets
from midla.accounts.models import User


@task()
def send_reset_link(user_id: int, base_url: str) -> None:
    """Mail a user the link by which a new password is chosen; does nothing where there is no such user."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None:
        mail(user, base_url.rstrip("/") + resets.path(user), is_invitation=False)


@task()
def send_link(user_id: int, base_url: str) -> None:
    """Mail what an administrator hands over: an invitation to who never chose a password, a reset to others."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None:
        kind, path = link_for(user)
        mail(user, base_url.rstrip("/") + path, is_invitation=kind is invitations)


def mail(user: User, link: str, *, is_invitation: bool) -> None:
    """Write to a user in their language."""
    with translation.override(user.language or None):
        name = "invitation" if is_invitation else "reset"
        text = render_to_string(f"accounts/{name}_mail.txt", {"link": link, "name": user.name})
        subject = _("Your invitation to MIDLA") if is_invitation else _("A new password for MIDLA")
        send_mail(subject, text, None, [user.email])
