"""The build hook: it builds when sources changed, and asks for Node only when npm is not there."""

import importlib.util
import json
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from palaestra.app.views.built import BUILT

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def hook_module(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """hatch_build.py, with a stand-in for hatchling, which only a build environment has."""
    for name in ("hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")

    class BuildHookInterface:
        def __class_getitem__(cls, _item: Any) -> type:
            return cls

    interface.BuildHookInterface = BuildHookInterface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, hook_module: types.ModuleType) -> Any:
    """A small checkout and the hook over it."""
    for name in ("frontend/build.mjs", "src/palaestra/systems/coin/figures/coin-toss.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    hook = hook_module.FrontEnd()
    hook.root = str(tmp_path)
    stamp = tmp_path / "src/palaestra/app/web/static/built/stamp"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(hook._digest())
    return hook


def test_nothing_is_built_while_the_sources_are_the_same(checkout: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "_run", lambda *_: pytest.fail("it built"))
    checkout.initialize("editable", {})
    assert checkout.dependencies() == []


@pytest.mark.parametrize("changed", ["frontend/build.mjs", "src/palaestra/systems/coin/figures/new-figure.js"])
def test_a_changed_source_or_a_new_figure_is_built(
    checkout: Any, hook_module: types.ModuleType, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    (Path(checkout.root) / changed).write_text("2")
    commands: list[list[str]] = []
    monkeypatch.setattr(hook_module, "npm", lambda: ["npm"])
    monkeypatch.setattr(hook_module, "node", lambda: "node")
    monkeypatch.setattr(checkout, "_run", lambda command, folder: commands.append(command))
    checkout.initialize("standard", {})
    assert [command[0] for command in commands] == ["npm", "node"]
    assert checkout._is_fresh()


def test_node_comes_from_its_wheel_only_when_npm_is_absent(
    checkout: Any, hook_module: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (Path(checkout.root) / "frontend/build.mjs").write_text("3")
    monkeypatch.setattr(hook_module.shutil, "which", lambda name: None)
    assert checkout.dependencies() == [hook_module.NODE_WHEEL]
    monkeypatch.setattr(hook_module.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert checkout.dependencies() == []


def test_the_lock_file_names_no_host_and_pins_every_package() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    assert not re.search(
        r'"resolved"|https?://(?!(opencollective|github|registry\.npmjs\.org/?"))',
        json.dumps(
            {
                name: {k: v for k, v in each.items() if k not in ("funding", "license")}
                for name, each in lock["packages"].items()
            }
        ),
    )
    assert all("integrity" in each for name, each in lock["packages"].items() if name)
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}.values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", each) for each in versions), "versions are exact"


def test_the_bundles_are_there_and_small_enough_and_fetch_nothing() -> None:
    import gzip

    sizes = {name: len(gzip.compress((BUILT / name).read_bytes())) for name in ("camp.js", "maths.js", "camp.css")}
    figure = BUILT / "figures" / "bandits" / "bandit-dashboard.js"
    sizes["dashboard"] = len(gzip.compress(figure.read_bytes()))
    assert sizes["camp.js"] < 20_000
    assert sizes["dashboard"] + sizes["camp.css"] < 150_000
    for file in [*BUILT.glob("*.js"), *BUILT.glob("*.css"), figure]:
        text = file.read_text()
        assert not re.search(r"""(?:src|href|import|url)\s*[(=]\s*["']?https?://""", text), file.name
        assert "cdn." not in text


def test_the_still_picture_is_whole() -> None:
    still = (BUILT / "figures" / "bandits" / "bandit-dashboard.html").read_text()
    assert still.count("<svg") == 4
    assert "<table>" in still
    assert "NaN" not in still
    assert "undefined" not in still
