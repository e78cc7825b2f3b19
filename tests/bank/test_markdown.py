"""Markdown to HTML: what it may contain, and that it stays small and fast."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.bank.markdown import ATTRIBUTES, CLASSES, CLASSES_ALLOWED, LONGEST_HIGHLIGHTED, TAGS, render
from tests.bank.growth import grows

STATIC = Path(__file__).parents[2] / "static" / "css"

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<details ontoggle=alert(1) open>",
    "<form action=https://evil.example><button>x",
    "<style>@import 'https://evil.example'</style>",
    "<base href=https://evil.example>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:alert(1))",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "" onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover=alert(1))',
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "![<img src=x onerror=alert(1)>](y)",
    "[![x](https://evil.example/p.png)](https://a.example)",
    "`<img src=x onerror=alert(1)>`",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "```html\n<img src=x onerror=alert(1)>\n```",
    "```python onmouseover=alert(1)\nx\n```",
    "    <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n|-|\n| <script> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<xmp><script>alert(1)</script></xmp>",
    "\x00<script>alert(1)</script>",
]


class Elements(HTMLParser):
    """What a browser would make of it: the elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in TAGS
        allowed = (
            ATTRIBUTES.get(tag, set())
            | ({"rel"} if tag == "a" else set())
            | ({"class"} & {*["class"]} if tag in CLASSES_ALLOWED else set())
        )
        assert set(attributes) <= allowed
        assert set((attributes.get("class") or "").split()) <= CLASSES_ALLOWED.get(tag, set())
        if "href" in attributes:
            assert re.match(r"(?:https?://|mailto:|[^:]*$)", attributes["href"] or "")
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["{}", "> {}", "- {}", "# {}", "**{}**", "a\n{}\nb"])
def test_no_attack_becomes_an_element(attack: str, place: str) -> None:
    """Raw HTML is text, links lead only where links may, and nothing is fetched from elsewhere."""
    html = render(place.format(attack))
    assert_harmless(html)
    assert "<img" not in html
    assert "<script" not in html


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=20)), max_size=6).map("".join))
def test_any_text_is_harmless(text: str) -> None:
    """Whatever stands beside what, only allowed elements and attributes come out."""
    assert_harmless(render(text))


def test_what_people_write_is_shown() -> None:
    """Emphasis, code, lists, tables and links come through; an image is its words."""
    assert render("**a** `b` [c](https://d.example)") == (
        '<p><strong>a</strong> <code>b</code> <a href="https://d.example" rel="noopener noreferrer nofollow">c</a></p>'
    )
    assert render("![a chart](https://d.example/x.png)") == "<p>a chart</p>"
    assert "<td>2</td>" in render("| a |\n|---|\n| 2 |")
    assert render("3. x") == '<ol start="3">\n<li>x</li>\n</ol>'
    assert render(" \n") == ""


def test_code_is_marked_with_few_short_spans() -> None:
    """Names, operators and white space need no element, so that a question stays small."""
    html = render('```python\n@app.get("/")\ndef home():\n    return 1  # one\n```')
    assert html == (
        '<pre><code class="language-python"><span class="nd">@app</span>.get(<span class="s">"/"</span>)\n'
        '<span class="k">def</span> <span class="nf">home</span>():\n'
        '    <span class="k">return</span> <span class="m">1</span>  <span class="c"># one</span>\n</code></pre>'
    )


@pytest.mark.parametrize("language", sorted(name.removeprefix("language-") for name in CLASSES_ALLOWED["code"]))
def test_every_language_is_highlighted_and_keeps_its_text(language: str) -> None:
    """Each name in the list is one that Pygments knows, and highlighting changes no character."""
    code = "\nif x < 1 & y:\n\tprint('a')  \n\n"
    html = render(f"```{language}\n{code}```")
    assert re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&amp;", "&") == code
    assert f'class="language-{language}"' in html


def test_unknown_languages_and_long_code_are_plain() -> None:
    """What can't be highlighted in reasonable time is shown as it is."""
    assert "<span" not in render("```brainfuck\nif x\n```")
    assert "<span" not in render("```python\n" + "if x: pass\n" * (LONGEST_HIGHLIGHTED // 10) + "```")


HOSTILE = [
    "[",
    "*a",
    "_a_",
    "`",
    "```\n",
    "> ",
    "- ",
    "![",
    "<",
    "&",
    "\\",
    "](",
    "[a](",
    "**",
    "|a\n",
    "~",
    "&#1;",
    "1. ",
    "[a]: b\n",
    "<a ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.no_cover  # its work is what is measured
def test_the_longest_hostile_text_is_rendered_fast(piece: str) -> None:
    """Four times as much of any one mark takes at most ten times as long, nested or not."""
    grows(lambda text: assert_harmless(render(text)), lambda chars: piece * (chars // len(piece)), 12_000)


@pytest.mark.parametrize("language", ["python", "html", "sql", "bash", "js", "yaml"])
@pytest.mark.no_cover  # its work is what is measured
def test_hostile_code_is_highlighted_fast(language: str) -> None:
    """Four times as much code takes at most ten times as long to highlight, whatever it is."""
    for piece in ("(", "'", '"', "<", "\\", "{{", "a ", "/*", "$(", '"""', "#", "0", "- ", "@", "\t"):

        def code(chars: int, piece: str = piece) -> str:
            return f"```{language}\n{piece * (chars // len(piece))}\n```"

        grows(render, code, LONGEST_HIGHLIGHTED)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_colours_of_code_have_contrast_and_every_class_has_one() -> None:
    """Each colour stands out 4.5 to 1 from both grounds that code lies on, in light and dark; no class is forgotten."""
    pairs = re.compile(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)")
    grounds = {name: pair for name, *pair in pairs.findall((STATIC / "tokens.css").read_text())}
    css = (STATIC / "code.css").read_text()
    colours = pairs.findall(css)
    assert colours
    for _, *pair in colours:
        for ground in ("sunken", "surface", "bg"):
            for one, other in zip(pair, grounds[ground], strict=True):
                light, dark = sorted((luminance(one), luminance(other)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert {name for name in CLASSES.values() if not re.search(rf"\.{name}\b", css)} == set()
