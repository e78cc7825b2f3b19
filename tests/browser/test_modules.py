"""The pure modules of the page (splice, clock, room state), against what they promise."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

# Letters that come in one code point of one or two UTF-16 units, and few of them, so that texts overlap.
texts = st.text(alphabet="ab \n😀é🎓", max_size=12)


def apply(text: str, splice: dict[str, Any] | None) -> str:
    """The server's reading of a splice: Python counts code points."""
    if splice is None:
        return text
    return text[: splice["at"]] + str(splice["insert"]) + text[splice["at"] + splice["remove"] :]


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(before=texts, after=texts)
def test_a_diff_applied_gives_the_new_text_on_both_sides(modules: Page, before: str, after: str) -> None:
    """The one splice between two texts gives the new one, by the browser's counting and by the server's."""
    splice, applied = modules.evaluate(
        "([a, b]) => { const s = splice.diff(a, b); return [s, s ? splice.apply(a, s) : a]; }", [before, after]
    )
    assert apply(before, splice) == after == applied
    assert (splice is None) == (before == after)


@many
@given(base=texts, local=texts, remote=texts)
def test_merging_keeps_what_both_sides_inserted(modules: Page, base: str, local: str, remote: str) -> None:
    """After a merge, what is still to be sent turns the server's text into the screen's, and no insertion is lost."""
    merged, mine, theirs = modules.evaluate(
        "([b, l, r]) => [splice.merge(b, l, r), splice.diff(b, l), splice.diff(b, r)]", [base, local, remote]
    )
    assert apply(remote, merged["splice"]) == merged["text"]
    if mine is not None:
        assert mine["insert"] in merged["text"]
    if theirs is not None and local != remote:
        assert theirs["insert"] in merged["text"]


@many
@given(base=texts, local=texts, remote=texts)
def test_merging_keeps_what_nobody_removed(modules: Page, base: str, local: str, remote: str) -> None:
    """A merge removes what one side removed, once, and nothing else: lengths add up when the two do not touch."""
    merged, mine, theirs = modules.evaluate(
        "([b, l, r]) => [splice.merge(b, l, r), splice.diff(b, l), splice.diff(b, r)]", [base, local, remote]
    )
    if mine is None or theirs is None or local == remote:
        assert merged["text"] == (remote if mine is None else local if theirs is None else remote)
        return
    removed = {*range(mine["at"], mine["at"] + mine["remove"]), *range(theirs["at"], theirs["at"] + theirs["remove"])}
    kept = "".join(letter for at, letter in enumerate(base) if at not in removed)
    assert len(merged["text"]) == len(kept) + len(mine["insert"]) + len(theirs["insert"])


def test_a_caret_stays_with_its_letter(modules: Page) -> None:
    """What another device types before the caret moves it, what comes behind it does not."""
    assert modules.evaluate("splice.carry(3, 'abcdef', 'XXabcdef')") == 5
    assert modules.evaluate("splice.carry(3, 'abcdef', 'abcdefXX')") == 3
    assert modules.evaluate("splice.carry(3, 'abcdef', 'af')") == 1


def test_the_offset_comes_from_the_quickest_round_trip(modules: Page) -> None:
    """Of several round trips the one with the least delay tells the offset; half of its delay is the error at most."""
    best = modules.evaluate(
        """() => clock.estimate([
            {sent_ms: 0, received_ms: 200, server_ms: 1190},
            {sent_ms: 1000, received_ms: 1010, server_ms: 2005},
            {sent_ms: 2000, received_ms: 2300, server_ms: 3010},
        ])"""
    )
    assert best == {"delay_ms": 10, "offset_ms": 1000}
    assert modules.evaluate("clock.estimate([])") is None


def test_a_clock_that_jumped_is_learnt_anew(modules: Page) -> None:
    """When a round trip can't be true together with the earlier ones (the laptop slept), only it is kept."""
    script = """() => {
        let samples = [];
        for (let i = 0; i < 60; i++) {
            samples = clock.addSample(samples, {sent_ms: i * 10, received_ms: i * 10 + 4, server_ms: i * 10 + 502});
        }
        const steady = samples.length;
        samples = clock.addSample(samples, {sent_ms: 700, received_ms: 720, server_ms: 90_000});
        return [steady, samples.length, clock.estimate(samples).offset_ms];
    }"""
    assert modules.evaluate(script) == [40, 1, 89_290]


@pytest.mark.parametrize(
    ("left_ms", "face", "spoken"),
    [
        (125_000, "2:05", "2 minutes 5 seconds left"),
        (124_001, "2:05", "2 minutes 5 seconds left"),
        (60_000, "1:00", "1 minute left"),
        (1, "0:01", "1 second left"),
        (0, "0:00", "Time is up"),
        (-999, "0:00", "Time is up"),
        (-12_400, "+0:12", "12 seconds over"),
        (3_661_000, "1:01:01", "61 minutes 1 second left"),
    ],
)
def test_the_countdown_reads_well(modules: Page, left_ms: int, face: str, spoken: str) -> None:
    """A remainder is written for the eye and said for the ear; over time counts up."""
    assert modules.evaluate("(ms) => [clock.face(ms), clock.spoken(ms)]", left_ms) == [face, spoken]


def test_a_running_clock_follows_its_deadline_and_a_paused_one_what_was_left(modules: Page) -> None:
    """The remainder comes from the instant, or from what was left when the clock stopped."""
    assert modules.evaluate("clock.left({deadline_ms: 5000}, 2000)") == 3000
    assert modules.evaluate("clock.left({left_ms: 700}, 2000)") == 700


def test_thresholds_are_announced_once_and_the_lowest_wins(modules: Page) -> None:
    """Crossing one, half a minute, ten seconds and zero is said; a jump over several says the last."""
    crossed = modules.evaluate(
        """[[61000, 60000], [60000, 59900], [30010, 29990], [12000, 9000], [500, -10], [90000, 5000]]
            .map((pair) => clock.crossed(...pair))"""
    )
    assert crossed == ["One minute left", None, "30 seconds left", "10 seconds left", "Time is up", "10 seconds left"]


def test_the_highest_revision_wins(modules: Page) -> None:
    """A view that is older than the known one, or the same again, changes nothing."""
    revs = modules.evaluate(
        """() => {
            const view = (rev) => ({rev, role: 'candidate', status: 'live'});
            const known = room_state.newest(null, view(3));
            return [view(2), view(3), view(4)].map((one) => room_state.newest(known, one).rev);
        }""".replace("room_state", "window['room-state']")
    )
    assert revs == [3, 3, 4]


def test_fields_left_out_are_at_their_default(modules: Page) -> None:
    """The server leaves out defaults; components find every list and flag in its place."""
    view = modules.evaluate(
        """() => window['room-state'].complete({rev: 1, role: 'interviewer', status: 'live',
            plan: [['routing', 'Routing', 90]],
            rounds: [{id: 1, question: 'x', title: 'X', state: 'open', help: 'unaided'}],
            round: {id: 1, question: 'x', prompt: '<p>'}})"""
    )
    assert view["show_answers"] is True
    assert view["plan"] == [{"id": "routing", "title": "Routing", "seconds": 90}]
    assert view["rounds"][0]["marks"] == {}
    assert (view["round"]["ticks"], view["round"]["difficulty"]) == ([], 2)


def test_a_text_grows_by_the_next_splice_only(modules: Page) -> None:
    """A splice fits when it is the next; a repeat is dropped, a gap asks for a sync, a whole text replaces."""
    script = """() => {
        const receive = window['room-state'].receiveText;
        const splice = (seq, at, insert) => ({text: 'answer', round: 3, seq, at, remove: 0, insert});
        const seen = [];
        let {texts, gap} = receive({}, splice(1, 0, 'a😀'));
        for (const message of [splice(2, 2, 'b'), splice(2, 2, 'b'), splice(5, 0, 'x'),
                               {text: 'answer', round: 3, seq: 6, full: 'whole'},
                               {text: 'answer', round: 3, seq: 4, full: 'old'}]) {
            ({texts, gap} = receive(texts, message));
            seen.push([texts['answer:3'].full, gap]);
        }
        return seen;
    }"""
    assert modules.evaluate(script) == [
        ["a😀b", False],
        ["a😀b", False],
        ["a😀b", True],
        ["whole", False],
        ["whole", False],
    ]


@pytest.mark.parametrize(
    ("left_ms", "said"),
    [
        (2 * 86_400_000 + 3 * 3_600_000 + 5, "Begins in 2 days 3 h"),
        (86_400_000, "Begins in 1 day"),
        (3 * 3_600_000 + 20 * 60_000, "Begins in 3 h 20 min"),
        (12 * 60_000 + 59_000, "Begins in 12 min"),
        (119_000, "Begins in 1 min 59 s"),
        (40_000, "Begins in 40 s"),
        (900, "Begins now"),
        (-30_000, "Begins now"),
        (-5 * 60_000, "Began 5 min ago"),
    ],
)
def test_a_start_is_counted_down_to(modules: Page, left_ms: int, said: str) -> None:
    """Two units at most, and no seconds while there are minutes."""
    assert modules.evaluate("(left) => schedule.countdown(left)", left_ms) == said


def test_a_planned_start_in_two_zones(modules: Page) -> None:
    """The same instant is written as each zone's clocks show it, across a change of the clocks; no zone, no words."""
    autumn = 1_792_900_800_000  # 2026-10-25 04:00 UTC: Berlin has gone back at 01:00 UTC, New York has not
    script = "([at, zone]) => moment.start(at, zone)"
    assert modules.evaluate(script, [autumn, "Europe/Berlin"]) == "Sunday 25 October 2026, 05:00"
    assert modules.evaluate(script, [autumn, "America/New_York"]) == "Sunday 25 October 2026, 00:00"
    assert modules.evaluate(script, [autumn, "Mars/Olympus"]) == ""
    elsewhere = "([at, zone, own]) => moment.elsewhere(at, zone, own)"
    assert modules.evaluate(elsewhere, [autumn, "America/New_York", "Europe/Berlin"]) == "00:00 in America/New York"
    other_day = "Sunday 25 October 2026, 05:00 in Europe/Berlin"
    assert modules.evaluate(elsewhere, [autumn, "Europe/Berlin", "America/Los_Angeles"]) == other_day
    assert modules.evaluate(elsewhere, [autumn, "Europe/Berlin", "Europe/Paris"]) == ""
    assert modules.evaluate(elsewhere, [autumn, "Mars/Olympus", "UTC"]) == ""


def test_time_left_is_held_against_questions_left(modules: Page) -> None:
    """The interviewer reads how much time each question may take; the end is as planned, unless it began elsewhen."""
    pace = "([left, questions]) => schedule.pace(left, questions)"
    assert modules.evaluate(pace, [22 * 60_000 + 999, 3]) == "22 min left, 3 questions: about 7 min each"
    assert modules.evaluate(pace, [5 * 60_000, 1]) == "5 min left, 1 question"
    assert modules.evaluate(pace, [2 * 60_000, 3]) == "2 min left, 3 questions: less than a minute each"
    assert modules.evaluate(pace, [30_000, 0]) == "Less than a minute left"
    assert modules.evaluate(pace, [-1, 2]) == "The planned time is over"
    end = "([starts, started]) => schedule.plannedEnd({starts_ms: starts, length_min: 60}, started) / 60000"
    assert modules.evaluate(end, [0, 10 * 60_000]) == 60
    assert modules.evaluate(end, [0, 100 * 60_000]) == 160
