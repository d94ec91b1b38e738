"""The language that a game speaks: chosen outside of ticks, heard by each tick as an input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from zenith.errors import ReplayError, UsageError
from zenith.languages import Languages, Spoken, follow
from zenith.world import World

if TYPE_CHECKING:
    from zenith.app.app import App

SETTING: Final = "language"
ASKED: Final = "language"


class WorldWords:
    """What systems use as `world.words`: the game's words, in the language its World speaks."""

    def __init__(self, world: World, languages: Languages) -> None:
        self._world = world
        self._languages = languages

    @property
    def language(self) -> str:
        """The language that is spoken now, as "en"."""
        return self._world.resource(Spoken).code

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that the game speaks, its original first."""
        return self._languages.codes

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the words of a key, with values in the places that they have for them.

        Words that only this language lacks are those of the original.

        Raises:
            UnknownName: There is no such key; the message has the nearest, and the file.
            BadValue: A value is missing, or is neither text nor number.
        """
        return self._languages.words(self.language, key, values)


class Speech:
    """The words of an App's project, and the language that the player wants to hear.

    Attributes:
        languages: The words, or None where the game has no languages.
    """

    def __init__(self, app: App, languages: Languages | None) -> None:
        self.languages = languages
        self._app = app
        self._preferred: tuple[str, ...] = ()
        self._spoken = "" if languages is None else languages.original

    def prefer(self, preferred: Iterable[str]) -> None:
        """Note the languages of the player's system, the dearest first, as "de" or "de-AT"."""
        self._preferred = tuple(preferred)

    def choose(self, code: str) -> None:
        """Set the player's language from outside; the next tick hears of it.

        Raises:
            UnknownName: The game does not speak it.
            UsageError: The game has no languages.
        """
        if self.languages is None:
            raise UsageError(f'This game has no languages, so it cannot speak "{code}".')
        self._app.settings[SETTING] = self.languages.checked(code)

    def wanted(self) -> str:
        """Return the language set by the player, else the system's where a person plays."""
        languages = self.languages
        if languages is None:
            return ""
        code: Any = self._app.settings.get(SETTING)
        if code in languages.codes:
            return str(code)
        preferred = self._preferred if self._app.attended else ()
        found = (_match(name, languages.codes) for name in preferred)
        return next((code for code in found if code), languages.original)

    def enter(self, world: World) -> None:
        """Give a World that comes onto the stack its words."""
        if self.languages is not None:
            world.types.learn(Spoken)
            world.words = WorldWords(world, self.languages)
            world.set_resource(Spoken(self._spoken))

    def begin_tick(self) -> None:
        """Hear which language is spoken from now on; every World on the stack follows."""
        if self.languages is None:
            return
        outside, world = self._app.outside, self._app.world
        if not world.has_resource(Spoken):  # as after loading what was saved without languages
            world.set_resource(Spoken(self.languages.original))
        code = world.resource(Spoken).code
        if outside.expects(ASKED) or (not outside.fed and code != self.wanted()):
            code = self._heard(outside.ask(ASKED, self.wanted))
            for scene in self._app.scenes.all:
                scene.world.set_resource(Spoken(code))
                follow(scene.world, self.languages)
        self._spoken = code

    def follow(self, world: World) -> None:
        """Put the words of their keys into the Texts of a World, where something changed.

        Raises:
            UnknownName: There are no words of a key.
            BadValue: The words of a key need values.
        """
        if self.languages is not None:
            follow(world, self.languages)

    def _heard(self, code: Any) -> str:
        if self.languages is None or code not in self.languages.codes:
            raise ReplayError(
                f"The recording is in the language {code!r}, which this game does not speak."
            )
        return str(code)


def _match(name: str, codes: tuple[str, ...]) -> str:
    """Return the language nearest to one of a system, as "de" to "de_AT"; "" where none is.

    >>> _match("de_AT", ("en", "de")), _match("pt", ("en", "pt-BR")), _match("fr", ("en",))
    ('de', 'pt-BR', '')
    """
    given = name.replace("_", "-").lower()
    exact = [code for code in codes if code.lower() == given]
    short = given.split("-")[0]
    plain = [code for code in codes if code.lower() == short]
    related = [code for code in codes if code.lower().split("-")[0] == short]
    return next(iter([*exact, *plain, *related]), "")
