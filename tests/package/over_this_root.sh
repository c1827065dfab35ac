#!/bin/sh
# over_this_root.sh DEB: installs the package over this machine's own root, in a layer that is
# thrown away: an overlay in a mount and network namespace of its own. Needs root. 77: not here.
set -eu
deb=$(realpath "$1")
steps=$(realpath "$(dirname "$0")/steps.sh")
[ "$(id -u)" -eq 0 ] || exit 77
unshare --mount --net --pid --fork true 2>/dev/null || exit 77
exec unshare --mount --net --pid --fork sh -euc '
  mount -t tmpfs none /mnt
  mkdir /mnt/upper /mnt/work /mnt/root
  mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root || exit 77
  mount -t proc proc /mnt/root/proc
  mount --bind /dev /mnt/root/dev
  mount -t tmpfs none /mnt/root/run
  cp "$1" /mnt/root/airut.deb
  cp "$2" /mnt/root/steps.sh
  exec chroot /mnt/root sh /steps.sh "dpkg -i"
' - "$deb" "$steps"
