// What stands around the function `effect` that a game wrote. Lines count from its first: one beyond
// its last is the engine's. Numbers of source strings would not tell, for compilers mix them up.
precision highp float;
precision highp sampler2D;

in vec2 zn_uv;

uniform sampler2D zn_picture;
uniform vec2 size;
uniform float time;
uniform float scale;

out vec4 zn_color;

// The picture's colour at a place from (0, 0), upper left, to (1, 1), lower right.
vec4 picture(vec2 uv) {
    return texture(zn_picture, vec2(uv.x, 1.0 - uv.y));
}

#line 1
// EFFECT
void main() {
    zn_color = effect(zn_uv, zn_uv * size);
}
