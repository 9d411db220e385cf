// The texts of the run as a map: one point a text, near each other where the model says they are alike.

import { get, isAborted, latest, results } from "../api.js";
import { css, darkness, none, ofLabels, ramp } from "../colours.js";
import { fill, h } from "../dom.js";
import { Grid } from "../grid.js";
import { count, fixed, percent, quantile, short } from "../numbers.js";
import { outcome, prepared } from "../outcome.js";
import { choice, empty, labelOf, progress, textsOfMap } from "../parts.js";
import { Scatter } from "../scatter.js";
import { address } from "../state.js";

const NEIGHBORS = 8;
const NEAR = 90;
const LISTED = 24;

export const name = "Map";
export const title = "The texts as a map";
export const lead = () => "Each point is a text, at the two strongest directions of the vectors. Choose one to read it and the texts closest to it.";
export const needsVectors = true;

export const show = (root, given) => prepared(root, () => show(root, given), async (waiting) => {
  const { signal } = given;
  const map = await textsOfMap((state) => waiting.show(progress("The texts are being encoded", state.share)), signal);
  if (map.texts) build(root, map, await get("api/map/points", signal), given);
  else waiting.show(empty("There is no map.", map.note ?? ""));
});

function build(root, map, points, { model, values, signal, keep }) {
  const { labels } = map.texts;
  const grid = new Grid(Float32Array.from(points.x), Float32Array.from(points.y));
  const hidden = new Set();
  const kinds = [labels.length > 0 && ["label", "label"], ["words", "length"], ["surprise", "surprise"]].filter(Boolean);
  let colour = kinds.some(([kind]) => kind === values.colour) ? values.colour : kinds[0][0];
  let around = [];
  const canvas = h("canvas", {
    tabindex: "0", role: "application", class: "map", "aria-describedby": "map-help",
    "aria-label": `Map of ${count(points.x.length)} texts`, "aria-keyshortcuts": "ArrowLeft ArrowRight ArrowUp ArrowDown + - 0 Enter Shift+Enter",
  });
  // Where the panel lies below the map, the text stands on the map too, and leads there.
  const caption = h("button", { type: "button", class: "caption text", hidden: true, onclick: () => panel.element.scrollIntoView() });
  const legend = h("div", { class: "legend" });
  const note = h("div", { class: "measuring" });
  const panel = outcome(() => (values.text ? place.now(values.text) : pick.now(scatter.chosen)));
  panel.element.classList.add("panel", "card");
  const scatter = new Scatter(canvas, grid, told, signal);
  scatter.isShown = (i) => hidden.size === 0 || !hidden.has(points.label[i]);
  // For whoever wants to see or measure it from outside.
  canvas.scatter = scatter;
  if (values.view) scatter.place = values.view;

  const pick = latest(async (end, i) => {
    const [[text], [found]] = await Promise.all([
      results("api/texts", { indices: [i] }, end), results("api/neighbors", { indices: [i], count: NEIGHBORS }, end)]);
    return { text, found };
  }, (state) => {
    panel.tell(state);
    if (state.error) caption.hidden = true;
    if (state.value) tell(state.value.text, state.value.found);
  }, 0);
  const place = latest(async (end, text) => {
    const [found] = await results("api/neighbors", {
      texts: [text], count: NEIGHBORS, ...(model.labels.length > 0 ? { label: labelOf(model, values) } : {}),
    }, end);
    return { text, found };
  }, (state) => {
    panel.tell(state);
    if (!state.value) return;
    scatter.own = state.value.found.place;
    tell({ text: state.value.text, isOwn: true }, state.value.found);
    scatter.reveal(...scatter.own);
  }, 0);
  signal.addEventListener("abort", () => { pick.stop(); place.stop(); });

  darkness.addEventListener("change", paint, { signal });
  fill(root,
    map.note && h("p", { class: "note" }, map.note),
    h("div", { class: "row top" },
      choice("Coloured by", kinds, colour, (chosen) => { colour = chosen; remember(); paint(); }).element,
      h("div", { class: "buttons", role: "group", "aria-label": "View of the map" },
        button("+", "Nearer", () => scatter.zoom(1.5)), button("−", "Farther", () => scatter.zoom(1 / 1.5)),
        button("All", "Show all", () => scatter.showAll()))),
    h("div", { class: "map-and-panel" },
      h("div", { class: "map-box" }, h("div", { class: "frame" }, canvas, caption), note, legend,
        h("p", { class: "quiet", id: "map-help" }, whatItIs(map), " Drag to move, wheel or pinch to zoom. Keys: arrows, + and −, 0 for all, Enter for the text nearest to the middle and again for the next one.")),
      panel.element));
  panel.show(empty("No text chosen.", "Choose a point, or press Enter on the map."));
  paint();
  if (values.text) place.now(values.text);
  else if (isPoint(values.at)) choose(Number(values.at), true);
  if (!points.surprise && map.state === "measuring") measure();

  function isPoint(text) {
    const i = text ? Number(text) : NaN;
    return Number.isInteger(i) && i >= 0 && i < points.x.length;
  }

  function told({ picked, step, moved }) {
    if (moved) around = [];
    if (moved) remember();
    if (picked !== undefined) choose(picked);
    if (step !== undefined) next(step);
  }

  /** Goes through the texts near the middle, or near the one that is chosen, by their distance. */
  function next(step) {
    if (around.length === 0) {
      around = scatter.at(scatter.width / 2, scatter.height / 2, NEAR);
      if (around.length === 0) {
        panel.say("No text is near the middle.");
        panel.show(empty("No text is near the middle.", "Move the map with the arrow keys, or zoom out with −."));
        return;
      }
      choose(around[0], false, around);
      return;
    }
    const at = around.indexOf(scatter.chosen);
    choose(around[(at + step + around.length) % around.length], false, around);
  }

  function choose(i, isReveal = false, list = []) {
    place.stop();
    scatter.own = null;
    scatter.chosen = i;
    scatter.near = [];
    delete values.text;
    if (isReveal && scatter.view) scatter.reveal(grid.x[i], grid.y[i]);
    around = list;
    scatter.draw();
    remember();
    pick.now(i);
  }

  function tell(text, found) {
    scatter.near = found.neighbors.map((one) => one.index);
    scatter.draw();
    caption.textContent = text.text;
    caption.hidden = false;
    panel.say(`${text.label === undefined ? "" : `Label ${text.label}: `}${text.text}`);
    panel.show(
      h("h2", {}, text.isOwn ? "Your text" : `Text ${count(text.index + 1)}`),
      h("p", { class: "text", id: "chosen" }, text.text || "(an empty text)"),
      text.isOwn ? null : h("p", { class: "quiet" }, [
        text.label !== undefined && `label ${text.label}`, `${text.words} words`, text.surprise !== undefined && `${fixed(text.surprise)} nats a token`,
      ].filter(Boolean).join(" · ")),
      h("p", {}, h("a", { href: address("read", { text: text.text, label: model.labels.length > 0 ? text.label : null }) }, "Read it"), " · ",
        h("a", { href: address("directions", { text: text.text, label: model.labels.length > 0 ? text.label : null }) }, "Move it")),
      h("h3", { id: "closest" }, "Closest to it"),
      h("ol", { class: "neighbors", "aria-labelledby": "closest" }, found.neighbors.map((one) => h("li", {},
        h("button", { type: "button", onclick: () => choose(one.index, true) },
          h("span", { class: "text" }, one.text || "(an empty text)"),
          h("span", { class: "quiet number" }, `cosine ${fixed(one.score, 3)}${one.label === undefined ? "" : ` · label ${one.label}`}`))))));
  }

  function paint() {
    const n = points.x.length;
    const colours = new Uint8Array(3 * n);
    const told = colour === "label" ? byLabel() : byNumber(points[colour]);
    for (let i = 0; i < n; i++) colours.set(told(i), 3 * i);
    scatter.colours = colours;
    scatter.draw();
  }

  function byLabel() {
    const kinds = ofLabels(labels);
    const counts = new Int32Array(labels.length);
    for (const label of points.label) if (label >= 0) counts[label]++;
    const most = labels.map((label, i) => [label, i]).sort(([, a], [, b]) => counts[b] - counts[a]).slice(0, LISTED);
    fill(legend, h("div", { class: "kinds", role: "group", "aria-label": "Labels, each shown or hidden" }, most
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).map(([label, i]) => {
        const swatch = h("span", { class: "swatch" });
        swatch.style.background = css(kinds[i]);
        const toggle = h("button", {
          type: "button", "aria-pressed": String(!hidden.has(i)), onclick: () => {
            if (!hidden.delete(i)) hidden.add(i);
            toggle.setAttribute("aria-pressed", String(!hidden.has(i)));
            scatter.draw();
          },
        }, swatch, label);
        return toggle;
      }), labels.length > LISTED ? h("span", { class: "quiet" }, `and ${count(labels.length - LISTED)} rarer labels`) : null));
    return (i) => kinds[points.label[i]] ?? none();
  }

  function byNumber(numbers) {
    hidden.clear();
    if (!numbers) {
      fill(legend, h("p", { class: "quiet" }, "The surprise is not measured yet; the points take their colours when it is."));
      return none;
    }
    const sorted = Float32Array.from(numbers).sort();
    const [low, high] = [quantile(sorted, 0.02), quantile(sorted, 0.98)];
    const bar = h("canvas", { width: "160", height: "10", "aria-hidden": "true" });
    const context = bar.getContext("2d");
    for (let x = 0; x < 160; x++) {
      context.fillStyle = css(ramp(x / 159));
      context.fillRect(x, 0, 1, 10);
    }
    const unit = colour === "words" ? "words" : "nats a token, at most −ln p(x)";
    fill(legend, h("p", { class: "range" }, h("span", { class: "number" }, short(low)), bar, h("span", { class: "number" }, `${short(high)} ${unit}`)));
    return (i) => ramp((numbers[i] - low) / (high - low || 1));
  }

  /** Waits in the background for the surprise of the texts. */
  async function measure() {
    try {
      await textsOfMap((state) => fill(note, progress("Their surprise is being measured", state.share)), signal, (state) => state.state === "ready");
      points.surprise = (await get("api/map/points", signal)).surprise;
      fill(note);
      if (colour === "surprise") paint();
    } catch (error) {
      if (!isAborted(error)) fill(note, h("p", { class: "quiet" }, error.message));
    }
  }

  function remember() {
    keep({
      colour: colour === kinds[0][0] ? null : colour, at: scatter.chosen >= 0 && !scatter.own ? scatter.chosen : null,
      view: scatter.view ? scatter.place : values.view, text: values.text, label: values.text ? values.label : null,
    });
  }

  function button(text, says, onclick) {
    return h("button", { type: "button", "aria-label": says, title: says, onclick }, text);
  }
}

function whatItIs({ texts }) {
  const which = texts.source === "samples" ? `${count(texts.count)} texts that the model wrote.`
    : texts.count === texts.whole ? `The ${count(texts.count)} texts of the ${texts.source} split.`
      : `${count(texts.count)} of the ${count(texts.whole)} texts of the ${texts.source} split, drawn at random.`;
  return `${which} The axes have ${texts.shares.map((share) => percent(share)).join(" and ")} of the variance.`;
}
