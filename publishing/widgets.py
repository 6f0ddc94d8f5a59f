"""The rich-text editor, as a form widget."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.forms.widgets import Media, Script, Textarea
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.html import ATTRIBUTES, TAGS, TooLarge, clean
from publishing.losses import losses


def allowed_content() -> str:
    """The door's policy as CKEditor's content filter writes it, so that editors see on pasting what will stay."""
    plain = " ".join(sorted(TAGS - ATTRIBUTES.keys()))
    return ";".join([plain, *(f"{tag}[{','.join(sorted(names))}]" for tag, names in sorted(ATTRIBUTES.items()))])


def _words_of_pictures() -> dict[str, str]:
    """What the button “Picture” needs to know (`static/admin_portal/picture.js`)."""
    return {
        "pictureUrl": reverse("admin:publishing_picture_choose"),
        "pictureFolder": f"{settings.MEDIA_URL}pictures/",
        "pictureLabel": _("Picture"),
        "pictureAway": _("The pictures cannot be shown now. Try again, or sign in again in another window."),
        "pictureNotPasted": _("Pictures do not come along when you paste. Put them in with the button “Picture”."),
    }


class CKEditor(CKEditorWidget):  # type: ignore[misc]  # The package comes without types.
    """CKEditor 4, shown only text that went through the door.

    What is too large for the door comes back in a plain text area: nothing typed is lost, and nothing unclean
    reaches the editor.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.config["allowedContent"] = allowed_content()

    @property
    def media(self) -> Media:
        scripts: list[Any] = [Script(f"admin_portal/{name}.js", type="module") for name in ("editor", "picture")]
        media: Media = super().media + Media(css={"all": ["admin_portal/editor.css"]}, js=scripts)
        return media

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        try:
            cleaned = clean(value) if value else value
        except TooLarge:
            plain = {"class": "vLargeTextField", "rows": 20, "spellcheck": "false"}
            return Textarea().render(name, value, plain | (attrs or {}), renderer)
        self.config |= _words_of_pictures()
        shown: SafeString = super().render(name, cleaned, attrs, renderer)
        going = losses(value, cleaned) if value else []
        return format_html("{}{}", render_to_string("admin/editing/_losses.html", {"losses": going}), shown)
