// The programs of the graphics card. A node's shape says its kind as well as its colour does.

const VIEW = `#version 300 es
precision highp float;
uniform vec2 u_middle; uniform vec2 u_zoom; uniform float u_scale; uniform uint u_open;
uniform vec3 u_colours[8];
vec4 placed(vec2 at) { return vec4((at - u_middle) * u_zoom, 0.0, 1.0); }
`;

export const NODES = VIEW + `
in vec2 a_xy; in float a_size; in uint a_group; in uint a_kind; in uint a_state;
uniform float u_ratio;
flat out uint v_kind; flat out vec4 v_colour; flat out float v_soft;
void main() {
  gl_Position = a_state == 0u ? vec4(2.0, 2.0, 0.0, 1.0) : placed(a_xy);
  gl_PointSize = clamp(2.0 * a_size * u_scale, 2.0, 40.0) * u_ratio;
  v_soft = min(2.0 / gl_PointSize, 0.25);
  bool away = u_open != 0xffffffffu && a_group != u_open;
  v_kind = a_kind;
  v_colour = vec4(u_colours[a_kind & 7u], away ? 0.12 : a_state == 1u ? 0.35 : 1.0);
}`;

export const NODE_PAINT = `#version 300 es
precision mediump float;
flat in uint v_kind; flat in vec4 v_colour; flat in float v_soft; out vec4 colour;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float far = v_kind == 1u ? max(abs(p.x), abs(p.y)) + 0.12
    : v_kind == 2u ? max(abs(p.x) * 1.1 - p.y * 0.55 + 0.35, p.y + 0.1)
    : length(p);
  float alpha = v_colour.a * (1.0 - smoothstep(1.0 - v_soft, 1.0, far));
  if (alpha <= 0.0) discard;
  colour = vec4(v_colour.rgb * alpha, alpha);
}`;

export const LINES = VIEW + `
in vec2 a_xy; in uint a_kind;
uniform float u_alpha; uniform vec3 u_line;
out vec4 v_colour;
void main() {
  gl_Position = placed(a_xy);
  v_colour = vec4(mix(u_line, u_colours[a_kind & 7u], 0.5) * u_alpha, u_alpha);
}`;

export const LINE_PAINT = `#version 300 es
precision mediump float;
in vec4 v_colour; out vec4 colour;
void main() { colour = v_colour; }`;

export const DISCS = VIEW + `
in vec2 a_corner; in vec3 a_circle; in uint a_kind;
uniform uint u_hot;
out vec2 v_at; flat out vec4 v_colour; flat out float v_rim;
void main() {
  gl_Position = placed(a_circle.xy + a_corner * a_circle.z);
  bool lit = uint(gl_InstanceID) == u_hot || uint(gl_InstanceID) == u_open;
  v_at = a_corner;
  v_colour = vec4(u_colours[a_kind & 7u], lit ? 0.22 : 0.1);
  v_rim = 1.0 - (lit ? 2.5 : 1.2) / max(a_circle.z * u_scale, 1.0);
}`;

export const DISC_PAINT = `#version 300 es
precision mediump float;
in vec2 v_at; flat in vec4 v_colour; flat in float v_rim; out vec4 colour;
void main() {
  float far = length(v_at);
  if (far > 1.0) discard;
  float soft = 0.7 * fwidth(far);
  float alpha = mix(v_colour.a, 0.75, smoothstep(v_rim - soft, v_rim + soft, far)) * (1.0 - smoothstep(1.0 - soft, 1.0, far));
  colour = vec4(v_colour.rgb * alpha, alpha);
}`;
