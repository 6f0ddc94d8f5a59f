"""A page's address for a phone's camera, so that paper leads back to the page as it is on the day when it is read."""

import io

import segno


def qr_code(address: str) -> bytes:
    """The address as a QR code in SVG, with the quiet zone that the standard asks for."""
    svg = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(
        svg, kind="svg", border=4, light="#fff", omitsize=True, xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return svg.getvalue()
