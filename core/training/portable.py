"""A model in the forms that other programs load: ONNX, Keras, SavedModel and LiteRT.

    model.onnx | model.keras | model/ | model.tflite   the network, its calibration within
    model.json                                         input, framing, labels
    README.md                                          how to feed it, and the metadata of the Hugging Face hub
    CARD.md                                            the model card

The exported network consists of standard layers only, so that no code of Facet is needed to load it. It takes aligned
faces and returns calibrated probabilities, and the threshold below which an answer is uncertain. Every face's mirror
image is evaluated too, and counts where `run_with_mirror` would take it. The weights have 32 bits, those of the
bundle's own network sometimes 8.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from core.child import start_child
from core.errors import BundleError, ExportError, FacetError
from core.evaluation.card import hub_datasets, hub_evaluations
from core.files import make_folder
from core.model.bundle import CARD, WEIGHTS, HeadSpec, Manifest, ModelBundle, load_bundle
from core.model.calibration import SMALLEST
from core.rendering import render
from core.training.architectures import build
from core.training.features import load_weights
from core.vision.faces import IN_FRAME
from core.work import ShouldStop, stop_if

if TYPE_CHECKING:
    import keras

Tensor = Any
Floats = NDArray[np.float32]

LARGEST_DIFFERENCE: Final = 1e-4
"""Between the probabilities of the exported file and those of the network it was made from."""
DESCRIPTION: Final = "model.json"
README: Final = "README.md"
INPUT: Final = "face"
_CHECKED: Final = 8
_POLL_S: Final = 0.1
_POINTS: Final = ("right_eye", "left_eye", "mouth")


@dataclass(frozen=True, slots=True)
class Form:
    """A file format for networks."""

    title: str
    file: str
    """Name of the file or folder."""
    write: Callable[[keras.Model, Path], None]
    run: Callable[[Path, Floats], Mapping[str, Floats]]
    """Answers of the written file, run by the library that reads such files."""


def threshold_output(attribute: str) -> str:
    """Name of the output with the threshold of each face."""
    return f"{attribute}_threshold"


def export_portable(bundle: ModelBundle, form: str, destination: Path) -> float:
    """Write a model to the folder `destination` in another form, and check it by running it.

    Args:
        bundle: The model.
        form: A name of `FORMS`.
        destination: A folder that does not exist yet, or is empty.

    Returns:
        The largest difference of a probability between the written file and the network it was made from.

    Raises:
        ExportError: There is no such form, the folder is not empty or cannot be written, or the written file answers
            differently.
        BundleError: The weights are damaged or do not fit the network.
    """
    _check(form, destination)
    chosen, network = FORMS[form], portable_network(bundle)
    with _new_folder(destination) as new:
        new.mkdir()
        chosen.write(network, new / chosen.file)
        worst = _worst_difference(network, chosen, new / chosen.file)
        if not worst < LARGEST_DIFFERENCE:
            reason = f"its answers differ by up to {worst:.2g} from the model's, expected {LARGEST_DIFFERENCE:g}"
            raise ExportError("export.write", path=destination, reason=reason)
        described = describe(bundle.manifest)
        (new / DESCRIPTION).write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
        (new / CARD).write_text(bundle.card, "utf-8")
        readme = render(
            "portable.md.jinja",
            form=form,
            title=chosen.title,
            file=chosen.file,
            model=described,
            datasets=hub_datasets(bundle.manifest.data),
            evaluations=hub_evaluations(bundle.manifest.attributes, bundle.manifest.data, bundle.manifest.results),
        )
        (new / README).write_text(readme, "utf-8")
    return worst


def export_in_child(bundle: Path, form: str, destination: Path, *, should_stop: ShouldStop | None = None) -> None:
    """`export_portable` in a process of its own: importing TensorFlow would stall a window for seconds.

    Args:
        bundle: The folder of the model; the others are those of `export_portable`, with its errors.
        form: A name of `FORMS`.
        destination: A folder that does not exist yet, or is empty.
        should_stop: Polled for cancellation.

    Raises:
        Stopped: `should_stop` returned True; nothing is left.
    """
    _check(form, destination)
    with _new_folder(destination) as new:
        child = start_child("core.training.portable", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdin is not None
        assert child.stdout is not None
        answers: list[bytes] = []
        reader = threading.Thread(target=lambda pipe: answers.append(pipe.read()), args=(child.stdout,), daemon=True)
        reader.start()
        try:
            job = {"bundle": os.fsdecode(bundle.absolute()), "form": form, "new": os.fsdecode(new.absolute())}
            with contextlib.suppress(OSError):  # if it has just ended, it has no answer
                child.stdin.write(json.dumps(job).encode() + b"\n")
                child.stdin.flush()
            while reader.is_alive():
                stop_if(should_stop)
                reader.join(_POLL_S)
        finally:
            child.kill()
            child.wait()
            reader.join()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
        told = json.loads(answers[0]) if answers and answers[0] else None
        if told is None:
            raise ExportError("export.write", path=destination, reason="its process ended unexpectedly")
        if "code" in told:
            raise ExportError(told["code"], **told["values"] | {"path": destination})


def main() -> NoReturn:
    """The child of `export_in_child`."""
    # Libraries write to standard output too; only the answer may reach the parent.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    commands = os.fdopen(0, "rb", closefd=False)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    job = json.loads(commands.readline())
    # The parent has ended: what is written lies in a folder that nobody takes for a model.
    threading.Thread(target=lambda: (commands.read(), os._exit(0)), daemon=True).start()
    told: dict[str, Any] = {}
    try:
        export_portable(load_bundle(Path(job["bundle"])), job["form"], Path(job["new"]))
    except FacetError as e:
        told = {"code": e.code, "values": {name: str(value) for name, value in e.values.items()}}
    except Exception as e:  # noqa: BLE001 - the window shows the reason
        reason = str(e).partition("\n")[0] or type(e).__name__
        told = {"code": "export.write", "values": {"reason": reason}}
    answer.write(json.dumps(told).encode())
    answer.close()
    # TensorFlow's threads can delay a normal exit for seconds.
    os._exit(0)


def _check(form: str, destination: Path) -> None:
    if form not in FORMS:
        raise ExportError("export.form", form=form, forms=", ".join(FORMS))
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise ExportError("export.not_empty", path=destination)


@contextlib.contextmanager
def _new_folder(destination: Path) -> Iterator[Path]:
    """The place of a folder to be made, which becomes `destination` when it is complete."""
    try:
        make_folder(destination.parent)
        with tempfile.TemporaryDirectory(prefix=f".{destination.name}-", dir=destination.parent) as beside:
            yield Path(beside) / "new"
            if destination.exists():
                destination.rmdir()
            (Path(beside) / "new").replace(destination)
    except OSError as e:
        raise ExportError("export.write", path=destination, reason=e.strerror or e) from e


def describe(manifest: Manifest) -> dict[str, Any]:
    """What a program needs to know to use the exported network, as the content of `model.json`."""
    spec = manifest.input
    return {
        "name": manifest.name,
        "version": manifest.version,
        "description": manifest.description,
        "input": {
            "name": INPUT,
            "shape": [None, spec.size, spec.size, spec.channels],
            "dtype": "float32",
            "range": [0, 255],
            "colour": "RGB" if spec.channels == 3 else "grey",
            "crop_of_aligned_face": list(spec.crop),
            "points_in_aligned_face": dict(zip(_POINTS, map(list, IN_FRAME), strict=True)),
        },
        "outputs": {
            name: {
                "labels": list(head.labels),
                "threshold_output": threshold_output(name),
                "meaning": "calibrated probabilities of what annotators perceived; uncertain if the largest is below "
                "the threshold",
            }
            for name, head in manifest.heads.items()
        },
        "terms": manifest.terms,
    }


def portable_network(bundle: ModelBundle) -> keras.Model:
    """The network of a model as standard Keras layers, with mirror images and calibration.

    Its input has the shape of the manifest's; its outputs are probabilities of shape (n, labels) by attribute, and
    thresholds of shape (n,).

    Raises:
        BundleError: The weights are damaged or do not fit the network.
    """
    import keras
    from keras import ops

    manifest = bundle.manifest
    try:
        network = build(manifest.architecture, manifest.input, manifest.parameters, manifest.attributes)
        network.set_weights(load_weights(bundle.path / WEIGHTS))
        plain = with_standard_layers(network)
    except (OSError, KeyError, ValueError) as e:
        reason = str(e).partition("\n")[0]
        raise BundleError("bundle.network", path=bundle.path, reason=reason) from e
    face = keras.Input(plain.input_shape[1:], name=INPUT)
    once, mirrored = plain(face), plain(ops.flip(face, axis=2))
    unsure = _any(
        ops.max(once[name], axis=1, keepdims=True) < head.second_look for name, head in manifest.heads.items()
    )
    found = {name: ops.where(unsure, (once[name] + mirrored[name]) / 2, once[name]) for name in manifest.heads}
    outputs = _calibrated(found, manifest.heads)
    named = {name: keras.layers.Identity(name=name)(value) for name, value in outputs.items()}
    made = keras.Model(face, named, name=manifest.architecture.replace("-", "_"))
    made(np.zeros((1, *plain.input_shape[1:]), np.float32))  # Keras exports only what was called
    return made


def with_standard_layers(network: keras.Model) -> keras.Model:
    """A copy for inference without layers of Facet's own.

    Raises:
        ValueError: One of them has no counterpart.
    """
    import keras
    from keras import layers

    from core.training.architectures.fused import NormalisedConvolution

    folded: dict[str, list[Floats]] = {}

    def standard(layer: Any) -> Any:
        if not isinstance(layer, NormalisedConvolution):
            return layer.__class__.from_config(layer.get_config())
        folded[layer.name] = layer.folded()
        return layers.Conv2D(layer.filters, layer.side, strides=layer.stride, padding=layer.padding, name=layer.name)

    copy = keras.models.clone_model(network, clone_function=standard)
    for layer in copy.layers:
        layer.set_weights(folded.get(layer.name) or network.get_layer(layer.name).get_weights())
    return copy


def _calibrated(found: Mapping[str, Tensor], heads: Mapping[str, HeadSpec]) -> dict[str, Tensor]:
    """As `core.model.calibration.apply_calibration`, in the network."""
    from keras import ops

    alike: dict[str, Tensor] = {}
    outputs: dict[str, Tensor] = {}
    for name, head in sorted(heads.items(), key=lambda one: bool(one[1].grouped_by)):  # groups first
        if head.grouped_by:
            groups = alike[head.grouped_by]
            temperatures = groups @ _column(one.temperature for one in head.by_group)
            outputs[name] = _tempered(found[name], temperatures)
            outputs[threshold_output(name)] = (groups @ _column(one.threshold for one in head.by_group))[:, 0]
            continue
        alike[name] = _tempered(found[name], head.temperature)
        if head.label_temperatures:
            alike[name] = _tempered(found[name], alike[name] @ _column(head.label_temperatures))
        outputs[name] = alike[name]
        outputs[threshold_output(name)] = ops.zeros_like(alike[name][:, 0]) + head.threshold
    return outputs


def _tempered(probabilities: Tensor, temperature: Tensor | float) -> Tensor:
    from keras import ops

    return ops.softmax(ops.log(ops.maximum(probabilities, SMALLEST)) / temperature, axis=1)


def _column(values: Any) -> Floats:
    return np.array([[value] for value in values], np.float32)


def _any(conditions: Any) -> Tensor:
    from keras import ops

    first, *others = conditions
    for other in others:
        first = ops.logical_or(first, other)
    return first


def _worst_difference(network: keras.Model, form: Form, file: Path) -> float:
    """The largest difference of a probability, on noise; an export that is not finite differs infinitely."""
    shape = (_CHECKED, *network.input_shape[1:])
    faces = np.random.default_rng(0).integers(0, 256, shape).astype(np.float32)
    expected = {name: np.asarray(values) for name, values in network(faces, training=False).items()}
    answered = form.run(file, faces)
    differences = [np.abs(answered[name] - values).max() for name, values in expected.items()]
    return float(max(differences)) if np.isfinite(differences).all() else float("inf")


def _write_keras(network: keras.Model, file: Path) -> None:
    network.save(file)


def _run_keras(file: Path, faces: Floats) -> Mapping[str, Floats]:
    import keras

    return {name: np.asarray(values) for name, values in keras.saving.load_model(file)(faces).items()}


def _write_saved_model(network: keras.Model, file: Path) -> None:
    network.export(file, format="tf_saved_model", verbose=False)


def _run_saved_model(file: Path, faces: Floats) -> Mapping[str, Floats]:
    import tensorflow as tf

    loaded = tf.saved_model.load(file)  # its functions do not keep its variables
    return {name: values.numpy() for name, values in loaded.serve(faces).items()}


def _write_litert(network: keras.Model, file: Path) -> None:
    network.export(file, format="litert", verbose=False)


def _run_litert(file: Path, faces: Floats) -> Mapping[str, Floats]:
    from core.litert import Network

    return Network(file.read_bytes(), threads=os.cpu_count() or 1).run(faces)


def _write_onnx(network: keras.Model, file: Path) -> None:
    try:
        import tf2onnx  # noqa: F401 - Keras needs it, and its own error does not name it
    except ImportError as e:
        raise ExportError("export.package", path=file.parent, package="tf2onnx", form="ONNX") from e
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*np\.object", category=FutureWarning)  # Keras asks for it
        network.export(file, format="onnx", verbose=False)


def _run_onnx(file: Path, faces: Floats) -> Mapping[str, Floats]:
    import onnxruntime

    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {INPUT: faces}), strict=True))


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "onnx": Form("ONNX", "model.onnx", _write_onnx, _run_onnx),
        "keras": Form("Keras", "model.keras", _write_keras, _run_keras),
        "savedmodel": Form("SavedModel", "model", _write_saved_model, _run_saved_model),
        "tflite": Form("LiteRT (TensorFlow Lite)", "model.tflite", _write_litert, _run_litert),
    }
)

if __name__ == "__main__":
    main()
