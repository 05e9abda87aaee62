"""The stripes under an OXXO voucher's number: interleaved 2 of 5, as a path for SVG."""

WIDE = {
    "0": "00110",
    "1": "10001",
    "2": "01001",
    "3": "11000",
    "4": "00101",
    "5": "10100",
    "6": "01100",
    "7": "00011",
    "8": "10010",
    "9": "01010",
}
"""For each digit, which of its five stripes are wide."""
NARROW, BROAD, HEIGHT = 1, 3, 40


def stripes(number: str) -> tuple[int, str]:
    """The width, and the path of the bars: the first of a pair of digits is drawn, the second is left out."""
    digits = number if len(number) % 2 == 0 else f"0{number}"
    pairs = zip(digits[::2], digits[1::2], strict=True)
    widths = [NARROW] * 4
    for drawn, left in pairs:
        for bar, space in zip(WIDE[drawn], WIDE[left], strict=True):
            widths += [BROAD if bar == "1" else NARROW, BROAD if space == "1" else NARROW]
    widths += [BROAD, NARROW, NARROW]
    path, x = [], 0
    for place, width in enumerate(widths):
        if place % 2 == 0:
            path.append(f"M{x} 0h{width}v{HEIGHT}h-{width}z")
        x += width
    return x, "".join(path)
