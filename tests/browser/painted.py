"""The contrast of words in drawings, which axe-core does not look at: letters against what is beneath them.

What lies beneath is asked of the browser (``elementsFromPoint``) at the middle of each letter: filled and
stroked shapes of the drawing, seen through as far as they can be, over the backgrounds of the page. The halo
of a letter counts for nothing; a letter that something is painted over is a fault as well.

Source: WCAG 2.2, success criterion 1.4.3, https://www.w3.org/TR/WCAG22/#contrast-minimum
"""

from __future__ import annotations

from playwright.sync_api import Page

_FIND = """() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // Whatever notation a colour is in, the browser paints it.
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const rgba = (text, opacity = 1) => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      known.set(text, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    const [r, g, b, a] = known.get(text);
    return [r, g, b, a / 255 * opacity];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((c, n) => c * a + under[n] * (1 - a));
  const paints = (element, x, y) => {
    const style = getComputedStyle(element);
    const isShape = element instanceof SVGGeometryElement;
    if (!isShape) return element.ownerSVGElement ? [] : [rgba(style.backgroundColor)];
    const at = new DOMPoint(x, y).matrixTransform(element.getScreenCTM().inverse());
    const fill = rgba(style.fill, style.fillOpacity * style.opacity);
    const stroke = rgba(style.stroke, style.strokeOpacity * style.opacity);
    const isFilled = style.fill !== "none" && element.isPointInFill(at);
    const isStroked = style.stroke !== "none" && element.isPointInStroke(at);
    return [...(isFilled ? [fill] : []), ...(isStroked ? [stroke] : [])];
  };
  const faults = new Set();
  let looked = 0;
  for (const text of document.querySelectorAll("svg text")) {
    const style = getComputedStyle(text), matrix = text.getScreenCTM();
    const scale = Math.hypot(matrix.a, matrix.b), size = parseFloat(style.fontSize) * scale;
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const said = text.lastChild?.data ?? "";
    text.scrollIntoView({block: "center", inline: "center"});
    for (let n = 0; n < text.getNumberOfChars(); n++) {
      const box = text.getExtentOfChar(n);
      const {x, y} = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(
        text.getScreenCTM());
      const all = document.elementsFromPoint(x, y), here = all.indexOf(text);
      if (here < 0) {
        faults.add(`${said}: out of sight`);
        continue;
      }
      looked += 1;
      const isCovered = all.slice(0, here).flatMap((e) => paints(e, x, y)).some((colour) => colour[3] > 0);
      if (isCovered) faults.add(`${said}: covered`);
      const beneath = all.slice(here + 1).reverse().flatMap((e) => paints(e, x, y)).reduce(
        (under, colour) => over(colour, under), [255, 255, 255]);
      const own = over(rgba(style.fill, style.fillOpacity * style.opacity), beneath);
      const both = [luminance(own), luminance(beneath)];
      const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
      if (ratio < least) faults.add(`${said}: ${ratio.toFixed(2)} of ${least} to 1`);
    }
  }
  return [looked, [...faults]];
}"""


def hard_to_read(page: Page) -> list[str]:
    """Words in drawings on *page* that are too pale for what is beneath them, or are covered."""
    looked, faults = page.evaluate(_FIND)
    assert looked, "there are no words in a drawing"
    return list(faults)
