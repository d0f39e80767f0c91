"""What is measured and of whom: entities of sentences that no gold holds."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.records import Release


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Jawa Tengah menyumbang 38,5 persen, disusul Jawa Timur (27,1 persen) dan Jawa Barat (11 persen).",
         ["Jawa Tengah", "Jawa Timur", "Jawa Barat"]),
        ("Sektor pangan tumbuh 5,2 persen, diikuti logam (4,1 persen).", ["Sektor pangan", "logam"]),
        ("Laba bersih perseroan naik 12 persen, kata Direktur Keuangan Telkom Rudi Hartono.", ["Telkom"]),
        ("Menteri Perindustrian mengatakan, industri batik ada di 1.114 perusahaan.", ["perusahaan"]),
        ("Tingkat pengangguran di Jawa Barat mencapai 7,4 persen.", [""]),
        ("Penerimaan perpajakan mencapai Rp583 triliun.", [""]),
    ],
)  # fmt: skip
def test_entity_is_what_the_sentence_speaks_of(
    text: str, entities: list[str], extractor: Extractor, hand_made: Callable[[str], Doc]
) -> None:
    rows = extractor.observations(Release("r", "r.txt", text), hand_made(text))
    assert [row.entity for row in rows] == entities
