// Numbers as people read them.

/** With so many digits after the point, and a true minus. */
export const fixed = (value, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits).replace("-", "−") : "–");

/** With its sign. */
export const signed = (value, digits = 1) => (value > 0 ? "+" : "") + fixed(value, digits);

/** A share in hundredths. */
export const percent = (share, digits = 0) => `${fixed(100 * share, digits)} %`;

/** A whole number in groups. */
export const count = (value) => value.toLocaleString("en");

/** Three digits or so, whatever its size. */
export function short(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 10000) return value.toExponential(1).replace("e+", "e");
  if (size > 0 && size < 0.001) return value.toExponential(1).replace("e-", "e−");
  return String(Number(value.toPrecision(size >= 100 ? 4 : 3))).replace("-", "−");
}

/** The value below which a share of sorted numbers lies. */
export const quantile = (sorted, share) => sorted[Math.round(share * (sorted.length - 1))];
