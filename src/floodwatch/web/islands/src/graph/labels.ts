// What is written over the picture: names of the largest, the thing under the pointer, the links of a node.
import type { Camera } from "./camera";
import type { Shown } from "./filters";
import type { Graph } from "./format";

export interface Focus {
  open: number;
  node: number;
  group: number;
  edge: number;
}

export interface Pens {
  ink: string;
  paper: string;
  pick: string;
  font: string;
}

const MOST = 40;
const MOST_LINKS = 400;
const LEAST_RADIUS = 14;

export class Labels {
  private readonly pen: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();
  private readonly largest: Uint32Array;
  private readonly degree: Uint32Array;
  private inOpen: { group: number; nodes: number[] } = { group: -1, nodes: [] };
  private links: { node: number; count: number; others: number[]; numbers: number[] } = { node: -1, count: 0, others: [], numbers: [] };
  private taken: number[][] = [];
  pens: Pens = { ink: "", paper: "", pick: "", font: "" };

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly graph: Graph,
  ) {
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("this browser draws no pictures");
    this.pen = pen;
    this.largest = Uint32Array.from({ length: graph.groups }, (_, g) => g);
    this.largest.sort((a, b) => graph.circles[3 * b + 2] - graph.circles[3 * a + 2]);
    this.degree = new Uint32Array(graph.nodes);
    for (const end of graph.ends) this.degree[end]++;
  }

  /** Members of a group, those with the most links first. */
  members(group: number): number[] {
    if (this.inOpen.group !== group) {
      const [first, last] = [this.graph.groupNodes[group], this.graph.groupNodes[group + 1]];
      const nodes = Array.from({ length: last - first }, (_, i) => first + i);
      nodes.sort((a, b) => this.degree[b] - this.degree[a] || a - b);
      this.inOpen = { group, nodes };
    }
    return this.inOpen.nodes;
  }

  bySize(): Uint32Array {
    return this.largest;
  }

  linksOf(node: number, shown: Shown): number {
    if (this.links.node !== node) this.gather(node, shown);
    return this.links.count;
  }

  /** Numbers of the links of a node, as many as are drawn. */
  numbersOf(node: number, shown: Shown): number[] {
    this.linksOf(node, shown);
    return this.links.numbers;
  }

  forget(): void {
    this.links.node = -1;
  }

  private gather(node: number, shown: Shown): void {
    this.links = { node, count: 0, others: [], numbers: [] };
    for (let k = 0; k < 2 * shown.count; k++) {
      if (shown.links[k] !== node || this.links.count++ >= MOST_LINKS) continue;
      this.links.others.push(shown.links[k ^ 1]);
      this.links.numbers.push(shown.numbers[k >> 1]);
    }
  }

  frame(camera: Camera, focus: Focus, shown: Shown, ratio: number, keyboard: boolean): void {
    const { pen } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, camera.width, camera.height);
    pen.font = this.pens.font;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    this.taken = [];
    if (focus.node >= 0) this.node(camera, focus.node, shown);
    else if (focus.group >= 0) this.disc(camera, focus.group);
    if (focus.edge >= 0) this.edge(camera, focus.edge);
    if (focus.open < 0) this.groups(camera);
    else this.nodes(camera, focus.open, shown);
    if (keyboard) this.cross(camera);
  }

  private node(camera: Camera, node: number, shown: Shown): void {
    const { pen } = this;
    const { nodeXy, nodeLabels } = this.graph;
    const [x, y] = camera.screen(nodeXy[2 * node], nodeXy[2 * node + 1]);
    this.linksOf(node, shown);
    pen.strokeStyle = this.pens.pick;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const other of this.links.others) {
      pen.moveTo(x, y);
      pen.lineTo(...camera.screen(nodeXy[2 * other], nodeXy[2 * other + 1]));
    }
    pen.stroke();
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, this.reach(camera, node) + 3, 0, 7);
    pen.stroke();
    this.write(nodeLabels.at(node), x, y - this.reach(camera, node) - 11);
  }

  /** Pixels from the middle of a node to its rim, as it is drawn. */
  private reach(camera: Camera, node: number): number {
    return Math.min(Math.max(this.graph.nodeSize[node] * camera.scale, 3), 20);
  }

  private edge(camera: Camera, edge: number): void {
    const [a, b] = this.graph.ends.subarray(2 * edge, 2 * edge + 2);
    this.pen.strokeStyle = this.pens.pick;
    this.pen.lineWidth = 4;
    this.pen.beginPath();
    for (const end of [a, b]) this.pen.lineTo(...camera.screen(this.graph.nodeXy[2 * end], this.graph.nodeXy[2 * end + 1]));
    this.pen.stroke();
  }

  private disc(camera: Camera, group: number): void {
    const [gx, gy, radius] = this.graph.circles.subarray(3 * group, 3 * group + 3);
    const [x, y] = camera.screen(gx, gy);
    this.pen.strokeStyle = this.pens.pick;
    this.pen.lineWidth = 2;
    this.pen.beginPath();
    this.pen.arc(x, y, radius * camera.scale + 2, 0, 7);
    this.pen.stroke();
    this.write(this.graph.groupLabels.at(group), x, y);
  }

  private groups(camera: Camera): void {
    let written = 0;
    for (const group of this.largest) {
      const [gx, gy, radius] = this.graph.circles.subarray(3 * group, 3 * group + 3);
      if (radius * camera.scale < LEAST_RADIUS || written >= MOST) return;
      const [x, y] = camera.screen(gx, gy);
      if (inside(camera, x, y) && this.write(this.graph.groupLabels.at(group), x, y)) written++;
    }
  }

  private nodes(camera: Camera, open: number, shown: Shown): void {
    let written = 0;
    let tried = 0;
    for (const node of this.members(open)) {
      if (written >= MOST || tried++ > 20 * MOST) return;
      const [x, y] = camera.screen(this.graph.nodeXy[2 * node], this.graph.nodeXy[2 * node + 1]);
      if (!shown.nodes[node] || !inside(camera, x, y)) continue;
      if (this.write(this.graph.nodeLabels.at(node), x, y - this.reach(camera, node) - 8)) written++;
    }
  }

  /** Writes a name unless it would cover another one. A name is only ever drawn, never made part of the page. */
  private write(text: string, x: number, y: number): boolean {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.pen.measureText(text).width;
      if (this.widths.size > 5000) this.widths.clear();
      this.widths.set(text, width);
    }
    const own = [x - width / 2 - 3, y - 8, x + width / 2 + 3, y + 8];
    if (this.taken.some((t) => own[0] < t[2] && own[2] > t[0] && own[1] < t[3] && own[3] > t[1])) return false;
    this.taken.push(own);
    this.pen.lineWidth = 3;
    this.pen.strokeStyle = this.pens.paper;
    this.pen.strokeText(text, x, y);
    this.pen.fillStyle = this.pens.ink;
    this.pen.fillText(text, x, y);
    return true;
  }

  private cross(camera: Camera): void {
    const [x, y] = [camera.width / 2, camera.height / 2];
    this.pen.strokeStyle = this.pens.pick;
    this.pen.lineWidth = 1;
    this.pen.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      this.pen.moveTo(x + 4 * dx, y + 4 * dy);
      this.pen.lineTo(x + 10 * dx, y + 10 * dy);
    }
    this.pen.stroke();
  }
}

const inside = (camera: Camera, x: number, y: number): boolean => x > 0 && y > 0 && x < camera.width && y < camera.height;
