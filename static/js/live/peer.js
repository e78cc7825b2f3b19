// The media between two devices: a connection that both sides may negotiate at any time, and each other's tracks.

export class Peer {
  /**
   * @param {{iceServers: object[], polite: boolean, tracks: {audio: MediaStreamTrack | null, video: MediaStreamTrack | null}}} with_
   *   `polite`: gives way where both offer a description at once; only the other one makes the first.
   * @param {object} on callbacks: signal(data) to be carried to the other side, connected(), unsteady(), media(stream),
   *   told(facts) what the other side says of itself, open() when it can be told
   */
  constructor({ iceServers, polite, tracks }, on) {
    this.polite = polite;
    this.tracks = tracks;
    this.on = on;
    this.offering = false;
    this.ignoring = false;
    this.received = Promise.resolve();
    this.stream = new MediaStream();
    this.pc = new RTCPeerConnection({ iceServers });
    this.pc.onnegotiationneeded = () => this.offer();
    this.pc.onicecandidate = ({ candidate }) => candidate && on.signal("candidate", { candidate });
    this.pc.onconnectionstatechange = () => this.changed();
    this.pc.ontrack = ({ track }) => {
      this.stream.addTrack(track);
      on.media(this.stream);
    };
    this.pc.ondatachannel = ({ channel }) => this.use(channel);
    if (polite) return;
    // Both kinds from the start, with or without a track: a camera that comes later needs no negotiation.
    for (const kind of ["audio", "video"]) this.pc.addTransceiver(tracks[kind] ?? kind, { direction: "sendrecv" });
    this.use(this.pc.createDataChannel("facts"));
  }

  /** Take what the other side signalled, in its order. */
  receive(data) {
    this.received = this.received.then(() => this.apply(data)).catch(() => {}); // what makes no sense (twice, too late) changes nothing
    return this.received;
  }

  /** Send another track of this kind from now on; null: none. */
  async replace(kind, track) {
    this.tracks[kind] = track;
    const found = this.pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
    await found?.sender.replaceTrack(track);
  }

  /** Tell the other side facts of oneself, {muted, camera}; lost as long as nothing is open. */
  tell(facts) {
    if (this.channel?.readyState !== "open") return;
    this.channel.send(Object.keys(facts).filter((name) => facts[name]).join(" "));
  }

  close() {
    this.closed = true;
    this.pc.close();
  }

  async offer() {
    this.offering = true;
    try {
      await this.pc.setLocalDescription();
      this.on.signal("description", { description: this.pc.localDescription });
    } catch (error) {
      if (!this.closed) throw error;
    } finally {
      this.offering = false;
    }
  }

  async apply({ description, candidate }) {
    const { pc } = this;
    if (candidate) {
      if (!this.ignoring) await pc.addIceCandidate(candidate);
      return;
    }
    const collides = description.type === "offer" && (this.offering || pc.signalingState !== "stable");
    this.ignoring = collides && !this.polite;
    if (this.ignoring) return;
    await pc.setRemoteDescription(description); // takes back one's own, where they collide
    if (description.type !== "offer") return;
    if (this.polite) await this.fill();
    await pc.setLocalDescription();
    this.on.signal("description", { description: pc.localDescription });
  }

  async fill() {
    for (const each of this.pc.getTransceivers()) {
      if (each.direction === "sendrecv") continue;
      each.direction = "sendrecv";
      await each.sender.replaceTrack(this.tracks[each.receiver.track.kind]);
    }
  }

  changed() {
    const state = this.pc.connectionState;
    if (state === "connected") this.on.connected();
    if (state !== "disconnected" && state !== "failed") return;
    this.on.unsteady();
    this.pc.restartIce();
  }

  use(channel) {
    this.channel = channel;
    channel.onopen = () => this.on.open();
    channel.onmessage = ({ data }) => this.on.told({ muted: data.includes("muted"), camera: data.includes("camera") });
  }
}
