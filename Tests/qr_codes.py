"""Reads QR codes with zxing, a decoder that many scanners use, as strictly as the worst of them: only dark on light."""

import re

import zxingcpp

SCALE = 8  # pixels a module


def read(rows):
    """The text of the code in a picture: rows of pixels, 0 for black to 255 for white."""
    width = len(rows[0])
    assert all(len(row) == width for row in rows)
    pixels = memoryview(b"".join(bytes(row) for row in rows)).cast("B", (len(rows), width))
    found = zxingcpp.read_barcode(pixels, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False, try_rotate=False)
    return found.text if found else None


def read_terminal(text):
    """The text of the code on a terminal: each line sets its two colours, and a character is two modules, one above the other."""
    lines = re.findall(r"\x1b\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\[0m", text)
    rows = []
    for line in lines:
        for dark in ("▀█", "▄█"):
            row = [pixel for character in line for pixel in [0 if character in dark else 255] * SCALE]
            rows += [row] * SCALE
    return read(rows)


PIXELS = """async (image, side) => {
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => data[4 * (y * side + x)]));
}"""


def read_svg(page, source, side=360):
    """The text of the code in an SVG document, drawn by the page's browser, `side` pixels wide."""
    page.set_content("<img>")
    page.locator("img").evaluate("(image, source) => { image.src = 'data:image/svg+xml,' + encodeURIComponent(source) }", source)
    return read_image(page.locator("img"), side)


def read_image(image, side=360):
    """The text of the code in an image of a page."""
    return read(image.evaluate(PIXELS, side))
