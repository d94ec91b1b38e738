// Colours are premultiplied throughout; an additive one covers nothing, so its alpha is 0.
precision highp float;
precision highp sampler2DArray;

in vec3 v_uv;
in vec2 v_local;
flat in vec4 v_color;
flat in vec4 v_shape;
flat in vec2 v_third;
flat in uint v_kind;
flat in uint v_outer;

uniform sampler2DArray u_atlas;

out vec4 f_color;

const uint SPRITE = 0u;
const uint RECTANGLE = 1u;
const uint CIRCLE = 2u;

// The share of a pixel that is covered, from its middle's signed distance. A pixel's size comes from
// the position, which is linear; the distance itself has bends where its slope says nothing.
float coverage(float d) {
    vec2 across = dFdx(v_local);
    vec2 down = dFdy(v_local);
    float pixel = sqrt(abs(across.x * down.y - across.y * down.x));
    return clamp(0.5 - d / max(pixel, 1e-6), 0.0, 1.0);
}

// Signed distance to a rectangle with rounded corners, negative inside.
float box_distance(vec2 p, vec2 halves, float radius) {
    vec2 q = abs(p) - halves + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

// Signed distance in pixels to one outer edge of a triangle, negative inside. Only the edge counts
// and not the line it lies on, which may run through the triangles beside this one.
float edge_distance(vec2 a, vec2 b, float turn) {
    vec2 along = b - a;
    vec2 p = gl_FragCoord.xy - a;
    float share = clamp(dot(p, along) / max(dot(along, along), 1e-9), 0.0, 1.0);
    float inside = turn * (along.x * p.y - along.y * p.x);
    return (inside > 0.0 ? -1.0 : 1.0) * distance(p, along * share);
}

// Whether a pixel is on this triangle's side of an edge it shares with another: of the two exactly
// one says yes, as both compute the same number from the edge's ends in one order.
bool owned(vec2 a, vec2 b, float turn) {
    bool swapped = a.x > b.x || (a.x == b.x && a.y > b.y);
    vec2 first = swapped ? b : a;
    vec2 along = (swapped ? a : b) - first;
    vec2 p = gl_FragCoord.xy - first;
    float side = (along.x * p.y - along.y * p.x) * (swapped ? -turn : turn);
    return side > 0.0 || (side == 0.0 && (turn > 0.0) != swapped);
}

float one_edge(vec2 a, vec2 b, float turn, uint outer) {
    return outer != 0u ? edge_distance(a, b, turn) : owned(a, b, turn) ? -1e6 : 1e6;
}

float triangle_distance(vec2 a, vec2 b, vec2 c) {
    float turn = sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
    float d = one_edge(a, b, turn, v_outer & 1u);
    d = max(d, one_edge(b, c, turn, v_outer & 2u));
    return max(d, one_edge(c, a, turn, v_outer & 4u));
}

float outlined(float d, float line) {
    return line > 0.0 ? abs(d + line * 0.5) - line * 0.5 : d;
}

void main() {
    if (v_kind == SPRITE) {
        vec4 texel = texture(u_atlas, v_uv);
        f_color = vec4(texel.rgb * v_color.rgb, texel.a * v_color.a * v_shape.x);
        return;
    }
    float share;
    if (v_kind == RECTANGLE) {
        float radius = min(v_shape.z, min(v_shape.x, v_shape.y));
        share = coverage(outlined(box_distance(v_local, v_shape.xy, radius), v_shape.w));
    } else if (v_kind == CIRCLE) {
        share = coverage(outlined(length(v_local) - v_shape.x, v_shape.w));
    } else {
        share = clamp(0.5 - triangle_distance(v_shape.xy, v_shape.zw, v_third), 0.0, 1.0);
    }
    f_color = v_color * share;
}
