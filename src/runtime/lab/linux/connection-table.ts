import type { MappingRow } from '../api/index.ts'

/** `src=10.0.1.10 dst=203.0.113.10 sport=4000 dport=7`, or with `id=` instead of ports. */
interface Direction {
  src?: string
  dst?: string
  sport?: string
  dport?: string
  id?: string
}
const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'icmp'] satisfies MappingRow['proto'][]

/**
 * Parses /proc/net/nf_conntrack: `ipv4 2 udp 17 29 src=… dst=… sport=… dport=… [UNREPLIED] src=… dst=… sport=… dport=…
 * mark=0 use=2`: the first packet, then the expected answer. Returns the entries whose sender is translated.
 */
export function readMappings(text: string): MappingRow[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const words = line.split(/\s+/)
      const [, , proto = '', , seconds = '0'] = words
      const [begin, answer] = directions(words)
      if (!PROTOCOLS.includes(proto) || begin?.src === undefined || answer?.dst === undefined) return []
      const inside = endpoint(begin.src, begin.sport ?? begin.id)
      const outside = endpoint(answer.dst, answer.dport ?? answer.id)
      if (inside.address === outside.address && inside.port === outside.port) return []
      const remote = endpoint(begin.dst ?? '', begin.dport)
      return [{ proto: proto as MappingRow['proto'], inside, outside, remote, expiresMs: Number(seconds) * 1000 }]
    })
}

/** Each starts with its `src`. */
function directions(words: readonly string[]): Direction[] {
  const found: Direction[] = []
  for (const word of words) {
    const [key = '', value = ''] = word.split('=')
    if (key === 'src') found.push({})
    const last = found.at(-1)
    if (last !== undefined && ['src', 'dst', 'sport', 'dport', 'id'].includes(key)) last[key as keyof Direction] = value
  }
  return found
}

const endpoint = (address: string, port = '0') => ({ address, port: Number(port) })
