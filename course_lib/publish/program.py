"""The program ``course``: serve the notebooks, present one, export them."""

import argparse
import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.page.chapters import Chapter, built, chapter_of

PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0, 1 for what went wrong, 2 for what was mistyped."""
    parser = _parser()
    given = parser.parse_args(list(sys.argv[1:] if arguments is None else arguments) or ["serve"])
    try:
        return given.run(given)
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("", file=sys.stderr)
        return 130


def serve(given: argparse.Namespace) -> int:
    """Every notebook and its deck, until Ctrl+C."""
    return _run(given, opens="/")


def present(given: argparse.Namespace) -> int:
    """The deck of one notebook with its notes, for the person who teaches."""
    from course_lib.page.site import PRESENTER

    os.environ[PRESENTER] = "1"
    return _run(given, opens=f"/slides/{given.chapter.number}/", with_notes=True)


def export(given: argparse.Namespace) -> int:
    """The course, or one notebook of it, as a folder of pages that need no Python."""
    from course_lib.publish.export import export as build

    def tell(done: int, of: int, name: str) -> None:
        bar = "█" * round(20 * done / of)
        print(f"\r{bar:░<20} {done} of {of}  {name:<20}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # tidies up on its way out, as Ctrl+C does
    site = build(given.site, tell, [given.chapter] if given.chapter else [])
    print(f"\n{site}\nPut this folder on any web host, or try it: python3 -m http.server --directory {site}")
    return 0


def wasm(given: argparse.Namespace) -> int:
    """One notebook as a page that runs its Python in the browser."""
    from course_lib.publish.wasm import wasm as build

    page = build(given.folder, given.chapter)
    print(f"{page}\nIt needs a web server and a network: python3 -m http.server --directory {page}")
    return 0


def _run(given: argparse.Namespace, opens: str, with_notes: bool = False) -> int:
    import uvicorn

    from course_lib.publish.serve import course_app, refuse_taken

    refuse_taken(given.host, given.port)
    shown = "127.0.0.1" if given.host in ("0.0.0.0", "::") else given.host
    address = f"http://{shown}:{given.port}{opens}"
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        app = course_app(Path(folder), with_notes)
        print(f"{address}\nPress Ctrl+C to stop.", flush=True)
        if not given.headless:
            threading.Timer(1.0, webbrowser.open, [address]).start()
        uvicorn.run(app, host=given.host, port=given.port, log_level="warning")
    return 0


def _chapter(text: str) -> Chapter:
    try:
        chapter = chapter_of(text)
    except KeyError as error:
        raise argparse.ArgumentTypeError(error.args[0]) from None
    if not chapter.is_built:
        there = ", ".join(chapter.number for chapter in built())
        raise argparse.ArgumentTypeError(f"{chapter} is not built yet; there are {there}.")
    return chapter


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; use a number from 1 to 65535.")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="course",
        description="Backpropagation, live: serve the notebooks, present one as slides, export a site.",
        epilog="Without a command: course serve.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    serving = argparse.ArgumentParser(add_help=False)
    serving.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on; by default only this machine can connect"
    )
    serving.add_argument("--port", type=_port, default=PORT, help=f"the port to listen on ({PORT})")
    serving.add_argument("--headless", action="store_true", help="do not open a browser")
    made = commands.add_parser("serve", parents=[serving], help="all notebooks, their slides and a start page")
    made.set_defaults(run=serve)
    made = commands.add_parser("present", parents=[serving], help="one notebook as slides, with speaker notes (key S)")
    made.add_argument("chapter", metavar="NUMBER", type=_chapter, help="such as 5_3 or 5.3")
    made.set_defaults(run=present)
    made = commands.add_parser("export", help="a folder for any web host, which works without Python")
    made.add_argument("site", metavar="SITE", type=Path, help="the folder to write")
    made.add_argument("chapter", metavar="NUMBER", type=_chapter, nargs="?", help="one notebook only, such as 5_3")
    made.set_defaults(run=export)
    made = commands.add_parser("wasm", help="one notebook whose Python runs in the browser, fetched from the network")
    made.add_argument("folder", metavar="FOLDER", type=Path, help="the folder to write")
    made.add_argument("chapter", metavar="NUMBER", type=_chapter, help="such as 5_3 or 5.3")
    made.set_defaults(run=wasm)
    return parser


if __name__ == "__main__":
    sys.exit(main())
