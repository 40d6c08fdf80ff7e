"""What a client does otherwise than Jupyter's own."""

from pathlib import Path

import zmq

from grading.sandbox.jupyter import MAX_MESSAGE, RETRY, kernel_manager
from grading.sandbox.policy import Sandbox


def test_each_channel_of_a_client_tries_again_soon_and_takes_no_huge_message(tmp_path: Path):
    client = kernel_manager(Sandbox("import torch"), tmp_path).client()
    try:
        for channel in (client.shell_channel, client.iopub_channel, client.control_channel):
            assert channel.socket.get(zmq.RECONNECT_IVL) == RETRY
            assert channel.socket.get(zmq.MAXMSGSIZE) == MAX_MESSAGE
    finally:
        client.stop_channels()
