"""Croissant: validated and read by mlcroissant, every record of every table equal to the Parquet rows."""

import json

import mlcroissant
import pyarrow.parquet as pq
import pytest

from mocgioi import citation, contract, croissant, release
from mocgioi.paths import home


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A release folder, built anew."""
    folder = tmp_path_factory.mktemp("release") / "1.0.0"
    release.write(release.build(release.documents_of(home()), "1.0.0", "2026-01-02"), folder)
    return folder


@pytest.fixture(scope="module")
def dataset(place):
    return mlcroissant.Dataset(jsonld=place / croissant.FILE)


def test_it_validates_without_an_error_or_a_warning(dataset):
    assert dataset.metadata.ctx.issues.report() == ""


def test_the_validator_does_warn(place, tmp_path):
    described = json.loads((place / croissant.FILE).read_text("utf-8"))
    del described["license"]
    (tmp_path / croissant.FILE).write_text(json.dumps(described), "utf-8")
    assert "license" in mlcroissant.Dataset(jsonld=tmp_path / croissant.FILE).metadata.ctx.issues.report()


@pytest.mark.parametrize("table", contract.TABLES)
def test_every_record_equals_its_row(place, dataset, table):
    rows = pq.read_table(place / f"{table}.parquet").to_pylist()
    records = [_plain(record) for record in dataset.records(table)]
    assert records == rows


@pytest.mark.parametrize("name", croissant.ENUMERATIONS)
def test_every_choice_is_a_record(dataset, name):
    found = {record[f"{name}s/name"]: record[f"{name}s/description"] for record in dataset.records(f"{name}s")}
    assert found == contract.choices(name)


def test_a_file_with_one_byte_changed_is_refused(place, tmp_path):
    for path in place.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    data = bytearray((tmp_path / "spans.parquet").read_bytes())
    data[100] ^= 1
    (tmp_path / "spans.parquet").write_bytes(data)
    with pytest.raises(mlcroissant.GenerationError) as caught:
        list(mlcroissant.Dataset(jsonld=tmp_path / croissant.FILE).records("spans"))
    assert "is not identical with the reference" in str(caught.value.__cause__)


def test_every_answer_of_the_rai_vocabulary_is_stated(place):
    described = json.loads((place / croissant.FILE).read_text("utf-8"))
    answers = json.loads((home() / croissant.ANSWERS).read_text("utf-8"))
    assert {key: described[f"rai:{key}"] for key in answers} == answers
    assert answers.keys() <= RAI


def test_authors_and_licence_are_those_of_the_citation_file(place):
    about = citation.read(home())
    described = json.loads((place / croissant.FILE).read_text("utf-8"))
    assert [creator["name"] for creator in described["creator"]] == [author["name"] for author in about["authors"]]
    assert described["license"].endswith("/" + about["license"])


RAI = {
    "dataCollection", "dataCollectionType", "dataCollectionMissingData", "dataCollectionRawData",
    "dataCollectionTimeframe", "dataImputationProtocol", "dataPreprocessingProtocol", "dataManipulationProtocol",
    "dataAnnotationProtocol", "dataAnnotationPlatform", "dataAnnotationAnalysis", "annotationsPerItem",
    "annotatorDemographics", "machineAnnotationTools", "dataBiases", "dataUseCases", "dataLimitations",
    "dataSocialImpact", "personalSensitiveInformation", "dataReleaseMaintenancePlan",
}  # fmt: skip
"""The properties of the Croissant RAI specification 1.0."""


def _plain(value):
    """A record as the Parquet row has it: keys without their record set, text decoded, NumPy numbers as int."""
    if isinstance(value, dict):
        return {key.rpartition("/")[2]: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value if value is None or isinstance(value, str) else int(value)


@pytest.mark.parametrize("version", release.versions(home()))
def test_every_release_of_this_checkout_carries_a_description_that_holds(version):
    place = release.folder(version, home())
    found = mlcroissant.Dataset(jsonld=place / croissant.FILE)
    assert found.metadata.ctx.issues.report() == ""
    assert str(found.metadata.version) == version
    for table in contract.TABLES:
        assert [_plain(record) for record in found.records(table)] == pq.read_table(
            place / f"{table}.parquet"
        ).to_pylist()
