"""Every key in Redis: type, lifetime, meaning. This is the schema document.

An interview lives under the hash tag of its shard, one of 64, so that its keys share a slot of a cluster and a script
may touch them together. `<id>` is its public id.

| key | type | lifetime | meaning |
|---|---|---|---|
| `{sNN}:interview:<id>` | hash | until an hour after it is archived | the interview, its fields below |
| `{sNN}:interview:<id>:content` | string | the same | the texts of its questions; replaced in the lobby only |
| `{sNN}:interview:<id>:log` | stream | the same | field `e`: JSON of each commit and recorded splice, in order |
| `{sNN}:interview:<id>:presence` | hash | the same | who is connected where, its fields below |
| `{sNN}:interview:<id>` | channel (sharded) | - | what `messages.py` describes |
| `{sNN}:interview:<id>:tile` | channel (sharded) | - | the field `tile` of each commit |
| `{sNN}:person:<id>` | channel (sharded) | - | the rooms of a person have changed, or their sessions |
| `{sNN}:timers` | sorted set | for ever | started and not archived, or warm-up; score: next due ms, or +inf |
| `workers` | sorted set | for ever | worker -> when (ms) it last renewed its lease; forgotten after a day |

Fields of the hash:

| field | meaning |
|---|---|
| `rev` | the number of commits so far |
| `state` | the state, opaque to the store |
| `tile` | the room at a glance, as who watches many is told it; JSON, at most 300 bytes |
| `open_round` | the only round whose answer may be typed, `0` the warm-up; empty when none |
| `not_after_ms` | the instant after which that answer is refused by Redis's own clock; empty when none |
| `notes_open` | `1` while notes may be written, else empty |
| `ids:<seat>` | the seat's last 64 command ids with the revisions they made |
| `text:<name>` | a typed text in UTF-8; its name is `answer:<round>`, `late:<round>` or `note:<round>:<seat>` |
| `seq:<name>` | how often that text has changed |
| `ids:text:<name>` | that text's last 32 splice ids with the sequence numbers they made |

Fields of presence, instants in ms:

| field | meaning |
|---|---|
| `<worker>:<seat>` | since when a device of the seat is connected there |
| `-:<seat>` | when the last that went was last heard, and when that was noticed |
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

SHARDS = 64
TIMERS = tuple(f"{{s{shard:02}}}:timers".encode() for shard in range(SHARDS))
WORKERS = b"workers"


class Keys(NamedTuple):
    """The keys of one interview. Its channel has the name of its hash."""

    hash: bytes
    content: bytes
    log: bytes
    presence: bytes
    timers: bytes


@lru_cache(maxsize=8192)  # asked for with every command
def keys_of(id: str) -> Keys:
    """Return the keys of the interview with this public id."""
    shard = crc32(id.encode()) % SHARDS
    name = f"{{s{shard:02}}}:interview:{id}"
    return Keys(
        name.encode(), f"{name}:content".encode(), f"{name}:log".encode(), f"{name}:presence".encode(), TIMERS[shard]
    )


def person_channel(id: str) -> bytes:
    """Return the channel on which it is told that what a person may watch has changed."""
    return f"{{s{crc32(id.encode()) % SHARDS:02}}}:person:{id}".encode()
