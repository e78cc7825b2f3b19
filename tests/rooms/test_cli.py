"""Interviews from the command line."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest
from flask import Flask

from server.core.interview import Interview
from server.rooms import parking
from server.settings import Settings
from tests.website import Browser, StandIn, wired


def run(app: Flask, *args: str):  # type: ignore[no-untyped-def]  # click names it in a private module
    return app.test_cli_runner().invoke(args=["interviews", *args])


def test_it_prints_links_that_open_the_seats(app: Flask, live: StandIn, host: Browser, guest: Browser) -> None:
    """Nobody has joined: the interviewer's link works like any other."""
    result = run(app, "create", "--deck", "flask", "--name", "Robin", "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert set(made["links"]) == {"interviewer", "candidate"}
    assert all(url.startswith("http://localhost:8000/join/") for url in made["links"].values())
    paths = {role: "/" + url.split("/", 3)[3] for role, url in made["links"].items()}
    assert 'value="Robin"' in host.get(paths["interviewer"]).get_data(as_text=True)
    assert host.join(paths["interviewer"], "Robin") == f"/room/{made['interview']}/s1"
    assert guest.join(paths["candidate"]) == f"/room/{made['interview']}/s2"
    assert len(host.links(f"/room/{made['interview']}/s1")) == 2
    assert f"/room/{made['interview']}/s1" in host.get("/").get_data(as_text=True)


def test_links_begin_with_public_url(settings: Settings) -> None:
    """A server elsewhere has links that work elsewhere, printed one a line for people."""
    app = wired(replace(settings, public_url="https://greenroom.example"))
    result = run(app, "create", "--deck", "flask", "--observer")
    assert result.exit_code == 0
    assert [line.split(": https://greenroom.example/join/")[0] for line in result.stdout.splitlines()] == [
        "interviewer",
        "candidate",
        "observer",
    ]


def test_options_reach_the_interview(app: Flask) -> None:
    """Each option means what it means in the form."""
    args = "create --deck flask --questions 3 --answering typed --think-s 0 --answer-s 30 --expiry hard --on-lost run"
    made = json.loads(run(app, *args.split(), "--json").stdout)
    with app.app_context():
        found = parking.parked(made["interview"])
    assert found is not None
    interview = msgspec.json.decode(found.state, type=Interview)
    assert len(interview.plans["s1"]) == 3
    options = interview.options
    assert (options.answering, options.think_s, options.answer_s) == ("typed", 0, 30)
    assert (options.expiry, options.on_lost) == ("hard", "run")


def test_a_swapped_and_planned_panel(app: Flask) -> None:
    """What the form of a new interview has, the command line has too; further seats of a role are numbered."""
    result = run(
        app, "create", "--deck", "flask", "--json", "--swap", "dealt", "--interviewers", "3", "--observers", "2",
        "--starts", "2027-03-01 18:00", "--zone", "Europe/Berlin", "--length", "45", "--hide-count",
        "--call", "https://meet.example/x", "--order", "cors, routing",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert list(made["links"]) == [
        "interviewer", "candidate", "interviewer-2", "interviewer-3", "observer", "observer-2",
    ]  # fmt: skip
    assert len(set(made["links"].values())) == 6
    with app.app_context():
        found = parking.parked(made["interview"])
    assert found is not None
    interview = msgspec.json.decode(found.state, type=Interview)
    assert interview.plans["s1"] == ("cors", "routing")
    assert (interview.options.swap, interview.options.show_count) == (True, False)
    assert interview.call == "https://meet.example/x"
    assert interview.schedule is not None
    assert (interview.schedule.zone, interview.schedule.length_min) == ("Europe/Berlin", 45)


def test_no_port_to_name(settings: Settings) -> None:
    """Where the server takes any port, nobody can make a link to it: a sentence says what to set."""
    result = run(wired(replace(settings, port=0)), "create", "--deck", "flask")
    assert result.exit_code != 0
    assert "Set PORT" in result.stderr


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--deck", "flask", "--order", "cors,no-such"], "no-such"),
        (["--deck", "flask", "--starts", "2027-03-28 02:30", "--zone", "Europe/Berlin"], "does not exist"),
        (["--deck", "flask", "--starts", "tomorrow"], "Give a date and a time"),
        (["--deck", "flask", "--call", "http://x.example"], "https://"),
        (["--deck", "nothing"], "There is no deck 'nothing'"),
        (["--deck", "flask", "--questions", "99"], "Give a whole number from 1 to 24"),
        (["--deck", "flask", "--answer-s", "1"], "Give a whole number from 5 to 3600"),
        (["--deck", "flask", "--answering", "sung"], "Invalid value"),
        ([], "Missing option"),
    ],
)
def test_bad_input_gets_a_sentence_and_an_exit_code(args: list[str], sentence: str, app: Flask) -> None:
    """The sentence goes to stderr, stdout stays empty."""
    result = run(app, "create", *args)
    assert result.exit_code != 0
    assert sentence in result.stderr
    assert result.stdout == ""
