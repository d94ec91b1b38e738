"""Devices that say what a test wants them to say, and keep what they were told."""

import zenith as zn


class FakeWindow:
    """Says what a test wants it to say, and keeps what it was told."""

    def __init__(self):
        self.events = []
        self.adopted = []
        self.flips = 0
        self.closed = False

    def adopt(self, title, settings):
        self.adopted.append((title, settings.fullscreen))

    def poll(self):
        events, self.events = self.events, []
        return events

    def flip(self):
        self.flips += 1

    def close(self):
        self.closed = True


class FakeAudio:
    def __init__(self):
        self.heard = []
        self.paused = []
        self.closed = False

    def perform(self, events):
        self.heard += [e.what for e in events]

    def pause(self, on):
        self.paused.append(on)

    def held(self):
        return []

    def release_unused(self):
        pass

    def forget(self, files):
        return []

    def close(self):
        self.closed = True


class FakeCanvas:
    """Takes every call, and counts characters as one unit wide."""

    width, height, screen = 1280, 720, False

    def __init__(self):
        self.texts = []

    def text(self, text, x, y, color=None, **options):
        self.texts.append(text)
        return self.measure(text)

    def measure(self, text, **options):
        return zn.Vec2(len(text), 1)

    def rectangle(self, *args, **options):
        pass


class FakePainter:
    """Calls what scenes draw by hand, and keeps the words of what covers the picture."""

    def __init__(self):
        self.alphas = []
        self.covers = []

    def paint(self, scenes, settings):
        self.alphas.append([round(s.alpha, 3) for s in scenes])
        for scene in scenes:
            if scene.draw is not None:
                scene.draw(FakeCanvas())

    def cover(self, draw):
        canvas = FakeCanvas()
        draw(canvas)
        self.covers.append(canvas.texts)

    def forget_shaders(self, files):
        return []

    def held(self):
        return []

    def release_unused(self):
        pass

    def forget(self, files):
        return []

    def save(self, path):
        path.write_bytes(b"picture")

    def close(self):
        pass
