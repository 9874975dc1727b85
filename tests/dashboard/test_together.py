"""Pages of all measures read each table once, and say what they would have said by reading it for each measure."""

import pytest

from dashboard.language import tongue
from dashboard.pages import overview
from dashboard.selection import Selection
from dashboard.tables import Tables, Together
from metrics.release import Release


@pytest.mark.parametrize("name", ["figures", "representation", "progress"])
def test_a_measure_has_the_same_rows_together_as_alone(tables: Tables, name: str) -> None:
    together = tables.together()
    for measure in tables.measures():
        alone = tables.of(name, measure["measure"])
        if (alone["agency"] == "ALL").any():
            alone = alone[alone["agency"] == "ALL"]
        found = together.of(name, measure["measure"])
        assert found.reset_index(drop=True).equals(alone.reset_index(drop=True)), measure["measure"]


def test_the_overview_reads_few_tables(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    run = Release.run

    def counting(self: Release, statement: object) -> object:
        asked.append(statement)
        return run(self, statement)  # type: ignore[arg-type]

    monkeypatch.setattr(Release, "run", counting)
    fresh = Tables(Release(tables.release.path.parent, "internal"))
    overview.view(fresh, Selection(), tongue("en"))
    assert len(asked) < 12
    assert isinstance(fresh.together(), Together)
