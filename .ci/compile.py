"""`python .ci/compile.py OUT`: the modules that extraction spends its time in, compiled by mypyc, in OUT/lib.

They are compiled from a copy, so that no binary ever stands beside the sources that one edits.
"""

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mypyc.build import mypycify
from natives import make_native, modules
from setuptools import setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent.parent
# Nothing but the modules' own entry points is seen from outside: calls between them are direct.
FLAGS = "-fvisibility=hidden"


class ParallelBuild(build_ext):
    """Compile the files of an extension at the same time, which setuptools does one after the other."""

    def build_extension(self, ext: Any) -> None:
        """Build one extension."""
        one_by_one = self.compiler.compile
        with ThreadPoolExecutor(os.cpu_count()) as pool:

            def compile_all(sources: list[str], **options: Any) -> list[str]:
                return [made for group in pool.map(lambda s: one_by_one([s], **options), sources) for made in group]

            self.compiler.compile = compile_all
            super().build_extension(ext)
        self.compiler.compile = one_by_one


def build(out: Path, level: str = "2") -> None:
    """Compile the modules into `out`/lib; `level` is that of the C compiler's optimising."""
    source = out / "source"
    shutil.rmtree(source, ignore_errors=True)
    shutil.rmtree(out / "lib", ignore_errors=True)
    shutil.copytree(ROOT / "pipeline", source / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", source)
    os.chdir(source)
    files = modules(Path())
    make_native(files)
    os.environ["CFLAGS"] = f"{os.environ.get('CFLAGS', '')} {FLAGS}".strip()
    options = ["--config-file=pyproject.toml", f"--cache-dir={out / 'mypy_cache'}"]
    extensions = mypycify(
        [*options, *map(str, files)], opt_level=level, debug_level="0", multi_file=True, target_dir=str(out / "c")
    )
    setup(
        name="kabarangka",
        packages=[],
        ext_modules=extensions,
        cmdclass={"build_ext": ParallelBuild},
        script_args=["-q", "build_ext", f"--build-lib={out / 'lib'}", f"--build-temp={out / 'objects'}"],
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve(), *sys.argv[2:])
