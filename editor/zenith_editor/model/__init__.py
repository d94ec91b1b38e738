"""The model of the editor: everything but what is seen; it needs no window and no OpenGL."""
