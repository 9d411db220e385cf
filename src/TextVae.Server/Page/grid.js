// Points in cells, so that the ones near a place are found without looking at all.

const ACROSS = 96;

export class Grid {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    const [left, right] = bounds(x);
    const [low, high] = bounds(y);
    this.box = { left, right, low, high };
    this.size = Math.max(right - left, high - low, 1e-9) / ACROSS;
    this.columns = Math.floor((right - left) / this.size) + 1;
    this.rows = Math.floor((high - low) / this.size) + 1;
    // Where the points of each cell begin in the list of all, sorted by cell.
    this.begins = new Int32Array(this.columns * this.rows + 1);
    for (let i = 0; i < x.length; i++) this.begins[this.cell(x[i], y[i]) + 1]++;
    for (let c = 1; c < this.begins.length; c++) this.begins[c] += this.begins[c - 1];
    this.points = new Int32Array(x.length);
    const next = this.begins.slice();
    for (let i = 0; i < x.length; i++) this.points[next[this.cell(x[i], y[i])]++] = i;
  }

  /** The points within a radius of a place that are shown, the nearest first. */
  near(x, y, radius, isShown = () => true) {
    const found = [];
    const column = (at) => Math.min(this.columns - 1, Math.max(0, Math.floor((at - this.box.left) / this.size)));
    const row = (at) => Math.min(this.rows - 1, Math.max(0, Math.floor((at - this.box.low) / this.size)));
    for (let r = row(y - radius); r <= row(y + radius); r++) {
      for (let c = column(x - radius); c <= column(x + radius); c++) {
        const cell = r * this.columns + c;
        for (let k = this.begins[cell]; k < this.begins[cell + 1]; k++) {
          const i = this.points[k];
          const distance = Math.hypot(this.x[i] - x, this.y[i] - y);
          if (distance <= radius && isShown(i)) found.push([distance, i]);
        }
      }
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
  }

  cell(x, y) {
    return Math.floor((y - this.box.low) / this.size) * this.columns + Math.floor((x - this.box.left) / this.size);
  }
}

function bounds(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
