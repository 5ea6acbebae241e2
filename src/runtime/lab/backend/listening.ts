import type { Listening } from '../api/index.ts'
import type { Context } from './context.ts'

/** Returns whether a program on the host listens there. A bound datagram socket counts as listening. */
export function isListening(context: Context, hostName: string, on: Listening): boolean {
  if (typeof on === 'object' && 'unix' in on) return context.world.isListeningLocally(hostName, on.unix)
  const { proto, port } = socketOf(on)
  return context
    .host(hostName)
    .sockets()
    .some((row) => row.proto === proto && row.local.port === port && (proto === 'udp' || row.state === 'LISTEN'))
}

/** `TCP port 9000`, `UDP port 5300`, `/tmp/s`. */
export function describeListening(on: Listening): string {
  if (typeof on === 'object' && 'unix' in on) return on.unix
  const { proto, port } = socketOf(on)
  return `${proto.toUpperCase()} port ${port}`
}

function socketOf(on: Exclude<Listening, { unix: string }>): { proto: 'tcp' | 'udp'; port: number } {
  if (typeof on === 'number') return { proto: 'tcp', port: on }
  return 'tcp' in on ? { proto: 'tcp', port: on.tcp } : { proto: 'udp', port: on.udp }
}
