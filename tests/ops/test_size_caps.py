import subprocess
from pathlib import Path

import pytest

from ops.checks import javascript
from ops.checks.size_caps import is_exempt, too_big


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_a_long_file_is_named(tree: Path) -> None:
    (tree / "long.py").write_text("x = 1\n" * 251)
    (tree / "long.css").write_text("a {}\n" * 201)
    (tree / "fine.py").write_text("x = 1\n" * 250)
    assert sorted(too_big(tree)) == [
        "long.css: 201 lines, 200 are allowed",
        "long.py: 251 lines, 250 are allowed",
    ]


def test_a_long_function_is_named_in_python_and_in_javascript(tree: Path) -> None:
    (tree / "one.py").write_text("x = 1\nasync def long():\n" + "    x = 1\n" * 40)
    (tree / "two.js").write_text("\nexport const long = (a) => {\n" + "  a += 1;\n" * 39 + "};\n")
    assert sorted(too_big(tree)) == [
        "one.py:2: a function of 41 lines, 40 are allowed",
        "two.js:2: a function of 41 lines, 40 are allowed",
    ]


def test_what_a_program_or_others_wrote_is_exempt() -> None:
    assert is_exempt("models/migrations/0001_auto_tables.py")
    assert is_exempt("static/vendor/preact.js")
    assert not is_exempt("models/migrations/0002_rules.py")


@pytest.mark.parametrize(
    "source",
    [
        "function f(a, b = {}) {\n}",
        "const f = async ({ a }) => {\n}",
        "class A { #go(x = f(1)) {\n} }",
        "const f = () => {\n return html`<p a=${() => 1}>${x.map((y) => `} ${y}`)} {</p>` }",
        "function f() {\n const s = '}' + \"}\"; // }\n /* } */ const r = /[}/]/; }",
    ],
)
def test_a_javascript_function_is_found_whole(source: str) -> None:
    first_line, last_line = 1, source.count("\n") + 1
    assert (first_line, last_line) in list(javascript.functions(source))


def test_blocks_that_are_no_function_are_not_taken_for_one() -> None:
    source = "if (a) {\n}\nfor (const b of c) {\n}\ntry {\n} catch (e) {\n}\nconst o = {\n};\n"
    assert list(javascript.functions(source)) == []
