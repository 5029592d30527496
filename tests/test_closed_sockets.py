"""The guard that closes the sockets of the whole suite does so, also in a Python that a test starts."""

import http.client
import socket
import subprocess
import sys

import pytest

INVENTED_HOST = "archive.example"
INVENTED_ADDRESS = ("192.0.2.1", 80)  # reserved for documentation by RFC 5737


@pytest.fixture
def on_purpose(outside_log):
    """Take the lines of this test out of the log again: here, reaching out is the point."""
    before = outside_log.read_text(encoding="utf-8")
    yield outside_log
    outside_log.write_text(before, encoding="utf-8")


@pytest.fixture
def closed(on_purpose):
    return pytest.raises(RuntimeError, match="nothing may leave this machine")


def test_a_name_of_another_machine_is_not_even_looked_up(closed):
    with closed:
        http.client.HTTPConnection(INVENTED_HOST, timeout=1).connect()


def test_another_machine_is_not_connected_to(closed):
    with socket.socket() as plug, closed:
        plug.connect(INVENTED_ADDRESS)


def test_nothing_is_sent_to_another_machine_without_a_connection(closed):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug, closed:
        plug.sendto(b"hello", INVENTED_ADDRESS)


def test_this_machine_may_talk_to_itself():
    with (
        socket.create_server(("localhost", 0)) as server,
        socket.create_connection(server.getsockname()[:2], timeout=5),
    ):
        server.accept()[0].close()


def test_a_python_that_a_test_starts_is_closed_too_and_leaves_a_line(on_purpose):
    program = f"import socket; socket.getaddrinfo('{INVENTED_HOST}', 80)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "nothing may leave this machine" in ended.stderr
    assert INVENTED_HOST in on_purpose.read_text(encoding="utf-8")
