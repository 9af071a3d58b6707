"""Sync: one practice folder on several machines, through a git repository both can reach.

    sync(folder)      # commits what changed, takes in what others pushed, pushes

Logs never conflict (one file a machine; lines of both are kept). Any other file that
two machines changed stays as it is here, and the other version is kept beside it in
`kept/`; on a new machine, what nobody has written in since the folder was made gives way.
What stands between the README's marks is written anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.practice.durable import refusing
from palaestra.practice.exchange.marks import outside
from palaestra.practice.exchange.tracker_export import update_readme
from palaestra.practice.exchange.weekly_log import update_weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.repository import Ran, commit, git, has_git, identity

REMOTE = "origin"
NETWORK_SECONDS = 180.0
TRIES = 4
"""How often a push that somebody else's came before is tried again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file two machines changed: it is as it was here, and the other version is `copy`."""

    path: str
    copy: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What one sync did. `remote` is empty where the folder has none: then it only committed."""

    committed: int
    """Files that were committed."""
    pulled: int
    """Commits taken in."""
    pushed: int
    """Commits handed on."""
    kept: tuple[Kept, ...]
    remote: str

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra sync --json` prints them."""
        kept = [{"path": each.path, "copy": each.copy} for each in self.kept]
        return {
            "committed": self.committed,
            "pulled": self.pulled,
            "pushed": self.pushed,
            "kept": kept,
            "remote": self.remote,
        }


def set_remote(folder: PracticeFolder, address: str) -> None:
    """Name the repository to sync with: an address git understands, or a folder."""
    _check_repository(folder.root)
    if not address.strip() or address.startswith("-"):
        raise Refusal(
            f"{address!r} is not the address of a repository.", "For example git@github.com:you/practice.git."
        )
    given = Path(address).expanduser()
    place = str(given.absolute()) if given.exists() else address
    does = "set-url" if git(folder.root, "remote", "get-url", REMOTE).is_good else "add"
    ran = git(folder.root, "remote", does, REMOTE, place)
    if not ran.is_good:
        raise Refusal(f"git does not take {address!r}: {_last(ran)}", "Check the address.")


def sync(folder: PracticeFolder, say: Callable[[str], None] = lambda _: None) -> Synced:
    """Commit, take in, hand on; `say` is told of each step that may take long.

    Raises Refusal when git is missing or the remote cannot be reached; what was committed stays committed.
    """
    root = folder.root
    _check_repository(root)
    kept = _finish(folder) if _is_merging(root) else []
    committed = _commit(folder)
    remote = git(root, "remote", "get-url", REMOTE).said.strip()
    if not remote:
        return Synced(committed, 0, 0, tuple(kept), "")
    branch = _branch(root)
    pulled = 0
    for _ in range(TRIES):
        say(f"Asking {remote} for news.")
        if _is_there(root, branch, remote):
            more, found = _pull(folder, branch, remote)
            pulled, kept = pulled + more, [*kept, *found]
        ahead = _ahead(root, branch)
        if not ahead:
            return Synced(committed, pulled, 0, tuple(kept), remote)
        say(f"Handing on {ahead} commit{'' if ahead == 1 else 's'}.")
        ran = git(root, "push", "--quiet", "-u", REMOTE, f"HEAD:refs/heads/{branch}", seconds=NETWORK_SECONDS)
        if ran.is_good:
            return Synced(committed, pulled, ahead, tuple(kept), remote)
        if "rejected" not in ran.error:
            raise _unreachable(remote, ran)
    raise Refusal(f"{remote} changes faster than it can be followed.", "Run `palaestra sync` again in a minute.")


def _check_repository(root: Path) -> None:
    if not has_git():
        raise Refusal("git is not installed.", "Install git; everything but sync works without it.")
    if not (root / ".git").exists() and not git(root, "init", "--quiet", "--initial-branch=main").is_good:
        raise Refusal(f"{root} cannot be made a git repository.", "Is the folder yours to write?")
    for name in ("rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD"):
        if (root / ".git" / name).exists():
            raise Refusal(f"git is in the middle of something in {root}.", "`git status` there says what to finish.")


def _branch(root: Path) -> str:
    ran = git(root, "symbolic-ref", "--short", "HEAD")
    if not ran.is_good:
        raise Refusal(f"{root} is not on a branch.", "`git switch main` there goes back to yours.")
    return ran.said.strip()


def _commit(folder: PracticeFolder) -> int:
    """Commit everything that changed; how many files that were."""
    root = folder.root
    changed = [
        each for each in git(root, "status", "--porcelain", "-z", "--untracked-files=all").said.split("\0") if each
    ]
    if not changed:
        return 0
    if not commit(root, f"Practice, {folder.today()}"):
        ran = git(root, "add", "--all")
        raise Refusal(f"git does not commit: {_last(ran) or 'a lock may be left'}", "`git status` there says why.")
    return len(changed)


def _is_there(root: Path, branch: str, remote: str) -> bool:
    """Whether the remote has our branch. An empty one is fine; one that has only others is not ours to guess."""
    ran = git(root, "ls-remote", "--heads", REMOTE, seconds=NETWORK_SECONDS)
    if not ran.is_good:
        raise _unreachable(remote, ran)
    heads = [line.partition("refs/heads/")[2] for line in ran.said.splitlines()]
    if heads and branch not in heads:
        there = ", ".join(heads[:3])
        raise Refusal(f"The remote has {there}, and you are on {branch}.", f"`git branch -m {heads[0]}` renames yours.")
    return bool(heads)


def _pull(folder: PracticeFolder, branch: str, remote: str) -> tuple[int, list[Kept]]:
    """Take in the remote's commits; how many, and the files both had changed."""
    root = folder.root
    ran = git(root, "fetch", "--quiet", REMOTE, branch, seconds=NETWORK_SECONDS)
    if not ran.is_good:
        raise _unreachable(remote, ran)
    has_own = git(root, "rev-parse", "--verify", "--quiet", "HEAD").is_good
    new = git(root, "rev-list", "--count", "HEAD..FETCH_HEAD" if has_own else "FETCH_HEAD")
    count = int(new.said.strip() or 0)
    if not count:
        return 0, []
    words = ("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "FETCH_HEAD")
    ran = git(root, *identity(root), "-c", "commit.gpgsign=false", *words)
    if not ran.is_good and not _is_merging(root):
        raise Refusal(f"git cannot merge: {_last(ran)}", "`git status` there says why; nothing of yours changed.")
    kept = _finish(folder) if _is_merging(root) else []
    if update_readme(folder) | update_weeks(folder):
        commit(root, "The README after a merge", "README.md")
    return count, kept


def _is_merging(root: Path) -> bool:
    return (root / ".git" / "MERGE_HEAD").exists()


def _finish(folder: PracticeFolder) -> list[Kept]:
    """Settle every file a merge stopped at, and commit it."""
    root = folder.root
    other = git(root, "rev-parse", "--short", "MERGE_HEAD").said.strip()
    stopped = [each for each in git(root, "diff", "--name-only", "--diff-filter=U", "-z").said.split("\0") if each]
    first = _first_of_its_own(root)
    written = [name for name in stopped if not (first and _is_as_made(root, first, name))]
    for name in set(stopped) - set(written):
        git(root, "checkout", "--theirs", "--", name)
    kept = [each for each in (_settle(root, name, other) for name in written) if each]
    if not commit(root, "Take in what another machine did"):
        raise Refusal("A merge could not be finished.", "`git status` in your practice folder says why.")
    return kept


def _first_of_its_own(root: Path) -> str:
    """The first commit of a folder made apart from the other machine's; empty when both grew from one."""
    if git(root, "merge-base", "HEAD", "MERGE_HEAD").is_good:
        return ""
    return git(root, "rev-list", "--max-parents=0", "HEAD").said.split("\n")[0].strip()


def _is_as_made(root: Path, first: str, name: str) -> bool:
    """Whether nobody has written in a file since the folder was made: a new machine takes what the others say."""
    if git(root, "rev-parse", f"{first}:{name}").said == git(root, "rev-parse", f"HEAD:{name}").said:
        return True
    made, now = (git(root, "show", f"{commit}:{name}").said.encode() for commit in (first, "HEAD"))
    return name == "README.md" and outside(made) == outside(now)


def _settle(root: Path, name: str, other: str) -> Kept | None:
    """One file both changed: lines of both for a log, ours with theirs kept beside it for anything else."""
    path = root / name
    is_ours = git(root, "checkout", "--ours", "--", name).is_good
    ours = path.read_bytes() if is_ours else b""
    if not git(root, "checkout", "--theirs", "--", name).is_good:
        return None  # deleted there and changed here: what was changed stays
    theirs = path.read_bytes()
    if not is_ours or ours == theirs:
        return None  # deleted here and changed there
    with refusing(path):
        if name.startswith("log/"):
            path.write_bytes(_lines_of_both(ours, theirs))
            return None
        path.write_bytes(ours)
        if name == "README.md" and outside(ours) == outside(theirs):
            return None
        copy = path.parent / "kept" / f"{path.stem}.other-{other}{path.suffix}"
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(theirs)
    return Kept(name, copy.relative_to(root).as_posix())


def _lines_of_both(ours: bytes, theirs: bytes) -> bytes:
    lines = dict.fromkeys((*ours.splitlines(), *theirs.splitlines()))
    return b"".join(line + b"\n" for line in lines)


def _ahead(root: Path, branch: str) -> int:
    """How many commits the remote does not have."""
    known = git(root, "rev-parse", "--verify", "--quiet", f"refs/remotes/{REMOTE}/{branch}").is_good
    ran = git(root, "rev-list", "--count", f"{REMOTE}/{branch}..HEAD" if known else "HEAD")
    return int(ran.said.strip() or 0)


def _unreachable(remote: str, ran: Ran) -> Refusal:
    return Refusal(
        f"{remote} cannot be reached: {_last(ran)}.", "Your work is committed here; run `palaestra sync` again later."
    )


def _last(ran: Ran) -> str:
    """The line of git's words that says most."""
    lines = [line.strip() for line in ran.error.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:", "remote:"))]
    return (fatal or lines or [""])[0].rstrip(".")
