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

from publishing.html import TAGS, Unsanitizable, sanitize
from publishing.losses import losses
from publishing.sanitizer.policy import ATTRIBUTES_OF


def allowed_content() -> str:
    """The sanitizer's policy as CKEditor's content filter writes it, so that editors see on pasting what will stay."""
    rules = {tag: ",".join(sorted(ATTRIBUTES_OF[tag])) for tag in TAGS}
    rules["span"] = "dir,!lang"  # One without a language says nothing.
    return ";".join(f"{tag}[{names}]" if names else tag for tag, names in sorted(rules.items()))


def _words_of_scripts() -> dict[str, str]:
    """Texts and settings for the editor's scripts and need to know (`static/admin_portal/picture.js`, `invalid.js`)."""
    return {
        "pictureUrl": reverse("admin:publishing_picture_choose"),
        "pictureFolder": f"{settings.MEDIA_URL}pictures/",
        "pictureLabel": _("Picture"),
        "pictureAway": _("The pictures cannot be shown now. Try again, or sign in again in another window."),
        "leftOut": _("Left out, because it is struck through or hidden: {words}"),
        "pictureNotPasted": _("Pictures do not come along when you paste. Put them in with the button “Picture”."),
    }


class CKEditor(CKEditorWidget):  # type: ignore[misc]  # The package comes without types.
    """CKEditor 4, shown only sanitized text.

    What cannot be sanitized comes back in a plain text area: nothing typed is lost, and nothing unclean
    reaches the editor.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.config["allowedContent"] = allowed_content()

    @property
    def media(self) -> Media:
        scripts: list[Any] = [
            Script(f"admin_portal/{name}.js", type="module") for name in ("editor", "invalid", "picture")
        ]
        media: Media = super().media + Media(css={"all": ["admin_portal/editor.css"]}, js=scripts)
        return media

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        try:
            sanitized = sanitize(value or "")
        except Unsanitizable:
            plain = {"class": "vLargeTextField", "rows": 20, "spellcheck": "false"}
            return Textarea().render(name, value, plain | (attrs or {}), renderer)
        self.config |= _words_of_scripts()
        shown: SafeString = super().render(name, sanitized.html, attrs, renderer)
        is_told = "aria-invalid" in (attrs or {})  # The field's error names them.
        gone = {
            "losses": [] if sanitized.left_out else losses(value or "", sanitized.html),
            "left_out": () if is_told else sanitized.left_out,
        }
        return format_html("{}{}", render_to_string("admin/editing/_losses.html", gone), shown)
