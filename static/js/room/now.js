// The server's time, for what counts in seconds.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { serverNow } from "./store.js";

/** The server's time in ms, drawn again every second; 0 before it is known. */
export function useNow() {
  const now = useSignal(serverNow() ?? 0);
  useEffect(() => {
    const timer = setInterval(() => (now.value = serverNow() ?? 0), 1000);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}
