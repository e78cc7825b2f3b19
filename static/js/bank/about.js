// What is said about the deck: title, language, and where its questions come from.
import { html } from "../ui/htm.js";
import { aboutWrong, step, work } from "./store.js";
import { retitled } from "./work.js";

const LANGUAGES = ["en", "ar", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh"];
const names = new Intl.DisplayNames(["en"], { type: "language" });

export function About({ open }) {
  const { about } = work.value;
  const languages = LANGUAGES.includes(about.language) || !about.language ? LANGUAGES : [about.language, ...LANGUAGES];
  return html`<section class="stack" aria-label="About the deck">
    <${Field} field="title" label="Title" />
    <details class="disclosure" open=${open}><summary>Language, source, licence, author</summary><div class="about-fields">
      <div class="field"><label for="about-language">Language</label>
        <select id="about-language" value=${about.language || "en"} onChange=${(event) => set("language", event.currentTarget.value)}>${languages.map((code) => html`<option key=${code} value=${code}>${named(code)}</option>`)}</select></div>
      <${Field} field="source" label="Source" hint="Where the questions come from: an address, or a book." />
      <${Field} field="licence" label="Licence" hint="Such as CC BY 4.0." />
      <${Field} field="author" label="Author" />
    </div></details>
  </section>`;
}

function Field({ field, label, hint }) {
  const id = `about-${field}`;
  const wrong = aboutWrong.value[field];
  const described = [hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class="field"><label for=${id}>${label}</label>
    ${hint && html`<p class="field__hint" id=${`${id}-hint`}>${hint}</p>`}
    <input type="text" id=${id} dir="auto" autocomplete="off" aria-describedby=${described || undefined} aria-invalid=${wrong ? "true" : undefined} value=${work.value.about[field]} onInput=${(event) => set(field, event.currentTarget.value)} />
    ${wrong && html`<p class="field__error" id=${`${id}-error`}>${wrong}</p>`}
  </div>`;
}

function set(field, value) {
  step(`The edit of the deck’s ${field}`, retitled(work.value, { [field]: value }), `about:${field}`);
}

function named(code) {
  try {
    return `${names.of(code)} (${code})`;
  } catch {
    return code; // no language code, but what the document says
  }
}
