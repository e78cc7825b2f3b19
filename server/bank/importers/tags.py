"""The tags of HTML, by what they mean to a reader of the text; and the marks for what Markdown has no words for."""

OPEN, CLOSE, SUMMARY, COMMENT, CODE, CODE_END = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014", "\ue015"
"""Marks, from the range that Unicode keeps for private use: a document begins without any of them."""

HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~"}
CODES = {"code", "kbd", "samp", "tt", "var"}
SILENT = {"script", "style", "template", "svg", "head", "noscript", "object", "iframe", "audio", "video", "canvas"}
FURNITURE = {"nav", "footer", "aside", "form", "button", "select", "dialog"}
FEWEST_WORDS = 3  # of a button that is no "Send" or "Log in"
BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "figure", "figcaption", "center", "address", "body", "html"),
    *("hgroup", "fieldset", "dd", "caption", "search", "menu"),
}
INLINE = {
    *(
        "a",
        "span",
        "font",
        "small",
        "big",
        "sub",
        "sup",
        "u",
        "ins",
        "mark",
        "abbr",
        "cite",
        "q",
        "time",
        "label",
        "bdi",
    ),
    *(
        "bdo",
        "dfn",
        "wbr",
        "ruby",
        "rt",
        "rp",
        "picture",
        "source",
        "input",
        "strike",
        "tbody",
        "thead",
        "tfoot",
        "col",
    ),
    *("colgroup", "title", "meta", "link", "base", "area", "map", "param", "track", "legend", "option", "textarea"),
}
OTHERS = {"br", "hr", "img", "ul", "ol", "li", "dl", "dt", "table", "tr", "td", "th", "pre", "blockquote"}
KNOWN = {*HEADINGS, *EMPHASIS, *CODES, *BLOCKS, *INLINE, *OTHERS, "details", "summary"} | SILENT | FURNITURE
