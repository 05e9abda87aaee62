"""Where the functions of a JavaScript file begin and end: enough of its grammar for that, and no more."""

import re
from collections.abc import Iterator

_TOKENS = re.compile(
    r"""(?P<skip> //[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
              | (?<=[=(,:;!&|?{}\[\n>]) [ ]* /(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]* )
      | (?P<mark> [`{}] )
      | (?P<other> . )""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
_HEAD = re.compile(r"(?:=>|(?P<word>[\w$#]*)\s*(?P<group>\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)))\s*$")
_NO_FUNCTION = {"if", "for", "while", "switch", "catch", "with"}


def functions(source: str) -> Iterator[tuple[int, int]]:
    """First and last line of each function with a body in braces, in the order in which they end."""
    code = bare(source)
    opened: list[int | None] = []
    for brace in re.finditer(r"[{}]", code):
        if brace.group() == "{":
            opened.append(_head_of(code, brace.start()))
        elif opened and (start := opened.pop()) is not None:
            yield code.count("\n", 0, start) + 1, code.count("\n", 0, brace.start()) + 1


def bare(source: str) -> str:
    """The source with comments, strings, regular expressions and the words of templates blanked out."""
    kept: list[str] = []
    depth: list[int] = []  # braces open inside each `${`
    position = 0
    while match := _TOKENS.match(source, position):
        position = match.end()
        text = match.group()
        if match.lastgroup == "skip":
            kept.append(_blank(text))
            continue
        closes_hole = text == "}" and depth and depth[-1] == 0
        if closes_hole:
            depth.pop()
        elif depth and text in "{}" and match.lastgroup == "mark":
            depth[-1] += 1 if text == "{" else -1
        if text == "`" or closes_hole:
            words = _TEMPLATE.match(source, position)
            end = words.end() if words else position
            kept.append(" " + _blank(source[position:end]))
            is_hole = source.startswith("${", end)
            if is_hole:
                depth.append(0)
            position = end + (2 if is_hole else 1)
        else:
            kept.append(text)
    return "".join(kept)


def _head_of(code: str, brace: int) -> int | None:
    head = _HEAD.search(code, max(0, brace - 600), brace)
    if head is None or head.group("word") in _NO_FUNCTION:
        return None
    return head.start()


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
