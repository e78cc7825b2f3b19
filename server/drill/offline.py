"""What a drill needs without a line: the files of its page, and the service worker that keeps them."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, render_template

PAGES = ("js/drill.js", "js/drill-menu.js", "js/page.js")
IMPORT = re.compile(r'(?:^|;)(?:import|export)\b(?:[^"=;]*\bfrom)?\s*"([^"]+)"', re.MULTILINE)
MAPPED = re.compile(r'"([^"]+)": "/static/([^"]+)"')

MANIFEST: Mapping[str, object] = {
    "name": "Greenroom: the drill",
    "short_name": "Drill",
    "id": "/drill",
    "start_url": "/drill",
    "scope": "/drill",
    "display": "standalone",
    "background_color": "#f6f3ec",
    "theme_color": "#1d5a40",
    "icons": [{"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
}


@cache
def modules(*pages: str) -> tuple[str, ...]:
    """Return the addresses of all modules that these pages import, those imported by others included."""
    static = Path(current_app.static_folder or "")
    mapped = dict(MAPPED.findall(render_template("importmap.html")))
    found: dict[Path, None] = {}
    waiting = [static / page for page in pages]
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found[file] = None
        names = IMPORT.findall(file.read_text())
        waiting += [(file.parent / name).resolve() if name[0] == "." else static / mapped[name] for name in names]
    return tuple(sorted(f"/static/{file.relative_to(static)}" for file in found))


@cache
def worker() -> str:
    """Return the service worker, which names all files; it changes when one of them does."""
    static = Path(current_app.static_folder or "")
    styles = sorted(f"/static/css/{file.name}" for file in (static / "css").glob("*.css"))
    files = [*modules(*PAGES), *styles, "/static/js/theme.js", "/static/icon.svg"]
    digest = sha256(b"".join((static / name.removeprefix("/static/")).read_bytes() for name in files)).hexdigest()[:16]
    return render_template("drill/worker.js", files=files, digest=digest)
