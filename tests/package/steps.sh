#!/bin/sh
# Runs inside a root where nothing of Airut is installed: installs the package, uses it as an
# operator would, removes and purges it. $1: how a package file is installed ("dpkg -i", "apt-get
# install -y"). Ends with 0 only when every step is as the manual says.
set -eux
$1 /airut.deb
airut version
grep -q '^airut:' /etc/passwd
airut config check -c /etc/airut/airut.toml
# What systemd does for StateDirectory=.
install -d -o airut -g airut -m 750 /var/lib/airut
setpriv --reuid=airut --regid=airut --clear-groups --no-new-privs --bounding-set=-all \
  airut serve --config /etc/airut/airut.toml >/serve.log 2>&1 &
daemon=$!
for _ in $(seq 300); do grep -q '"event":"ready"' /serve.log && break; sleep 0.1; done
grep -q '"event":"ready"' /serve.log
kill -TERM $daemon
wait $daemon
status=0
airut store check --data /var/lib/airut || status=$?
test $status -eq 1  # nothing was ever billed here
test -s /usr/share/man/man1/airut.1.gz
# An operator's change survives the same version coming again.
echo '# ours' >>/etc/airut/airut.toml
$1 /airut.deb </dev/null
grep -q '^# ours' /etc/airut/airut.toml
# Where systemd runs, a daemon that does not start is no good installation; the first one waits to be
# configured.
if [ ! -d /run/systemd/system ]; then
  mkdir -p /run/systemd/system /usr/local/bin
  configured() { status=0; sh /var/lib/dpkg/info/airut.postinst configure "$1" || status=$?; }
  printf '#!/bin/sh\nexit 0\n' >/usr/local/bin/systemctl
  printf '#!/bin/sh\nexit 1\n' >/usr/local/bin/deb-systemd-invoke
  chmod 755 /usr/local/bin/systemctl /usr/local/bin/deb-systemd-invoke
  configured 0.0.1
  test $status -eq 1
  configured ""
  test $status -eq 0
  printf '#!/bin/sh\nexit 0\n' >/usr/local/bin/deb-systemd-invoke
  configured 0.0.1
  test $status -eq 0
  rm -r /usr/local/bin/systemctl /usr/local/bin/deb-systemd-invoke /run/systemd
fi
dpkg -r airut
test ! -e /usr/bin/airut
test -e /etc/airut/airut.toml
dpkg -P airut
test ! -e /etc/airut/airut.toml
test -s /var/lib/airut/airut.db || ls /var/lib/airut/*.db
grep -q '^airut:' /etc/passwd
