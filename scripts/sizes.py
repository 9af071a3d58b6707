"""Print how big files and functions are: medians, ninetieth percentiles, the longest, and how many carry an excuse."""

import ast
from pathlib import Path
from statistics import median, quantiles

SOURCE = Path(__file__).parent.parent / "src" / "palaestra"


def main() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    files = sorted((text.count("\n"), str(path.relative_to(SOURCE))) for path, text in texts.items())
    functions = sorted(
        ((node.end_lineno or 0) - node.lineno + 1, f"{path.relative_to(SOURCE)}:{node.name}")
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for name, sizes in [("files", files), ("functions", functions)]:
        lines = [size for size, _ in sizes]
        ninetieth = quantiles(lines, n=10)[-1]
        print(f"{name}: {len(lines)}, median {median(lines):.0f}, p90 {ninetieth:.0f}, longest {sizes[-1]}")
    print(f"excused: {sum(text.count('# long because') for text in texts.values())}")


if __name__ == "__main__":
    main()
