// Colours of points: an order from dark to light for numbers, and kinds that can be told apart with any eyes.

const RAMP = [[88, 80, 186], [52, 112, 190], [38, 145, 155], [92, 180, 106], [196, 200, 60], [250, 205, 60]];
const KINDS = [[0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0], [86, 180, 233], [150, 110, 60], [120, 94, 240]];
const OTHER = [140, 140, 140];

/** The colour of a share of a range, 0 to 1. */
export function ramp(share) {
  const at = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const i = Math.min(RAMP.length - 2, Math.floor(at));
  return RAMP[i].map((from, k) => Math.round(from + (at - i) * (RAMP[i + 1][k] - from)));
}

/** The colours of labels: in their order where all are numbers, else of their kind. */
export function ofLabels(labels) {
  const numbers = labels.map(Number);
  if (labels.length > 1 && labels.every((label) => label.trim() !== "") && numbers.every(Number.isFinite)) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return numbers.map((value) => ramp((value - low) / (high - low || 1)));
  }
  return labels.map((_, i) => KINDS[i] ?? OTHER);
}

export const none = OTHER;
export const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;
