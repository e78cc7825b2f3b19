// The wall of a class: opens it and draws it.
import { render } from "preact";
import { html } from "./ui/htm.js";
import { open } from "./wall/store.js";
import { Wall } from "./wall/wall.js";

const main = document.getElementById("wall");
const { scope, base, rooms } = main.dataset;
open({ scope, token: `${base}/wall/token`, listed: JSON.parse(rooms) });
main.replaceChildren();
render(html`<${Wall} base=${base} />`, main);
