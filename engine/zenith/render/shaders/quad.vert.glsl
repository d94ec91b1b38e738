// One instance is one quad, triangle, rectangle or circle; its four corners come from gl_VertexID.
precision highp float;

in float in_x;
in float in_y;
in float in_rotation;
in vec4 in_rect;
in uvec4 in_uv;
in vec4 in_color;
in uvec4 in_misc;

uniform vec4 u_world;
uniform vec4 u_screen;
uniform vec2 u_pixel;
uniform vec2 u_texel;

out vec3 v_uv;
out vec2 v_local;
out vec3 v_edges;
flat out vec4 v_color;
flat out vec4 v_shape;
flat out uint v_kind;

const uint SPRITE = 0u;
const uint TRIANGLE = 3u;
const uint SCREEN = 1u;
const uint ADDITIVE = 2u;

float number(uint low, uint high) {
    return uintBitsToFloat(low | (high << 16));
}

float cross2(vec2 a, vec2 b) {
    return a.x * b.y - a.y * b.x;
}

// How far `p` lies inside the edge from `a` to `b`; far inside where the edge is not an outer one.
float inside(vec2 a, vec2 b, vec2 p, float turn, uint outer) {
    float length = max(distance(a, b), 1e-9);
    return outer == 0u ? 1e6 : turn * cross2(b - a, p - a) / length;
}

vec2 triangle_corner(int corner) {
    vec2 a = in_rect.xy;
    vec2 b = in_rect.zw;
    vec2 c = vec2(number(in_uv.x, in_uv.y), number(in_uv.z, in_uv.w));
    vec2 p = corner == 0 ? a : corner == 1 ? b : c;
    float turn = sign(cross2(b - a, c - a));
    uint outer = in_misc.w;
    v_edges = vec3(
        inside(a, b, p, turn, outer & 1u),
        inside(b, c, p, turn, outer & 2u),
        inside(c, a, p, turn, outer & 4u)
    );
    return p;
}

vec2 quad_corner(vec2 corner, float pad) {
    vec2 grown = (corner * 2.0 - 1.0) * pad;
    v_local = (corner - 0.5) * in_rect.zw + grown;
    return in_rect.xy + corner * in_rect.zw + grown;
}

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    bool on_screen = (in_misc.z & SCREEN) != 0u;
    v_kind = in_misc.y;
    v_edges = vec3(0.0);
    v_local = vec2(0.0);
    v_uv = vec3(0.0);
    v_shape = vec4(0.0);
    vec2 local;
    if (v_kind == TRIANGLE) {
        local = triangle_corner(gl_VertexID);
    } else if (v_kind == SPRITE) {
        local = quad_corner(corner, 0.0);
        vec2 at = mix(vec2(in_uv.xy), vec2(in_uv.zw), corner);
        v_uv = vec3(at * u_texel, float(in_misc.x));
    } else {
        // Room for the soft edge: one pixel more on each side.
        local = quad_corner(corner, on_screen ? u_pixel.y : u_pixel.x);
        v_shape = vec4(in_rect.zw * 0.5, vec2(in_uv.xy) / 16.0);
    }
    float c = cos(in_rotation);
    float s = sin(in_rotation);
    vec2 place = vec2(in_x + local.x * c - local.y * s, in_y + local.x * s + local.y * c);
    vec4 m = on_screen ? u_screen : u_world;
    gl_Position = vec4(m.x * place.x + m.y * place.y, m.z * place.x + m.w * place.y, 0.0, 1.0);
    float solid = (in_misc.z & ADDITIVE) != 0u ? 0.0 : 1.0;
    v_color = vec4(in_color.rgb * in_color.a, in_color.a * solid);
    if (v_kind == SPRITE) {
        // The texture's own alpha is taken apart in the fragment shader.
        v_shape.x = solid;
        v_color.a = in_color.a;
    }
}
