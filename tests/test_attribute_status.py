"""What is realised, wanted or expected: the examples of the cues, and their reach."""

import re
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.records import Release

BRACKETED = re.compile(r"\[([^\]]*)\]")

Faults = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def faults(extractor: Extractor, hand_made: Callable[[str], Doc]) -> Faults:
    """Return a checker of an example "text with [5 persen] => target": what was read otherwise."""

    def check(example: str) -> list[str]:
        marked, _, wanted = example.partition(" => ")
        text = BRACKETED.sub(r"\1", marked)
        rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
        read = {row.surface: row.status for row in rows}
        pairs = zip(BRACKETED.findall(marked), wanted.split("; "), strict=True)
        return [f"{example}: {s} is {read.get(s)}" for s, status in pairs if read.get(s) != status]

    return check


def test_examples_of_the_cues_are_read(extractor: Extractor, faults: Faults) -> None:
    examples = extractor.attribution.meaning.status_examples
    assert [fault for example in examples for fault in faults(example)] == []


@pytest.mark.parametrize(
    "example",
    [
        "Tahun lalu investasi mencapai [Rp5 triliun] => realised",
        "Investasi ditargetkan [Rp7 triliun], naik dari [Rp5 triliun] pada tahun lalu => target; realised",
        "Realisasi itu setara [56 persen] dari target [Rp9 triliun] => realised; target",
        "Target yang telah dinaikkan menjadi [Rp9 triliun] itu dinilai wajar => target",
        "Nilai TKDN produk itu telah mencapai minimal [40 persen] => realised",
        "Nilai TKDN telah ditetapkan minimal [40 persen] => target",
        "Program itu menjangkau [14] provinsi, sementara tahun depan ditargetkan [20] provinsi => realised; target",
    ],
)
def test_the_nearest_cue_decides_unless_it_tells_of_another_number(example: str, faults: Faults) -> None:
    assert faults(example) == []


@pytest.mark.parametrize(
    "example",
    [
        "Ekspor ditargetkan naik, padahal tahun ini turun [5 persen] => realised",
        "Ekspor ditargetkan naik [5 persen] karena harga sudah naik [9 persen] => target; realised",
    ],
)
def test_a_reason_or_a_contrast_ends_the_reach_of_a_cue(example: str, faults: Faults) -> None:
    assert faults(example) == []


@pytest.mark.parametrize(
    "example",
    [
        "Sebanyak [300] pekerja akan dilatih => target",
        "Kredit [Rp10 miliar] itu akan disalurkan pekan depan => target",
        "Biaya naik [3 persen] jika tarif gas dinaikkan => forecast",
    ],
)
def test_a_cue_behind_the_number_is_seen(example: str, faults: Faults) -> None:
    assert faults(example) == []


def test_hope_is_a_target_of_who_acts_and_a_forecast_of_who_watches(faults: Faults) -> None:
    assert faults("Pemerintah optimistis ekspor tumbuh [5 persen] => target") == []
    assert faults("Ekonom optimistis ekspor tumbuh [5 persen] => forecast") == []


def test_a_cue_inside_a_name_is_none(faults: Faults) -> None:
    assert faults("Laba PT Rencana Jaya pada tahun itu naik menjadi [Rp9 miliar] => realised") == []


def test_a_list_goes_on_with_the_status_of_its_head(faults: Faults) -> None:
    text = "Pagu anggaran ditetapkan [Rp90 miliar].\nDari jumlah itu, [Rp20 miliar] untuk pelatihan. => target; target"
    assert faults(text) == []
