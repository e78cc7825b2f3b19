"""The compose file, against the Compose Specification and against what docs/deploying.md promises of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_follows_the_specification() -> None:
    """The file is valid by the schema that docker-compose 1.29 ships (compose_spec.json, Apache License 2.0)."""
    schema = json.loads((HERE / "compose_spec.json").read_text())
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    validator = jsonschema.Draft201909Validator(schema)
    validator.validate(composed)
    composed["services"]["greenroom"]["no_such_key"] = 1
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(composed)


def test_reached_from_this_computer_only(services: dict[str, Any]) -> None:
    """The only published port is the app's, on 127.0.0.1."""
    assert services["greenroom"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["redis"]


def test_redis_keeps_what_it_acknowledged(services: dict[str, Any]) -> None:
    """Every write is in the append-only file before its reply, and nothing is evicted."""
    command = " ".join(services["redis"]["command"])
    for option in ("--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction"):
        assert option in command


def test_no_privileges(services: dict[str, Any]) -> None:
    """Each container is read-only, without capabilities, not root, and has a health check."""
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["healthcheck"]["test"]
    assert services["redis"]["user"] == "redis"
    assert "\nUSER greenroom\n" in (ROOT / "Dockerfile").read_text()


def test_image_holds_what_it_copies() -> None:
    """All that the Dockerfile copies is let through by .dockerignore and is in the project."""
    copied = [line.split()[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("COPY")]
    let_through = (ROOT / ".dockerignore").read_text().splitlines()
    for name in copied:
        assert f"!{name}" in let_through
        assert (ROOT / name).exists()
