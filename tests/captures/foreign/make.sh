#!/usr/bin/env bash
# cspell:disable
# Captures of real programs over the Linux kernel, made by tcpdump, dumpcap and tshark in two network namespaces. Needs root.
# Usage: make.sh FOLDER
set -euo pipefail
out=$(realpath "$1"); mkdir -p "$out"
work=$(mktemp -d); chmod 755 "$work"
C=cap-client S=cap-server
relays=
cleanup() { kill $relays 2>/dev/null; for ns in $C $S; do ip netns pids $ns 2>/dev/null | xargs -r kill 2>/dev/null; ip netns del $ns 2>/dev/null; done; rm -rf "$work"; }
trap cleanup EXIT
for ns in $C $S; do ip netns add $ns; ip -n $ns link set lo up; done
ip -n $C link add eth0 type veth peer name eth0 netns $S
for side in "$C 1" "$S 2"; do set -- $side
  ip -n $1 addr add 192.0.2.$2/24 dev eth0; ip -n $1 addr add 2001:db8::$2/64 dev eth0 nodad; ip -n $1 link set eth0 up
done
in_client() { ip netns exec $C "$@"; }
in_server() { ip netns exec $S "$@"; }
# Further ways between the two: raw IP, a switch with a tagged mirror port, and a path that loses and reorders.
ip -n $C link add mirror0 type veth peer name mirror1 netns $C; ip -n $C link set mirror0 up; ip -n $C link set mirror1 up
here=$(realpath "$(dirname "$0")")
python3 "$here/relay.py" $C $S tun tun0 & python3 "$here/relay.py" $C $S tap tap0 0 mirror0 & python3 "$here/relay.py" $C $S tap lossy0 0.2 &
relays=$(jobs -p)
for ns in $C $S; do for device in tun0 tap0 lossy0; do until ip -n $ns link show $device >/dev/null 2>&1; do sleep 0.2; done; done; done
for side in "$C 1" "$S 2"; do set -- $side
  ip -n $1 addr add 203.0.113.$2/24 dev tun0; ip -n $1 addr add 198.51.100.$2/24 dev tap0; ip -n $1 addr add 198.18.0.$2/24 dev lossy0
  for device in tun0 tap0 lossy0; do ip -n $1 link set $device up; done
done

# A server of lines on port 9000, a web server on 8000, a DNS server on 53, TLS on 4433.
cat > "$work/upper.py" <<'PY'
import socketserver, socket
class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
            if line == b'quit\n': return
class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6
    allow_reuse_address = True
    daemon_threads = True
Server(('::', 9000), Upper).serve_forever()
PY
mkdir "$work/www"; printf 'hello from python\n' > "$work/www/hello.txt"; touch -d '2026-01-02 03:04:05 UTC' "$work/www/hello.txt"
cat > "$work/named.conf" <<'CONF'
options { directory "/tmp"; listen-on { any; }; listen-on-v6 { none; }; recursion no; pid-file none; dnssec-validation no; };
zone "example.org" { type primary; file "WORK/zone"; };
CONF
sed -i "s#WORK#$work#" "$work/named.conf"
printf '$TTL 300\n@ IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\nns IN A 192.0.2.2\nwww IN A 192.0.2.80\nftp IN A 192.0.2.81\n' > "$work/zone"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/key" -out "$work/cert" -subj /CN=x -days 1 2>/dev/null
in_server python3 "$work/upper.py" & 
in_server python3 -m http.server 8000 --bind 192.0.2.2 -d "$work/www" 2>/dev/null &
in_server named -g -c "$work/named.conf" 2>/dev/null &
in_server openssl s_server -quiet -accept 4433 -key "$work/key" -cert "$work/cert" >/dev/null 2>&1 &
sleep 2

# capture FILE "CAPTURING COMMAND" CLIENT…: the command runs in the client's namespace unless it begins with server:
capture() {
  local file=$1 command=$2; shift 2
  local where=$C; case $command in server:*) where=$S; command=${command#server:};; esac
  ip netns exec $where $command "$out/$file" >/dev/null 2>&1 &
  local pid=$!
  sleep 1.2; "$@" || true; sleep 0.8
  # The capturing program itself, which ip has become.
  kill -INT $pid 2>/dev/null; wait $pid 2>/dev/null || true
}
lines() { (sleep 0.1; printf 'hello\n'; sleep 0.25; printf 'two\nthr'; sleep 0.1; printf 'ee\nquit\n'; sleep 0.2) | in_client timeout 4 nc -q 1 "$1" 9000 >/dev/null; }
two_at_once() { lines 192.0.2.2 & (printf 'other\n'; sleep 0.3; printf 'more\n'; sleep 0.2) | in_client timeout 4 nc -N 192.0.2.2 9000 >/dev/null; wait $!; }
fetch() { in_client curl -s --noproxy '*' http://192.0.2.2:8000/hello.txt http://192.0.2.2:8000/missing >/dev/null; }
ask() { in_client dig +nocookie +tries=1 +time=2 @192.0.2.2 www.example.org A >/dev/null; in_client dig +nocookie +tries=1 +time=2 @192.0.2.2 ftp.example.org A >/dev/null; }
tls() { printf 'hi\n' | in_client timeout 2 openssl s_client -quiet -connect 192.0.2.2:4433 >/dev/null 2>&1; }

capture lines-micro.pcap 'tcpdump -U -i eth0 -w' lines 192.0.2.2
capture lines-nano.pcap 'tcpdump -U -i eth0 --time-stamp-precision=nano -w' lines 192.0.2.2
capture lines-dumpcap.pcapng 'dumpcap -q -i eth0 -w' lines 192.0.2.2
capture lines-tshark.pcapng 'tshark -q -i eth0 -w' lines 192.0.2.2
capture lines-server.pcap 'server:tcpdump -U -i eth0 -w' lines 192.0.2.2
capture lines-sll.pcap 'tcpdump -U -i any -y LINUX_SLL -w' lines 192.0.2.2
capture lines-sll2.pcap 'tcpdump -U -i any -y LINUX_SLL2 -w' lines 192.0.2.2
capture lines-two-interfaces.pcapng 'dumpcap -q -i eth0 -i lo -w' lines 192.0.2.2
capture lines-ipv6.pcap 'tcpdump -U -i eth0 -w' lines 2001:db8::2
capture lines-vlan.pcap 'tcpdump -U -i mirror1 -w' lines 198.51.100.2
capture lines-vlan-any.pcapng 'dumpcap -q -i mirror1 -i tap0 -w' lines 198.51.100.2
capture lines-raw.pcap 'tcpdump -U -i tun0 -w' lines 203.0.113.2
capture lines-tunnel-any.pcap 'tcpdump -U -i any -w' lines 203.0.113.2
capture lines-cut.pcap 'tcpdump -U -i eth0 -s 68 -w' lines 192.0.2.2
capture fetch-cut.pcap 'tcpdump -U -i eth0 -s 96 -w' fetch
capture two.pcap 'tcpdump -U -i eth0 -w' two_at_once
capture server-only.pcap 'server:tcpdump -U -Q out -i eth0 -w' lines 192.0.2.2
capture client-only.pcap 'tcpdump -U -Q out -i eth0 -w' lines 192.0.2.2
capture fetch.pcapng 'dumpcap -q -i eth0 -w' fetch
capture dns.pcap 'tcpdump -U -i eth0 -w' ask
capture dns-any.pcap 'tcpdump -U -i any -w' ask
capture tls.pcap 'tcpdump -U -i eth0 -w' tls
capture refused.pcap 'tcpdump -U -i eth0 -w' in_client timeout 2 nc 192.0.2.2 9999
# The capture starts when the conversation is under way.
lines 192.0.2.2 & late=$!; sleep 0.2
ip netns exec $C timeout 1.5 tcpdump -U -i eth0 -w "$out/middle.pcap" >/dev/null 2>&1 || true; wait $late || true
capture lossy.pcap 'server:tcpdump -U -i lossy0 -w' lines 198.18.0.2
capture lossy-client.pcap 'tcpdump -U -i lossy0 -w' lines 198.18.0.2
head -c 40000000 /dev/urandom > "$work/www/big"
capture big.pcap 'tcpdump -U -B 65536 -i eth0 -w' in_client curl -s --noproxy '*' -o /dev/null http://192.0.2.2:8000/big
gzip -nk "$out/lines-micro.pcap"
ls -l "$out"
