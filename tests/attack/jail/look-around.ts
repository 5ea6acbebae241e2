/** Submission that looks for anything it could use. Prints one line of JSON, then listens and never answers. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'

const attempt = (what: () => unknown): string => {
  try {
    return `worked: ${String(what()).slice(0, 60)}`
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
const each = (names: string[], what: (name: string) => unknown) =>
  Object.fromEntries(names.map((name) => [name, attempt(() => what(name))]))
const command = (line: string) => {
  const [file = '', ...args] = line.split(' ')
  const { status, error } = spawnSync(file, args, { timeout: 2000 })
  return error ? (error as NodeJS.ErrnoException).code : status
}

/** Yields every file that can be found and read, except Debian's own and the kernel's. */
function* files(folder: string): Generator<string> {
  let entries: fs.Dirent[] = []
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true })
  } catch {}
  for (const entry of entries) {
    const path = `${folder === '/' ? '' : folder}/${entry.name}`
    if (['/proc', '/usr', '/dev', '/ackademy/node_modules'].includes(path)) continue
    if (entry.isDirectory()) yield* files(path)
    else if (entry.isFile()) yield path
  }
}

const found = [...files('/')]
const status = Object.fromEntries(
  fs
    .readFileSync('/proc/self/status', 'utf8')
    .split('\n')
    .map((line) => line.split(/:\s+/)),
)
const seen = {
  found,
  // Assembled here, so that this file itself does not match.
  tests: found.filter((path) => fs.readFileSync(path, 'latin1').includes(['BYE waits for', 'a reader'].join(' '))),
  roots: fs.readdirSync('/').sort(),
  reads: each(
    [
      '/proc/1/environ',
      '/proc/1/mem',
      '/proc/1/root',
      '/proc/1/fd',
      '/proc/1/maps',
      '/proc/kcore',
      '/proc/kmsg',
      '/etc/shadow',
      '/sys',
      '/opt',
      '/run',
    ],
    (path) => (fs.statSync(path).isDirectory() ? fs.readdirSync(path) : fs.readFileSync(path)).length,
  ),
  processes: fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid)),
  writes: each(
    [
      '/x',
      '/work/x',
      '/work/server.ts',
      '/usr/x',
      '/etc/hosts',
      '/ackademy/x',
      '/dev/x',
      '/proc/self/oom_score_adj',
      '/proc/sys/net/ipv4/ip_forward',
      '/proc/sysrq-trigger',
    ],
    (path) => fs.writeFileSync(path, '0'),
  ),
  devices: fs.readdirSync('/dev').sort(),
  commands: Object.fromEntries(
    [
      'unshare --user true',
      'unshare --net true',
      'unshare --mount true',
      'unshare --pid --fork true',
      'mount -t tmpfs none /tmp',
      'umount /proc',
      'chroot / true',
      'nsenter --target 1 --net true',
      'setpriv --reuid 0 true',
      'su -c true',
      'mknod /tmp/disk b 8 0',
      'ip link set lo down',
      'ip address add 10.0.9.77/24 dev eth0',
      'ip route add default via 10.0.9.1',
      'ip neighbor replace 10.0.9.1 lladdr 02:00:00:00:00:99 dev eth0',
      'nft add table ip mine',
      'ethtool -K eth0 tx on',
      'dmesg',
      'renice -n -5 -p 1',
      'hostname mine',
    ].map((line) => [line, command(line)]),
  ),
  executable: attempt(() => {
    fs.copyFileSync('/usr/bin/true', '/tmp/true')
    fs.chmodSync('/tmp/true', 0o755)
    const { status, error } = spawnSync('/tmp/true')
    if (error) throw error
    return status
  }),
  kills: each(['1', '-1'], (pid) => process.kill(Number(pid), 'SIGKILL')),
  user: process.getuid!(),
  groups: process.getgroups!(),
  capabilities: ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((name) => status[name]),
  noNewPrivileges: status.NoNewPrivs,
  filtered: status.Seccomp,
  environment: Object.keys(process.env).sort(),
  interfaces: Object.keys(os.networkInterfaces()).sort(),
  hostName: os.hostname(),
  unixSockets: fs.readFileSync('/proc/self/net/unix', 'utf8').trim().split('\n').length - 1,
  // An address outside the container, which only a machine's own network has.
  outside: await new Promise((resolve) => {
    const socket = net.connect({ host: '172.17.0.1', port: 22 })
    socket.on('connect', () => resolve('connected'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  }),
  raw: await import('ackademy:sockets').then(({ socket }) => attempt(() => socket(2, 3, 1))),
}
console.log(JSON.stringify(seen))
net.createServer(() => {}).listen(9000)
