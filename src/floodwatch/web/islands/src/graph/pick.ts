// What lies under a point: nodes by a grid over the picture, groups by their discs, links by their distance.
import type { Shown } from "./filters";
import type { Graph } from "./format";

export class Finder {
  private readonly left: number;
  private readonly top: number;
  private readonly cell: number;
  private readonly across: number;
  private readonly down: number;
  private readonly starts: Uint32Array;
  private readonly held: Uint32Array;

  constructor(private readonly graph: Graph) {
    const [left, top, right, bottom] = bounds(graph);
    this.left = left;
    this.top = top;
    this.cell = Math.max(2, Math.sqrt(((right - left) * (bottom - top)) / (graph.nodes / 2 + 1)));
    this.across = Math.floor((right - left) / this.cell) + 1;
    this.down = Math.floor((bottom - top) / this.cell) + 1;
    this.starts = new Uint32Array(this.across * this.down + 1);
    this.held = new Uint32Array(graph.nodes);
    const cells = new Uint32Array(graph.nodes);
    for (let i = 0; i < graph.nodes; i++) {
      cells[i] = this.column(graph.nodeXy[2 * i]) + this.across * this.row(graph.nodeXy[2 * i + 1]);
      this.starts[cells[i] + 1]++;
    }
    for (let c = 0; c < this.across * this.down; c++) this.starts[c + 1] += this.starts[c];
    const next = this.starts.slice();
    for (let i = 0; i < graph.nodes; i++) this.held[next[cells[i]]++] = i;
  }

  private column = (x: number): number => clamp(Math.floor((x - this.left) / this.cell), this.across - 1);
  private row = (y: number): number => clamp(Math.floor((y - this.top) / this.cell), this.down - 1);

  /** The nearest node in sight within a distance, of one group only where one is open; -1 when there is none. */
  node(x: number, y: number, within: number, shown: Shown, open: number): number {
    let found = -1;
    let least = within * within;
    for (let row = this.row(y - within); row <= this.row(y + within); row++) {
      const base = row * this.across;
      const last = this.starts[base + this.column(x + within) + 1];
      for (let k = this.starts[base + this.column(x - within)]; k < last; k++) {
        const i = this.held[k];
        if (!shown.nodes[i] || (open >= 0 && this.graph.nodeGroup[i] !== open)) continue;
        const far = (this.graph.nodeXy[2 * i] - x) ** 2 + (this.graph.nodeXy[2 * i + 1] - y) ** 2;
        if (far <= least) {
          least = far;
          found = i;
        }
      }
    }
    return found;
  }

  group(x: number, y: number): number {
    const { circles, groups } = this.graph;
    for (let g = 0; g < groups; g++) {
      if ((circles[3 * g] - x) ** 2 + (circles[3 * g + 1] - y) ** 2 <= circles[3 * g + 2] ** 2) return g;
    }
    return -1;
  }

  /** The group whose disc is nearest to a point. */
  nearest(x: number, y: number): number {
    const { circles, groups } = this.graph;
    let found = -1;
    let least = Infinity;
    for (let g = 0; g < groups; g++) {
      const far = Math.hypot(circles[3 * g] - x, circles[3 * g + 1] - y) - circles[3 * g + 2];
      if (far < least) {
        least = far;
        found = g;
      }
    }
    return found;
  }

  /** The nearest link of an open group within a distance, as its number; -1 when there is none. */
  edge(x: number, y: number, within: number, shown: Shown, open: number): number {
    let found = -1;
    let least = within;
    for (const limits of [shown.backboneGroups, shown.restGroups]) {
      for (let k = limits[open]; k < limits[open + 1]; k++) {
        const far = this.off(x, y, shown.links[2 * k], shown.links[2 * k + 1]);
        if (far <= least) {
          least = far;
          found = shown.numbers[k];
        }
      }
    }
    return found;
  }

  private off(x: number, y: number, a: number, b: number): number {
    const { nodeXy } = this.graph;
    const [ax, ay] = [nodeXy[2 * a], nodeXy[2 * a + 1]];
    const [dx, dy] = [nodeXy[2 * b] - ax, nodeXy[2 * b + 1] - ay];
    const part = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    return Math.hypot(ax + part * dx - x, ay + part * dy - y);
  }
}

export function bounds(graph: Graph): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let g = 0; g < graph.groups; g++) {
    const [x, y, r] = graph.circles.subarray(3 * g, 3 * g + 3);
    box[0] = Math.min(box[0], x - r);
    box[1] = Math.min(box[1], y - r);
    box[2] = Math.max(box[2], x + r);
    box[3] = Math.max(box[3], y + r);
  }
  return graph.groups ? box : [0, 0, 1, 1];
}

const clamp = (value: number, last: number): number => Math.min(Math.max(value, 0), last);
