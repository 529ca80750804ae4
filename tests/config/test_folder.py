"""A data folder on the network is told by the table of what is mounted."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiangfang.config import folder
from jiangfang.core.problems import Refused

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/office ext4 rw 0 0
//nas/share /mnt/a\040b cifs rw 0 0
host:/x /mnt/ssh fuse.sshfs rw 0 0
/dev/sdc1 /mnt/usb fuseblk rw 0 0
gvfsd-fuse /run/user/1/gvfs fuse.gvfsd-fuse rw 0 0
share /mnt/vm 9p rw 0 0
overlay /mnt/box overlay rw 0 0
first /mnt/two nfs rw 0 0
/dev/sdd1 /mnt/two xfs rw 0 0
"""


@pytest.fixture(autouse=True)
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mounts").write_text(MOUNTS.lstrip(), "utf-8")
    monkeypatch.setattr(folder, "MOUNTS", tmp_path / "mounts")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("/srv/data", ""),
        ("/home/data", "nfs4"),
        ("/homes/data", ""),
        ("/home/office/data", ""),
        ("/mnt/a b/data", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/usb/data", ""),
        ("/mnt/vm/data/not/yet/made", "9p"),
        ("/mnt/box/data", ""),
        ("/mnt/two/data", ""),
    ],
)
def test_where_a_folder_lies(data: str, kind: str) -> None:
    assert folder.network_of(Path(data)) == kind


def test_a_way_around_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/home/data")
    with pytest.raises(Refused, match="网络盘") as refused:
        folder.refuse_network(tmp_path / "link")
    assert refused.value.problems[0].code == "network_folder"


def test_without_a_table_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folder, "MOUNTS", tmp_path / "none")
    assert folder.network_of(Path("/home/data")) == ""
