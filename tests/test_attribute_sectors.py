"""The examples of rules/sectors, a table of phrases, and how a sector is found in a sentence."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.attribute.sectors import read_sectors, sector_of
from pipeline.errors import RuleError
from pipeline.records import Passage, Quantity
from pipeline.rulebook import default_directory
from pipeline.rulebook.sectors import load_sectors

BOOK = load_sectors(default_directory())
FINDS = [(phrase, division.code) for division in BOOK.divisions for phrase in division.finds]
PHRASES = [
    ("nilai ekspor produk makanan dan minuman", "10"),
    ("kapasitas pabrik tepung terigu", "10"),
    ("utilisasi industri pengolahan susu", "10"),
    ("ekspor minyak sawit", "10"),
    ("sentra keripik tempe", "10"),
    ("konsumsi minuman berpemanis dalam kemasan", "11"),
    ("pekerja pabrik rokok", "12"),
    ("industri TPT", "13"),
    ("perajin batik tulis", "13"),
    ("impor benang dan kain", "13"),
    ("kinerja industri garmen", "14"),
    ("pelaku IKM fesyen muslim", "14"),
    ("pabrik sepatu", "15"),
    ("ekspor alas kaki", "15"),
    ("industri penyamakan kulit", "15"),
    ("produk kayu olahan", "16"),
    ("industri rotan", "16"),
    ("furnitur rotan", "31"),
    ("industri kertas", "17"),
    ("pabrik pulp", "17"),
    ("usaha percetakan", "18"),
    ("proyek kilang minyak", "19"),
    ("investasi pabrik petrokimia", "20"),
    ("produksi pupuk", "20"),
    ("pasar kosmetik lokal", "20"),
    ("industri obat tradisional", "21"),
    ("penjualan jamu", "21"),
    ("pabrik ban", "22"),
    ("industri plastik", "22"),
    ("produsen bahan baku plastik", "20"),
    ("penjualan semen", "23"),
    ("pabrik kaca lembaran", "23"),
    ("utilisasi industri keramik", "23"),
    ("konsumsi baja per kapita", "24"),
    ("ekspor feronikel", "24"),
    ("pembangunan smelter", "24"),
    ("industri barang logam", "25"),
    ("bengkel pandai besi", "25"),
    ("produksi ponsel", "26"),
    ("industri elektronika", "26"),
    ("pasokan semikonduktor", "26"),
    ("pabrik baterai kendaraan listrik", "27"),
    ("ekspor kabel listrik", "27"),
    ("produksi kulkas", "27"),
    ("populasi alat berat", "28"),
    ("industri mesin perkakas", "28"),
    ("penjualan mobil penumpang", "29"),
    ("kendaraan listrik", "29"),
    ("ekspor komponen otomotif", "29"),
    ("penjualan sepeda motor", "30"),
    ("kapasitas galangan kapal", "30"),
    ("industri kapal", "30"),
    ("ekspor mebel", "31"),
    ("industri furnitur nasional", "31"),
    ("ekspor perhiasan", "32"),
    ("industri mainan", "32"),
    ("TKDN alat kesehatan", "32"),
    ("perawatan pesawat", "33"),
    ("industri kecil dan menengah", ""),
    ("sektor manufaktur", ""),
    ("harga gula", ""),
    ("pembelian kapal tanker", ""),
    ("jumlah penduduk", ""),
    ("kredit perbankan", ""),
    ("penanganan", ""),
    ("bantuan mesin jahit", ""),
]


@pytest.mark.parametrize(("phrase", "code"), FINDS + PHRASES + [(phrase, "") for phrase in BOOK.spares])
def test_a_phrase_names_its_division(phrase: str, code: str) -> None:
    assert sector_of(phrase, BOOK) == code


def test_there_are_24_divisions_in_order() -> None:
    assert [d.code for d in BOOK.divisions] == [str(n) for n in range(10, 34)]


def sectors(marked: str, *entities: str) -> list[str]:
    text, quantities = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        surface = part.strip("[]")
        if part != surface:
            quantities.append(Quantity(len(text), len(text) + len(surface), "percent", "%", "test", Decimal(1)))
        text += surface
    readings = read_sectors(text, [Passage(0, len(text), 0)], quantities, entities, BOOK)
    assert all(text[r.start : r.end].lower() in r.cue for r in readings)
    return [r.value for r in readings]


def test_the_entity_decides_against_its_neighbours() -> None:
    text = "Industri kertas tumbuh [4 persen], sedangkan industri karet turun [2 persen]."
    assert sectors(text, "industri kertas", "industri karet") == ["17", "22"]


def test_without_words_of_its_own_the_nearest_industry_of_the_clause_is_taken() -> None:
    assert sectors("Pabrik sepatu itu memakai [90 persen] bahan lokal.", "bahan lokal") == ["15"]
    assert sectors("Dari [300] perusahaan, yang bergerak di industri kayu banyak.", "perusahaan") == ["16"]


def test_goods_named_in_passing_are_no_industry() -> None:
    assert sectors("Inflasi [3 persen] didorong harga rokok.", "inflasi") == [""]


def test_the_name_of_an_office_is_no_industry() -> None:
    text = "Direktur Jenderal Industri Kimia, Farmasi, dan Tekstil melatih [20] orang."
    assert sectors(text, "orang") == [""]


def test_manufacturing_as_a_whole_has_no_division() -> None:
    text = "Industri tekstil pulih, dan industri pengolahan nonmigas tumbuh [5 persen]."
    assert sectors(text, "industri pengolahan nonmigas") == [""]


def test_the_counted_noun_counts() -> None:
    quantity = Quantity(0, 2, "count", "perusahaan garmen", "test", Decimal(35))
    readings = read_sectors("35 perusahaan garmen.", [Passage(0, 21, 0)], [quantity], [""], BOOK)
    assert readings[0].value == "14"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [('code: "33"', 'code: "34"', "code"), ("[rokok, tembakau", "[rokok, furnitur, tembakau", "stands twice")],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    shutil.copytree(default_directory() / "sectors", tmp_path / "sectors")
    path = tmp_path / "sectors" / "kbli.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_sectors(tmp_path)
    assert re.search(rf"kbli\.yaml:\d+: .*{fault}", str(error.value))
