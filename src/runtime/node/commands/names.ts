/** Files that say how a host finds names: /etc/hosts and /etc/resolv.conf. */
import { parseIpAddress } from '#network'
import { Op } from '../syscalls/index.ts'
import type { Steps, System } from './system.ts'

/** MAXNS of resolv.h: further servers are ignored. */
const MOST_SERVERS = 3

function* linesOf(system: System, path: string): Steps<string[][]> {
  const fd = system.call(Op.open, 0, 0, 0, path)
  if (fd < 0) return []
  const decoder = new TextDecoder()
  let text = ''
  for (
    let bytes = yield* system.read(fd);
    typeof bytes !== 'number' && bytes.length > 0;
    bytes = yield* system.read(fd)
  )
    text += decoder.decode(bytes, { stream: true })
  system.call(Op.close, fd)
  return text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  )
}

/** Returns the addresses of /etc/hosts by name, in lower case. */
export function* readHostsFile(system: System): Steps<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const [address, ...names] of yield* linesOf(system, '/etc/hosts')) {
    if (parseIpAddress(address ?? '') === null) continue
    for (const name of names) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), address!])
  }
  return found
}

/** Returns the servers of /etc/resolv.conf; without one, the host itself (resolv.conf(5)). */
export function* readNameservers(system: System): Steps<string[]> {
  const rows = yield* linesOf(system, '/etc/resolv.conf')
  const servers = rows.flatMap(([keyword, address = '']) =>
    keyword === 'nameserver' && parseIpAddress(address) !== null ? [address] : [],
  )
  return servers.length > 0 ? servers.slice(0, MOST_SERVERS) : ['127.0.0.1']
}
