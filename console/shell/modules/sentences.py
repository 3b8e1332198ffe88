"""What a switch would do, in sentences, before it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.base.figures import Style
from console.hooks.declarations import Contribution, Setting
from console.shell.modules.impact import Holder, PartImpact, Reach, reach


def of_switch(
    plugin: Contribution, on: bool, found: Collection[Holder], empty: Iterable[Setting]
) -> tuple[str, ...]:
    """Say what switching a plugin changes and for whom; `empty` are required settings without a value."""
    menu = _names(view.menu.label for view in plugin.views if view.menu is not None)
    themes = _names(theme.title for theme in plugin.themes)
    said = []
    if menu:
        said.append(
            _("These menu entries appear: %(names)s.", names=menu)
            if on
            else _("These menu entries disappear: %(names)s.", names=menu)
        )
    if themes:
        said.append(
            _("These themes open: %(names)s.", names=themes)
            if on
            else _("These themes close: %(names)s.", names=themes)
        )
    said.append(_addresses(plugin, on))
    said.append(_people(reach(found), on))
    if on and (missing := _names(setting.title for setting in empty)):
        said.append(_("These settings have to be filled in: %(names)s.", names=missing))
    said.append(
        _("Settings and rights given earlier apply again.")
        if on
        else _("What was entered is kept, with settings and rights; the journal still shows it.")
    )
    return tuple(said)


def of_part(impact: PartImpact, style: Style, *, plugin_on: bool) -> tuple[str, ...]:
    """Say who gains or loses a part by a change, now and later."""
    said = []
    if not plugin_on:
        said.append(_("The module is switched off: all this counts once it is switched on."))
    if impact.gain.people:
        said.append(
            ngettext(
                "%(num)d person gains it (mandates: %(mandates)d).",
                "%(num)d people gain it (mandates: %(mandates)d).",
                impact.gain.people,
                mandates=impact.gain.mandates,
            )
        )
    if impact.lose.people:
        said.append(
            ngettext(
                "%(num)d person loses it (mandates: %(mandates)d).",
                "%(num)d people lose it (mandates: %(mandates)d).",
                impact.lose.people,
                mandates=impact.lose.mandates,
            )
        )
    if not impact.gain.people and not impact.lose.people:
        said.append(_("Nobody gains or loses it today."))
    if impact.keep.people:
        said.append(
            ngettext(
                "%(num)d person keeps it (mandates: %(mandates)d).",
                "%(num)d people keep it (mandates: %(mandates)d).",
                impact.keep.people,
                mandates=impact.keep.mandates,
            )
        )
    if impact.starts_on is not None:
        said.append(
            ngettext(
                "From %(day)s it is open to %(num)d person.",
                "From %(day)s it is open to %(num)d people.",
                impact.later.people,
                day=style.show_day(impact.starts_on),
            )
        )
    said.append(_("What was entered is kept."))
    return tuple(said)


def _addresses(plugin: Contribution, on: bool) -> str:
    pages, collections = len(plugin.views), len(plugin.resources)
    text = (
        _l(
            "Its pages (%(pages)d) and API collections (%(collections)d) answer.",
            pages=pages,
            collections=collections,
        )
        if on
        else _l(
            "Its pages (%(pages)d) and API collections (%(collections)d) answer as if they did not exist.",
            pages=pages,
            collections=collections,
        )
    )
    return str(text)


def _people(concerned: Reach, on: bool) -> str:
    if not concerned.people:
        nobody = (
            _l("Nobody has a right in it yet. Give rights on the users page.")
            if on
            else _l("Nobody has a right in it, so nobody loses anything.")
        )
        return str(nobody)
    numbers = {"num": concerned.people, "mandates": concerned.mandates}
    text = (
        ngettext(
            "%(num)d person has rights in it and can use it (mandates: %(mandates)d).",
            "%(num)d people have rights in it and can use it (mandates: %(mandates)d).",
            **numbers,
        )
        if on
        else ngettext(
            "%(num)d person with rights in it can no longer use it (mandates: %(mandates)d).",
            "%(num)d people with rights in it can no longer use it (mandates: %(mandates)d).",
            **numbers,
        )
    )
    return str(text)


def _names(texts: Iterable[object]) -> str:
    return ", ".join(str(text) for text in texts)
