"""How the page sends: a lane of requests, and a typed text, against a server that is a few lines of JavaScript."""

from playwright.sync_api import Page


def test_a_lane_sends_in_order_and_again_with_the_same_id(modules: Page) -> None:
    """One request at a time; a lost answer and `not_saved` are sent again unchanged, before the next one."""
    script = """async () => {
        const sent = [], troubles = [];
        const answers = [null, {ok: false, code: 'not_saved'}, {ok: true, rev: 1}, {ok: true, rev: 2}];
        const emit = async (event, payload) => {
            sent.push(payload.id);
            const answer = answers.shift();
            if (!answer) throw new Error('no answer');
            return answer;
        };
        const one = new lane.Lane(emit, async () => {}, (code) => troubles.push(code));
        const done = await Promise.all([one.send('command', {id: 'a'}), one.send('command', {id: 'b'})]);
        return [sent, done.map((answer) => answer.rev), troubles];
    }"""
    assert modules.evaluate(script) == [["a", "a", "a", "b"], [1, 2], ["not_saved", None, None]]


SERVER = """
    window.make = (key = 'kept') => {
        const server = {seq: 0, full: '', seen: new Map(), sent: [], hold: null};
        const wire = {
            newId: () => crypto.getRandomValues(new Uint32Array(2)).join('-'),
            sync: () => {},
            async send(payload) {
                server.sent.push(payload);
                if (server.hold) await server.hold;
                if (server.seen.has(payload.id)) return {ok: true, seq: server.seen.get(payload.id)};
                if (payload.base !== server.seq) return {ok: false, code: 'behind', seq: server.seq, full: server.full};
                server.full = splice.apply(server.full, payload);
                server.seen.set(payload.id, ++server.seq);
                return {ok: true, seq: server.seq};
            },
        };
        const open = () => new draft.Draft({text: 'answer', round: 1, limit: 20, store: key}, wire, () => {});
        return {server, open, wire};
    };
"""


def test_typing_that_fell_behind_keeps_both_texts(modules: Page) -> None:
    """What another device sent meanwhile and what was typed here are both in the text, on both sides."""
    modules.evaluate(SERVER)
    script = """async () => {
        const {server, open} = make('a');
        const here = open();
        here.type('mine');
        server.full = 'theirs '; server.seq = 4;
        await here.flush();
        return [here.local, server.full, here.state, sessionStorage.getItem('a')];
    }"""
    local, full, state, kept = modules.evaluate(script)
    assert local == full == "theirs mine"
    assert (state, kept) == ("saved", None)


def test_a_refresh_in_the_middle_neither_loses_nor_repeats(modules: Page) -> None:
    """A splice under way when the page goes is sent again with its id, and what was typed after it follows."""
    modules.evaluate(SERVER)
    script = """async () => {
        const {server, open} = make('b');
        const before = open();
        before.type('one');
        let answer;
        const send = before.wire.send;
        before.wire.send = async (payload) => { await send(payload); return new Promise((r) => (answer = r)); };
        before.flush();
        await new Promise((r) => setTimeout(r));
        before.type('one two');       // the answer never comes: the page is closed here
        before.wire.send = send;
        const after = open();
        await after.flush(); await after.flush();
        return [after.local, server.full, server.sent[0].id === server.sent[1].id, sessionStorage.getItem('b')];
    }"""
    assert modules.evaluate(script) == ["one two", "one two", True, None]


def test_text_over_the_limit_is_held_back_and_kept(modules: Page) -> None:
    """Too long a text is told, not cut and not sent; shortened, it goes."""
    modules.evaluate(SERVER)
    script = """async () => {
        const {server, open} = make('c');
        const here = open();
        here.type('😀'.repeat(21));
        await here.flush();
        const held = [here.state, server.full, splice.length(here.local), sessionStorage.getItem('c') !== null];
        here.type('😀'.repeat(20));
        await here.flush();
        return [...held, here.state, splice.length(server.full)];
    }"""
    assert modules.evaluate(script) == ["long", "", 21, True, "saved", 20]


def test_a_text_refused_as_too_long_goes_when_it_was_shortened(modules: Page) -> None:
    """A refusal that shortening mends does not end the typing; one that closes the text keeps what was typed."""
    modules.evaluate(SERVER)
    script = """async () => {
        const {server, open, wire} = make('d');
        const send = wire.send;
        const here = open();
        wire.send = async () => ({ok: false, code: 'too_long', message: ''});
        here.type('long');
        await here.flush();
        const states = [here.state];
        wire.send = send;
        here.type('lo');
        await here.flush();
        states.push(here.state);
        wire.send = async () => ({ok: false, code: 'too_late', message: ''});
        here.type('lost');
        await here.flush();
        here.type('lost?');
        await here.flush();
        return [...states, here.state, server.full, here.local, sessionStorage.getItem('d') !== null];
    }"""
    assert modules.evaluate(script) == ["refused", "saved", "refused", "lo", "lost?", True]
