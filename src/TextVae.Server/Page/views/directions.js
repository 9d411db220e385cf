// Sliders along the strongest directions of the texts' vectors, and the text changing as they move.

import { get, latest, results } from "../api.js";
import { fill, h } from "../dom.js";
import { percent, signed } from "../numbers.js";
import { outcome, prepared } from "../outcome.js";
import { empty, field, labelChoice, labelOf, progress, slider, stickyCard, textsOfMap } from "../parts.js";
import { number } from "../state.js";

const FIRST = 6;
const BEYOND = 1.25;
// Milliseconds after the last letter until the text is written, and until those at the ends are.
const TYPED = 350;
const RESTED = 450;

export const name = "Directions";
export const title = "Along the strongest directions";
export const lead = () => "The vectors of the texts vary most along these directions. Move a slider, and the model writes the text of the new place.";
export const needsVectors = true;

export const show = (root, given) => prepared(root, () => show(root, given), async (waiting) => {
  const { signal } = given;
  const map = await textsOfMap((state) => waiting.show(progress("The texts are being encoded", state.share)), signal);
  const found = await get("api/directions", signal);
  if (found.directions.length === 0) waiting.show(empty("There are no directions to show.", map.note ?? ""));
  else build(root, found, given);
});

function build(root, { mean, directions, note }, { model, values, signal, keep }) {
  const moved = directions.map((_, i) => number(values[`d${i + 1}`], 0, -10, 10));
  let shown = Math.min(directions.length, moved.some((by, i) => by !== 0 && i >= FIRST) ? directions.length : FIRST);
  let label = labelOf(model, values);
  let base = null; // the vector to start from, on its way, and the text and label that it is of
  const text = h("textarea", { rows: 2, maxlength: model.limits.max_characters, spellcheck: "false", value: values.text ?? "" });
  const labels = labelChoice(model, label, (chosen) => { label = chosen; changed(); ends.later(); }, "Label");
  const place = outcome(() => { ask.now(); ends.now(); });
  const written = h("p", { class: "text big", id: "written" });
  place.show(written);
  const sliders = directions.map((direction, i) => slider(`Direction ${i + 1}`, {
    min: (BEYOND * direction.low / direction.deviation).toFixed(2), max: (BEYOND * direction.high / direction.deviation).toFixed(2), step: 0.01,
    value: moved[i], says: (by) => `${signed(by)} σ`, oninput: (by) => { moved[i] = by; changed(); },
  }));
  // What the address asked for may be beyond the ends.
  sliders.forEach((one, i) => { moved[i] = moved[i] === 0 ? 0 : one.input.valueAsNumber; });
  const captions = directions.map(() => [h("span", { class: "text" }), h("span", { class: "text" })]);
  const box = h("div", { class: "directions" });
  const more = h("button", { type: "button", onclick: () => { shown = directions.length; list(); ends.now(); sliders[FIRST].input.focus(); } }, `Show all ${directions.length}`);

  const under = () => (labels ? { label } : {});
  // Both questions below wait for the same vector, so neither of them may cut it off when it is stopped.
  const start = () => {
    const of = JSON.stringify([text.value, label]);
    if (base?.of === of) return base.vector;
    base?.controller.abort();
    const controller = new AbortController();
    const own = { of, controller, vector: encoded(controller.signal) };
    // One that failed is asked for again.
    own.vector.catch(() => { if (base === own) base = null; });
    base = own;
    return own.vector;
  };
  const encoded = async (end) => (text.value.trim() === "" ? mean : (await results("api/encode", { texts: [text.value], ...under() }, end))[0].vector);
  const at = (from, by) => from.map((number, k) => number + by.reduce((sum, deviations, i) => sum + deviations * directions[i].deviation * directions[i].vector[k], 0));

  const ask = latest(async (end) => results("api/decode", { vectors: [at(await start(), moved)], strategy: "greedy", ...under() }, end), (told) => {
    place.tell(told);
    if (!told.value) return;
    written.textContent = told.value[0].text || "(an empty text)";
    place.say(written.textContent);
  }, 60);

  // What is at both ends of each slider that is shown, in as few questions as the server allows.
  const ends = latest(async (end) => {
    const from = await start();
    const vectors = directions.slice(0, shown).flatMap((direction, i) => [direction.low, direction.high].map((to) => {
      const by = directions.map(() => 0);
      by[i] = to / direction.deviation;
      return at(from, by);
    }));
    const found = [];
    while (found.length < vectors.length) {
      const some = vectors.slice(found.length, found.length + model.limits.max_texts);
      found.push(...await results("api/decode", { vectors: some, strategy: "greedy", ...under() }, end));
    }
    return found;
  }, ({ value, error }) => {
    if (value || error) captions.flat().forEach((caption, i) => { caption.textContent = value?.[i]?.text ?? ""; });
    if (error) place.tell({ error });
  }, 300);
  signal.addEventListener("abort", () => { ask.stop(); ends.stop(); base?.controller.abort(); });

  text.addEventListener("input", () => { changed(TYPED); ends.later(RESTED); });
  fill(root,
    note && h("p", { class: "note" }, note),
    stickyCard(place.element),
    h("div", { class: "card" },
      field("Start from a text", text, "Empty: the middle of all texts."),
      h("div", { class: "row" }, labels?.element,
        h("button", { type: "button", onclick: () => { moved.fill(0); sliders.forEach((one) => one.set(0)); changed(); } }, "All sliders to 0"),
        h("button", { type: "button", onclick: surprise }, "Somewhere else"))),
    box);
  list();
  ask.now();
  ends.now();

  function list() {
    fill(box, directions.slice(0, shown).map((direction, i) => h("section", { class: "card direction" },
      sliders[i].element,
      h("div", { class: "ends quiet" }, captions[i]),
      h("p", { class: "quiet number" }, `${percent(direction.share, 1)} of the variance`))), shown < directions.length ? more : null);
  }

  function surprise() {
    sliders.slice(0, shown).forEach((one, i) => {
      moved[i] = Number(((Math.random() * 3) - 1.5).toFixed(2));
      one.set(moved[i]);
      moved[i] = one.input.valueAsNumber;
    });
    changed();
  }

  function changed(delay) {
    keep({ text: text.value, label: labels && label, ...Object.fromEntries(moved.map((by, i) => [`d${i + 1}`, by === 0 ? null : by])) });
    ask.later(delay);
  }
}
