"""Second versions of curricula in an example city, written through the verbs that an officer uses."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sibina.ground.competencies.api import Competency
from sibina.plan.programmes.api import (
    Programme,
    begin_version,
    facts_of_starter,
    find_released,
    release_version,
    save_module,
    send_version,
)
from sibina.web.examples.rules import NextCurriculum, next_curricula


def write_next_curricula(
    programme_of: Mapping[str, Programme], competencies: Sequence[Competency], *, at: datetime
) -> None:
    """Write what differs and leave each where the example shows it; programmes by their code in the starter catalogue."""
    competency_of = {row.code: row for row in competencies if row.code}
    for wanted in next_curricula():
        _write(programme_of[wanted.code], wanted, competency_of, at)


def _write(
    programme: Programme, wanted: NextCurriculum, competency_of: Mapping[str, Competency], at: datetime
) -> None:
    source = find_released(programme_id=programme.pk)
    version = begin_version(programme=programme, source=source, reason=wanted.reason, by=None, at=at)
    for lineage, module in wanted.modules:
        facts = facts_of_starter(module, competency_of)
        save_module(version=version, lineage=lineage or None, facts=facts, revision=1, by=None, at=at)
    version.refresh_from_db()
    send_version(version=version, revision=version.revision, note="", by=None, at=at)
    if wanted.is_released:
        version.refresh_from_db()
        release_version(version=version, revision=version.revision, note="", by=None, at=at)
