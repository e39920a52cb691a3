// Where we look: the middle of the picture in the graph's own units, and how many pixels one unit has.

export interface Look {
  x: number;
  y: number;
  scale: number;
}

const GLIDE_MS = 260;

export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;
  whole: Look = { x: 0, y: 0, scale: 1 };
  private glide: { from: Look; to: Look; start: number } | null = null;

  resize(width: number, height: number): void {
    this.width = Math.max(width, 1);
    this.height = Math.max(height, 1);
  }

  /** The look that shows a box, with room around it. */
  fit(left: number, top: number, right: number, bottom: number): Look {
    const wide = Math.max(right - left, 4);
    const high = Math.max(bottom - top, 4);
    const scale = 0.9 * Math.min(this.width / wide, this.height / high);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
  }

  jump(to: Look): void {
    this.glide = null;
    this.x = to.x;
    this.y = to.y;
    this.scale = to.scale;
  }

  move(to: Look, calm: boolean): void {
    if (calm) this.jump(to);
    else this.glide = { from: { x: this.x, y: this.y, scale: this.scale }, to, start: performance.now() };
  }

  /** Moves on along a glide; true while there is more to come. */
  step(now: number): boolean {
    if (!this.glide) return false;
    const { from, to, start } = this.glide;
    const part = Math.min(Math.max((now - start) / GLIDE_MS, 0), 1);
    const eased = part * part * (3 - 2 * part);
    this.x = from.x + (to.x - from.x) * eased;
    this.y = from.y + (to.y - from.y) * eased;
    this.scale = from.scale * (to.scale / from.scale) ** eased;
    if (part === 1) this.glide = null;
    return this.glide !== null;
  }

  pan(dx: number, dy: number): void {
    this.glide = null;
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /** Zooms so that the point of the screen stays over the same point of the graph. */
  zoom(factor: number, sx = this.width / 2, sy = this.height / 2): void {
    this.glide = null;
    const [x, y] = this.world(sx, sy);
    this.scale = Math.min(Math.max(this.scale * factor, this.whole.scale / 4), 400);
    this.x = x - (sx - this.width / 2) / this.scale;
    this.y = y - (sy - this.height / 2) / this.scale;
  }

  world(sx: number, sy: number): [number, number] {
    return [this.x + (sx - this.width / 2) / this.scale, this.y + (sy - this.height / 2) / this.scale];
  }

  screen(x: number, y: number): [number, number] {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }
}
