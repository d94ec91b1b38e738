"""Dear ImGui on the devices of the engine: its pictures by moderngl, its input by pygame."""
