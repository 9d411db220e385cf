// Colours of points: an order from dark to light for numbers, and kinds that can be told apart with any eyes. A lone point of any of them,
// through which the card shines a little, has a contrast of at least 3 to the card.

const LIGHT = {
  ramp: [[58, 30, 120], [44, 82, 168], [10, 112, 128], [36, 132, 64], [128, 130, 0], [206, 112, 18]],
  kinds: [[43, 50, 166], [255, 36, 27], [68, 148, 92], [220, 59, 141], [111, 150, 45], [91, 137, 223], [73, 27, 50], [143, 24, 234]],
  none: [128, 128, 128],
};
const DARK = {
  ramp: [[136, 116, 240], [84, 150, 240], [56, 182, 190], [104, 206, 124], [206, 216, 80], [255, 226, 90]],
  kinds: [[67, 173, 255], [230, 122, 0], [19, 238, 156], [208, 80, 139], [255, 244, 18], [150, 244, 250], [155, 101, 59], [136, 69, 255]],
  none: [150, 150, 150],
};

/** Whether it is dark; its event "change" tells that all colours are others now. */
export const darkness = matchMedia("(prefers-color-scheme: dark)");

let palette = darkness.matches ? DARK : LIGHT;
darkness.addEventListener("change", () => { palette = darkness.matches ? DARK : LIGHT; });

/** The colour of a share of a range, 0 to 1. */
export function ramp(share) {
  const colours = palette.ramp;
  const at = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const i = Math.min(colours.length - 2, Math.floor(at));
  return colours[i].map((from, k) => Math.round(from + (at - i) * (colours[i + 1][k] - from)));
}

/** The colours of labels: in their order where all are numbers, else of their kind. */
export function ofLabels(labels) {
  const numbers = labels.map(Number);
  if (labels.length > 1 && labels.every((label) => label.trim() !== "") && numbers.every(Number.isFinite)) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return numbers.map((value) => ramp((value - low) / (high - low || 1)));
  }
  return labels.map((_, i) => palette.kinds[i] ?? palette.none);
}

/** The colour of what has no label or no number. */
export const none = () => palette.none;
export const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;
