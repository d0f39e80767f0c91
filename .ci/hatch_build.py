"""A wheel with compiled modules in it, where `HATCH_BUILD_HOOK_ENABLE_CUSTOM=1` asks for one (`make compiled`)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledModules(BuildHookInterface[Any]):
    """Put what `compile.py` makes beside the modules: Python takes the compiled one of two."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable install stays as it is, for there the sources change."""
        if version == "editable":
            return
        root = Path(self.root)
        out = root / "build" / "compiled"
        subprocess.run([sys.executable, root / ".ci" / "compile.py", out], check=True, cwd=root)
        made = sorted((out / "lib").rglob("*.so"))
        build_data["force_include"].update({str(path): path.relative_to(out / "lib").as_posix() for path in made})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
