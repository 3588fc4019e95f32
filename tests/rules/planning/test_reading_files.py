"""The files of `sibina plan`: one run names all that can be seen, cells and what stands between cells."""

from pathlib import Path

import pytest

from sibina.assess.needs.files import run_gaps
from sibina.lib.tables import BadInput
from sibina.plan.planning.files import read_problem, run_plan
from tests.conftest import TODAY

GOOD = {
    "settings.toml": "ceiling = 5000000\n",
    "people.csv": "person,unit,jp_done\nA,U,0\nB,U,5\nC,V,\n",
    "needs.csv": "person,competency,short,weight\nA,k1,2,1\nB,k1,1,1\nC,k2,1,2\n",
    "programmes.csv": "programme,jp\nP1,20\nP2,10\n",
    "gains.csv": "programme,competency,gain\nP1,k1,1\nP2,k2,1\n",
    "sessions.csv": (
        "session,programme,start,end,seats,min_seats,fixed_cost,seat_cost\n"
        "S1,P1,2027-02-01,2027-02-03,10,1,1000000,50000\n"
        "S2,P2,2027-03-01,2027-03-02,10,1,500000,50000\n"
    ),
}
SESSION_HEADINGS = GOOD["sessions.csv"].splitlines()[0]


def folder_of(folder: Path, **changed: str | None) -> Path:
    """A good folder with some files changed; the keyword is the name without its ending, None takes it away."""
    named = {name.split(".")[0]: name for name in GOOD}
    for stem, name in named.items():
        text = changed.get(stem, GOOD[name])
        if text is not None:
            (folder / name).write_text(text)
    return folder


def refusal_of(folder: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_problem(folder)
    return caught.value


def places_of(bad: BadInput) -> list[tuple]:
    return [(each.file, each.row, each.column, each.code) for each in bad.problems]


def test_a_good_folder_is_read_without_a_word(tmp_path: Path) -> None:
    read = read_problem(folder_of(tmp_path))
    assert read.warnings == ()
    assert len(read.problem.people) == 3


def test_one_run_names_wrong_cells_and_what_contradicts_between_cells_and_files(tmp_path: Path) -> None:
    bad = refusal_of(
        folder_of(
            tmp_path,
            settings="ceiling = 0\n",
            people="person,unit,jp_done\nA,U,banyak\nB,U,5\nC,V,\nA,U,1\n",
            needs="person,competency,short,weight\nA,k1,dua,1\nZ,k1,1,1\nC,k9,1,2\n",
            programmes="programme,jp\nP1,20\nP2,10\nP3,8\n",
            sessions=f"{SESSION_HEADINGS}\n"
            "S1,P1,2027-02-05,2027-02-03,10,1,-1000000,50000\n"
            "S2,P8,2027-03-01,2027-03-02,1,5,500000,50000\n",
        )
    )
    assert places_of(bad) == [
        ("settings.toml", None, "ceiling", "kind"),
        ("people.csv", 2, "jp_done", "kind"),
        ("people.csv", 5, "person", "double"),
        ("needs.csv", 2, "short", "kind"),
        ("sessions.csv", 2, "fixed_cost", "range"),
        ("needs.csv", 3, "person", "reference"),
        ("sessions.csv", 3, "programme", "reference"),
        ("sessions.csv", 2, "end", "order"),
        ("sessions.csv", 3, "seats", "order"),
    ]
    assert [(each.file, each.row, each.value) for each in bad.warnings] == [
        ("programmes.csv", 4, "P3"),
        ("needs.csv", None, "k9"),
    ]


@pytest.mark.parametrize(
    "sessions",
    [
        "S1,P1,2027-02-05,kapan,10,1,1000000,50000\n",
        "S1,P1,,2027-02-05,10,1,1000000,50000\n",
        "S1,P1,2027-02-05,2027-02-05,-1,5,1000000,50000\n",
        "S1,P1,2027-02-05,2027-02-05,3,lima,1000000,50000\n",
    ],
)
def test_a_cell_that_is_wrong_is_told_once_and_not_judged_beside_others(
    tmp_path: Path, sessions: str
) -> None:
    bad = refusal_of(folder_of(tmp_path, sessions=f"{SESSION_HEADINGS}\n{sessions}"))
    assert len(bad.problems) == 1


@pytest.mark.parametrize("stem", ["people", "needs", "programmes", "gains", "sessions", "settings"])
def test_a_missing_file_hides_no_fault_of_the_others(tmp_path: Path, stem: str) -> None:
    faulty = {
        "needs": "person,competency,short,weight\nA,k1,-2,1\n",
        "sessions": f"{SESSION_HEADINGS}\nS1,P1,2027-02-05,2027-02-03,10,1,1000000,50000\n",
    }
    bad = refusal_of(folder_of(tmp_path, **{**faulty, stem: None}))
    codes = [each.code for each in bad.problems]
    assert codes.count("missing_file") == 1
    assert ("range" in codes) == (stem != "needs")
    assert ("order" in codes) == (stem != "sessions")
    assert not {"reference", "double"} & set(codes)


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("people", "orang,unit\nA,U\n"),
        ("programmes", "program,jp\nP1,20\n"),
        ("gains", "programme,gain\nP1,1\n"),
        ("sessions", "session,programme\nS1,P1\n"),
        ("needs", "person,short,weight\nA,1,1\n"),
    ],
)
def test_a_missing_column_is_told_and_blames_no_row_of_another_file(
    tmp_path: Path, stem: str, text: str
) -> None:
    bad = refusal_of(folder_of(tmp_path, **{stem: text}))
    assert {each.code for each in bad.problems} == {"missing_column"}
    assert not [each for each in bad.warnings if each.code == "doubt"]


def test_a_programme_without_a_gain_is_planned_with_and_told_with_what_to_do(tmp_path: Path) -> None:
    read = read_problem(folder_of(tmp_path, programmes="programme,jp\nP1,20\nP2,10\nP3,8\n"))
    assert read.warnings == (
        "programmes.csv, baris 4, kolom programme: “P3”: program ini tidak menutup kekurangan apa pun, hanya memberi "
        "JP. Bila seharusnya menutup, tambahkan gain-nya di tabel gains.",
    )


def test_a_table_of_gains_without_a_row_leaves_every_programme_without_a_gain(tmp_path: Path) -> None:
    read = read_problem(folder_of(tmp_path, gains="programme,competency,gain\n"))
    assert [warning.split(",")[0] for warning in read.warnings] == [
        "programmes.csv",
        "programmes.csv",
        "needs.csv",
        "needs.csv",
    ]


@pytest.mark.parametrize(
    "settings",
    [
        "ceiling = 0",
        "ceiling = -1",
        "ceiling = 1.5",
        "ceiling = inf",
        "ceiling = nan",
        "ceiling = 1e300",
        "ceiling = true",
        'ceiling = "1000"',
        "",
        "jp_floor = 20",
        "ceiling : 5",
        "\n\nceiling = 5 juta",
    ],
)
def test_a_ceiling_that_is_none_is_refused_in_one_sentence_that_shows_what_is_allowed(
    tmp_path: Path, settings: str
) -> None:
    (problem,) = refusal_of(folder_of(tmp_path, settings=settings)).problems
    sentence = problem.sentence()
    assert sentence.startswith("settings.toml")
    assert sentence.endswith(".")
    assert "ceiling = 500000000" in sentence or "lebih besar dari nol" in sentence


def test_settings_that_cannot_be_read_are_told_by_line(tmp_path: Path) -> None:
    (problem,) = refusal_of(folder_of(tmp_path, settings="\n\nceiling = 5 juta")).problems
    assert problem.row == 3


def test_gaps_names_a_wrong_option_and_the_wrong_cells_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person,unit,position\nA,U,Guru\n")
    (tmp_path / "standards.csv").write_text("position,competency,level\nGuru,k1,9\n")
    (tmp_path / "measurements.csv").write_text("person,competency,level,method,date\nA,k1,2,firasat,besok\n")
    with pytest.raises(BadInput) as caught:
        run_gaps(tmp_path, as_of=TODAY, by=("usia",))
    assert [(each.file, each.column) for each in caught.value.problems] == [
        ("--by", None),
        ("standards.csv", "level"),
        ("measurements.csv", "method"),
        ("measurements.csv", "date"),
    ]


def test_seats_that_are_kept_are_read_planned_and_counted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, settings="ceiling = 1600000\n")
    (folder / "fixed.csv").write_text("session,person\nS1,B\n")
    found = run_plan(folder, tmp_path / "out", seconds=5)
    seats = (tmp_path / "out" / "seats.csv").read_text().splitlines()
    assert "B,S1" in seats
    assert not [line for line in seats if line.endswith("S1") and line != "B,S1"]
    assert found["seats_fixed"] == 1
    assert found["cost"] <= found["ceiling"]
    freely = run_plan(folder_of(tmp_path, settings="ceiling = 1600000\n"), seconds=5)
    assert freely["bound"] >= found["bound"]


def test_kept_seats_of_nobody_and_nothing_are_told_by_row(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "fixed.csv").write_text("person,session\nB,S1\nZ,S1\nB,S9\nB,S1\n")
    assert places_of(refusal_of(folder)) == [
        ("fixed.csv", 5, "person, session", "double"),
        ("fixed.csv", 3, "person", "reference"),
        ("fixed.csv", 4, "session", "reference"),
    ]


def test_kept_seats_that_cost_more_than_the_ceiling_are_told_with_both_figures(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, settings="ceiling = 1000000\n")
    (folder / "fixed.csv").write_text("person,session\nB,S1\n")
    (told,) = refusal_of(folder).problems
    assert "Rp\xa01.050.000, di atas pagu Rp\xa01.000.000" in told.sentence()
