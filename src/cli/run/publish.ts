import { isIP } from 'node:net'
import type { Entrance, Protocol, Publication, PublicationProblem } from '#lab/gateway/index.ts'
import { errnoName, formatEndpoint } from '#network'
import { CommandError } from '../command-error.ts'

const FORM = '[[ADDRESS:]REALPORT:][HOST:]PORT[/tcp|/udp]'
const PATTERN =
  /^(?:(?:(?<address>\[[^\]]*\]|[^:[\]]+):)?(?<real>\d+):)?(?:(?<host>[^:/\d][^:/]*):)?(?<port>\d+)(?:\/(?<protocol>tcp|udp))?$/

/** What `--publish` asks for; `ownHost` is the host that the program runs on. Throws CommandError. */
export function parsePublication(text: string, ownHost: string): Publication {
  const groups = PATTERN.exec(text)?.groups
  if (groups === undefined)
    throw new CommandError(`--publish ${text}: expected ${FORM}, for example 8080:${ownHost}:80 or ${ownHost}:8080`)
  const { address, real, host = ownHost, port = '', protocol } = groups
  const bare = address?.replace(/^\[|\]$/g, '')
  if (bare !== undefined && isIP(bare) === 0)
    throw new CommandError(`--publish ${text}: ${address} is no IP address of this machine, such as 127.0.0.1 or [::1]`)
  return {
    text,
    host,
    port: parsePort(text, port, 1),
    address: bare ?? null,
    realPort: parsePort(text, real ?? port, 0),
    protocols: protocol === undefined ? ['tcp', 'udp'] : [protocol as Protocol],
  }
}

function parsePort(text: string, digits: string, least: number): number {
  const port = Number(digits)
  if (port >= least && port <= 65_535) return port
  throw new CommandError(`--publish ${text}: a port is a whole number from ${least} to 65535`)
}

/** `http://127.0.0.1:8080` as it is typed into a client: one line for each published port. */
export function describeEntrances(entrances: readonly Entrance[]): string {
  const lines = new Map<Publication, Set<string>>()
  for (const { publication, address, port } of entrances) {
    const places = lines.get(publication) ?? new Set()
    lines.set(publication, places.add(formatEndpoint({ address, port })))
  }
  return [...lines]
    .map(([{ host, port, protocols }, places]) => {
      const by = protocols.map((protocol) => protocol.toUpperCase()).join(' and ')
      return `ackademy run: ${[...places].join(' and ')} lead to port ${port} of ${host} (${by})\n`
    })
    .join('')
}

/** Explains what is in the way on this machine, and what to do. */
export function describeProblem({ publication, protocol, address, port, code }: PublicationProblem): string {
  const { text, host, port: simulated } = publication
  const other = (real: number) => `--publish ${real}:${host}:${simulated}`
  const reasons: Record<string, string> = {
    EADDRINUSE: `something on this machine uses ${protocol.toUpperCase()} port ${port} of ${address} already; another one: ${other(0)}`,
    EACCES: `this machine gives ports below 1024 to its administrator alone; another one: ${other(8000 + (simulated % 1000))}`,
    EADDRNOTAVAIL: `${address} is no address of this machine`,
  }
  return `--publish ${text}: ${reasons[code] ?? `${formatEndpoint({ address, port })} cannot be had: ${code}`}`
}

/** Says once for each published port and reason that clients are turned away. */
export class Refusals {
  readonly #said = new Set<string>()

  readonly tell = ({ host, port }: Publication, protocol: Protocol, error: number): void => {
    const name = errnoName(error)
    const reason =
      name === 'ECONNREFUSED'
        ? `nobody listens at ${protocol.toUpperCase()} port ${port} of ${host}`
        : `${host} is not reached: ${name}`
    const message = `ackademy run: a client was turned away: ${reason}\n`
    if (this.#said.has(message)) return
    this.#said.add(message)
    process.stderr.write(message)
  }
}
