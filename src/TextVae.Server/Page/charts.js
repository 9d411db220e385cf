// Curves over steps, as drawings that say in words what they show.

import { fill, h, svg } from "./dom.js";
import { count, quantile, short } from "./numbers.js";

const HEIGHT = 190;
const [TOP, BOTTOM] = [10, HEIGHT - 26];
const LETTERS = 12;
const GAP = 7;
const pen = document.createElement("canvas").getContext("2d");

/**
 * A chart that fills the width it is given.
 * @param title What is shown.
 * @param unit Of the values.
 * @param lines [{ name, x, y }], null where a value is missing.
 * @param mark A step that is marked, and what it is called.
 */
export function chart({ title, unit, lines, mark }, signal) {
  const drawn = lines.map((line) => ({ ...line, points: line.x.map((x, i) => [x, line.y[i]]).filter(([, y]) => Number.isFinite(y)) })).filter((line) => line.points.length > 0);
  if (drawn.length === 0) return null;
  const all = drawn.flatMap((line) => line.points);
  const [left, right] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const [low, high] = range(all.map(([, y]) => y).sort((a, b) => a - b));
  // The highest point of each line that goes beyond the top.
  const cut = drawn.map((line) => line.points.reduce((most, point) => (point[1] > most[1] ? point : most))).map((point) => (point[1] > high ? point : null));
  const box = h("div", { class: "plot" });
  const readout = h("p", { class: "quiet number readout", "aria-hidden": "true" });
  const says = drawn.map((line) => `${line.name}: from ${short(line.points[0][1])} at step ${count(line.points[0][0])} to ${short(line.points.at(-1)[1])} at step ${count(line.points.at(-1)[0])}`).join("; ");

  const draw = () => {
    const width = box.clientWidth;
    if (width === 0) return;
    const [values, steps] = [ticks(low, high, 4), ticks(left, right, width > 500 ? 5 : 3)];
    const begin = GAP + Math.max(30, ...values.map((value) => widthOf(short(value))));
    const end = width - 14;
    const at = {
      x: (step) => begin + (right === left ? 0.5 : (step - left) / (right - left)) * (end - begin),
      y: (value) => BOTTOM - ((value - low) / (high - low)) * (BOTTOM - TOP),
    };
    const cursor = svg("line", { class: "cursor", y1: TOP, y2: BOTTOM, x1: -9, x2: -9 });
    const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": `${title}, ${unit}. ${says}.` },
      values.map((value) => [
        svg("line", { class: "grid", x1: begin, x2: end, y1: at.y(value), y2: at.y(value) }),
        svg("text", { class: "tick", x: begin - GAP, y: at.y(value) + 4, "text-anchor": "end" }, short(value)),
      ]).flat(),
      steps.map((step) => svg("text", { class: "tick", x: Math.min(at.x(step), width - widthOf(count(step)) / 2), y: HEIGHT - 8, "text-anchor": "middle" }, count(step))),
      mark && mark.step >= left && mark.step <= right ? [
        svg("line", { class: "mark", x1: at.x(mark.step), x2: at.x(mark.step), y1: TOP, y2: BOTTOM }),
      ] : [],
      drawn.map((line, i) => svg("polyline", { class: `line line-${i}`, points: line.points.map(([x, y]) => `${at.x(x).toFixed(1)},${at.y(y).toFixed(1)}`).join(" ") })),
      drawn.filter((line) => line.points.length < 40).flatMap((line) => line.points.map(([x, y]) => svg("circle", { class: `dot line-${drawn.indexOf(line)}`, cx: at.x(x), cy: at.y(y), r: 2.5 }))),
      cut.map((point, i) => point && svg("path", { class: `dot line-${i}`, d: `M${at.x(point[0]) - 6},9 h12 l-6,-9 z` })),
      cursor);
    picture.addEventListener("pointermove", (event) => {
      const step = left + ((event.clientX - picture.getBoundingClientRect().left - begin) / (end - begin)) * (right - left);
      const near = drawn.map((line) => line.points.reduce((best, point) => (Math.abs(point[0] - step) < Math.abs(best[0] - step) ? point : best)));
      cursor.setAttribute("x1", at.x(near[0][0]));
      cursor.setAttribute("x2", at.x(near[0][0]));
      readout.textContent = `step ${count(near[0][0])}: ${near.map(([, y], i) => `${drawn.length > 1 ? `${drawn[i].name} ` : ""}${short(y)}`).join(", ")}`;
    });
    fill(box, picture);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(box);
  signal.addEventListener("abort", () => observer.disconnect());

  return h("figure", { class: "card chart" },
    h("figcaption", {}, h("h2", {}, title), h("span", { class: "quiet" }, unit),
      drawn.length > 1 ? h("span", { class: "keys" }, drawn.map((line, i) => h("span", { class: `key line-${i}` }, line.name))) : null),
    box, cut.map((point, i) => point && h("p", { class: "quiet number" }, `▲ ${drawn[i].name} goes up to ${short(point[1])} at step ${count(point[0])}, beyond the top.`)),
    readout, numbers(title, drawn));
}

/** The same as a table, for whoever cannot see curves or wants the numbers. */
function numbers(title, lines) {
  const rows = new Map();
  lines.forEach((line, i) => line.points.forEach(([x, y]) => rows.set(x, Object.assign(rows.get(x) ?? [], { [i]: y }))));
  const steps = [...rows.keys()].sort((a, b) => a - b);
  const shown = steps.filter((_, i) => steps.length <= 25 || i % Math.ceil(steps.length / 25) === 0 || i === steps.length - 1);
  const details = h("details", {}, h("summary", {}, "Numbers"));
  details.addEventListener("toggle", () => details.append(h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Numbers: ${title}` }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "step"), lines.map((line) => h("th", { scope: "col" }, line.name)))),
    h("tbody", {}, shown.map((step) => h("tr", {}, h("th", { scope: "row" }, count(step)), lines.map((_, i) => h("td", {}, short(rows.get(step)[i] ?? NaN))))))))), { once: true });
  return details;
}

/** The values at the bottom and at the top, given all of them in their order. */
function range(sorted) {
  const [low, most] = [sorted[0], sorted.at(-1)];
  if (low === most) return [low - (Math.abs(low) / 2 || 1), low + (Math.abs(low) / 2 || 1)];
  // The first steps are often so much worse than all others that they would flatten the rest.
  const usual = 1.15 * (quantile(sorted, 0.97) - low);
  const isCut = sorted.length > 40 && usual > 0 && most - low > 2 * usual;
  const high = isCut ? low + usual : most;
  const room = 0.06 * (high - low);
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** How much room a label takes, in pixels. */
function widthOf(label) {
  pen.font = `${LETTERS}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(label).width + 2;
}

/** Round numbers between two others. */
export function ticks(low, high, most) {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [low];
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * size).find((by) => by >= rough);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high + 1e-9; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}
