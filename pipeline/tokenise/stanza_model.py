"""A folder of weights in, Stanza's tokenizer out, with the network that runs the same weights quickly."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.tokenise.arrange import quick
from pipeline.tokenise.network import Network

WEIGHTS = Path(__file__).parent.parent / "model" / "tokenizer.pt"

Piece = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Stanza:
    """Stanza's `pipeline`, and its weights as a `network` of ours where their settings are ones that it knows."""

    pipeline: Any
    network: Network | None

    def __call__(self, text: str) -> Any:
        """Return the Stanza document of one text, made by Stanza itself."""
        return self.pipeline(text)


def load_stanza(stanza_dir: Path | None = None) -> Stanza:
    """Load the tokenizer of this package, or the official Indonesian one from `stanza_dir`; nothing is downloaded.

    One thread: on small machines more threads make the network many times slower.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import torch
    from stanza import Pipeline

    torch.set_num_threads(1)
    options = {"processors": "tokenize", "download_method": None, "use_gpu": False, "verbose": False}
    if stanza_dir is not None:
        if not (stanza_dir / "resources.json").is_file():
            raise UsageError(f"{stanza_dir}: no resources.json; name the folder that stanza.download('id') filled")
        with _no_optimizer():
            pipeline = Pipeline("id", dir=str(stanza_dir), **options)
        return Stanza(pipeline, quick(pipeline))
    with tempfile.TemporaryDirectory() as folder, _no_optimizer():
        (Path(folder) / "resources.json").write_text("{}", encoding="utf-8")
        options |= {"tokenize_model_path": str(WEIGHTS), "allow_unknown_language": True}
        pipeline = Pipeline("id", dir=folder, **options)
    return Stanza(pipeline, quick(pipeline))


@contextmanager
def _no_optimizer() -> Iterator[None]:
    """Keep Stanza from making the optimizer that only training needs: it pulls in the whole compiler of torch."""
    from stanza.models.tokenization import trainer

    usual = trainer.utils.get_optimizer
    trainer.utils.get_optimizer = lambda *_, **__: None
    try:
        yield
    finally:
        trainer.utils.get_optimizer = usual


def surface_tokens(document: Any) -> list[Piece]:
    """Return (start, end, starts a sentence) of each surface token of a Stanza document."""
    return [
        (token.start_char, token.end_char, i == 0)
        for sentence in document.sentences
        for i, token in enumerate(sentence.tokens)
    ]


def weights_digest() -> str:
    """Return the SHA-256 of the shipped weights, in hexadecimal."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
