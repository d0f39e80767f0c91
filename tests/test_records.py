"""The schema: the columns of the contract, each with the words that the data dictionary prints."""

import pickle
from dataclasses import fields, replace

import pytest

from pipeline.records import COLUMNS, Observation, Reading, Release

CONTRACT = (
    "observation_id release_id title publisher published source section "
    "kind value value_low value_high unit per comparator role direction comparison "
    "indicator property entity denominator sector area area_code "
    "status period period_start period_end speaker speaker_role data_source "
    "surface start end sentence source_start source_end rule_id confidence flags text_sha256"
)


def test_columns_are_those_of_the_contract_in_its_order() -> None:
    assert tuple(CONTRACT.split()) == COLUMNS


@pytest.mark.parametrize("field", [f for f in fields(Observation) if f.name in COLUMNS], ids=lambda field: field.name)
def test_column_has_a_description(field: object) -> None:
    description = getattr(field, "metadata")["description"]  # noqa: B009 (a `Field` has no type of its own here)
    assert len(description) > 5
    assert description == description.strip()


def test_absent_is_empty_in_every_column() -> None:
    assert {getattr(Observation(), column) for column in COLUMNS} == {""}


def test_rows_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Observation().value = "1"  # type: ignore[misc]


def test_digest_of_a_text_is_that_of_its_utf8() -> None:
    digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert Release("a", "a.txt", "a").text_sha256 == digest


def test_records_of_a_text_compare_hash_copy_and_pickle_by_value_and_take_no_other_field() -> None:
    reading = Reading("ekspor", 3, 9)
    assert {reading: 1}[replace(Reading("impor", 3, 9), value="ekspor")] == 1
    assert pickle.loads(pickle.dumps(reading)) == reading != Reading("ekspor", 3, 9, how="carried")
    with pytest.raises(AttributeError):
        setattr(reading, "unit", "ton")  # noqa: B010 (mypy would refuse it)
