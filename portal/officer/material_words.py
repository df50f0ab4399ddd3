"""Where a material on an officer's desk is from."""

from casework.task_form import SeenMaterial
from portal.language import Language
from portal.showing import show_day
from portal.wording import gettext_in


def has_a_file(material: SeenMaterial) -> bool:
    if material.source == "item":
        return material.created_at is not None
    return material.source != "certificate"


def source_of(material: SeenMaterial, language: Language) -> str:
    _ = gettext_in(language)
    if material.source == "certificate":
        return _("Found by: %(title)s") % {"title": material.reference or ""}
    if material.source == "item":
        return _produced_by(material, language)
    assert material.created_at is not None, "it was handed in at some time"
    words = _("Handed in on %(day)s") if material.version < 2 else _("Handed in again on %(day)s")
    return words % {"day": show_day(material.created_at, language)}


def _produced_by(material: SeenMaterial, language: Language) -> str:
    _ = gettext_in(language)
    item = material.reference or ""
    if material.created_at is None:
        return _("Comes from “%(item)s” of this case, which has not issued it yet") % {"item": item}
    words = _("Issued on %(day)s by “%(item)s” of this case (%(state)s; grade of trust A)")
    day = show_day(material.created_at, language)
    return words % {"day": day, "item": item, "state": material.state_words or ""}
