"""Staff pages as a browser knows them: their forms, and what pressing a button sends."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client


def page(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: HttpResponse) -> str:
    """The text of the page, with single spaces."""
    return " ".join(page(response).get_text(" ").split())


def form_on(response: HttpResponse) -> dict[str, Any]:
    """What the page's main form would send, without any button."""
    form = page(response).select_one("#content-main form")
    assert form is not None, "There is no form on this page."
    data: dict[str, Any] = {}
    for field in form.select("[name]"):
        if field.find_parent("template") is None:
            _read(field, data)
    return data


def _read(field: Tag, data: dict[str, Any]) -> None:
    name, kind = str(field["name"]), field.get("type")
    if field.name == "select":
        chosen = [str(option["value"]) for option in field.select("option[selected]")]
        if field.has_attr("multiple"):
            data[name] = chosen
        else:
            data[name] = chosen[0] if chosen else str(field.select("option")[0]["value"])
    elif field.name == "textarea":
        # HTML drops the first line break of a text area.
        data[name] = field.get_text().removeprefix("\n")
    elif kind in ("checkbox", "radio"):
        if field.has_attr("checked"):
            data[name] = field.get("value", "on")
    elif kind not in ("submit", "button"):
        data[name] = field.get("value", "")


def press(client: Client, address: str, button: str, **changes: Any) -> HttpResponse:
    """Open a form, change some fields, press a button and go where it leads."""
    data = form_on(client.get(address)) | changes | {button: "1"}
    return client.post(address, data, follow=True)


def add_tab(data: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The form with one more tab at its end."""
    number = int(data["sections-TOTAL_FORMS"])
    defaults = {"kind": "other", "title": "", "body": "", "order": str(number)}
    tab = {f"sections-{number}-{name}": value for name, value in (defaults | fields).items()}
    return data | tab | {"sections-TOTAL_FORMS": str(number + 1)}
