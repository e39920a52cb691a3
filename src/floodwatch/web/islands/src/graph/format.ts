// Reads the bytes that outputs/graph_buffer.py writes; arrays are views of the one block, texts are read when shown.

const MAGIC = 0x42475746; // "FWGB"
const VERSION = 1;
const HEAD = 32;
const ENTRY = 12;
export const UNKNOWN = 0xffffffff;

export interface Meta {
  traces: string[];
  kinds: string[];
  links: { node: string; edge: string; group: string };
  left_out: number;
}

export interface Graph {
  nodes: number;
  edges: number;
  groups: number;
  backbone: number;
  bytes: number;
  meta: Meta;
  nodeXy: Float32Array;
  nodeSize: Float32Array;
  nodeGroup: Uint32Array;
  nodeKind: Uint8Array;
  circles: Float32Array;
  groupKind: Uint8Array;
  groupNodes: Uint32Array;
  bridgeEnds: Uint32Array;
  ends: Uint32Array;
  weight: Float32Array;
  traces: Uint32Array;
  window: Uint32Array;
  q: Float32Array;
  times: Uint32Array;
  backboneGroups: Uint32Array;
  restGroups: Uint32Array;
  nodeLabels: Texts;
  nodeRefs: Texts;
  groupLabels: Texts;
  groupRefs: Texts;
}

export class Texts {
  private readonly ends: Uint32Array;
  private readonly bytes: Uint8Array;
  private static readonly decoder = new TextDecoder();

  constructor(part: Part, count: number) {
    this.ends = part.u32(count + 1);
    this.bytes = part.rest(4 * (count + 1));
  }

  at(index: number): string {
    return Texts.decoder.decode(this.bytes.subarray(this.ends[index], this.ends[index + 1]));
  }
}

/** One section; every array is checked against the length that the head promises. */
class Part {
  constructor(
    private readonly block: ArrayBuffer,
    private readonly offset: number,
    private readonly size: number,
  ) {
    if (offset % 4 || offset + size > block.byteLength) throw new Error("the graph is cut short");
  }

  private checked(bytes: number): number {
    if (bytes > this.size) throw new Error("the graph is cut short");
    return this.offset;
  }

  u8 = (count: number): Uint8Array => new Uint8Array(this.block, this.checked(count), count);
  u32 = (count: number): Uint32Array => new Uint32Array(this.block, this.checked(4 * count), count);
  f32 = (count: number): Float32Array => new Float32Array(this.block, this.checked(4 * count), count);
  rest = (from: number): Uint8Array => new Uint8Array(this.block, this.checked(from) + from, this.size - from);
}

export function read(block: ArrayBuffer): Graph {
  const view = new DataView(block);
  if (block.byteLength < HEAD || view.getUint32(0, true) !== MAGIC) throw new Error("this is no graph of Floodwatch");
  if (view.getUint16(4, true) !== VERSION) throw new Error("the graph is of another version: load the page again");
  if (view.getUint32(8, true) !== block.byteLength) throw new Error("the graph is cut short");
  const word = (index: number): number => view.getUint32(index, true);
  const part = (number: number): Part => {
    const entry = HEAD + ENTRY * (number - 1);
    if (word(entry) !== number) throw new Error("the graph is of another version: load the page again");
    return new Part(block, word(entry + 4), word(entry + 8));
  };
  const nodes = word(12);
  const edges = word(16);
  const groups = word(20);
  return {
    nodes,
    edges,
    groups,
    backbone: word(24),
    bytes: block.byteLength,
    meta: JSON.parse(new TextDecoder().decode(part(1).rest(0))) as Meta,
    nodeXy: part(2).f32(2 * nodes),
    nodeSize: part(3).f32(nodes),
    nodeGroup: part(4).u32(nodes),
    nodeKind: part(5).u8(nodes),
    circles: part(6).f32(3 * groups),
    groupKind: part(7).u8(groups),
    groupNodes: part(8).u32(groups + 1),
    bridgeEnds: part(9).u32(2 * word(28)),
    ends: part(11).u32(2 * edges),
    weight: part(12).f32(edges),
    traces: part(13).u32(edges),
    window: part(14).u32(edges),
    q: part(15).f32(edges),
    times: part(16).u32(2 * edges),
    backboneGroups: part(17).u32(groups + 1),
    restGroups: part(18).u32(groups + 1),
    nodeLabels: new Texts(part(19), nodes),
    nodeRefs: new Texts(part(20), nodes),
    groupLabels: new Texts(part(21), groups),
    groupRefs: new Texts(part(22), groups),
  };
}
