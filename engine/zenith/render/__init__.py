"""Drawing worlds: everything in one instance format, as few draws as can be."""

from zenith.render.batch import FrameStats
from zenith.render.canvas import Canvas
from zenith.render.renderer import Renderer
from zenith.render.screenpass import compile_effect, shader_time
from zenith.render.view import Frame, fit

__all__ = ["Canvas", "Frame", "FrameStats", "Renderer", "compile_effect", "fit", "shader_time"]
