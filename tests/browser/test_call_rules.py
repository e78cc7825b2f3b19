"""The rules of a call and its negotiation: the modules alone, in a page without a server."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_call import browser

__all__ = ["browser"]

WALKS = 2000
WALK = """(seed) => {
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const one = (all) => all[Math.floor(random() * all.length)];
    const names = ['a1', 'a2', 'b1', 'b2', 'c1'];
    const calls = Object.fromEntries(names.map((name) => [name, null]));
    const wires = {};
    const log = [];
    let ids = 0;
    const send = (name, { to, ...message }, data) => {
        for (const other of names.filter((each) => each[0] === to)) {
            const sent = { ...message, from: name[0], data: JSON.stringify({ device: name, ...data }) };
            (wires[`${name} ${other}`] ??= []).push(sent);
        }
    };
    const describe = (name) => {
        const { seat, id, peer } = calls[name];
        send(name, { to: seat, call: id, kind: 'description' }, { to: peer });
    };
    const happens = (name, event) => {
        const { call, does } = rules.step(calls[name], event);
        calls[name] = call;
        log.push(`${name} ${JSON.stringify(event)} -> ${JSON.stringify(call)}`);
        for (const each of does) {
            if (each.type === 'send') send(name, each.message, each.data);
            if (each.type === 'start' && !call.polite) describe(name);
            if (each.type === 'signal') {
                if (call.polite && call.phase === 'connecting') describe(name);
                happens(name, { type: 'connected' });
            }
        }
    };
    const arrives = () => {
        const wire = one(Object.keys(wires).filter((key) => wires[key].length));
        if (!wire) return false;
        const other = wire.split(' ')[1];
        happens(other, rules.read(JSON.parse(JSON.stringify(wires[wire].shift())), other));
        return true;
    };
    for (let steps = 0; steps < 60; steps++) {
        if (random() < 0.6 && arrives()) continue;
        const name = one(names);
        const type = one(['dial', 'dial', 'take', 'take', 'take', 'refuse', 'leave', 'dismiss', 'unsteady']);
        const seat = one(['a', 'b', 'c'].filter((each) => each !== name[0]));
        happens(name, { type, seat, video: true, id: `${Math.floor(random() * 1000)}-${ids++}` });
    }
    while (arrives()) { /* all that is under way */ }
    const media = names.filter((name) => ['connecting', 'connected'].includes(calls[name]?.phase));
    const alone = media.filter((name) => {
        const other = calls[calls[name].peer];
        return other?.peer !== name || other.id !== calls[name].id || !media.includes(calls[name].peer);
    });
    return { alone, pairs: media.length / 2, log: alone.length ? log : [] };
}"""

TWO_AT_ONCE = """async () => {
    const until = async (condition) => { while (!condition()) await new Promise((done) => setTimeout(done, 20)); };
    const made = {};
    const states = { polite: [], other: [] };
    const make = (name, polite, other) => {
        made[name] = new peer.Peer({ iceServers: [], polite, tracks: { audio: null, video: null } }, {
            // As over the wire: a copy, a moment later.
            signal(kind, data) {
                const copy = JSON.parse(JSON.stringify(data));
                setTimeout(() => made[other].receive(copy), 5);
            },
            connected: () => states[name].push('connected'),
            unsteady: () => states[name].push('unsteady'),
            media: () => {}, told: (facts) => { made[name].facts = facts; }, open: () => { made[name].isOpen = true; },
        });
    };
    make('polite', true, 'other');
    make('other', false, 'polite');
    await until(() => made.polite.isOpen && made.other.isOpen);
    const name = () => Object.values(made).map(({ pc }) => /ice-ufrag:(\\S+)/.exec(pc.localDescription.sdp)[1]);
    const before = name();
    let offers = 0;
    for (const { pc } of Object.values(made)) {
        pc.addEventListener('signalingstatechange', () => { if (pc.signalingState === 'have-local-offer') offers++; });
        pc.restartIce();
    }
    await until(() => name().every((each) => !before.includes(each)));
    const agreed = ({ pc }) => pc.signalingState === 'stable' && pc.connectionState === 'connected';
    await until(() => Object.values(made).every(agreed));
    made.polite.tell({ muted: true, camera: false });
    await until(() => made.other.facts);
    const kinds = Object.values(made).map(({ pc }) => pc.getTransceivers().map((each) => each.currentDirection).join());
    const told = made.other.facts;
    for (const each of Object.values(made)) each.close();
    return { offers, kinds, told };
}"""


@pytest.fixture
def rules(modules: Page) -> Page:
    """A page with the rules of a call as `rules` and the negotiation as `peer`."""
    modules.evaluate("import('/js/live/call.js').then((module) => { window.rules = module; })")
    modules.evaluate("import('/js/live/peer.js').then((module) => { window.peer = module; })")
    return modules


def stepped(page: Page, *events: dict[str, Any]) -> list[Any]:
    """Return the phase and the reason after each event, beginning without a call."""
    script = """(events) => {
        let call = null;
        return events.map((event) => {
            call = rules.step(call, event).call;
            return call && (call.why ? `${call.phase}: ${call.why}` : call.phase);
        });
    }"""
    return list(page.evaluate(script, list(events)))


def heard(kind: str, device: str = "b1", *, seat: str = "b", id: str = "x", mine: bool = True, **data: Any) -> Any:
    return {"type": "heard", "kind": kind, "seat": seat, "id": id, "device": device, "mine": mine, "data": data}


DIAL = {"type": "dial", "seat": "b", "id": "x", "video": True}


def test_whoever_is_in_a_call_has_the_other_side_of_it(rules: Page) -> None:
    """Five devices of three seats, whatever the order of presses and messages: nobody is left talking to nobody."""
    pairs = 0
    for seed in range(1, WALKS, 100):
        script = f"(first) => Array.from({{ length: 100 }}, (_, at) => ({WALK})((first + at) * 7919))"
        for walk in rules.evaluate(script, seed):
            assert walk["alone"] == [], "\n".join(walk["log"])
            pairs += walk["pairs"]
    assert pairs > WALKS / 10  # they did find each other


def test_the_way_of_a_call(rules: Page) -> None:
    """Offered, connecting, connected, unsteady and lost, or hung up by the other."""
    way = [DIAL, heard("accept"), {"type": "connected"}, {"type": "unsteady"}, {"type": "fail", "why": "dropped"}]
    assert stepped(rules, *way) == ["offering", "connecting", "connected", "connected", "ended: dropped"]
    assert stepped(rules, *way[:3], heard("hangup"))[-1] == "ended: hung_up"
    assert stepped(rules, *way[:3], heard("hangup"), {"type": "dismiss"})[-1] is None
    assert stepped(rules, heard("offer"), heard("hangup")) == ["ringing", "ended: missed"]
    assert stepped(rules, heard("offer"), {"type": "take"}, heard("description", mine=False))[-1] == "ended: elsewhere"
    assert stepped(rules, DIAL, heard("decline", busy=True)) == ["offering", "ended: busy"]


def test_of_two_offers_that_cross_both_take_the_same(rules: Page) -> None:
    """The one with the smaller id: who made the other one accepts it unasked."""
    assert stepped(rules, DIAL, heard("offer", id="a")) == ["offering", "connecting"]
    assert stepped(rules, DIAL, heard("offer", id="z"), heard("accept")) == ["offering", "offering", "connecting"]
    assert stepped(rules, DIAL, heard("offer", id="a", seat="c")) == ["offering", "offering"]


@pytest.mark.parametrize(
    "message",
    [
        heard("hangup", seat="c"),
        heard("hangup", id="other"),
        heard("hangup", device="b2"),
        heard("hangup", mine=False),
        heard("decline"),
        heard("accept", device="b2"),
        heard("description", device="b2"),
        heard("offer", seat="c", id="other"),
        heard("offer", id="x"),
        heard("nonsense"),
    ],
)
def test_a_call_is_not_moved_by_what_is_not_its_own(rules: Page, message: Any) -> None:
    """Messages of other seats, other calls and other devices change nothing in a call."""
    assert stepped(rules, DIAL, heard("accept"), {"type": "connected"}, message)[-1] == "connected"


@pytest.mark.parametrize("data", ["", "{", "null", "7", "[]", '"x"', '{"device": 1}'])
def test_a_message_that_makes_no_sense_breaks_nothing(rules: Page, data: str) -> None:
    """What another browser made up is no call that could be taken by accident."""
    script = """(data) => {
        const event = rules.read({ from: 'b', call: 'x', kind: 'description', data }, 'a1');
        return event && rules.step({ phase: 'connected', seat: 'b', id: 'x', peer: 'b1', steady: true }, event).does;
    }"""
    assert rules.evaluate(script, data) in (None, [])


def test_both_may_negotiate_at_once(rules: Page) -> None:
    """Two offers that cross, as when both restart ICE: one gives way, both are connected by new candidates."""
    done = rules.evaluate(TWO_AT_ONCE)
    assert done["offers"] >= 2
    assert done["kinds"] == ["sendrecv,sendrecv"] * 2
    assert done["told"] == {"muted": True, "camera": False}
