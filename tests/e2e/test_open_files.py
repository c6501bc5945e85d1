# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of keys and passwords that others own or can open: a warning, and with --strict a refusal."""

import os

from lib.endings import CREDENTIALS, USAGE, shot_refused
from lib.keys import ROLE, profile, shot
from lib.rawpeer import RawPeer
from lib.viewer import Viewer


def test_files_that_others_can_read(cloud, directory, home):
    home.profiles(profile(), mode=0o644)
    assert "mode 0644" in shot(cloud, directory, home.env())
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), "--strict", env=home.env(),
                 words=("is open to other users (mode 0644)", "--strict"))
    home.profiles(profile(), mode=0o600)
    assert "chmod" not in shot(cloud, directory, home.env(), "--strict")
    file = home.profiles(profile(), mode=0o600)
    if os.geteuid() == 0:
        os.chown(file, 12345, 12345)
        assert "another user (12345, mode 0600)" in shot(cloud, directory, home.env())
        shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), "--strict",
                     env=home.env(), words="another user (12345, mode 0600)")


def test_an_oidc_token_that_others_can_read(cloud, directory, home):
    """A cluster puts it there; only a strict person minds."""
    token = home.write("token", "eyJ.oidc.token\n", 0o644)
    env = home.env(ALIBABA_CLOUD_OIDC_TOKEN_FILE=str(token), ALIBABA_CLOUD_ROLE_ARN=ROLE,
                   ALIBABA_CLOUD_OIDC_PROVIDER_ARN="acs:ram::1:oidc-provider/x",
                   ALIBABA_CLOUD_STS_ENDPOINT=cloud.sts)
    shot_refused(directory, CREDENTIALS, cloud.instance, *cloud.args(), "--strict", env=env,
                 words="token: it is open to other users (mode 0644)")


def test_a_password_file_that_others_can_read(directory, home):
    file = home.write("password", "right1\n", 0o644)
    with RawPeer(lambda connection: connection.handshake(64, 64, password="right1")) as peer:
        words = f"The VNC password file (--password-file) {file} is open to other users (mode 0644)"
        shot_refused(directory, USAGE, peer.url, "--password-file", file, "--strict", words=words)
        assert not peer.connections
        with Viewer(directory, "shot", peer.url, "--password-file", file, "--timeout", "2s",
                    directory / "a.png") as viewer:
            viewer.wait_exit()
            assert words in viewer.stderr()
