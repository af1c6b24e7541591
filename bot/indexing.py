"""`footnote index`: builds with a progress bar, then says what changed. Everything goes to stderr."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.bootstrap_index import IndexReport, build_index, preview_index, set_aside
from bot.changes import change_lines, counted
from bot.golden import Golden, PublicationRefused, read_golden
from bot.golden_lines import golden_lines, refusal
from bot.places import generations_of
from bot.printable import printable
from bot.settings import Settings
from index.generations import Generation
from index.moves import Changes
from index.published import RolledBack
from knowledge.reading import Library


def index_with_progress(settings: Settings, *, asked: bool = False, force: bool = False) -> IndexReport:
    """Build the index of the configured guides; stdout stays free for the answer.

    Guides that were rolled back stay so until they change, unless somebody ``asked`` for this very build.
    ``force`` publishes it even where golden questions are answered worse.

    Raises:
        QuestionsInvalid: the golden questions can't be read; nothing was built.
        PublicationRefused: they are answered worse; the current generation stays.
    """
    console, golden = _console(), read_golden(settings, force=force)
    rolled_back = set_aside(settings)
    if rolled_back and not asked:
        generation = generations_of(settings).current_or_previous().generation
        console.print(_kept(generation, rolled_back), markup=False, style="yellow")
        return IndexReport(generation, Library((), ()), Changes(), seconds=0, built=False)
    if rolled_back:
        again = f"These guides were rolled back on {_day(rolled_back)}. They are indexed again, as you ask."
        console.print(again, markup=False)
    report = _build(settings, console, golden)
    _print_changes(report.library, report.changes, console)
    for line in golden_lines(report.golden) if report.golden else ():
        console.print(printable(line), markup=False)
    if report.golden and report.was_refused:
        raise PublicationRefused(refusal(report.golden))
    _print_summary(report, console)
    return report


def print_preview(settings: Settings) -> None:
    """Say what `footnote index` would change, and build nothing."""
    console, golden, preview = _console(), read_golden(settings), preview_index(settings)
    _print_changes(preview.library, preview.changes, console)
    taken_over = preview.passages - preview.embedded
    would = f"{counted(preview.embedded, 'passage')} would be embedded, {taken_over} taken over."
    console.print(f"{would} Nothing was built.", markup=False)
    if golden:
        number = counted(len(golden.golds), "golden question")
        console.print(f"{number} not asked: only an index that is built can answer.", markup=False)


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def _build(settings: Settings, console: Console, golden: Golden | None) -> IndexReport:
    with create_bar(console) as bar:
        task = bar.add_task("starting", total=None)

        def stage(name: str) -> None:
            bar.update(task, description=name[:1].upper() + name[1:])

        def embedded(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        def told(line: str) -> None:
            console.print(line, markup=False, style="yellow")

        return build_index(settings, embedded, stage, told, golden=golden)


def create_bar(console: Console) -> Progress:
    """Return a bar that tells the time left from the speed since the start: all slices are alike."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    day = 24 * 3600
    # In a file or pipe there is nothing to draw: rich would leave empty lines there.
    return Progress(
        *columns,
        console=console,
        transient=True,
        speed_estimate_period=day,
        disable=not console.is_interactive,
    )


def _print_changes(library: Library, changes: Changes, console: Console) -> None:
    for problem in library.problems:
        console.print(printable(f"left out: {problem}"), markup=False, style="red")
    for warning in library.warnings:
        console.print(printable(f"note: {warning}"), markup=False, style="yellow")
    for line in change_lines(changes):
        console.print(printable(line), markup=False)


def _print_summary(report: IndexReport, console: Console) -> None:
    manifest, changes = report.generation.manifest, report.changes
    if not report.built:
        console.print(f"Nothing changed: generation {manifest.id} stays current.", markup=False)
        return
    console.print(
        f"{manifest.guides} guides, {manifest.sections} sections, {manifest.passages} passages indexed "
        f"({len(changes.guides_added)} guides added, {len(changes.guides_changed)} changed, "
        f"{len(changes.guides_removed)} removed, {len(changes.guides_moved)} moved; "
        f"{len(report.library.problems)} left out): generation {manifest.id}",
        markup=False,
    )
    found, taken_over = manifest.self_retrieval, manifest.passages - manifest.embedded
    console.print(
        f"{counted(manifest.embedded, 'passage')} embedded, {taken_over} taken over, "
        f"in {report.seconds:.1f} s; {found.found} of {found.asked} sections found by their own headings",
        markup=False,
    )


def _kept(generation: Generation, rolled_back: RolledBack) -> str:
    return (
        f"Answering from generation {generation.manifest.id}: the guides are still those rolled back on "
        f"{_day(rolled_back)}. They are indexed again once they change, or now by: footnote index"
    )


def _day(rolled_back: RolledBack) -> str:
    return f"{rolled_back.at:%Y-%m-%d %H:%M} UTC"
