// The live page of one seat: opens the room and draws it.
import { render } from "preact";
import { Room } from "./room/room.js";
import { open } from "./room/store.js";
import { html } from "./ui/htm.js";

const main = document.getElementById("room");
const { interview, seat, base, formToken } = main.dataset;
open({ interview, seat, base, formToken });
main.replaceChildren();
render(html`<${Room} />`, main);
