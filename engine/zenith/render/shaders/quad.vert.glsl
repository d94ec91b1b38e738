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
uniform vec4 u_view;

out vec3 v_uv;
out vec2 v_local;
flat out vec4 v_color;
flat out vec4 v_shape;
flat out vec2 v_third;
flat out uint v_kind;
flat out uint v_outer;

const uint SPRITE = 0u;
const uint TRIANGLE = 3u;
const uint SCREEN = 1u;
const uint ADDITIVE = 2u;
// Where the middle of a pixel falls on the border of two texels, the picture's place in the atlas
// shall not decide between them.
const float NUDGE = 1.0 / 512.0;

float number(uint low, uint high) {
    return uintBitsToFloat(low | (high << 16));
}

vec2 quad_corner(vec2 corner, float pad) {
    vec2 grown = (corner * 2.0 - 1.0) * pad;
    v_local = (corner - 0.5) * in_rect.zw + grown;
    return in_rect.xy + corner * in_rect.zw + grown;
}

vec2 clip_place(vec2 local, vec4 m) {
    float c = cos(in_rotation);
    float s = sin(in_rotation);
    vec2 place = vec2(in_x + local.x * c - local.y * s, in_y + local.x * s + local.y * c);
    return vec2(m.x * place.x + m.y * place.y, m.z * place.x + m.w * place.y);
}

vec2 pixel_place(vec2 local, vec4 m) {
    return (clip_place(local, m) * 0.5 + 0.5) * u_view.zw + u_view.xy;
}

// A corner moved so that the edges from `before` and to `after` move outwards by one pixel, for
// their soft edge; at most by two pixels where it is sharp.
vec2 padded(vec2 before, vec2 at, vec2 after) {
    vec2 along = (at - before) / max(distance(before, at), 1e-9);
    vec2 next = (after - at) / max(distance(at, after), 1e-9);
    vec2 outwards = along - next;
    float size = length(outwards);
    // Half of `size` is the cosine of half the corner's angle.
    float reach = 1.0 / max(sqrt(max(1.0 - size * size * 0.25, 0.0)), 0.5);
    return at + outwards / max(size, 1e-9) * reach;
}

// Triangles are drawn in pixels, which tells exactly where their edges are.
vec2 triangle_corner(int corner, vec4 m) {
    vec2 a = pixel_place(in_rect.xy, m);
    vec2 b = pixel_place(in_rect.zw, m);
    vec2 c = pixel_place(vec2(number(in_uv.x, in_uv.y), number(in_uv.z, in_uv.w)), m);
    v_shape = vec4(a, b);
    v_third = c;
    vec2 at = corner == 0 ? padded(c, a, b) : corner == 1 ? padded(a, b, c) : padded(b, c, a);
    return (at - u_view.xy) / u_view.zw * 2.0 - 1.0;
}

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    bool on_screen = (in_misc.z & SCREEN) != 0u;
    v_kind = in_misc.y;
    v_outer = in_misc.w;
    v_third = vec2(0.0);
    v_local = vec2(0.0);
    v_uv = vec3(0.0);
    v_shape = vec4(0.0);
    vec4 m = on_screen ? u_screen : u_world;
    vec2 place;
    if (v_kind == TRIANGLE) {
        place = triangle_corner(min(gl_VertexID, 2), m);
    } else if (v_kind == SPRITE) {
        place = clip_place(quad_corner(corner, 0.0), m);
        vec2 at = mix(vec2(in_uv.xy), vec2(in_uv.zw), corner) + NUDGE;
        v_uv = vec3(at * u_texel, float(in_misc.x));
    } else {
        // Room for the soft edge: one pixel more on each side.
        place = clip_place(quad_corner(corner, on_screen ? u_pixel.y : u_pixel.x), m);
        v_shape = vec4(in_rect.zw * 0.5, vec2(in_uv.xy) / 16.0);
    }
    gl_Position = vec4(place, 0.0, 1.0);
    float solid = (in_misc.z & ADDITIVE) != 0u ? 0.0 : 1.0;
    v_color = vec4(in_color.rgb * in_color.a, in_color.a * solid);
    if (v_kind == SPRITE) {
        // The texture's own alpha is taken apart in the fragment shader.
        v_shape.x = solid;
        v_color.a = in_color.a;
    }
}
