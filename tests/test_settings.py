"""One table of settings, read from the environment handed in."""

import dataclasses
import re
from pathlib import Path

import pytest

from kg_service.errors import BadValueError
from kg_service.settings import HOME_FOLDERS, SETTINGS, Settings, find_home


def test_the_table_and_the_class_hold_the_same_settings(home):
    assert [s.name for s in SETTINGS] == [f.name for f in dataclasses.fields(Settings)]
    values = Settings(home)
    assert all(s.default == getattr(values, s.name) for s in SETTINGS if s.default is not None)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_each_line_is_whole(setting):
    assert setting.env == "KG_" + setting.name.upper()
    assert setting.text.zh != setting.text.en
    assert re.search("[\u4e00-\u9fff]", setting.text.zh)


def test_defaults(home):
    assert Settings.from_environment({}) == Settings(home)


def test_home_is_found():
    assert all((find_home() / folder).is_dir() for folder in HOME_FOLDERS)


def test_from_the_environment(tmp_path):
    env = {
        "KG_HOME": str(tmp_path),
        "KG_PORT": "0",
        "KG_WORKERS": "3",
        "KG_LANG": "en_GB.UTF-8",
        "KG_HOST": "::1",
    }
    assert Settings.from_environment(env) == Settings(tmp_path, host="::1", port=0, workers=3, lang="en")


def test_what_is_given_goes_before_the_environment():
    settings = Settings.from_environment(
        {"KG_PORT": "1", "KG_WORKERS": "3"}, port=2, workers=None, home=Path("x")
    )
    assert (settings.port, settings.workers, settings.home) == (2, 3, Path("x"))


def test_an_empty_variable_is_none(home):
    assert Settings.from_environment({"KG_PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KG_PORT", "eighty"),
        ("KG_PORT", "65536"),
        ("KG_PORT", "-1"),
        ("KG_PORT", "８０"),
        ("KG_WORKERS", "0"),
        ("KG_MAX_QUERY_BYTES", "1.5"),
        ("KG_LANG", "fr"),
    ],
)
def test_a_bad_value_is_named(variable, value):
    with pytest.raises(BadValueError) as raised:
        Settings.from_environment({variable: value})
    assert (raised.value.name, raised.value.value) == (variable, value)


def test_an_unknown_setting_is_a_programming_error():
    with pytest.raises(TypeError, match="prot"):
        Settings.from_environment({}, prot=80)
