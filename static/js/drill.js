// The page of a practice drill: everything it needs is in it, so that reveals and grades wait for nothing.
import { render } from "preact";
import { Drill } from "./drill/drill.js";
import { open } from "./drill/store.js";
import { keepHere } from "./drill/offline.js";
import { html } from "./ui/htm.js";

open();
const main = document.getElementById("drill");
main.replaceChildren();
render(html`<${Drill} />`, main);
keepHere();
