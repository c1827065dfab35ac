#!/bin/sh
# bare_root.sh DEB [FOLDER]: the same steps in a fresh Debian 12, made by debootstrap in the folder
# (two to five minutes, 600 MB, the network). What the package asks for is installed by apt.
set -eu
deb=$(realpath "$1")
root=${2:-$(mktemp -d)}
steps=$(realpath "$(dirname "$0")/steps.sh")
[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase bookworm "$root"
cp "$deb" "$root/airut.deb"
cp "$steps" "$root/steps.sh"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
unshare --mount --pid --fork sh -euc '
  mount -t proc proc "$1/proc"
  mount --bind /dev "$1/dev"
  DEBIAN_FRONTEND=noninteractive chroot "$1" sh -c "apt-get update -q && sh /steps.sh \"apt-get install -q -y --no-install-recommends --reinstall\""
' - "$root"
