// The graph as it is seen: draws it, answers to pointer, keys and the controls of a form.
import { Said, box, button, calm, colour, copy, filled, go, make, many, onTheme, rgb, tell } from "../shared";
import { Camera } from "./camera";
import { Drawing } from "./draw";
import { type Shown, choose, chosen, room } from "./filters";
import type { Graph } from "./format";
import { pressed } from "./keys";
import { type Focus, Labels } from "./labels";
import { Finder, bounds } from "./pick";
import { pointing } from "./pointer";

const KEYS =
  "Arrow keys move the picture, plus and minus zoom. N and P go to the next and the previous, E to the links of an account; " +
  "Enter opens what is chosen, Escape goes back, Home shows everything. All of it also stands in the table on this page.";
let made = 0;

export type Thing = { kind: "node" | "group" | "edge"; index: number };

export class View {
  readonly camera = new Camera();
  readonly finder: Finder;
  readonly labels: Labels;
  readonly shown: Shown;
  readonly said = new Said();
  readonly focus: Focus = { open: -1, node: -1, group: -1, edge: -1 };
  readonly canvas = make("canvas", { className: "island-canvas", tabIndex: 0 });
  private readonly counted = make("output", { className: "island-count" });
  private readonly stage = make("div", { className: "island-stage" });
  private drawing: Drawing;
  private asked = 0;
  private all = false;
  private ratio = 1;
  private range: { from: number; until: number } | null = null;

  constructor(
    readonly host: HTMLElement,
    readonly graph: Graph,
    readonly gone: AbortSignal,
  ) {
    this.drawing = new Drawing(this.canvas, graph);
    this.finder = new Finder(graph);
    this.labels = new Labels(make("canvas", { className: "island-over" }), graph);
    this.shown = room(graph);
    this.build();
    this.listen();
    this.size();
    this.home(true);
    this.theme();
    this.filter();
  }

  private build(): void {
    const hint = make("p", { className: "island-hint", id: `island-keys-${++made}`, textContent: KEYS });
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", `Picture of ${many(this.graph.groups, "network")} with ${many(this.graph.nodes, "account")}`);
    const table = this.host.dataset.table?.replace(/^#/, "");
    this.canvas.setAttribute("aria-describedby", hint.id);
    if (table) this.canvas.setAttribute("aria-details", table);
    this.stage.append(this.canvas, this.labels.canvas);
    const tools = make("div", { className: "island-tools" });
    tools.append(
      button("+", "Zoom in", () => this.zoom(1.5)),
      button("−", "Zoom out", () => this.zoom(1 / 1.5)),
      button("Whole picture", "Whole picture", () => this.home()),
      button("Copy picture", "Copy picture", () => void this.copy()),
      this.counted,
    );
    box(this.host).append(tools, this.legend(), this.stage, this.said.element, hint);
    this.host.dataset.nodes = String(this.graph.nodes);
    this.host.dataset.edges = String(this.graph.edges);
    this.host.dataset.groups = String(this.graph.groups);
  }

  /** Which colour and shape stands for which kind. */
  private legend(): HTMLElement {
    const list = make("ul", { className: "island-legend", "aria-label": "Kinds" });
    for (const kind of [...new Set(this.graph.nodeKind)].sort()) {
      const mark = make("span", { className: `island-shape-${kind}`, "aria-hidden": "true" });
      mark.style.background = `var(--island-${kind % 8})`;
      const line = make("li");
      line.append(mark, this.graph.meta.kinds[kind] || "no kind");
      list.append(line);
    }
    return list;
  }

  private listen(): void {
    const until = { signal: this.gone };
    this.canvas.addEventListener("keydown", (event) => pressed(this, event), until);
    this.canvas.addEventListener("focus", () => this.draw(), until);
    this.canvas.addEventListener("blur", () => this.draw(), until);
    pointing(this);
    const resized = new ResizeObserver(() => this.size());
    resized.observe(this.stage);
    onTheme(this.gone, () => this.theme());
    this.form()?.addEventListener("input", () => this.filter(), until);
    this.form()?.addEventListener("reset", () => setTimeout(() => this.filter()), until);
    document.addEventListener("island:range", (event) => this.ranged(event as CustomEvent), until);
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault(), until);
    this.canvas.addEventListener("webglcontextrestored", () => this.restore(), until);
    this.gone.addEventListener("abort", () => {
      resized.disconnect();
      cancelAnimationFrame(this.asked);
      this.drawing.free();
    });
  }

  private form(): HTMLFormElement | null {
    const found = this.host.dataset.controls ? document.querySelector(this.host.dataset.controls) : null;
    return found instanceof HTMLFormElement ? found : null;
  }

  private restore(): void {
    this.drawing = new Drawing(this.canvas, this.graph);
    this.theme();
    this.filter();
  }

  private ranged(event: CustomEvent): void {
    const from = this.host.dataset.range;
    if (from && !(event.target as Element | null)?.matches(from)) return;
    const detail = event.detail as { from?: number; until?: number };
    this.range = { from: detail.from ?? -Infinity, until: detail.until ?? Infinity };
    this.filter();
  }

  /** Takes over the choice of the form and of a brushed time. */
  filter(): void {
    const choice = chosen(this.form(), this.graph);
    if (this.range) {
      choice.from = Math.max(choice.from, this.range.from);
      choice.until = Math.min(choice.until, this.range.until);
    }
    this.all = this.form()?.querySelector<HTMLInputElement>('[name="all"]')?.checked ?? false;
    choose(this.graph, choice, this.shown);
    this.drawing.show(this.shown);
    this.labels.forget();
    this.focus.edge = -1;
    if (this.focus.node >= 0 && !this.shown.nodes[this.focus.node]) this.focus.node = -1;
    this.counted.textContent = `${many(this.shown.members, "account")}, ${many(this.shown.count, "link")}`;
    this.host.dataset.links = String(this.shown.count);
    this.host.dataset.members = String(this.shown.members);
    this.draw();
  }

  private theme(): void {
    const ink = (name: string): string => colour(this.host, `--island-${name}`);
    const kinds = Array.from({ length: 8 }, (_, i) => rgb(ink(String(i))));
    this.drawing.paint({ kinds, line: rgb(ink("line")) });
    const font = `12px ${getComputedStyle(this.host).fontFamily}`;
    this.labels.pens = { ink: ink("ink"), paper: ink("paper"), pick: ink("pick"), font };
    this.draw();
  }

  private size(): void {
    const { width, height } = this.stage.getBoundingClientRect();
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    for (const canvas of [this.canvas, this.labels.canvas]) {
      canvas.width = Math.max(1, Math.round(width * this.ratio));
      canvas.height = Math.max(1, Math.round(height * this.ratio));
    }
    const first = this.camera.width === 1;
    this.camera.resize(width, height);
    this.camera.whole = this.camera.fit(...bounds(this.graph));
    if (first) this.camera.jump(this.camera.whole);
    this.draw();
  }

  draw(): void {
    this.asked ||= requestAnimationFrame((now) => this.frame(now));
  }

  private frame(now: number): void {
    const start = performance.now();
    this.asked = 0;
    const more = this.camera.step(now);
    this.render();
    if (more) this.draw();
    if ("measure" in this.host.dataset) performance.measure("island:graph:frame", { start, end: performance.now() });
  }

  private render(): void {
    this.drawing.frame(this.camera, { open: this.focus.open, hot: this.focus.group, all: this.all }, this.shown, this.ratio);
    this.labels.frame(this.camera, this.focus, this.shown, this.ratio, document.activeElement === this.canvas);
  }

  zoom(factor: number, x?: number, y?: number): void {
    this.camera.zoom(factor, x, y);
    this.draw();
  }

  home(at_once = false): void {
    Object.assign(this.focus, { open: -1, node: -1, group: -1, edge: -1 });
    this.camera.move(this.camera.whole, at_once || calm());
    this.said.say("");
    this.draw();
  }

  /** Shows one community with all its links; the others stay as a background. */
  open(group: number): void {
    const [x, y, r] = this.graph.circles.subarray(3 * group, 3 * group + 3);
    Object.assign(this.focus, { open: group, node: -1, group: -1, edge: -1 });
    this.camera.move(this.camera.fit(x - r, y - r, x + r, y + r), calm());
    this.tellOf({ kind: "group", index: group }, "open");
    this.draw();
  }

  /** Puts the eye on a thing: drawn with a ring, and read out when `aloud`. */
  look(thing: Thing | null, aloud = false): void {
    const edge = thing?.kind === "edge" ? thing.index : -1;
    const node = thing?.kind === "node" ? thing.index : edge >= 0 ? this.focus.node : -1;
    const group = thing?.kind === "group" ? thing.index : -1;
    if (node === this.focus.node && group === this.focus.group && edge === this.focus.edge) return;
    Object.assign(this.focus, { node, group, edge });
    if (thing && aloud) this.said.say(this.words(thing), this.href(thing));
    if (thing) tell(this.host, "hover", this.detail(thing));
    this.draw();
  }

  /** What a click or Enter on a thing does: a closed community opens, everything else leads to its page. */
  act(thing: Thing | null, event: MouseEvent | KeyboardEvent): void {
    if (!thing) return;
    const group = thing.kind === "group" ? thing.index : thing.kind === "node" ? this.graph.nodeGroup[thing.index] : this.focus.open;
    if (group !== this.focus.open) this.open(group);
    else if (this.tellOf(thing, "pick")) go(this.href(thing), event);
  }

  private tellOf(thing: Thing, name: string): boolean {
    this.said.say(this.words(thing), this.href(thing));
    return tell(this.host, name, this.detail(thing));
  }

  private detail(thing: Thing): object {
    return { kind: thing.kind, ...this.values(thing), href: this.href(thing), label: this.words(thing) };
  }

  private values({ kind, index }: Thing): Record<string, string> {
    const { nodeRefs, groupRefs, ends } = this.graph;
    if (kind === "edge") return { source: nodeRefs.at(ends[2 * index]), target: nodeRefs.at(ends[2 * index + 1]) };
    const ref = (kind === "node" ? nodeRefs : groupRefs).at(index);
    return { ref, id: ref.slice(ref.indexOf(":") + 1) };
  }

  private href(thing: Thing): string {
    return filled(this.graph.meta.links[thing.kind], this.values(thing));
  }

  words({ kind, index }: Thing): string {
    const { nodeLabels, groupLabels, groupNodes, groupKind, nodeGroup, ends, meta, traces } = this.graph;
    if (kind === "group") {
      const members = groupNodes[index + 1] - groupNodes[index];
      return `${groupLabels.at(index)}, ${meta.kinds[groupKind[index]]}, ${many(members, "account")}.`;
    }
    if (kind === "node") {
      return `${nodeLabels.at(index)}, ${groupLabels.at(nodeGroup[index])}, ${many(this.labels.linksOf(index, this.shown), "link")}.`;
    }
    const names = meta.traces.filter((_, bit) => (traces[index] >>> bit) & 1).map((name) => name.replaceAll("_", " "));
    return `${nodeLabels.at(ends[2 * index])} and ${nodeLabels.at(ends[2 * index + 1])}: ${names.join(", ")}.`;
  }

  private async copy(): Promise<void> {
    const { width, height } = this.canvas;
    const picture = make("canvas", { width, height });
    const pen = picture.getContext("2d");
    if (!pen) return;
    // The card forgets a frame once it is on the screen: drawn anew and copied at once.
    this.render();
    pen.fillStyle = this.labels.pens.paper;
    pen.fillRect(0, 0, width, height);
    pen.drawImage(this.canvas, 0, 0);
    pen.drawImage(this.labels.canvas, 0, 0);
    this.said.say(await copy(picture, "floodwatch-graph"));
  }
}
