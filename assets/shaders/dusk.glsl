// An evening: violet shadows, amber lights, night from above, a warm haze that breathes below.
const vec3 SHADOW = vec3(0.12, 0.09, 0.30);
const vec3 MIDDLE = vec3(0.78, 0.36, 0.42);
const vec3 LIGHT = vec3(1.0, 0.80, 0.50);
const vec3 NIGHT = vec3(0.42, 0.36, 0.70);
const float GRADE = 0.66;       // how much of the picture's own colours is given up
const float HAZE = 0.12;        // how bright the haze is

vec3 evening(float bright) {
    vec3 low = mix(SHADOW, MIDDLE, smoothstep(0.0, 0.6, bright));
    return mix(low, LIGHT, smoothstep(0.5, 1.0, bright));
}

vec4 effect(vec2 uv, vec2 pixel) {
    vec4 color = picture(uv);
    float bright = dot(color.rgb, vec3(0.3, 0.59, 0.11));
    vec3 graded = mix(color.rgb, evening(bright), GRADE);
    // What shines itself stays bright under the night.
    vec3 night = mix(NIGHT, vec3(1.0), smoothstep(-0.2, 0.8, uv.y));
    graded *= mix(night, vec3(1.0), 0.7 * smoothstep(0.84, 0.97, bright));
    float rise = uv.y * uv.y * (0.85 + 0.15 * sin(time * 0.8 + uv.x * 3.0));
    graded += HAZE * rise * vec3(1.0, 0.50, 0.28);
    vec2 away = (uv - 0.5) * vec2(1.0, 0.8);
    graded *= 1.0 - 0.7 * dot(away, away);
    return vec4(min(graded, 1.0) * color.a, color.a);
}
