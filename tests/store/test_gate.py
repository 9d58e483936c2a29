"""The gate: nobody is within together with one who is alone."""

from __future__ import annotations

import threading
import time

from assistant.store.gate import Gate


def test_one_alone_waits_for_the_others_and_keeps_new_ones_out() -> None:
    gate, said = Gate(), []
    inside, leave = threading.Event(), threading.Event()

    def within() -> None:
        with gate.shared():
            inside.set()
            leave.wait()
            said.append("shared")

    def alone() -> None:
        with gate.alone():
            said.append("alone begins")
            time.sleep(0.05)
            said.append("alone ends")

    def later() -> None:
        with gate.shared():
            said.append("later")

    threads = [threading.Thread(target=within)]
    threads[0].start()
    inside.wait()
    threads.append(threading.Thread(target=alone))
    threads[1].start()
    time.sleep(0.05)
    threads.append(threading.Thread(target=later))
    threads[2].start()
    time.sleep(0.05)
    assert said == []
    leave.set()
    for thread in threads:
        thread.join(5)
    assert said == ["shared", "alone begins", "alone ends", "later"]


def test_it_opens_again_after_a_failure() -> None:
    gate = Gate()
    for way in (gate.shared, gate.alone):
        try:
            with way():
                raise OSError
        except OSError:
            pass
    with gate.alone():
        pass
    with gate.shared(), gate.shared():
        pass
