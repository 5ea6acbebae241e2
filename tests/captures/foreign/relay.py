# cspell:disable
"""Joins two namespaces by TUN or TAP devices: relay.py NS1 NS2 tun|tap NAME [LOSS [MIRROR]]. LOSS is a share of frames, which also brings delay
and reordering; MIRROR names an interface of NS1 that gets a copy of each frame with VLAN tag 7, as from a switch's mirror port."""
import ctypes, fcntl, heapq, os, random, select, socket, struct, sys, time

libc = ctypes.CDLL(None, use_errno=True)
first, second, kind, name = sys.argv[1:5]
loss = float(sys.argv[5]) if len(sys.argv) > 5 else 0
mirror = sys.argv[6] if len(sys.argv) > 6 else None

def enter(namespace):
    with open(f'/run/netns/{namespace}') as file:
        if libc.setns(file.fileno(), 0x40000000) != 0: raise OSError(ctypes.get_errno())

def device(namespace):
    enter(namespace)
    fd = os.open('/dev/net/tun', os.O_RDWR)
    fcntl.ioctl(fd, 0x400454CA, struct.pack('16sH', name.encode(), (1 if kind == 'tun' else 2) | 0x1000))
    return fd

two = device(second)
one = device(first)
copy = None
if mirror:
    copy = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    copy.bind((mirror, 0))
random.seed(7)
waiting = []
serial = 0
while True:
    limit = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    ready, _, _ = select.select([one, two], [], [], limit)
    for fd in ready:
        frame = os.read(fd, 65536)
        if copy: copy.send(frame[:12] + struct.pack('!HH', 0x8100, 7) + frame[12:])
        # Without ARP nothing would be sent at all.
        if frame[12:14] != b'\x08\x06' and random.random() < loss: continue
        late = random.choice([0.002, 0.002, 0.03]) if loss else 0
        serial += 1
        heapq.heappush(waiting, (time.monotonic() + late, serial, two if fd == one else one, frame))
    while waiting and waiting[0][0] <= time.monotonic():
        _, _, fd, frame = heapq.heappop(waiting)
        try: os.write(fd, frame)
        except OSError: pass
