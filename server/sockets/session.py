"""An Engine.IO session as we keep it: how fast its client may ask, and long polling in portions that clients take."""

from __future__ import annotations

from time import monotonic
from typing import Any

import engineio.socket
from engineio.exceptions import QueueEmpty, SocketIsClosedError
from engineio.packet import MESSAGE, Packet

from server.sockets.pace import Pace

PORTION = 16  # packets: clients refuse a longer answer (engineio's own limit), and lose all of it


class Session(engineio.socket.Socket):  # type: ignore[misc]  # engineio ships no types
    """One session. `came_s` is when what is being handled was received: what waited here has not been slower for it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.came_s = monotonic()
        self.pace = Pace(self.came_s)

    def bears_more(self) -> bool:
        """Count a frame that is no event; tell whether its client may go on."""
        self.pace.refusal(self.came_s)
        return not self.pace.abusive

    def receive(self, packet: Packet) -> None:
        """Take a packet. An event counts where it is answered, all else here.

        Raises: SocketIsClosedError, when it was too much.
        """
        if (packet.packet_type != MESSAGE or packet.data[:1] != "2") and not self.bears_more():
            self.close()
            raise SocketIsClosedError
        super().receive(packet)

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        """Take the packets of a polling request."""
        self.came_s = monotonic()
        super().handle_post_request(environ)

    def poll(self) -> list[Packet]:
        """Wait for packets to send; return a portion of them, and none when the session is over."""
        packets: list[Packet | None] = []
        empty = self.server.get_queue_empty_exception()
        try:
            packets.append(self.queue.get(timeout=self.server.ping_interval + self.server.ping_timeout))
            while packets[-1] is not None and len(packets) < PORTION:
                packets.append(self.queue.get(block=False))
        except empty:
            if not packets:
                raise QueueEmpty from None
        if packets[-1] is None:
            packets.pop()
            if packets:
                self.queue.put(None)  # for the next, which finds the end
        return packets

    def close(self, wait: bool = False, abort: bool = False, reason: str | None = None) -> None:
        """Close it. Nobody waits until all is fetched: that is for ever, where nobody polls."""
        super().close(wait=False, abort=abort, reason=reason)


engineio.socket.Socket = Session  # what a server makes for each client; it can't be told otherwise
