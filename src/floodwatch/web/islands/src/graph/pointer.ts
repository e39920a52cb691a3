// The graph by pointer: drag, wheel, two fingers; what lies under it; a click.
import type { Thing, View } from "./view";

const STILL = 4;
const NEAR = 9;
const NEAR_LINK = 4;

export function pointing(view: View): void {
  const { canvas, camera } = view;
  const down = new Map<number, { x: number; y: number }>();
  const until = { signal: view.gone };
  let moved = 0;

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (!down.size) moved = 0;
    down.set(event.pointerId, spot(canvas, event));
  }, until);

  canvas.addEventListener("pointermove", (event) => {
    const now = spot(canvas, event);
    const before = down.get(event.pointerId);
    if (!before) {
      view.look(under(view, now));
      canvas.classList.toggle("island-hot", view.focus.node >= 0 || view.focus.group >= 0);
      return;
    }
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const factor = apart(now, other) / (apart(before, other) || 1);
      view.zoom(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (moved > STILL) camera.pan(now.x - before.x, now.y - before.y);
    down.set(event.pointerId, now);
    view.draw();
  }, until);

  canvas.addEventListener("pointerup", (event) => {
    const alone = down.size === 1;
    down.delete(event.pointerId);
    if (alone && moved <= STILL && event.button === 0) view.act(under(view, spot(canvas, event), true), event);
  }, until);
  canvas.addEventListener("pointercancel", (event) => down.delete(event.pointerId), until);
  canvas.addEventListener("pointerleave", () => view.look(null), until);

  // A page is scrolled over the picture; the wheel zooms once the picture was chosen, or with the control key.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    const at = spot(canvas, event);
    view.zoom(2 ** (-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), at.x, at.y);
  }, { ...until, passive: false });
}

/** A member where a community is open or near enough to be told apart, then a link of it, then a community. */
function under(view: View, at: { x: number; y: number }, links = false): Thing | null {
  const { camera, finder, focus, shown } = view;
  const [x, y] = camera.world(at.x, at.y);
  const group = finder.group(x, y);
  if (focus.open >= 0) {
    const node = finder.node(x, y, NEAR / camera.scale, shown, focus.open);
    if (node >= 0) return { kind: "node", index: node };
    const edge = links ? finder.edge(x, y, NEAR_LINK / camera.scale, shown, focus.open) : -1;
    if (edge >= 0) return { kind: "edge", index: edge };
    if (group === focus.open) return null;
  }
  return group < 0 ? null : { kind: "group", index: group };
}

const apart = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

function spot(canvas: HTMLCanvasElement, event: MouseEvent): { x: number; y: number } {
  const { left, top } = canvas.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
