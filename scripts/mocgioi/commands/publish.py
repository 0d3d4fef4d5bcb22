"""Push tagged releases to a dataset repository on the Hugging Face Hub.

For every Git tag vX.Y.Z that the Hub does not have: card, datasheet, tables, JSON lines, Croissant and schema in one
commit, then the tag. Running it again changes nothing; a tag is never moved. The token is read by huggingface_hub from
HF_TOKEN or from what `hf auth login` stored.
"""

from mocgioi.paths import checkout


def register(parser):
    parser.add_argument("repo", metavar="ORG/NAME", help="the dataset repository; it is created when it is not there")
    parser.add_argument("--private", action="store_true", help="create the repository as private")
    parser.add_argument(
        "--dry-run", action="store_true", help="compare with the Hub, say what would be done, send nothing"
    )


def run(args) -> int:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from huggingface_hub.utils import disable_progress_bars

    from mocgioi import publish
    from mocgioi.errors import MocgioiError

    disable_progress_bars()
    api, root = HfApi(), checkout(args.root)
    try:
        steps = publish.plan(api, args.repo, root)
        if not steps:
            print(f"{args.repo} has every tagged release: {', '.join(publish.tagged(root))}; nothing to do")
        if args.dry_run:
            for step in steps:
                what = f"{len(step.files)} files and the tag" if step.commit else "the tag; its files are there"
                print(f"would publish v{step.version}: {what}")
            return 0
        for line in publish.carry_out(api, args.repo, steps, private=args.private) if steps else ():
            print(line, flush=True)
    except HFValidationError as error:
        raise MocgioiError(f"{args.repo}: {error}", "give the repository as ORG/NAME") from None
    except (HfHubHTTPError, OSError, RuntimeError) as error:  # the last is how a failed LFS upload is told
        raise MocgioiError(f"{args.repo}: {_told(error)}", "run it again: what was done stays done") from None
    return 0


def _told(error: Exception) -> str:
    """What a failed request says, in one line. Headers, and with them the token, are never part of it."""
    response = getattr(error, "response", None)
    if response is not None and response.status_code in (401, 403):
        return f"the Hub answered {response.status_code}: log in with `hf auth login`, or set HF_TOKEN to a write token"
    return " ".join(str(error).split()) or type(error).__name__
