// Many points on a canvas that is moved and zoomed by pointer, wheel, fingers and keys. The picture is painted pixel by pixel into an
// image: 20,000 points take a few milliseconds so, without any graphics processor.

const CLOSE = 14;
const STEP = 60;
const ZOOM = 1.3;

export class Scatter {
  /**
   * @param canvas Where to draw.
   * @param grid The points.
   * @param says Told { picked: i } when somebody chooses a point, { moved: true } when the view changes, and { step: ±1 } to go to another point nearby.
   */
  constructor(canvas, grid, says, signal) {
    Object.assign(this, { canvas, grid, says, colours: null, isShown: () => true, chosen: -1, near: [], own: null, frames: [] });
    this.context = canvas.getContext("2d");
    this.view = null;
    const listen = (target, type, does, options = {}) => target.addEventListener(type, does, { signal, ...options });
    listen(canvas, "pointerdown", (event) => this.down(event));
    listen(canvas, "pointermove", (event) => this.move(event));
    listen(canvas, "pointerup", (event) => this.up(event));
    listen(canvas, "pointercancel", (event) => this.pointers.delete(event.pointerId));
    listen(canvas, "wheel", (event) => { event.preventDefault(); this.zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY); }, { passive: false });
    listen(canvas, "keydown", (event) => this.key(event));
    listen(canvas, "focus", () => this.draw());
    listen(canvas, "blur", () => this.draw());
    this.pointers = new Map();
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(canvas);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** The view as text: the middle and the zoom, 1 being all. */
  get place() {
    const { x, y, scale } = this.view;
    return [x.toFixed(3), y.toFixed(3), (scale / this.whole().scale).toFixed(2)].join(",");
  }

  set place(text) {
    const [x, y, zoom] = text.split(",").map(Number);
    if (![x, y, zoom].every(Number.isFinite)) return;
    this.asked = { x, y, zoom: Math.min(200, Math.max(0.2, zoom)) };
    if (this.view) this.goTo();
  }

  resize() {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (width === 0 || height === 0) return;
    const zoom = this.view ? this.view.scale / this.whole().scale : 1;
    Object.assign(this, { ratio, width, height });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    if (this.view) this.view.scale = this.whole().scale * zoom;
    else this.view = this.whole();
    this.goTo();
    // A canvas of another size is empty; with the next frame it would be seen so.
    this.refresh();
  }

  goTo() {
    if (!this.asked) return;
    this.view = { x: this.asked.x, y: this.asked.y, scale: this.whole().scale * this.asked.zoom };
    this.asked = null;
    this.draw();
  }

  /** All points, with some room around. */
  whole() {
    const { left, right, low, high } = this.grid.box;
    const scale = 0.92 * Math.min((this.width ?? 1) / (right - left || 1), (this.height ?? 1) / (high - low || 1));
    return { x: (left + right) / 2, y: (low + high) / 2, scale };
  }

  showAll() {
    this.view = this.whole();
    this.changed();
  }

  /** Moves so that a point is in sight. */
  reveal(x, y) {
    const [left, top] = this.toScreen(x, y);
    const room = 40;
    if (left < room || top < room || left > this.width - room || top > this.height - room) Object.assign(this.view, { x, y });
    this.changed();
  }

  zoom(by, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toPoint(left, top);
    const scale = Math.min(200, Math.max(0.2, (this.view.scale * by) / this.whole().scale)) * this.whole().scale;
    const share = this.view.scale / scale;
    this.view = { x: x + (this.view.x - x) * share, y: y + (this.view.y - y) * share, scale };
    this.changed();
  }

  pan(left, top) {
    this.view.x -= left / this.view.scale;
    this.view.y += top / this.view.scale;
    this.changed();
  }

  toScreen(x, y) {
    return [this.width / 2 + (x - this.view.x) * this.view.scale, this.height / 2 - (y - this.view.y) * this.view.scale];
  }

  toPoint(left, top) {
    return [this.view.x + (left - this.width / 2) / this.view.scale, this.view.y - (top - this.height / 2) / this.view.scale];
  }

  /** The points near a place of the screen, the nearest first. */
  at(left, top, within = CLOSE) {
    const [x, y] = this.toPoint(left, top);
    return this.grid.near(x, y, within / this.view.scale, this.isShown);
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { left: event.offsetX, top: event.offsetY, from: [event.offsetX, event.offsetY] });
  }

  move(event) {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer) {
      this.canvas.classList.toggle("over", this.view !== null && this.at(event.offsetX, event.offsetY).length > 0);
      return;
    }
    const before = [...this.pointers.values()].map(({ left, top }) => [left, top]);
    const [by, down] = [event.offsetX - pointer.left, event.offsetY - pointer.top];
    Object.assign(pointer, { left: event.offsetX, top: event.offsetY });
    if (this.pointers.size === 1) {
      this.pan(by, down);
    } else if (this.pointers.size === 2) {
      const now = [...this.pointers.values()].map(({ left, top }) => [left, top]);
      const apart = ([[a, b], [c, d]]) => Math.hypot(a - c, b - d);
      this.pan(by / 2, down / 2);
      this.zoom(apart(now) / Math.max(1, apart(before)), (now[0][0] + now[1][0]) / 2, (now[0][1] + now[1][1]) / 2);
    }
  }

  up(event) {
    const pointer = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (!pointer || Math.hypot(event.offsetX - pointer.from[0], event.offsetY - pointer.from[1]) > 4) return;
    const [picked] = this.at(event.offsetX, event.offsetY);
    if (picked !== undefined) this.says({ picked });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    if (moves[event.key]) this.pan(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(ZOOM);
    else if (event.key === "-") this.zoom(1 / ZOOM);
    else if (event.key === "0") this.showAll();
    else if (event.key === "Enter" || event.key === " ") this.says({ step: event.shiftKey ? -1 : 1 });
    else return;
    event.preventDefault();
  }

  changed() {
    this.draw();
    this.says({ moved: true });
  }

  /** Paints with the next frame; what is asked meanwhile is painted once. */
  draw() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.refresh();
    });
  }

  refresh() {
    if (!this.image || !this.colours) return;
    const start = performance.now();
    this.paint();
    this.frames.push(performance.now() - start);
    if (this.frames.length > 200) this.frames.shift();
  }

  paint() {
    const { image, grid, colours, ratio, view } = this;
    const { width, height, data } = image;
    data.fill(0);
    const zoom = view.scale / this.whole().scale;
    const disc = discOf(Math.min(5, 1.9 * Math.sqrt(Math.sqrt(zoom)) * (grid.x.length > 5000 ? 1 : 1.5)) * ratio);
    const scale = view.scale * ratio;
    const [middle, centre] = [width / 2 - view.x * scale, height / 2 + view.y * scale];
    for (let i = 0; i < grid.x.length; i++) {
      const left = Math.round(middle + grid.x[i] * scale);
      const top = Math.round(centre - grid.y[i] * scale);
      if (left < disc.reach || top < disc.reach || left >= width - disc.reach || top >= height - disc.reach || !this.isShown(i)) continue;
      const [red, green, blue] = [colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]];
      for (let k = 0; k < disc.cover.length; k++) {
        const at = 4 * ((top + disc.down[k]) * width + left + disc.across[k]);
        const cover = disc.cover[k];
        // Over what is there already; what is not covered at all takes the colour whole, so that edges do not go dark.
        const before = data[at + 3] === 0 ? 0 : 1 - cover;
        const share = 1 - before;
        data[at] = data[at] * before + red * share;
        data[at + 1] = data[at + 1] * before + green * share;
        data[at + 2] = data[at + 2] * before + blue * share;
        data[at + 3] = Math.max(data[at + 3], 255 * cover) + (255 - Math.max(data[at + 3], 255 * cover)) * cover * 0.5;
      }
    }
    this.context.putImageData(image, 0, 0);
    this.rings();
  }

  rings() {
    const { context, ratio, grid } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(this.canvas);
    const ink = style.color;
    const accent = style.getPropertyValue("--accent");
    context.lineWidth = 1.5;
    if (this.chosen >= 0 || this.own) {
      const from = this.own ? this.toScreen(...this.own) : this.toScreen(grid.x[this.chosen], grid.y[this.chosen]);
      context.strokeStyle = accent;
      for (const i of this.near) {
        const to = this.toScreen(grid.x[i], grid.y[i]);
        context.globalAlpha = 0.5;
        context.beginPath();
        context.moveTo(...from);
        context.lineTo(...to);
        context.stroke();
        context.globalAlpha = 1;
        context.beginPath();
        context.arc(...to, 5, 0, 7);
        context.stroke();
      }
      context.strokeStyle = ink;
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(...from, 8, 0, 7);
      context.stroke();
    }
    if (document.activeElement === this.canvas && this.canvas.matches(":focus-visible")) {
      context.strokeStyle = ink;
      context.lineWidth = 1;
      context.beginPath();
      for (const [a, b, c, d] of [[-9, 0, -3, 0], [3, 0, 9, 0], [0, -9, 0, -3], [0, 3, 0, 9]]) {
        context.moveTo(this.width / 2 + a, this.height / 2 + b);
        context.lineTo(this.width / 2 + c, this.height / 2 + d);
      }
      context.stroke();
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}

/** The pixels of a disc, and how much of each it covers. */
function discOf(radius) {
  const [across, down, cover] = [[], [], []];
  const reach = Math.ceil(radius);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
      if (share <= 0.05) continue;
      across.push(x);
      down.push(y);
      cover.push(0.85 * share);
    }
  }
  return { reach, across, down, cover };
}
