import { type FileView, type HostFiles, ROOT } from '../files/index.ts'
import type { Program } from './process-types.ts'

const encoder = new TextEncoder()
/** What is put here can be run. */
const COMMANDS = '/usr/local/bin/'
const [EXECUTABLE, PLAIN] = [0o755, 0o644]
const HOSTS = '/etc/hosts'
/** First lines of /etc/hosts on every Linux host. */
const LOOPBACK = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n'

/** Puts a program's files on its host and returns what its process sees. Files that are there as they were put stay as the host has them. */
export function installProgram(shared: HostFiles, program: Program): FileView {
  describeHost(shared, program)
  const host = program.ownFolder === undefined ? shared : shared.apart(program.ownFolder)
  for (const [path, content] of Object.entries(program.files)) {
    if (host.installed.get(path) === content) continue
    const mode = path.startsWith(COMMANDS) ? EXECUTABLE : PLAIN
    host.install(path, typeof content === 'string' ? encoder.encode(content) : content, undefined, mode)
    host.installed.set(path, content)
  }
  const view = host.view()
  const cwd = host.view(ROOT).find(program.cwd, true)
  if (typeof cwd !== 'number' && cwd.body.kind === 'directory') view.cwd = cwd
  return view
}

/** /etc as the host's configuration says, written once: what a program changes there stays. */
function describeHost(host: HostFiles, { hostname, hosts }: Program): void {
  if (typeof host.view().find(HOSTS, true) !== 'number') return
  const rows = Object.entries(hosts).flatMap(([name, addresses]) => addresses.map((address) => `${address}\t${name}\n`))
  const put = (path: string, text: string) => host.install(path, encoder.encode(text), ROOT)
  put(HOSTS, (hosts.localhost === undefined ? LOOPBACK : '') + rows.join(''))
  put('/etc/hostname', `${hostname}\n`)
}
