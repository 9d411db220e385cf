// The frame of the page: which view is shown, and what is said where nothing can be.

import { access, get } from "./api.js";
import { fill, h } from "./dom.js";
import { askKey } from "./key.js";
import { count } from "./numbers.js";
import { empty } from "./parts.js";
import * as state from "./state.js";
import * as dial from "./views/dial.js";
import * as directions from "./views/directions.js";
import * as map from "./views/map.js";
import * as model from "./views/model.js";
import * as path from "./views/path.js";
import * as read from "./views/read.js";
import * as samples from "./views/samples.js";
import * as training from "./views/training.js";

const views = { read, directions, path, samples, map, dial, training, model };
const main = document.getElementById("main");
const list = document.getElementById("views");
let leave = () => {};
let known = null;

access.ask = (wasWrong) => (access.asking ??= askKey(wasWrong).finally(() => { access.asking = null; }));
document.getElementById("skip").addEventListener("click", () => main.focus());
addEventListener("hashchange", () => known && show(true));
start();

async function start() {
  try {
    known = await get("api/model");
  } catch (error) {
    fill(main, h("div", { class: "problem", role: "alert" },
      h("p", {}, h("strong", {}, "The page cannot begin. "), error.message),
      h("button", { type: "button", onclick: () => location.reload() }, "Try again")));
    return;
  }
  const what = known.kind === "vae" ? `Autoencoder, ${known.latent} latent dimensions` : "Language model";
  document.getElementById("about").textContent = `${what} · ${count(known.words)} words · step ${count(known.step)}`;
  const possible = Object.entries(views).filter(([, view]) => known.kind === "vae" || !view.needsVectors);
  fill(list, possible.map(([name, view]) => h("li", {}, h("a", { href: state.address(name), "data-view": name }, view.name))));
  show(false);
}

function show(isNew) {
  const asked = state.read();
  const name = Object.hasOwn(views, asked.view) ? asked.view : "read";
  const view = views[name];
  leave();
  for (const link of list.querySelectorAll("a")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  document.title = `${view.name} · TextVae`;
  const body = h("div", { class: "view" });
  fill(main, h("h1", {}, view.title), h("p", { class: "lead" }, view.lead(known)), body);
  if (isNew) main.focus({ preventScroll: true });
  scrollTo(0, 0);
  const end = new AbortController();
  leave = () => end.abort();
  remember(name, asked.values);
  if (view.needsVectors && known.kind !== "vae") {
    fill(body, empty("This model is a language model.", "It has no latent vector, so there is nothing to show here. It gives samples and likelihoods."));
    return;
  }
  view.show(body, {
    model: known,
    values: asked.values,
    signal: end.signal,
    keep: (values) => {
      remember(name, values);
      state.keep(name, values, end.signal);
    },
  });
}

/** Whoever comes back to a view by the menu finds it as it was left. */
function remember(name, values) {
  const link = list.querySelector(`[data-view=${name}]`);
  if (link) link.href = state.address(name, values);
}
