// Microphones and cameras: why there are none, how to open one, and whether somebody speaks into it.

const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
const LOOK_MS = 120;
const HOLD_MS = 700;
const SPEECH = 0.015; // root mean square of the samples, of 1
const REFUSALS = {
  NotAllowedError: "The browser was not allowed to use them. Allow microphone and camera for this page, beside its address, then try again.",
  NotFoundError: "No microphone was found. Plug one in, then try again.",
  NotReadableError: "Another program holds the microphone or the camera. Close it there, then try again.",
  OverconstrainedError: "This device is no longer there. Choose another.",
};

/** Say why this page can’t have a call; null when it can. */
export function obstacle() {
  if (!window.isSecureContext) {
    return "Browsers give microphone and camera only to pages that come by https or from this computer. Open Greenroom by https or at http://localhost, or use a call link beside the room.";
  }
  if (!navigator.mediaDevices?.getUserMedia || !window.RTCPeerConnection) {
    return "This browser can’t make calls. Use another one, or a call link beside the room.";
  }
  return null;
}

/** Say what went wrong with a microphone or a camera. */
export function refusal(error) {
  return REFUSALS[error.name] ?? "Microphone or camera did not start. Try again, or use a call link beside the room.";
}

/**
 * Open the microphone, and the camera where it is wanted and there is one.
 * @returns {Promise<{audio: MediaStreamTrack, video: MediaStreamTrack | null}>}
 */
export async function openBoth(video) {
  try {
    return tracksOf(await navigator.mediaDevices.getUserMedia({ audio: true, video: video && PICTURE }));
  } catch (error) {
    if (!video || error.name === "NotAllowedError") throw error;
    return tracksOf(await navigator.mediaDevices.getUserMedia({ audio: true }));
  }
}

/** Open one device, "audio" or "video"; without an id, the browser's choice. */
export async function openOne(kind, id) {
  const wanted = { ...(kind === "video" && PICTURE), ...(id && { deviceId: { exact: id } }) };
  return tracksOf(await navigator.mediaDevices.getUserMedia({ [kind]: wanted }))[kind];
}

/** List the devices there are, as {kind: "audio" | "video", id, label}. */
export async function listDevices() {
  const all = await navigator.mediaDevices.enumerateDevices();
  const inputs = all.filter(({ kind, deviceId }) => kind.endsWith("input") && deviceId);
  return inputs.map(({ kind, deviceId, label }) => ({ kind: kind.replace("input", ""), id: deviceId, label }));
}

/**
 * Tell whenever somebody begins or stops to speak into a track.
 * @param {(speaks: boolean) => void} tell
 * @returns {() => void} ends it
 */
export function listen(track, tell) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  let speaks = false;
  let heard_ms = -Infinity;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    if (level > SPEECH) heard_ms = performance.now();
    const next = performance.now() - heard_ms < HOLD_MS;
    if (next !== speaks) tell((speaks = next));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

function tracksOf(stream) {
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}
