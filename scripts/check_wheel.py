"""Build the wheel, install it in a clean environment, and see that the camp starts from it with its front end.

Neither Node nor the checkout is within reach of the installed copy.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
BASE_MODULES_ABSENT = ("torch", "ray", "sklearn", "numba", "playwright")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="palaestra-wheel-") as folder:
        scratch = Path(folder)
        wheel = build_wheel(scratch)
        binaries = install(wheel, scratch)
        environment = {"PATH": f"{binaries}:/usr/bin:/bin", "HOME": folder, "PALAESTRA_HOME": str(scratch / "practice")}
        has_no_heavy_modules(binaries, environment)
        say(binaries, environment, scratch, "--help")
        say(binaries, environment, scratch, "systems", "--json")
        say(binaries, environment, scratch, "init", "--yes")
        say(binaries, environment, scratch, "run", "bandits/ten-armed-testbed", "--small", "--seeds", "2", "--yes")
        serves_front_end(binaries, environment, scratch)
    print("wheel: installs clean, runs an experiment, serves its front end")


def build_wheel(scratch: Path) -> Path:
    run([sys.executable, "-m", "build", "--wheel", "--outdir", str(scratch / "dist"), str(ROOT)], ROOT, None)
    (wheel,) = (scratch / "dist").glob("*.whl")
    return wheel


def install(wheel: Path, scratch: Path) -> Path:
    venv.create(scratch / "env", with_pip=True)
    binaries = scratch / "env" / "bin"
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], scratch, None)
    return binaries


def has_no_heavy_modules(binaries: Path, environment: dict[str, str]) -> None:
    code = "import importlib.util, sys; sys.exit(any(map(importlib.util.find_spec, sys.argv[1:])))"
    run([str(binaries / "python"), "-c", code, *BASE_MODULES_ABSENT], binaries, environment)


def say(binaries: Path, environment: dict[str, str], folder: Path, *words: str) -> None:
    run([str(binaries / "palaestra"), *words], folder, environment)


def serves_front_end(binaries: Path, environment: dict[str, str], folder: Path) -> None:
    command = [str(binaries / "palaestra"), "serve", "--port", "8461"]
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        address = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
        page = fetch(address)
        assert "Palaestra" in page, "the first page does not name the camp"
        links = {part.split('"')[0] for part in page.split('="')[1:]}
        built = sorted(link for link in links if link.endswith((".js", ".css")))
        assert built, "the first page links no front-end file"
        for link in built:
            assert len(fetch(address.rstrip("/") + link)) > 100, f"{link} is empty"
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def fetch(address: str) -> str:
    for _ in range(50):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise SystemExit(f"wheel: nothing answers at {address}")


def run(command: list[str], folder: Path, environment: dict[str, str] | None) -> None:
    inherited = {**os.environ} if environment is None else environment
    done = subprocess.run(command, cwd=folder, env=inherited, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(f"wheel: {' '.join(command[-6:])} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


if __name__ == "__main__":
    main()
