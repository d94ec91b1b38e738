// A television of the eighties: a bulging tube, a beam for every row, dots of red, green and blue.
const float CURVE = 0.045;      // how far the glass bulges
const float BEAM = 0.38;        // how dark it is between two rows
const float MASK = 0.12;        // how much of the other colours a dot keeps back
const float GLOW = 0.45;        // how much light spills over to the neighbours
const float CORNER = 0.035;     // the radius of the corners
const float FLICKER = 0.012;    // how much a slow band of light rolls down

vec2 bulge(vec2 uv) {
    vec2 p = uv * 2.0 - 1.0;
    p *= 1.0 + CURVE * vec2(p.y * p.y, p.x * p.x);
    return p * 0.5 + 0.5;
}

// 1 on the glass, 0 outside, soft over about one pixel of the window.
float glass(vec2 uv) {
    vec2 side = vec2(size.x / size.y, 1.0);
    vec2 q = abs(uv - 0.5) * side - 0.5 * side + CORNER;
    float away = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - CORNER;
    return clamp(0.5 - away * size.y * scale, 0.0, 1.0);
}

vec3 light(vec2 uv) {
    vec2 across = vec2(1.0 / size.x, 0.0);
    vec2 down = vec2(0.0, 1.0 / size.y);
    vec3 sharp = picture(uv).rgb;
    vec3 near = picture(uv + across).rgb + picture(uv - across).rgb
        + picture(uv + down).rgb + picture(uv - down).rgb;
    return mix(sharp, max(sharp, near * 0.25), GLOW);
}

vec4 effect(vec2 uv, vec2 pixel) {
    vec2 at = bulge(uv);
    vec3 color = light(at);
    // Rows are seen only where the window has pixels to show them; bright ones are wider.
    float row = 0.5 - 0.5 * cos(6.2831853 * at.y * size.y);
    float bright = dot(color, vec3(0.3, 0.59, 0.11));
    float seen = clamp((scale - 1.5) / 1.5, 0.0, 1.0);
    color *= 1.0 - BEAM * seen * (1.0 - row) * (1.0 - 0.5 * bright);
    vec3 dots = vec3(equal(ivec3(int(pixel.x * scale) % 3), ivec3(0, 1, 2)));
    color *= mix(vec3(1.0), 1.0 - MASK + dots * MASK * 1.6, seen);
    color *= 1.0 + FLICKER * sin(6.2831853 * (at.y - time * 0.25));
    // What the rows and dots took away, then the darker corners.
    color *= 1.0 + 0.5 * BEAM * seen;
    vec2 v = at * (1.0 - at);
    color *= mix(0.62, 1.0, pow(clamp(16.0 * v.x * v.y, 0.0, 1.0), 0.28));
    float shown = glass(at);
    return vec4(color * shown, shown);
}
