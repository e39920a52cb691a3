// The graph by keyboard: what lies nearest to the middle is chosen, named aloud, and opened with Enter.
import type { Thing, View } from "./view";

const STEP = 0.15;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function pressed(view: View, event: KeyboardEvent): void {
  if (event.altKey || event.metaKey || (event.ctrlKey && event.key !== "Enter")) return;
  if (!handled(view, event)) return;
  event.preventDefault();
}

function handled(view: View, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) {
    view.camera.pan(arrow[0] * STEP * view.camera.width, arrow[1] * STEP * view.camera.height);
    view.draw();
    view.look(middle(view), true);
    return true;
  }
  switch (event.key) {
    case "+":
    case "=":
      view.zoom(1.4);
      break;
    case "-":
    case "_":
      view.zoom(1 / 1.4);
      break;
    case "n":
    case "p":
      next(view, event.key === "n" ? 1 : -1);
      return true;
    case "e":
      link(view);
      return true;
    case "Enter":
      view.act(current(view), event);
      return true;
    case "Escape":
    case "Home":
      view.home();
      return true;
    default:
      return false;
  }
  view.look(middle(view), true);
  return true;
}

function current(view: View): Thing | null {
  const { node, group, edge } = view.focus;
  if (edge >= 0) return { kind: "edge", index: edge };
  if (node >= 0) return { kind: "node", index: node };
  return group >= 0 ? { kind: "group", index: group } : middle(view);
}

/** What lies nearest to the middle of the picture: a member of the open community, or else a community. */
function middle(view: View): Thing | null {
  const { camera, finder, focus, shown } = view;
  if (focus.open >= 0) {
    const index = finder.node(camera.x, camera.y, Math.max(camera.width, camera.height) / camera.scale, shown, focus.open);
    return index < 0 ? null : { kind: "node", index };
  }
  const index = finder.nearest(camera.x, camera.y);
  return index < 0 ? null : { kind: "group", index };
}

/** The next link of the chosen member. */
function link(view: View): void {
  const { focus, labels, shown } = view;
  if (focus.open < 0 || focus.node < 0) return;
  const numbers = labels.numbersOf(focus.node, shown);
  if (numbers.length) view.look({ kind: "edge", index: numbers[(numbers.indexOf(focus.edge) + 1) % numbers.length] }, true);
}

/** The next one by size: communities, or the members of the open one by their links. */
function next(view: View, step: number): void {
  const { focus, graph, camera, labels, shown } = view;
  const open = focus.open >= 0;
  const order = open ? labels.members(focus.open).filter((node) => shown.nodes[node]) : [...labels.bySize()];
  if (!order.length) return;
  const now = order.indexOf(open ? focus.node : focus.group);
  const index = order[now < 0 ? 0 : (now + step + order.length) % order.length];
  const at = open ? graph.nodeXy.subarray(2 * index) : graph.circles.subarray(3 * index);
  camera.jump({ x: at[0], y: at[1], scale: camera.scale });
  view.look({ kind: open ? "node" : "group", index }, true);
}
