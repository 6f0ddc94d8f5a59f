"""The rich-text editor, as a form widget."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.forms.renderers import BaseRenderer
from django.forms.widgets import Media, Script, Textarea
from django.utils.safestring import SafeString

from publishing.html import ATTRIBUTES, TAGS, TooLarge, clean


def allowed_content() -> str:
    """The door's policy as CKEditor's content filter writes it, so that editors see on pasting what will stay."""
    plain = " ".join(sorted(TAGS - ATTRIBUTES.keys()))
    return ";".join([plain, *(f"{tag}[{','.join(sorted(names))}]" for tag, names in sorted(ATTRIBUTES.items()))])


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
        script: Any = Script("admin_portal/editor.js", type="module")
        media: Media = super().media + Media(css={"all": ["admin_portal/editor.css"]}, js=[script])
        return media

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        try:
            value = clean(value) if value else value
        except TooLarge:
            plain = {"class": "vLargeTextField", "rows": 20, "spellcheck": "false"}
            return Textarea().render(name, value, plain | (attrs or {}), renderer)
        shown: SafeString = super().render(name, value, attrs, renderer)
        return shown
