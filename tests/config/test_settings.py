"""Settings from the environment."""

from pathlib import Path

import pytest

from worker.config import find_directory, read_settings
from worker.model import ConfigError


def test_nothing_set_means_embedded_servers_and_loopback():
    settings = read_settings({})
    assert (settings.database_url, settings.redis_url, settings.web_host) == (None, None, "127.0.0.1")


def test_a_secret_can_come_from_a_file(tmp_path):
    secret = tmp_path / "database_url"
    secret.write_text("postgresql://u:p@db/x\n")
    assert read_settings({"DATABASE_URL_FILE": str(secret)}).database_url == "postgresql://u:p@db/x"


def test_an_empty_variable_is_as_good_as_none():
    assert read_settings({"REDIS_URL": ""}).redis_url is None


def test_private_hosts_are_separated_by_commas():
    assert read_settings({"DYADWATCH_ALLOW_PRIVATE": "a:80, b"}).allow_private == ("a:80", "b")


def test_every_impossible_value_is_told_at_once_and_no_password_is():
    environ = {"DATABASE_URL": "mysql://me:hunter2@x", "DYADWATCH_WEB_PORT": "99999", "REDIS_URL": "http://x"}
    with pytest.raises(ConfigError) as caught:
        read_settings(environ)
    assert {m.key for m in caught.value.mistakes} == {"DATABASE_URL", "DYADWATCH_WEB_PORT", "REDIS_URL"}
    assert "hunter2" not in str(caught.value)


def test_a_secret_file_that_is_not_there_is_named():
    with pytest.raises(ConfigError, match="REDIS_URL_FILE: names /nowhere/redis"):
        read_settings({"REDIS_URL_FILE": "/nowhere/redis"})


def test_a_configuration_folder_that_is_not_there_is_no_reason_to_take_another(tmp_path):
    with pytest.raises(ConfigError, match="DYADWATCH_CONFIG"):
        find_directory(None, {"DYADWATCH_CONFIG": str(tmp_path / "nowhere")})


def test_where_no_folder_is_named_or_near_the_package_brings_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (find_directory(None, {}) / "ontology.yaml").is_file()


def test_the_folder_given_wins_over_the_environment(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    assert find_directory(other, {"DYADWATCH_CONFIG": str(tmp_path)}) == Path(other)


def test_nothing_is_read_but_what_is_given(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DYADWATCH_WEB_PORT", "9")
    assert (read_settings({}).database_url, read_settings({}).web_port) == (None, 8000)


def test_every_secret_file_that_cannot_be_read_is_told_with_all_else(tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    environ = {
        "DATABASE_URL_FILE": "/nowhere/database", "REDIS_URL_FILE": str(tmp_path / "bytes"), "DYADWATCH_WEB_PORT": "x",
        "DYADWATCH_PUBLIC_URL": "news", "DYADWATCH_PARSER": "/nowhere/parser",
    }  # fmt: skip
    with pytest.raises(ConfigError) as caught:
        read_settings(environ)
    assert {m.key for m in caught.value.mistakes} == {
        "DATABASE_URL_FILE", "REDIS_URL_FILE", "DYADWATCH_WEB_PORT", "DYADWATCH_PUBLIC_URL", "DYADWATCH_PARSER",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
@pytest.mark.parametrize("rest", ["me:hun/ter2@db/x", "me:hunter2@db:port/x"])
def test_an_address_that_cannot_be_read_is_refused_without_showing_it(name, rest):
    scheme = {"DATABASE_URL": "postgresql", "REDIS_URL": "redis"}[name]
    with pytest.raises(ConfigError, match=f"environment:1: {name}: cannot be read") as caught:
        read_settings({name: f"{scheme}://{rest}"})
    assert "ter2" not in str(caught.value)


@pytest.mark.parametrize("parser", ["spacy", str(Path(__file__).parent)])
def test_a_parser_is_a_folder_or_a_package(parser):
    assert read_settings({"DYADWATCH_PARSER": parser}).parser == parser
