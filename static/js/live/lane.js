// A lane: requests that leave in order, one at a time, each again with the same id until the server has answered it.

const AGAIN = new Set(["unconfirmed", "not_saved", "too_fast"]);
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4000;

export class Lane {
  /**
   * @param {(event: string, payload: object) => Promise<object>} emit rejects when the answer did not come
   * @param {() => Promise<void>} online resolves as soon as there is a connection
   * @param {(code: string | null) => void} onTrouble hears the code of an answer that asks to be tried again; null when over
   */
  constructor(emit, online, onTrouble) {
    this.emit = emit;
    this.online = online;
    this.onTrouble = onTrouble;
    this.queue = [];
    this.running = false;
  }

  /** Queue a request; resolves with the server's answer. `payload.id` must stay the same for the same request. */
  send(event, payload) {
    return new Promise((resolve) => {
      this.queue.push({ event, payload, resolve });
      if (!this.running) this.run();
    });
  }

  async run() {
    this.running = true;
    while (this.queue.length) {
      const { event, payload, resolve } = this.queue[0];
      const answer = await this.until(event, payload);
      this.queue.shift();
      resolve(answer);
    }
    this.running = false;
  }

  async until(event, payload) {
    for (let wait_ms = FIRST_WAIT_MS; ; ) {
      await this.online();
      let answer;
      try {
        answer = await this.emit(event, payload);
      } catch {
        continue; // no answer in time, or the connection broke: the same id again
      }
      if (!AGAIN.has(answer?.code)) {
        this.onTrouble(null);
        return answer;
      }
      this.onTrouble(answer.code);
      await new Promise((wake) => setTimeout(wake, wait_ms * (0.75 + Math.random() / 2)));
      wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS);
    }
  }
}
