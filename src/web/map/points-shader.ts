/** More would need a longer table of colours in the shader. */
export const MOST_CLASSES = 16;

export const vertexSource = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in float radius;
layout(location = 2) in uint shown;
/** Scale, then shift, of each axis. */
uniform vec4 frame;
uniform float size;
uniform float pixelsOfUnit;
uniform vec3 colours[${MOST_CLASSES}];
flat out vec3 colour;
flat out float layer;
flat out float isUncertain;

void main() {
  if (shown == 0u) {
    // Outside of what is drawn.
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    return;
  }
  int kind = int(shown) - 1;
  gl_Position = vec4(place * frame.xy + frame.zw, 0.0, 1.0);
  gl_PointSize = size;
  colour = colours[kind];
  layer = float(kind);
  isUncertain = radius * pixelsOfUnit > 1.0 ? 1.0 : 0.0;
}`;

export const fragmentSource = `#version 300 es
precision mediump float;
precision mediump sampler2DArray;
uniform sampler2DArray atlas;
uniform vec3 edge;
uniform float edgeShare;
flat in vec3 colour;
flat in float layer;
flat in float isUncertain;
out vec4 drawn;

void main() {
  vec3 cover = texture(atlas, vec3(gl_PointCoord, layer)).rgb;
  // A place that is not known exactly is a shape that is not filled.
  float ink = mix(cover.r, cover.g, isUncertain);
  float whole = max(ink, cover.b * edgeShare * mix(1.0, 0.6, isUncertain));
  if (whole < 0.02) discard;
  drawn = vec4(mix(edge, colour, ink) * whole, whole);
}`;
