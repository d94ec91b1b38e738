// Colours are premultiplied throughout; an additive one covers nothing, so its alpha is 0.
precision highp float;
precision highp sampler2DArray;

in vec3 v_uv;
in vec2 v_local;
in vec3 v_edges;
flat in vec4 v_color;
flat in vec4 v_shape;
flat in uint v_kind;

uniform sampler2DArray u_atlas;

out vec4 f_color;

const uint SPRITE = 0u;
const uint RECTANGLE = 1u;
const uint CIRCLE = 2u;

float coverage(float d) {
    return clamp(0.5 - d / max(fwidth(d), 1e-6), 0.0, 1.0);
}

// Signed distance to a rectangle with rounded corners, negative inside.
float box_distance(vec2 p, vec2 halves, float radius) {
    vec2 q = abs(p) - halves + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
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
        float d = min(v_edges.x, min(v_edges.y, v_edges.z));
        share = clamp(d / max(fwidth(d), 1e-6) + 0.5, 0.0, 1.0);
    }
    f_color = v_color * share;
}
