"""Write `docs/protocol.md` and `docs/protocol.json` from the types of the wire: `python -m server.sockets.protocol`."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any

import msgspec

from server.core import permissions
from server.core.commands import Command, Wire
from server.core.events import AnyEvent
from server.core.refusals import SENTENCES
from server.core.report_wire import Report
from server.core.solo_wire import SoloistView
from server.core.tile import Tile
from server.core.wire import CandidateView, Closing, InterviewerView, ObserverView, PresenceView, TextChange, TextWhole
from server.live.drafts import Splice
from server.live.relay import Call, Called
from server.sockets.requests import Done, NotDone, Passed, Request, Sync, Synced, Typed
from server.sockets.watchers import Act, Acted

DOCS = Path(__file__).parents[2] / "docs"
TEXT = Path(__file__).with_name("protocol.md")

FROM_THE_WIRE: tuple[type[Command], ...] = typing.get_args(Wire)
Types = tuple[Any, ...]
CLIENT_EVENTS: dict[str, tuple[Types, Types]] = {
    "command": ((Request,), (Done, NotDone)),
    "draft": ((Splice,), (Typed, NotDone)),
    "sync": ((Sync,), (Synced, NotDone)),
    "call": ((Call,), (Passed, NotDone)),
    "act": ((Act,), (Acted, NotDone)),
}
SERVER_EVENTS: dict[str, Types] = {
    "view": (InterviewerView, CandidateView, ObserverView, SoloistView),
    "draft": (TextWhole, TextChange),
    "presence": (PresenceView,),
    "call": (Called,),
    "closed": (Closing,),
    "tiles": (dict[str, Tile | None],),
    "tile": (tuple[str, Tile],),
}


RECORDS: dict[str, Types] = {"report": (Report,), "log_event": typing.get_args(AnyEvent)}


def schema() -> dict[str, Any]:
    """Return the wire as JSON Schema: an entry per event and record, and all types they refer to in `$defs`."""
    kinds = [kinds for pair in CLIENT_EVENTS.values() for kinds in pair]
    kinds += [*SERVER_EVENTS.values(), *RECORDS.values()]
    types = {kind: None for group in kinds for kind in group}
    schemas, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    found = dict(zip(types, schemas, strict=True))

    def one_of(group: Types) -> dict[str, Any]:
        return found[group[0]] if len(group) == 1 else {"anyOf": [found[kind] for kind in group]}

    client = {
        name: {"payload": one_of(payload), "acknowledgement": one_of(answer)}
        for name, (payload, answer) in CLIENT_EVENTS.items()
    }
    server = {name: {"payload": one_of(payload)} for name, payload in SERVER_EVENTS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Greenroom's wire",
        "client_events": client,
        "server_events": server,
        "records": {name: one_of(group) for name, group in RECORDS.items()},
        "$defs": components,
    }


def document() -> str:
    """Return the page for people: the text that stands beside this file, with the tables put in."""
    return TEXT.read_text().format(
        commands=_commands(),
        permissions=permissions.table(),
        forms=_listed([f"`{_tag(command)}`" for command in permissions.TABLE if command not in FROM_THE_WIRE]),
        refusals="\n".join(f"| `{code}` | {sentence} |" for code, sentence in SENTENCES.items()),
    )


def files() -> dict[Path, str]:
    """Return what each generated file should hold."""
    pretty = msgspec.json.format(msgspec.json.encode(schema(), order="sorted"), indent=1).decode()
    return {DOCS / "protocol.md": document(), DOCS / "protocol.json": pretty + "\n"}


def _commands() -> str:
    rows = []
    for command in FROM_THE_WIRE:
        fields = ", ".join(_field(field) for field in msgspec.structs.fields(command))
        rows.append(f"| `{_tag(command)}` | {fields} | {(command.__doc__ or '').split(chr(10))[0]} |")
    return "\n".join(rows)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _tag(command: type[Command]) -> str:
    return str(command.__struct_config__.tag)


def _field(field: msgspec.structs.FieldInfo) -> str:
    return f"`{field.encode_name}`" if field.required else f"`{field.encode_name}` (may be left out)"


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.write_text(text)


if __name__ == "__main__":
    main()
