"""Which address is told to the others in the network."""

from __future__ import annotations

import ipaddress

import pytest

from server.address import on_network


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_computer_only(host: str) -> None:
    """Who listens on this computer only can't be reached from the network."""
    assert on_network(host) is None


@pytest.mark.parametrize("host", ["192.168.1.7", "greenroom.lan"])
def test_one_address(host: str) -> None:
    """Who listens on one address is reached there."""
    assert on_network(host) == host


def test_every_network() -> None:
    """Who listens everywhere is told the address that leads out of this computer, when there is one."""
    found = on_network("0.0.0.0")
    assert found is None or not ipaddress.ip_address(found).is_loopback
