"""Markdown to sanitised HTML: rendered here, once, and shown as it is.

Raw HTML in Markdown is text, images are their alternative text, code is marked with Pygments' short class names
(`static/css/code.css`), and the result passes nh3's allow-list last, whatever the steps before it did.
"""

from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token as Piece
from markdown_it.utils import EnvType, OptionsDict
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, Token
from pygments.util import ClassNotFound

# What is highlighted, by the name after the fence. A list, because some of Pygments' lexers take quadratic time.
LANGUAGES = frozenset(
    {
        *(
            "bash",
            "console",
            "sh",
            "shell",
            "docker",
            "dockerfile",
            "nginx",
            "http",
            "diff",
            "ini",
            "toml",
            "yaml",
            "json",
        ),
        *(
            "python",
            "py",
            "pycon",
            "html",
            "html+jinja",
            "jinja",
            "django",
            "css",
            "xml",
            "sql",
            "js",
            "javascript",
            "jsx",
        ),
        *(
            "ts",
            "typescript",
            "c",
            "cpp",
            "csharp",
            "go",
            "java",
            "kotlin",
            "lua",
            "php",
            "rb",
            "ruby",
            "rust",
            "swift",
        ),
    }
)
LONGEST_HIGHLIGHTED = 8_000

# The most specific of these that a token belongs to gives its class; what belongs to none needs no element.
CLASSES = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Number: "m",
    Name.Builtin: "nb",
    Name.Class: "nc",
    Name.Decorator: "nd",
    Name.Function: "nf",
    Name.Tag: "nt",
    Name.Attribute: "na",
    Generic.Deleted: "gd",
    Generic.Inserted: "gi",
    Generic.Prompt: "gp",
}

TAGS = frozenset(
    {
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "span"),
        *("a", "em", "strong", "s", "table", "thead", "tbody", "tr", "th", "td"),
    }
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
CLASSES_ALLOWED = {"span": set(CLASSES.values()), "code": {f"language-{name}" for name in LANGUAGES}}


@lru_cache(maxsize=512)
def render(text: str) -> str:
    """Return the Markdown as HTML that is safe to put into a page; "" for a blank text."""
    if not text.strip():
        return ""
    return nh3.clean(
        _markdown.render(text),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES_ALLOWED,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _highlighted(code: str, language: str, _attributes: str) -> str:
    """Return the code as HTML, or "" to have it escaped as it is."""
    if language not in LANGUAGES or len(code) > LONGEST_HIGHLIGHTED:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    parts = []
    for name, tokens in groupby(lexer.get_tokens(code), key=lambda token: _class(token[0])):
        text = escape("".join(value for _, value in tokens), quote=False)
        parts.append(f'<span class="{name}">{text}</span>' if name and text.strip() else text)
    return "".join(parts)


def _class(kind: type[Token] | None) -> str:
    while kind is not None:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = kind.parent
    return ""


def _alternative_text(
    renderer: RendererProtocol, tokens: list[Piece], index: int, options: OptionsDict, env: EnvType
) -> str:
    return escape(tokens[index].content)


_markdown = MarkdownIt("commonmark", {"html": False, "highlight": _highlighted}).enable(["table", "strikethrough"])
_markdown.add_render_rule("image", _alternative_text)
