"""Nothing that was acknowledged is lost or done twice, whatever is killed; and the test of it is one that can fail."""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path

import pytest

from tests.system.campaign import Outcome, campaign
from tests.system.world import OneServer, TwoWorkers

SOME = ["server"] * 3 + ["valkey"] * 3 + ["subscription"] * 2 + ["client", "hung valkey"]
MANY = (["server"] * 6 + ["valkey"] * 6 + ["subscription"] * 3 + ["client"] * 3 + ["hung valkey", "hung server"]) * 5


def play(world: OneServer | TwoWorkers, faults: list[str], seed: int | None = None, **how: bool) -> Outcome:
    """Run a campaign and say what it came to. `SEED` in the environment repeats one."""
    seed = int(os.environ.get("SEED", seed or secrets.randbelow(10**6)))
    with world:
        outcome = asyncio.run(campaign(world, faults, seed, **how))
        overdue = [worker.errors for worker in world.workers if "Traceback" in worker.errors]
    print(f"\nseed {seed}: {outcome}")
    assert not overdue, overdue[0]
    return outcome


def flawless(outcome: Outcome, faults: int) -> None:
    """Nothing is lost; four fifths of the faults came in the middle of something; deadlines did fire."""
    assert outcome.lost == []
    assert outcome.faults.total() == faults
    assert outcome.in_flight >= 0.8 * faults
    assert outcome.deadlines > 0
    assert min(outcome.commands, outcome.words) > 10 * faults


def test_one_server(tmp_path: Path) -> None:
    """Ten faults of a server and its own Valkey: every acknowledged command and keystroke is there, once."""
    flawless(play(OneServer(tmp_path), SOME), len(SOME))


def test_two_workers(tmp_path: Path) -> None:
    """Ten faults under two people on two workers: the same, and both sides come back to the same revision."""
    flawless(play(TwoWorkers(tmp_path), SOME), len(SOME))


def test_without_append_only_file(tmp_path: Path) -> None:
    """A negative control: a Valkey that keeps nothing on disk is found out."""
    assert play(TwoWorkers(tmp_path, append_only=False), ["valkey"], 1, see_to_end=False).lost


def test_without_command_ids(tmp_path: Path) -> None:
    """A negative control: a client that sends again under a new id is found to have done things twice."""
    lost = play(TwoWorkers(tmp_path), ["client"] * 20 + ["valkey"] * 2, 1, resends=False, see_to_end=False).lost
    assert any("times" in line or "not what was acknowledged" in line for line in lost)


def test_without_resync(tmp_path: Path) -> None:
    """A negative control: a worker that goes on as if nothing were wrong when its subscription breaks is found out."""
    lost = play(TwoWorkers(tmp_path, deaf=True), ["subscription"] * 2, 1, see_to_end=False).lost
    assert any("different revisions" in line for line in lost)


@pytest.mark.long
@pytest.mark.parametrize("world", [OneServer, TwoWorkers])
def test_a_hundred_faults(tmp_path: Path, world: type[OneServer | TwoWorkers]) -> None:
    """A hundred faults in each world, hung processes among them: nothing is lost."""
    flawless(play(world(tmp_path), MANY), len(MANY))
