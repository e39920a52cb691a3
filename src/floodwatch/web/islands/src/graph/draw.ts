// Draws the graph with WebGL2: discs of communities, links, nodes. All data lies on the card; a frame sets numbers only.
import type { Rgb } from "../shared";
import type { Camera } from "./camera";
import type { Graph } from "./format";
import { DISCS, DISC_PAINT, LINES, LINE_PAINT, NODES, NODE_PAINT } from "./shaders";
import type { Shown } from "./filters";

export interface Scene {
  open: number;
  hot: number;
  all: boolean;
}

export interface Inks {
  kinds: Rgb[];
  line: Rgb;
}

type Gl = WebGL2RenderingContext;
interface Program {
  made: WebGLProgram;
  at: (name: string) => WebGLUniformLocation | null;
}

const NONE = 0xffffffff;
const MOST_BRIDGES = 600;

export class Drawing {
  private readonly gl: Gl;
  private readonly nodes: Program;
  private readonly lines: Program;
  private readonly discs: Program;
  private readonly nodeArray: WebGLVertexArrayObject;
  private readonly lineArray: WebGLVertexArrayObject;
  private readonly bridgeArray: WebGLVertexArrayObject;
  private readonly discArray: WebGLVertexArrayObject;
  private readonly stateBuffer: WebGLBuffer;
  private readonly linkBuffer: WebGLBuffer;
  private inks: Inks = { kinds: [], line: [0, 0, 0] };

  constructor(
    canvas: HTMLCanvasElement,
    private readonly graph: Graph,
  ) {
    // Shapes are smoothed where they are painted: smoothing the whole picture halves the frames where there is no card.
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: true, premultipliedAlpha: true });
    if (!gl) throw new Error("this browser draws no WebGL2");
    this.gl = gl;
    this.nodes = program(gl, NODES, NODE_PAINT);
    this.lines = program(gl, LINES, LINE_PAINT);
    this.discs = program(gl, DISCS, DISC_PAINT);
    const xy = buffer(gl, graph.nodeXy);
    const kind = buffer(gl, graph.nodeKind);
    const circles = buffer(gl, graph.circles);
    const groupKind = buffer(gl, graph.groupKind);
    this.stateBuffer = buffer(gl, new Uint8Array(graph.nodes), gl.DYNAMIC_DRAW);
    this.nodeArray = array(gl);
    floats(gl, this.nodes.made, "a_xy", xy, 2);
    floats(gl, this.nodes.made, "a_size", buffer(gl, graph.nodeSize), 1);
    whole(gl, this.nodes.made, "a_group", buffer(gl, graph.nodeGroup), gl.UNSIGNED_INT);
    whole(gl, this.nodes.made, "a_kind", kind, gl.UNSIGNED_BYTE);
    whole(gl, this.nodes.made, "a_state", this.stateBuffer, gl.UNSIGNED_BYTE);
    this.lineArray = array(gl);
    floats(gl, this.lines.made, "a_xy", xy, 2);
    whole(gl, this.lines.made, "a_kind", kind, gl.UNSIGNED_BYTE);
    this.linkBuffer = indices(gl, graph.ends, gl.DYNAMIC_DRAW);
    this.bridgeArray = array(gl);
    floats(gl, this.lines.made, "a_xy", circles, 2, 12);
    whole(gl, this.lines.made, "a_kind", groupKind, gl.UNSIGNED_BYTE);
    indices(gl, graph.bridgeEnds);
    this.discArray = array(gl);
    floats(gl, this.discs.made, "a_corner", buffer(gl, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1])), 2);
    floats(gl, this.discs.made, "a_circle", circles, 3, 12, 1);
    whole(gl, this.discs.made, "a_kind", groupKind, gl.UNSIGNED_BYTE, 1);
    gl.bindVertexArray(null);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  paint(inks: Inks): void {
    this.inks = inks;
  }

  /** Hands over which nodes and links are to be seen; called when a filter changes, not for a frame. */
  show(shown: Shown): void {
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.stateBuffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, shown.nodes);
    gl.bindVertexArray(this.lineArray);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.linkBuffer);
    gl.bufferSubData(gl.ELEMENT_ARRAY_BUFFER, 0, shown.links.subarray(0, 2 * shown.count));
    gl.bindVertexArray(null);
  }

  frame(camera: Camera, scene: Scene, shown: Shown, ratio: number): void {
    const gl = this.gl;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.use(this.discs, camera, scene.open);
    gl.uniform1ui(this.discs.at("u_hot"), scene.hot < 0 ? NONE : scene.hot);
    gl.bindVertexArray(this.discArray);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.graph.groups);
    this.use(this.lines, camera, scene.open);
    gl.uniform3fv(this.lines.at("u_line"), this.inks.line);
    if (scene.open < 0) this.overview(scene, shown);
    else this.community(scene.open, shown);
    this.use(this.nodes, camera, scene.open);
    gl.uniform1f(this.nodes.at("u_ratio"), ratio);
    gl.bindVertexArray(this.nodeArray);
    gl.drawArrays(gl.POINTS, 0, this.graph.nodes);
    gl.bindVertexArray(null);
  }

  private overview(scene: Scene, shown: Shown): void {
    const gl = this.gl;
    if (!scene.all) {
      gl.uniform1f(this.lines.at("u_alpha"), 0.18);
      gl.bindVertexArray(this.bridgeArray);
      gl.drawElements(gl.LINES, Math.min(this.graph.bridgeEnds.length, 2 * MOST_BRIDGES), gl.UNSIGNED_INT, 0);
    }
    gl.bindVertexArray(this.lineArray);
    if (scene.all) this.links(0, shown.count, faint(0.3, shown.count, 20_000));
    else this.links(0, shown.backboneGroups[this.graph.groups], 0.4);
  }

  private community(open: number, shown: Shown): void {
    this.gl.bindVertexArray(this.lineArray);
    this.links(0, shown.backboneGroups[this.graph.groups], 0.06);
    this.links(shown.backboneGroups[open], shown.backboneGroups[open + 1], 0.6);
    const [first, last] = shown.restGroups.subarray(open, open + 2);
    this.links(first, last, faint(0.3, last - first, 1000));
  }

  private links(first: number, last: number, alpha: number): void {
    if (last <= first) return;
    this.gl.uniform1f(this.lines.at("u_alpha"), alpha);
    this.gl.drawElements(this.gl.LINES, 2 * (last - first), this.gl.UNSIGNED_INT, 8 * first);
  }

  private use(made: Program, camera: Camera, open: number): void {
    const gl = this.gl;
    gl.useProgram(made.made);
    gl.uniform2f(made.at("u_middle"), camera.x, camera.y);
    gl.uniform2f(made.at("u_zoom"), (2 * camera.scale) / camera.width, (-2 * camera.scale) / camera.height);
    gl.uniform1f(made.at("u_scale"), camera.scale);
    gl.uniform1ui(made.at("u_open"), open < 0 ? NONE : open);
    gl.uniform3fv(made.at("u_colours"), this.inks.kinds.flat());
  }

  free(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

/** Many links are drawn fainter, so that what lies under them is seen. */
const faint = (most: number, links: number, usual: number): number =>
  Math.max(Math.min(most, most * Math.sqrt(usual / Math.max(links, 1))), 0.03);

function program(gl: Gl, vertex: string, paint: string): Program {
  const made = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, paint],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("the graphics card is not available");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? "no program");
  const places = new Map<string, WebGLUniformLocation | null>();
  return {
    made,
    at: (name) => {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(made, name));
      return places.get(name) ?? null;
    },
  };
}

function array(gl: Gl): WebGLVertexArrayObject {
  const made = gl.createVertexArray();
  gl.bindVertexArray(made);
  return made;
}

function buffer(gl: Gl, data: ArrayBufferView, use: number = gl.STATIC_DRAW): WebGLBuffer {
  const made = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, made);
  gl.bufferData(gl.ARRAY_BUFFER, data, use);
  return made;
}

function indices(gl: Gl, data: Uint32Array, use: number = gl.STATIC_DRAW): WebGLBuffer {
  const made = gl.createBuffer();
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, made);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, data, use);
  return made;
}

function floats(gl: Gl, to: WebGLProgram, name: string, from: WebGLBuffer, size: number, stride = 0, each = 0): void {
  const place = gl.getAttribLocation(to, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, from);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, gl.FLOAT, false, stride, 0);
  if (each) gl.vertexAttribDivisor(place, each);
}

function whole(gl: Gl, to: WebGLProgram, name: string, from: WebGLBuffer, type: number, each = 0): void {
  const place = gl.getAttribLocation(to, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, from);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribIPointer(place, 1, type, 0, 0);
  if (each) gl.vertexAttribDivisor(place, each);
}
