"""Sessions are kept on the server, end by themselves, and are the same for all its processes."""

import hashlib
from pathlib import Path

import pytest

from dashboard.access.session import BEFORE, IDLE, LONGEST, Session, Store


class Clock:
    """A time that the test sets."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    store = Store(tmp_path / "sessions", clock)
    store.ready()
    return store


def signed_in(store: Store) -> str:
    session = Session({"viewer": {"subject": "person-1"}})
    store.keep(session)
    assert session.id
    return session.id


def test_another_process_sees_what_was_kept_and_the_folder_tells_no_id(store: Store, clock: Clock) -> None:
    known = signed_in(store)
    assert Store(store.folder, clock).open(known) == {"viewer": {"subject": "person-1"}}
    (file,) = store.folder.iterdir()
    assert file.name == hashlib.sha256(known.encode()).hexdigest()
    assert known not in file.read_text()
    assert (store.folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_it_ends_after_half_an_hour_unused_and_not_while_it_is_used(store: Store, clock: Clock) -> None:
    known = signed_in(store)
    for _ in range(4):
        clock.now += IDLE - 1
        assert store.open(known) is not None
    clock.now += IDLE + 1
    assert store.open(known) is None
    assert list(store.folder.iterdir()) == []


def test_it_ends_after_eight_hours_however_much_it_is_used(store: Store, clock: Clock) -> None:
    known, begun = signed_in(store), clock.now
    while clock.now < begun + LONGEST - 600:
        clock.now += 600
        assert store.open(known) is not None
    clock.now += 601
    assert store.open(known) is None


def test_a_sign_in_that_is_not_finished_ends_after_ten_minutes(store: Store, clock: Clock) -> None:
    session = Session({"next": "/"})
    store.keep(session)
    clock.now += BEFORE + 1
    assert session.id
    assert store.open(session.id) is None


@pytest.mark.parametrize("known", ["", "x", "../../etc/passwd", "\x00", "a" * 5000, "é", "\udcff"])
def test_an_id_that_nobody_was_given_is_no_session(store: Store, known: str) -> None:
    signed_in(store)
    assert store.open(known) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"began": "x", "said": {}}', '{"began": 1, "said": 7}', "\x00"])
def test_a_damaged_file_is_no_session(store: Store, text: str) -> None:
    known = signed_in(store)
    next(store.folder.iterdir()).write_text(text)
    assert store.open(known) is None


def test_a_renewed_session_has_another_id_and_the_old_one_is_gone(store: Store) -> None:
    session = Session({"next": "/"})
    store.keep(session)
    old = session.id
    session.renew()
    session["viewer"] = {}
    for each in session.left:
        store.drop(each)
    store.keep(session)
    assert session.id != old
    assert old
    assert store.open(old) is None


def test_what_nobody_uses_is_swept_away(store: Store, clock: Clock) -> None:
    for _ in range(5):
        signed_in(store)
    clock.now += IDLE + 301
    signed_in(store)
    assert len(list(store.folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        Store(tmp_path / "file" / "sessions").ready()
