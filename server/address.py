"""Where this server can be reached."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def on_network(host: str) -> str | None:
    """Return the address at which others in the local network reach a server that listens on `host`, if they do."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None if host == "localhost" else host
    if address.is_loopback:
        return None
    if not address.is_unspecified:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: nobody's address. Nothing is sent, but the route is chosen
        except OSError:
            return None
        found: str = probe.getsockname()[0]
    return None if ipaddress.ip_address(found).is_loopback else found


def only_here(url: str) -> bool:
    """Tell whether this address means the computer that it is opened on."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
