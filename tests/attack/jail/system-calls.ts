/**
 * Submission that makes system calls directly, without Node and libc: those that programs have used to leave sandboxes,
 * inspect others or take more than their share. Prints the results in one line of JSON, then listens and never answers.
 */
import fs from 'node:fs'
import net from 'node:net'

const { default: koffi } = (await import('file:///ackademy/node_modules/koffi/index.js' as string)) as {
  default: typeof import('koffi')
}
const libc = koffi.load('libc.so.6')
const syscall = libc.func('long syscall(long number, long a, long b, long c, long d, long e)')

/** Arguments by the call numbers of x86_64 and of aarch64 (asm-generic). */
const NUMBERS: Record<string, [x64: number, arm64: number, ...args: number[]]> = {
  'a user namespace by unshare': [272, 97, 0x10000000],
  'a network namespace by unshare': [272, 97, 0x40000000],
  'a mount namespace by unshare': [272, 97, 0x00020000],
  'a user namespace by clone': [56, 220, 0x10000000 | 17],
  'any namespace by clone3': [435, 435, 0, 88],
  'another namespace by setns': [308, 268, 0, 0],
  'a mount': [165, 40, 0, 0, 0, 0],
  'an unmount': [166, 39, 0, 0],
  'a mount by the new calls': [430, 430, 0, 0],
  'a bind by the new calls': [428, 428, -100, 0, 1],
  'a root of its own': [161, 51, 0],
  'another root by pivot_root': [155, 41, 0, 0],
  'process 1 by ptrace': [101, 117, 16, 1, 0, 0],
  'memory of process 1': [310, 270, 1, 0, 0, 0, 0],
  'a descriptor of process 1': [438, 438, 0, 0, 0],
  'a program in the kernel by bpf': [321, 280, 0, 0, 0],
  'counters by perf': [298, 241, 0, 0, -1, -1, 0],
  'a ring by io_uring': [425, 425, 8, 0],
  'page faults by userfaultfd': [323, 282, 0],
  'memory that the kernel itself cannot read': [447, 447, 0],
  'a keyring by keyctl': [250, 219, 0, -3, 1],
  'a key by add_key': [248, 217, 0, 0, 0, 0, -3],
  'a file by its handle': [304, 265, -100, 0, 0],
  'shared memory of System V': [29, 194, 0, 4096, 0o600],
  'a message queue of System V': [68, 186, 0, 0o600],
  'a semaphore of System V': [64, 190, 0, 1, 0o600],
  'a kernel module': [313, 273, 0, 0, 0],
  'another kernel by kexec': [246, 104, 0, 0, 0, 0],
  "the machine's clock": [227, 112, 0, 0],
  'a reboot': [169, 142, 0, 0, 0],
  'swap on a file': [167, 224, 0, 0],
  "the machine's log": [103, 116, 3, 0, 0],
  'another personality': [135, 92, 0x0040000],
  'a watch on all files': [300, 262, 0, 0],
  'reads and writes of the old asynchronous kind': [206, 0, 8, 0],
  'a lower priority': [141, 140, 0, 0, 19],
  'a lower priority at the disk': [251, 30, 1, 0, 3 << 13],
  'another scheduler': [144, 119, 0, 5, 0],
  'other parameters of its scheduler': [142, 118, 0, 0],
  'another scheduler by the new call': [314, 274, 0, 0, 0],
  'one processor alone': [203, 122, 0, 8, 0],
  'memory that is locked, beyond its share': [149, 228, 0x10000, 1 << 24],
}

/** Families, types and protocols of sockets that would make the kernel load modules. */
const SOCKETS: Record<string, [family: number, type: number, protocol: number]> = {
  'a socket of AF_ALG': [38, 5, 0],
  'a socket of AF_VSOCK': [40, 1, 0],
  'a socket of AF_KEY': [15, 3, 2],
  'a socket of AF_TIPC': [30, 1, 0],
  'a socket of AF_CAN': [29, 3, 1],
  'a socket of AF_RDS': [21, 5, 0],
  'a socket of AF_BLUETOOTH': [31, 3, 1],
  'a socket of AF_SMC': [43, 1, 0],
  'a socket of AF_XDP': [44, 3, 0],
  'a socket of netfilter': [16, 3, 12],
  'a socket of the audit system': [16, 3, 9],
  'a socket of generic netlink': [16, 3, 16],
  "a socket of the kernel's route lookups": [16, 3, 10],
  'a socket of SCTP': [2, 1, 132],
  'a socket of SCTP over IPv6': [10, 5, 132],
  'a socket of DCCP': [2, 6, 33],
  'a socket of L2TP': [2, 2, 115],
  'a socket of MPTCP': [2, 1, 262],
  'a socket of UDP-Lite': [10, 2, 136],
}
for (const [what, args] of Object.entries(SOCKETS)) {
  NUMBERS[what] = [41, 198, ...args]
  NUMBERS[what.replace('socket', 'pair of sockets')] = [53, 199, ...args]
}

const seen: Record<string, string> = {}
for (const [what, [x64, arm64, ...args]] of Object.entries(NUMBERS)) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = args
  const result = syscall(process.arch === 'x64' ? x64 : arm64, a, b, c, d, e) as number
  // Read it at once: any system call of the engine in between overwrites it.
  const errno = koffi.errno()
  const name = () => Object.entries(koffi.os.errno).find(([, number]) => number === errno)?.[0]
  seen[what] = result < 0 ? (name() ?? String(errno)) : 'worked'
}

const attempt = (what: string, run: () => unknown) => {
  try {
    seen[what] = `worked: ${String(run()).slice(0, 40)}`
  } catch (error) {
    seen[what] = (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
for (const path of [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/run/containerd',
  '/sys/fs/cgroup',
  '/dev/shm',
  '/dev/mem',
  '/dev/kvm',
  '/dev/net/tun',
  '/dev/fuse',
])
  attempt(`the path ${path}`, () => fs.lstatSync(path).mode)
attempt('a device node', () => fs.writeFileSync('/dev/sda', ''))

const reach = (host: string, port: number) =>
  new Promise<void>((resolve) => {
    const socket = net.connect({ host, port, timeout: 500 })
    const done = (outcome: string) => {
      seen[`${host} port ${port}`] = outcome
      socket.destroy()
      resolve()
    }
    socket.on('connect', () => done('connected'))
    socket.on('timeout', () => done('ETIMEDOUT'))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''))
  })
for (const host of ['172.17.0.1', '172.17.0.2', '169.254.169.254', '1.1.1.1']) await reach(host, 80)

console.log(JSON.stringify(seen))
net.createServer(() => {}).listen(9000)
