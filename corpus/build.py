"""Build the sample papers: `python corpus/build.py`; `--check` compares them with the committed ones."""

import argparse
import sys
from pathlib import Path

from builder.document import build, load_paper
from builder.style import register_fonts
from builder.traps import untrue

HERE = Path(__file__).parent
PAPERS = HERE / "papers"
PACKS = HERE / "sources" / "packs"


def main() -> int:
    """Write every paper, or with `--check` compare them with those on disk; 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a paper differs")
    parser.add_argument("--only", default="", help="build only the papers whose name contains this")
    args = parser.parse_args()
    register_fonts()
    sources = [path for path in sorted(PACKS.glob("*.md")) if args.only in path.name]
    built = {paper.output: build(paper) for paper in map(load_paper, sources)}
    if args.check:
        return _check(built, args.only)
    PAPERS.mkdir(exist_ok=True)
    for name, data in built.items():
        (PAPERS / name).write_bytes(data)
    print(f"{len(built)} papers, {sum(map(len, built.values())) / 1e6:.1f} MB in {PAPERS}")
    return 0


def _check(built: dict[str, bytes], only: str) -> int:
    papers = [path for path in PAPERS.glob("*.pdf") if not only or path.name in built]
    on_disk = {path.name: path.read_bytes() for path in papers}
    wrong = sorted(name for name in built.keys() | on_disk.keys() if built.get(name) != on_disk.get(name))
    if wrong:
        print(
            f"corpus/papers differs from its sources: {', '.join(wrong)}; run `python corpus/build.py`",
            file=sys.stderr,
        )
        return 1
    if wrong := untrue(HERE / "README.md", PAPERS):
        print(f"corpus/README.md: words that are not on their page: {'; '.join(wrong)}", file=sys.stderr)
        return 1
    print(f"{len(built)} papers are what their sources build, and the traps are where the README says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
