import type { Host } from '#network'
import type { PublishedHost } from './gateway-host.ts'
import type { Entrance, Protocol, Publication, PublicationProblem } from './publication.ts'
import type { Target } from './target.ts'
import { TcpEntrance } from './tcp-entrance.ts'
import type { Threshold } from './threshold.ts'
import { UdpEntrance } from './udp-entrance.ts'

/** Default addresses to listen at: reachable only from this machine. */
const LOOPBACK = ['127.0.0.1', '::1'] as const
/** This machine has no IPv6: then no client uses it either. */
const NO_SUCH_FAMILY = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']
/** Milliseconds after which remaining connections are cut. */
const LONGEST_CLOSE_MS = 1_000

export interface OpenGatewayOptions {
  /** The gateway host of the running world. */
  gateway: Host
  hosts: readonly PublishedHost[]
  publications: readonly Publication[]
  threshold: Threshold
  /** A client was turned away: a positive errno. */
  onRefused: (publication: Publication, protocol: Protocol, error: number) => void
}

export interface Gateway {
  readonly entrances: readonly Entrance[]
  /** Releases all resources of this machine. */
  close(): Promise<void>
}

type OpenEntrance = TcpEntrance | UdpEntrance

/** Opens all places on this machine, or none of them: the first that is unavailable is reported. */
export async function openGateway(options: OpenGatewayOptions): Promise<Gateway | PublicationProblem> {
  const opening = new Opening(options)
  for (const publication of options.publications) {
    const problem = await opening.publish(publication)
    if (problem === null) continue
    await opening.close()
    return problem
  }
  return { entrances: opening.entrances, close: () => opening.close() }
}

class Opening {
  readonly entrances: Entrance[] = []
  readonly #options: OpenGatewayOptions
  readonly #open: OpenEntrance[] = []

  constructor(options: OpenGatewayOptions) {
    this.#options = options
  }

  /** The same port for both protocols and families, also where any free one will do. */
  async publish(publication: Publication): Promise<PublicationProblem | null> {
    const { address, protocols } = publication
    let port = publication.realPort
    for (const at of address === null ? LOOPBACK : [address])
      for (const protocol of protocols) {
        const entrance = this.#entrance(publication, protocol)
        try {
          port = await entrance.listen(at, port)
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code ?? String(error)
          if (address === null && at === '::1' && NO_SUCH_FAMILY.includes(code)) continue
          return { publication, protocol, address: at, port, code }
        }
        this.#open.push(entrance)
        this.entrances.push({ protocol, address: at, port, publication })
      }
    return null
  }

  async close(): Promise<void> {
    const closed = Promise.all(this.#open.map((entrance) => entrance.close()))
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_CLOSE_MS).unref())
    await Promise.race([closed, late])
  }

  #entrance(publication: Publication, protocol: Protocol): OpenEntrance {
    const { gateway, hosts, threshold, onRefused } = this.#options
    const { addresses } = hosts.find(({ name }) => name === publication.host)!
    const target: Target = {
      addresses,
      port: publication.port,
      onRefused: (error) => onRefused(publication, protocol, error),
    }
    return protocol === 'tcp'
      ? new TcpEntrance(gateway, target, threshold)
      : new UdpEntrance(gateway, target, threshold)
  }
}
