"""Lists that a script gives names, as JSON is not: `export const questions: Question[] = [{text: 'Why?'}]`."""

import json
import re

from server.bank.importers.formats.structured import MOST_YAML_CHARS_TO_TRY, yaml_of
from server.bank.importers.preview import Unreadable
from server.bank.importers.records.values import Value

NAMED = re.compile(
    r"^[ \t]{0,20}(?:export[ \t]{1,5})?(?:default[ \t]{1,5}|(?:const|let|var)[ \t]{1,5})?(?P<name>[\w$.]{0,60})"
    r"(?:[ \t]{0,5}:[^=\n]{1,80})?[ \t]{0,5}(?:=|(?<=default ))[ \t]{0,5}(?=[\[{])",
    re.MULTILINE,
)
TOKEN = re.compile(
    r'(?P<text>"""(?s:.{0,20000}?)"""|\'\'\'(?s:.{0,20000}?)\'\'\'|"(?:[^"\\\n]|\\(?s:.))*"|\'(?:[^\'\\\n]|\\(?s:.))*\''
    r"|`(?:[^`\\]|\\(?s:.))*`)"
    r"|(?P<comment>//[^\n]*|/\*(?s:.{0,20000}?)\*/|(?<=\s)#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])"
)
KEY = re.compile(r"([A-Za-z_$][\w$]*)\s*:")
ESCAPE = re.compile(
    r"\\(?:u\{(?P<braced>[0-9a-fA-F]{1,6})\}|[ux](?P<code>[0-9a-fA-F]{4}|[0-9a-fA-F]{2})|(?P<one>(?s:.)))"
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}
MOST_DEPTH = 100


def data_of(text: str) -> Value:
    """Return the lists and objects of a script, by name if there are several; None for a text that is none."""
    if len(text) > MOST_YAML_CHARS_TO_TRY:
        return None
    found: dict[str, Value] = {}
    at = size = 0
    while match := NAMED.search(text, at):
        written, at = _literal(text, match.end())
        size += at - match.start()
        try:
            found[match["name"] or "list"] = yaml_of(written) if written else None
        except Unreadable:
            return None
    if not found or size * 2 < len(text.strip()):
        return None  # a text in which a line or two are code
    return next(iter(found.values())) if len(found) == 1 else found


def _literal(text: str, start: int) -> tuple[str, int]:
    """Return a list or an object as YAML reads it, and where it ends; nothing for one that never does."""
    out: list[str] = []
    texts: list[str] = []
    depth, at = 0, start
    for match in TOKEN.finditer(text, start):
        between = text[at : match.start()]
        at = match.end()
        if match["comment"]:
            out.append(_plain(between))
            continue
        if texts and not (match["text"] and between.strip() in ("", "+")):
            out.append(json.dumps("".join(texts), ensure_ascii=False))  # what was written in several pieces
            texts = []
        if match["text"]:
            out += [] if texts else [_plain(between)]
            texts.append(_unquoted(match["text"]))
            continue
        out += [_plain(between), match[0]]
        depth += 1 if match["open"] else -1
        if depth == 0:
            return "".join(out), at
        if depth > MOST_DEPTH:
            break
    return "", len(text)


def _plain(text: str) -> str:
    return KEY.sub(r"\1: ", text.replace("\t", " "))


def _unquoted(text: str) -> str:
    inner = text[3:-3] if text[:3] in ('"""', "'''") and len(text) > 5 else text[1:-1]
    return ESCAPE.sub(_escaped, inner)


def _escaped(match: re.Match[str]) -> str:
    if code := match["braced"] or match["code"]:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
    return ESCAPES.get(match["one"], match["one"])
