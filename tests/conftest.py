"""What several tests share: a copy of the checkout, and the command run in it."""

import atexit
import gc
import json
import os
import py_compile
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from functools import cache, partial
from importlib.util import cache_from_source
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, settings

from senco.execution import kernel
from senco.workspace.files import write_atomically
from senco.workspace.paths import Project
from tests.forked import Forking

ROOT = Path(__file__).parents[1]
#: What a build makes or a person keeps; everything else belongs to a checkout.
NOT_TRACKED = shutil.ignore_patterns(
    ".git", ".venv", "_build", ".work", "*_cache", ".hypothesis",
    "__pycache__", "*.egg-info", ".ipynb_checkpoints",
)  # fmt: skip

# nbval runs the committed pages: what they save must not replace what is committed
os.environ.setdefault("SENCO_RESULTS", tempfile.mkdtemp(prefix="senco-results-"))
os.environ["SENCO_ROOT"] = str(ROOT)
os.environ["PYTHONIOENCODING"] = "utf-8"  # what commands print is read as that, on every system
# the same examples on every machine, and no failure because one of them is slow
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
os.environ.update(kernel.make_environment())  # for the kernels of nbval, as in senco.execution


def pytest_configure(config: pytest.Config) -> None:
    """Let nbval run the pages, which name a plain kernel, with preloaded ones.

    A shell that starts the tests in the background has Ctrl+C ignored, and so would be the
    commands that tests end by it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not config.option.nbval_kernel_name and not config.option.current_env:
        config.option.nbval_kernel_name = kernel.choose_kernel()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect thousands of tests without looking for garbage among them, then or later.

    They are kept until the end; looking through them takes a quarter of the time of collecting.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


#: Test files that import modules Windows does not have, and need them throughout.
POSIX_ONLY = ["execution/test_kernel.py", "test_replicate.py"]
collect_ignore = POSIX_ONLY if sys.platform == "win32" else []

#: Files whose tests take minutes: begun first, so that at the end no worker waits for another.
LONGEST = (
    "book/test_site.py", "test_replicate.py", "book/test_site_controls.py",
    "crate/test_packing.py", "book/test_kept.py", "test_private.py", "book/test_pdf.py",
    "withdrawal/test_withdrawal.py", "crate/test_verification.py", "test_foreign_study.py",
    "execution/test_kernel.py", "cli/test_wheel.py", "execution/test_command.py",
    "execution/test_cluster.py", "disclosure/test_corpus.py", "execution/test_pipeline.py",
    "withdrawal/test_renaming.py", "withdrawal/test_person.py", "disclosure/test_prose.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; everything else stays in its order."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


#: The pages that a collected cohort's pages refer to, and one of another cohort.
SHORT_BOOK = (
    "cohorts/ey-pvi-2017/10_participants", "study/methods", "glossary", "bibliography",
    "methods/comparison", "methods/intervals", "methods/pooling",
)  # fmt: skip
_LINK = re.compile(r"\[([^\]]*)\]\((?!#|https?:)[^)]*\)")


#: What commands are forked from.
FORKING = Forking()

#: Commands that run notebooks.
MAKING = ("build", "run", "serve")


def hold_libraries(environment: dict[str, str]) -> None:
    """Keep the process from which kernels are forked until the tests have ended.

    Importing the libraries takes more than making a page, and each command would do it anew.
    """
    if not kernel.find_obstacle():
        # there is no such module on Windows
        from senco.execution.kernel.client import NoPreloadedKernelError, ensure_preloaded

        with suppress(NoPreloadedKernelError):  # the command will say why
            ensure_preloaded({**environment, **kernel.make_environment()})


@cache
def compile_package() -> Path:
    """A folder with the package's compiled modules, laid out as in the checkout.

    Else each command in a copy would compile what it imports, where Python may not keep it.
    """
    made, package = Path(tempfile.mkdtemp(prefix="senco-compiled-")), ROOT / "analysis" / "senco"
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for path in package.rglob("*.py"):
        place = made / path.relative_to(package).parent / "__pycache__"
        name = Path(cache_from_source(str(path))).name
        py_compile.compile(str(path), str(place / name), doraise=True)
    return made


class Checkout:
    """A copy of the checkout in which the command can be run; made where it is not there yet."""

    def __init__(self, root: Path):
        if not root.exists():
            shutil.copytree(ROOT, root, ignore=NOT_TRACKED)
            shutil.copytree(compile_package(), root / "analysis" / "senco", dirs_exist_ok=True)
        self.root = root
        self.project = Project(root)

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("SENCO_ROOT", "SENCO_RESULTS")}
        return {**kept, "PYTHONPATH": str(self.root / "analysis"), "COLUMNS": "200"}

    def command(self, *words: str) -> list[str]:
        if words[0] in MAKING:
            hold_libraries(self.environment)
        return [sys.executable, "-c", "from senco.cli import main; main()", *words]

    def run(
        self, *words: str, own_process: bool = False, **options
    ) -> subprocess.CompletedProcess[str]:
        """Run the command; forked from `FORKING` where that can be told from nothing.

        With `own_process` it is started by itself, as where its hash seed matters.
        """
        program, environment = self.command(*words), options.pop("env", self.environment)
        if not own_process and options.keys() <= {"umask", "stdin"}:
            nothing = options.get("stdin", subprocess.DEVNULL) == subprocess.DEVNULL
            done = nothing and FORKING.run(words, self.root, environment, options.get("umask", -1))
            if done:
                return done
        return subprocess.run(
            program, cwd=self.root, env=environment, capture_output=True, encoding="utf-8",
            check=False, **options,
        )  # fmt: skip

    def start(self, *words: str, streams: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words), cwd=self.root, env=self.environment, encoding="utf-8",
            stdout=streams, stderr=streams, start_new_session=True,
        )  # fmt: skip

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one text in one file; it must stand there."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def pages(self) -> dict[str, bytes]:
        """Every file under book/cohorts, by path."""
        return read_folder(self.root / "book" / "cohorts")

    def take_pages(self, other: "Checkout") -> None:
        """Take over the pages that another checkout has made, and its record of them."""
        for name in ("book/cohorts", "_build/manifest.jsonl", "_build/memory.json"):
            source, place = other.root / name, self.root / name
            if source.is_dir():
                shutil.rmtree(place)
                shutil.copytree(source, place)
            else:
                place.parent.mkdir(exist_ok=True)
                shutil.copyfile(source, place)

    def shorten(self, names: tuple[str, ...] = SHORT_BOOK) -> None:
        """Leave a book of the few pages that a collected cohort's own refer to.

        For tests that ask nothing of the others: a build takes a third of the time.
        """
        chapters = [{"file": f"book/{name}"} for name in names]
        toc = {"format": "jb-book", "root": "book/index"}
        toc["parts"] = [{"caption": "The original cohort", "chapters": chapters}]
        (self.root / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
        (self.root / "book" / "index.md").write_text("# A short book\n", encoding="utf-8")
        (self.root / "book" / "search.yml").unlink(missing_ok=True)  # it names what is gone
        for name in names:
            page = self.root / "book" / f"{name}.md"
            if page.exists():
                text = page.read_text(encoding="utf-8")
                page.write_text(_LINK.sub(r"\1", text), encoding="utf-8")


#: Only ends what hangs: no machine that is merely slow comes near.
HANG_SECONDS = 900


def wait_until(held: Callable[[], object], running: subprocess.Popen[str] | None = None) -> None:
    """Wait for a state, however long it takes; a process that has to bring it about must run."""
    end = time.monotonic() + HANG_SECONDS
    while not held():
        assert running is None or running.poll() is None, "it ended before"
        assert time.monotonic() < end, "this hangs"
        time.sleep(0.02)


def read_folder(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def no_hang():
    """End a test that uses the processor for minutes, which others' load does not shorten.

    For patterns and searches whose time could grow with the square of a text and more:
    on the texts of the tests such a one would take hours.
    """

    def stop(*_):
        raise AssertionError(f"it used the processor for {HANG_SECONDS} seconds")

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, old)


@pytest.fixture
def checkout(tmp_path) -> Checkout:
    return Checkout(tmp_path / "copy")


def place_shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str) -> Path:
    """A folder of this name that all workers share; where it is whole, it holds `told.json`."""
    here = tmp_path_factory.getbasetemp()
    return (here if worker_id == "master" else here.parent) / name


def make_once(place: Path, make: Callable[[Path], object]) -> object:
    """What filling a shared folder told: the first worker that asks does it, others wait for it.

    Each test leaves it as it was.
    """
    try:
        place.mkdir()
    except FileExistsError:
        wait_until((place / "told.json").exists)
    else:
        told = None
        try:
            told = make(place)
        finally:  # so that nobody waits for what failed
            write_atomically(place / "told.json", json.dumps(told))
    return json.loads((place / "told.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def collected_state(tmp_path_factory, worker_id) -> Path:
    """A checkout in which a collected cohort's private book is built, for `collected.Copy`."""
    from tests.collected import build_collected

    place = place_shared(tmp_path_factory, worker_id, "collected")
    assert make_once(place, build_collected)
    return place


@pytest.fixture(scope="session")
def signed_state(tmp_path_factory, worker_id, collected_state) -> Path:
    """The same once a person has signed for the book and the deposit, and packed it."""
    from tests.collected import sign_collected

    place = place_shared(tmp_path_factory, worker_id, "signed")
    assert make_once(place, partial(sign_collected, state=collected_state))
    return place


#: Files beside the folders that a wheel is made of.
_OF_WHEEL = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-data", "_config.yml",
             "requirements.lock", "book/print.css", "book/references.bib")  # fmt: skip
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q")


def build_wheel(place: Path) -> str:
    """Build the package's wheel from what it is made of alone; return its path."""
    source = place / "source"  # which setuptools writes into
    for name in ("analysis", "data", "book/_static", "book/methods"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _OF_WHEEL:
        shutil.copy(ROOT / name, source / name)
    words = ("wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", place, source)
    subprocess.run([*PIP, *words], check=True)
    [built] = place.glob("senco-*.whl")
    return str(built)


@pytest.fixture(scope="session")
def wheel_file(tmp_path_factory, worker_id) -> Path:
    """The package's wheel: built once, for all workers."""
    told = make_once(place_shared(tmp_path_factory, worker_id, "wheel"), build_wheel)
    assert told
    return Path(told)


def build_public_book(place: Path) -> dict[str, object]:
    """Build the book in a copy; what this checkout's own last build made is taken over.

    By the digests of all that a book is made from, the build makes anew what is not current:
    everything where nothing was built, nothing after `make book`, with which CI begins.
    """
    checkout = Checkout(place / "copy")
    own, taken = ROOT / "_build", checkout.root / "_build"
    taken.mkdir()
    for name in ("manifest.jsonl", "memory.json"):
        if (own / name).is_file():
            shutil.copyfile(own / name, taken / name)
    if (own / "html").is_dir():
        shutil.copytree(own / "html", taken / "html")
    done = checkout.run("build", "--jobs", "2")
    return {"status": done.returncode, "out": done.stdout, "err": done.stderr}


@pytest.fixture(scope="session")
def public_book(tmp_path_factory, worker_id) -> Checkout:
    """A checkout in which the public book is built: once, for all workers."""
    place = place_shared(tmp_path_factory, worker_id, "public-book")
    told = make_once(place, build_public_book)
    assert told and told["status"] == 0, told
    assert "Open _build/html/index.html in a browser." in told["out"]
    return Checkout(place / "copy")
