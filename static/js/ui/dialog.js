// A modal dialog: the browser's own, so that focus, Escape and the backdrop are right.
import { useEffect, useRef } from "preact/hooks";
import { Button } from "./button.js";
import { html } from "./htm.js";

/** Show `children` in a dialog as long as this is rendered; `onClose` hears every way out. */
export function Dialog({ title, onClose, wide = false, children }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return html`<dialog
    ref=${ref}
    class=${wide ? "dialog dialog--wide" : "dialog"}
    aria-labelledby="dialog-title"
    onClose=${onClose}
    onClick=${(event) => event.target === ref.current && onClose()}
  >
    <div class="dialog__body stack">
      <div class="spread dialog__head">
        <h2 id="dialog-title">${title}</h2>
        <${Button} kind="quiet" size="small" onPress=${onClose}>Close<//>
      </div>
      ${children}
    </div>
  </dialog>`;
}
