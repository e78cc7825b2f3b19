"""The conditions on the invitation: who sees what and until when, what one needs oneself, when it begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.website import Browser, StandIn


@pytest.fixture
def interview(host: Browser) -> str:
    return host.start(name="Robin", answering="typed")


@pytest.fixture
def link(host: Browser, interview: str) -> str:
    """The candidate's link."""
    return host.links(f"/room/{interview}/s1")["s2"]


def test_who_sees_what_stands_before_the_name(link: str, stranger: Browser) -> None:
    """Marks, notes, typing, calls, who gets the report and until when: read before anything is given."""
    page = stranger.get(link).get_data(as_text=True)
    before = page[: page.index('name="name"')]
    for told in (
        "Who sees what",
        "private notes and marks",
        "calls are never recorded",
        "Who gets the report",
        "90 days",
    ):
        assert told in before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"replay": ["no", "yes"]}, True), ({"replay": ["no"]}, False), ({}, True)],
    ids=["ticked", "not ticked", "not there"],
)
def test_a_candidate_may_switch_the_replay_off(
    sent: dict[str, list[str]], kept: bool, live: StandIn, link: str, guest: Browser
) -> None:
    """The box is ticked to begin with; without it only the answers are kept."""
    assert 'value="yes" checked' in guest.get(link).get_data(as_text=True)
    assert guest.submit(link, link, {"name": "Kim", **sent}).status_code == 303
    assert live.commands[-1][2].replay is kept


def test_what_is_kept_of_typing_is_what_there_is(link: str, guest: Browser) -> None:
    """It is in the log, for who can download that, until when; no report shows it."""
    page = guest.get(link).get_data(as_text=True)
    told = page[page.index("Keep how I type") :]
    assert "stays in the log of this interview, which its interviewers can download, for 90 days after the end." in told
    assert "report can then show" not in page


def test_a_program_may_switch_the_replay_off(live: StandIn, link: str, guest: Browser) -> None:
    """JSON has it by its name, and a value that is none is refused."""
    assert guest.post(link, json={"name": "Kim", "replay": "no"}).status_code == 400
    assert guest.post(link, json={"name": "Kim", "replay": False}).status_code == 200
    assert live.commands[-1][2].replay is False


def test_a_box_that_was_not_ticked_stays_so_when_the_form_comes_back(link: str, guest: Browser) -> None:
    """A name that can't be used loses nothing else."""
    page = guest.submit(link, link, {"name": " ", "replay": ["no"]}).get_data(as_text=True)
    assert 'value="yes" checked' not in page


def test_who_will_answer_after_a_swap_is_asked_as_a_candidate_is(host: Browser, live: StandIn, guest: Browser) -> None:
    """Extra time and replay belong to both sides; a neutral interviewer has neither, spoken answers no replay."""
    interview = host.start(answering="typed", swap="dealt")
    links = host.links(f"/room/{interview}/s1")
    live.change_seat(interview, "s1", joined=False)
    for link in links.values():
        page = guest.get(link).get_data(as_text=True)
        assert "Extra time" in page
        assert "Keep how I type" in page
        assert "You swap roles" in page
    guest.submit(links["s1"], links["s1"], {"name": "Robin", "extra_percent": "50", "replay": ["no"]})
    command = live.commands[-1][2]
    assert (command.extra_percent, command.replay) == (50, False)
    live.change_seat(interview, "s2", role="interviewer", side=None)
    neutral = guest.get(links["s2"]).get_data(as_text=True)
    assert "Extra time" not in neutral
    assert "Keep how I type" not in neutral
    spoken = host.links(f"/room/{host.start()}/s1")["s2"]
    assert "Keep how I type" not in guest.get(spoken).get_data(as_text=True)


def test_a_panel_is_told_of_its_seal(live: StandIn, interview: str, link: str, stranger: Browser) -> None:
    """Who judges with others learns when they see each other's marks; who judges alone reads nothing of it."""
    assert "when all have marked" not in stranger.get(link).get_data(as_text=True)
    live.change_seat(interview, "s2", role="interviewer")
    assert "when all have marked" in stranger.get(link).get_data(as_text=True)


def test_the_call_beside_it_is_named(host: Browser, stranger: Browser) -> None:
    """It is elsewhere, and has rules of its own."""
    link = host.links(f"/room/{host.start(call='https://meet.example:8443/abc')}/s1")["s2"]
    page = stranger.get(link).get_data(as_text=True)
    assert "<strong>meet.example</strong>" in page
    assert "/abc" not in page


def test_a_planned_interview_says_when(host: Browser, live: StandIn, stranger: Browser) -> None:
    """The start in its zone, and as an instant for the script that counts down; until when the room waits."""
    starts = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=3)
    interview = host.start(date=f"{starts:%Y-%m-%d}", time="12:00", zone="UTC")
    link = host.links(f"/room/{interview}/s1")["s2"]
    page = stranger.get(link).get_data(as_text=True)
    assert f"{starts:%A} {starts.day} {starts:%B %Y}, 12:00 (UTC)" in page
    assert f'<time datetime="{starts:%Y-%m-%dT%H:%M:%S}+00:00" data-zone="UTC">' in page
    assert f'data-countdown="{int(starts.timestamp()) * 1000}"' in page
    until = starts + timedelta(days=7)
    assert f">{until.day} {until:%B %Y}</time>." in page[page.index("is deleted after") :]
    live.change(interview, status="live")
    assert "countdown" not in stranger.get(link).get_data(as_text=True)
