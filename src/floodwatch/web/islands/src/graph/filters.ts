// Which nodes and links are to be seen, by the controls of a form. A link whose value is not known stays.
import { type Graph, UNKNOWN } from "./format";

export interface Choice {
  traces: number;
  kinds: Set<number> | null;
  window: number;
  q: number;
  from: number;
  until: number;
}

/** Links that stay, as pairs of nodes: backbone first, both parts by group. Nodes: 0 hidden, 1 without links, 2 shown. */
export interface Shown {
  links: Uint32Array;
  numbers: Uint32Array;
  count: number;
  backbone: number;
  nodes: Uint8Array;
  members: number;
  backboneGroups: Uint32Array;
  restGroups: Uint32Array;
}

export const EVERYTHING: Choice = {
  traces: 0xffffffff,
  kinds: null,
  window: Infinity,
  q: Infinity,
  from: -Infinity,
  until: Infinity,
};

export function room(graph: Graph): Shown {
  return {
    links: new Uint32Array(2 * graph.edges),
    numbers: new Uint32Array(graph.edges),
    count: 0,
    backbone: 0,
    nodes: new Uint8Array(graph.nodes),
    members: 0,
    backboneGroups: new Uint32Array(graph.groups + 1),
    restGroups: new Uint32Array(graph.groups + 1),
  };
}

/** Fills `shown`; one pass over the links. */
export function choose(graph: Graph, choice: Choice, shown: Shown): void {
  const { kinds } = choice;
  const every = choice.traces === 0xffffffff;
  for (let i = 0; i < graph.nodes; i++) shown.nodes[i] = !kinds || kinds.has(graph.nodeKind[i]) ? 1 : 0;
  shown.count = 0;
  const pass = (first: number, last: number): void => {
    for (let e = first; e < last; e++) {
      if (!every && (graph.traces[e] & choice.traces) === 0) continue;
      // A link without a window was found without one: a limit of the window leaves it out.
      if (graph.window[e] > choice.window) continue;
      if (graph.q[e] > choice.q) continue;
      if (graph.times[2 * e] !== UNKNOWN && graph.times[2 * e] > choice.until) continue;
      if (graph.times[2 * e + 1] < choice.from) continue;
      const a = graph.ends[2 * e];
      const b = graph.ends[2 * e + 1];
      if (!shown.nodes[a] || !shown.nodes[b]) continue;
      shown.nodes[a] = shown.nodes[b] = 2;
      shown.links[2 * shown.count] = a;
      shown.links[2 * shown.count + 1] = b;
      shown.numbers[shown.count++] = e;
    }
  };
  const part = (limits: Uint32Array, last: number, into: Uint32Array): void => {
    for (let g = 0; g <= graph.groups; g++) {
      into[g] = shown.count;
      pass(limits[g], g < graph.groups ? limits[g + 1] : last);
    }
  };
  part(graph.backboneGroups, graph.backbone, shown.backboneGroups);
  shown.backbone = shown.count;
  part(graph.restGroups, graph.edges, shown.restGroups);
  shown.members = 0;
  for (let i = 0; i < graph.nodes; i++) if (shown.nodes[i]) shown.members++;
}

/** What a form says. Boxes named `trace` and `kind`, fields `window`, `q`, `from`, `until`; what it has not is free. */
export function chosen(form: HTMLFormElement | null, graph: Graph): Choice {
  if (!form) return { ...EVERYTHING };
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  const number = (name: string): number => (text(name) === "" ? Infinity : Number(text(name)));
  const has = (name: string): boolean => form.querySelector(`[name="${name}"]`) !== null;
  let traces = has("trace") ? 0 : 0xffffffff;
  const ticked = new Set(data.getAll("trace").map(String));
  graph.meta.traces.forEach((name, bit) => {
    if (ticked.has(name)) traces |= 1 << bit;
  });
  const wanted = new Set(data.getAll("kind").map(String));
  const kinds = graph.meta.kinds.flatMap((name, i) => (wanted.has(name) ? [i] : []));
  return {
    traces: traces >>> 0,
    kinds: has("kind") ? new Set(kinds) : null,
    window: number("window"),
    q: Math.fround(number("q")),
    from: moment(text("from"), false) ?? -Infinity,
    until: moment(text("until"), true) ?? Infinity,
  };
}

/** Seconds of a date or time, taken as UTC; a date as an end means the end of that day. */
function moment(text: string, end: boolean): number | null {
  if (!text) return null;
  const day = /^\d{4}-\d\d-\d\d$/.test(text);
  const value = Date.parse(day ? `${text}T00:00:00Z` : `${text}${/Z|[+-]\d\d:\d\d$/.test(text) ? "" : "Z"}`) / 1000;
  return Number.isNaN(value) ? null : value + (end && day ? 86399 : 0);
}
