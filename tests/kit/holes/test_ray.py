"""Ray tasks and actors run the learner's code when the variables are set first, and say so when they were not."""

RAY = """
import ray
from palaestra.kit.holes import Fill, digest, digest_of, environment, handshake

def start():
    ray.init(num_cpus=1, include_dashboard=False, logging_level="ERROR", log_to_driver=False)

@ray.remote
def task(expected):
    handshake(expected)
    from palaestra.systems.kinds.elsewhere import work
    return work(1.0)

@ray.remote
class Actor:
    def __init__(self, expected):
        handshake(expected)
        from palaestra.systems.kinds.classes import Stack
        self.stack = Stack()

    def work(self):
        from palaestra.systems.kinds.elsewhere import work
        return *work(1.0), self.stack.pop()
"""
QUIET = {
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS": "0",
    "PYTHONWARNINGS": "default",
}
DOUBLE = "def double(x: float) -> float:\n    return 3 * x\n"
STACK = "class Stack:\n    def push(self, item):\n        pass\n    def pop(self):\n        return -1\n"


def test_ray_workers_run_the_fills_of_their_environment_or_refuse(bench):
    """One cluster, since starting one takes seconds: its own environment, one that lost the fills, and another's."""
    fills = [bench.fill("functions:double", DOUBLE), bench.fill("classes:Stack", STACK)]
    other = bench.fill("functions:double", DOUBLE.replace("3", "5"))
    script = RAY + (
        "start()\n"
        "actor = Actor.remote(digest())\n"
        "value, theirs, popped = ray.get(actor.work.remote())\n"
        "ray.kill(actor)\n"
        "inherited = [ray.get(task.remote(digest()))[0], value, theirs == digest() != '', popped]\n"
        "lost = {'env_vars': {'PALAESTRA_FILLS': ''}}\n"
        "try:\n"
        "    silent = ray.get(task.options(runtime_env=lost).remote(digest()))\n"
        "except ray.exceptions.RayTaskError as error:\n"
        "    silent = 'runs the reference' in str(error)\n"
        f"others = [Fill.of('{other.hole}', '{other.file}')]\n"
        "told = {'env_vars': environment(others)}\n"
        "value, theirs = ray.get(task.options(runtime_env=told).remote(digest_of(others)))\n"
        "print([inherited, silent, value, theirs == digest_of(others) != digest()])\n"
        "ray.shutdown()\n"
    )
    assert bench.value(script, fills, env=QUIET) == [[9.0, 9.0, True, -1], True, 25.0, True]
