"""Issuing and verifying beside others who do the same: the same credentials, the same machine, in turns.

Everybody has the controller's document at hand, and nobody is asked for a status. Ours does more than the others: every
check on verify; on issue it builds the document, lints it and checks its own signature, and in a row of its own commits
it durably. The others sign a ready document with a key in memory. Node and the Python libraries work in processes of
their own, each in its own environment; a call costs a line on a pipe, and Node reads and writes JSON each time.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

from badgeapi import limits
from badgeapi.canon import contexts, multibase
from badgeapi.net.network import offline
from badgeapi.signing import data_integrity, multikey
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.make_credentials import make_credentials
from badgeapi.usecases.sign_document import DEFAULT_SUITE
from badgeapi.usecases.verify import verify
from badgeapi.verification.parse import parse
from bench import in_process
from bench.in_process import SIGN, VERIFY
from bench.table import Bars, Column, Row, Table, Unit
from bench.timing import Task, Timing, medians
from tests.interop.peer import NodePeer, PeerUnavailable
from tests.interop.python_peers import PythonPeer

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "Beside others"
PYLD = "PyLD and Ed25519"
NORMALIZE = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.document_loader}
OURS, STORED = "badgeapi", "badgeapi, stored on disk"
NODE = "@digitalbazaar/vc in Node"
PYTHON = {"openbadgeslib": "openbadgeslib", "openvc": "openvc-core"}
CREDENTIALS = 50
"""How many different ones are worked on in turn."""
_SEED = "11" * 32
_PEERS = Path(__file__).parent / "peers"


def measure(folder: Path) -> list[Table]:
    """Issue and verify with everybody who can be had here."""
    timings = {timing.name: timing.seconds for timing in asyncio.run(_measure(folder))}
    names = dict.fromkeys(name.partition(": ")[2] for name in timings)
    rows = []
    for name in names:
        issue, judge = timings.get(f"issue: {name}"), timings.get(f"verify: {name}")
        faster = [
            theirs / timings[f"{work}: {OURS}"] if theirs else None
            for work, theirs in (("issue", issue), ("verify", judge))
        ]
        rows.append(Row(name, (issue and issue * 1e6, judge and judge * 1e6, *faster)))
    columns = (
        Column("issue", Unit.MICROSECONDS),
        Column("verify", Unit.MICROSECONDS),
        Column("issue takes", Unit.TIMES),
        Column("verify takes", Unit.TIMES),
    )
    chart = Bars(("issue", "verify"), logarithmic=True)
    return [Table("Issue and verify beside others", columns, tuple(rows), chart, NOTE)]


NOTE = f"Takes: times as long as {OURS}, which builds and lints the document and checks its own signature."


async def _measure(folder: Path) -> list[Timing]:
    async with in_process.deployed(folder) as (deployment, caller, issuer, achievement):
        command = in_process.award(achievement, DEFAULT_SUITE.NAME)
        texts = [(await issue_assertion(deployment, caller, command)).assertion.credential for _ in range(CREDENTIALS)]
        badges = [json.loads(text) for text in texts]
        controller = await in_process.controller(deployment, issuer)
        order = await in_process.ordered(deployment, caller, command)
        documents = [data_integrity.unsecured(badge) for badge in badges]
        turn = count()

        def pick(listed: list[Any]) -> Any:
            return listed[next(turn) % CREDENTIALS]

        def in_turn(work: Callable[[int], Any]) -> None:
            work(next(turn) % CREDENTIALS)

        async def issue() -> None:
            await issue_assertion(deployment, caller, command)

        async def judge() -> None:
            report = await verify(deployment, parse(pick(texts)), fetch=offline)
            assert report.verified

        def make() -> None:
            make_credentials(deployment.keyring, deployment.recipients, order)

        tasks = [
            *(Task(f"{work}: bare Ed25519", task.run) for work, task in zip(("issue", "verify"), _bare(), strict=True)),
            Task(f"issue: {OURS}", make),
            Task(f"verify: {OURS}", judge),
            Task(f"issue: {STORED}", issue),
        ]
        with ExitStack() as stack:
            for name, (issues, verifies) in _others(stack, badges, documents, controller).items():
                tasks += [
                    Task(f"issue: {name}", partial(in_turn, issues)),
                    Task(f"verify: {name}", partial(in_turn, verifies)),
                ]
            return await medians(tasks)


def _bare() -> list[Task]:
    return [task for task in in_process.bare() if task.name in (SIGN, VERIFY)]


_Pair = tuple[Callable[[int], Any], Callable[[int], Any]]


def _others(stack: ExitStack, badges: list[Any], documents: list[Any], controller: dict[str, Any]) -> dict[str, _Pair]:
    """How the others issue and verify the credential of a number; whoever cannot be had is left out."""
    made = {PYLD: _pyld(badges, documents, controller)}
    if (peer := node(stack)) is not None:
        made[NODE] = _node(peer, badges, documents, controller)
    # They read one proof, not an array of one.
    single = [badge | {"proof": badge["proof"][0]} for badge in badges]
    given = {
        "badges": single,
        "documents": documents,
        "controller": controller,
        "contexts": {contexts.OB_3_0_3: contexts.document(contexts.OB_3_0_3)},
    }
    for name, shown in PYTHON.items():
        peer_of = PythonPeer(name)
        try:
            peer_of.install()
        except (subprocess.SubprocessError, OSError):
            continue
        ask = stack.enter_context(_asking(peer_of.python, _PEERS / f"with_{name}.py", given))
        made[shown] = partial(ask, "issue"), partial(ask, "verify")
    for issues, verifies in made.values():
        issues(0), verifies(0)  # whoever refuses says so before anything is measured
    return made


def node(stack: ExitStack) -> NodePeer | None:
    """Node's libraries, None where they cannot be had."""
    try:
        return stack.enter_context(NodePeer())
    except PeerUnavailable:
        return None


def _pyld(badges: list[Any], documents: list[Any], controller: dict[str, Any]) -> _Pair:
    """PyLD's canonical form and a bare signature, without any check."""
    private = Ed25519PrivateKey.generate()
    name = badges[0]["proof"][0]["verificationMethod"]
    [text] = [method["publicKeyMultibase"] for method in controller["verificationMethod"] if method["id"] == name]
    public = Ed25519PublicKey.from_public_bytes(multikey.parse(text).raw)

    def data(number: int) -> bytes:
        [proof] = badges[number]["proof"]
        document = documents[number]
        options = {"@context": document["@context"], **proof}
        del options["proofValue"]
        canonical = (jsonld.normalize(part, NORMALIZE) for part in (options, document))
        return b"".join(sha256(text.encode()).digest() for text in canonical)

    def verifies(number: int) -> None:
        [proof] = badges[number]["proof"]
        public.verify(multibase.decode(proof["proofValue"], limits.IRI_CHARACTERS), data(number))

    return lambda number: private.sign(data(number)), verifies


def _node(peer: NodePeer, badges: list[Any], documents: list[Any], controller: dict[str, Any]) -> _Pair:
    """Node signs with a did:key that becomes the issuer's id; otherwise the credential is the same."""
    known = {controller["id"]: controller}

    def issues(number: int) -> None:
        peer.issue(deepcopy(documents[number]), cryptosuite=DEFAULT_SUITE.NAME, seed=_SEED)

    def verifies(number: int) -> None:
        assert peer.verify(badges[number], known).verified

    return issues, verifies


@contextmanager
def _asking(python: Path, script: Path, given: dict[str, Any]) -> Iterator[Callable[[str, int], None]]:
    """Run a script that does as it is told, a line each; yields how to tell it."""
    with subprocess.Popen([python, script], encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def tell(work: str, number: int) -> None:
            stdin.write(f"{work} {number}\n")
            stdin.flush()
            if stdout.readline() != "done\n":
                raise RuntimeError(f"{script.name} could not {work}")

        stdin.write(json.dumps(given) + "\n")
        yield tell
        stdin.close()
