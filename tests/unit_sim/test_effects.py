# SPDX-License-Identifier: GPL-2.0-or-later
"""What changes something, for a proxy that is not easily deceived."""
from ecs_sim.client_stream import Message
from ecs_sim.effects import Effects


def changes(*messages):
    effects = Effects()
    return [effects.changes(message) for message in messages]


def key(down, keysym=0x61):
    return Message("key", {"down": down, "keysym": keysym})


def extended(down, scancode):
    return Message("ext_key", {"down": down, "keysym": 0, "scancode": scancode})


def pointer(buttons, x, y):
    return Message("pointer", {"buttons": buttons, "x": x, "y": y})


def test_the_release_of_a_key_that_is_not_down_changes_nothing():
    assert changes(key(False), key(True), key(False), key(False)) == [False, True, True, False]
    assert changes(key(True), key(False, 0x62)) == [True, False]


def test_a_repetition_does():
    assert changes(key(True), key(True)) == [True, True]


def test_keys_without_a_keysym_are_told_apart():
    assert changes(extended(True, 30), extended(False, 48), extended(False, 30)) == [
        True, False, True]


def test_the_pointer_at_its_place_changes_nothing():
    assert changes(pointer(0, 3, 4), pointer(0, 3, 4), pointer(1, 3, 4), pointer(1, 3, 4),
                   pointer(1, 2, 4), pointer(1, 3, 4)) == [True, False, True, False, True, True]


def test_nothing_else_does():
    assert changes(Message("update_full"), Message("client_init")) == [False, False]
