import {
  addressFamily,
  type HostDescription,
  type InterfaceDescription,
  type IpAddress,
  type LinkDescription,
  type MacAddress,
  type NetworkDescription,
  type Prefix,
  parsePrefix,
  type RouteDescription,
} from '#network'

/** The host through which real clients come in. */
export const GATEWAY_NAME = 'outside'
/** What a published host calls its interface to the gateway. */
const INTERFACE_NAME = 'outside0'

/** Where the gateway finds a published host. */
export interface PublishedHost {
  readonly name: string
  readonly addresses: Record<4 | 6, IpAddress>
}

/**
 * Adds a gateway host to a topology, linked to each of these hosts by its own cable without delay. Everything else is
 * unchanged, MAC addresses included. A host is reached at its first address in the topology, or else at the cable's.
 * Throws RangeError, with a sentence, for a host that cannot be reached this way.
 */
export function addGateway(description: NetworkDescription, names: readonly string[]) {
  if (description.nodes.some(({ name }) => name === GATEWAY_NAME))
    throw new RangeError(`the topology has a node named "${GATEWAY_NAME}": that name is reserved for the gateway`)
  const cables = names.map((name, index) => new Cable(hostOf(description, name), index))
  const gateway: HostDescription = {
    kind: 'host',
    name: GATEWAY_NAME,
    interfaces: cables.map((cable) => cable.gatewayInterface()),
    routes: cables.flatMap((cable) => cable.routes()),
  }
  const withInterface = (node: NetworkDescription['nodes'][number]) => {
    const cable = cables.find(({ host }) => host === node)
    return cable === undefined ? node : cable.linkedHost()
  }
  const extended: NetworkDescription = {
    name: description.name,
    nodes: [...description.nodes.map(withInterface), gateway],
    links: [...description.links, ...cables.map((cable) => cable.link())],
  }
  return { description: extended, hosts: cables.map((cable) => cable.published()) }
}

function hostOf({ nodes }: NetworkDescription, name: string): HostDescription {
  const hosts = nodes.filter((node) => node.kind !== 'switch')
  const found = hosts.find((node) => node.name === name)
  if (found) return found
  throw new RangeError(`this topology has no host "${name}"; it has ${hosts.map((host) => host.name).join(', ')}`)
}

/** The cable between the gateway and one published host, with the settings of both ends. */
class Cable {
  readonly host: HostDescription
  readonly #index: number

  constructor(host: HostDescription, index: number) {
    this.host = host
    this.#index = index
  }

  gatewayInterface(): InterfaceDescription {
    return { name: `eth${this.#index}`, addresses: this.#ends(1), mac: this.#mac(1) }
  }

  linkedHost(): HostDescription {
    const own = { name: INTERFACE_NAME, addresses: this.#ends(2), mac: this.#mac(2) }
    return { ...this.host, interfaces: [...this.host.interfaces, own] }
  }

  link(): LinkDescription {
    return { endpoints: [`${GATEWAY_NAME}:eth${this.#index}`, `${this.host.name}:${INTERFACE_NAME}`] }
  }

  /** To the host's addresses in the topology, which are on none of the gateway's networks. */
  routes(): RouteDescription[] {
    return this.#ownAddresses().map((address) => {
      const family = addressFamily(address)
      return { to: prefix(`${address}/${family === 4 ? 32 : 128}`), via: this.#addressAtHost(family) }
    })
  }

  published(): PublishedHost {
    const reachable = (family: 4 | 6) =>
      this.#ownAddresses().find((address) => addressFamily(address) === family) ?? this.#addressAtHost(family)
    return { name: this.host.name, addresses: { 4: reachable(4), 6: reachable(6) } }
  }

  #ownAddresses(): IpAddress[] {
    return this.host.interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address))
  }

  #addressAtHost(family: 4 | 6): IpAddress {
    return this.#ends(2).find(({ address }) => addressFamily(address) === family)!.address
  }

  /** 198.18.0.0/15 is for networks between devices that are looked at (RFC 2544 C.2.2), fd00::/8 for local use (RFC 4193). */
  #ends(end: 1 | 2): Prefix[] {
    return [prefix(`198.18.${this.#index}.${end}/24`), prefix(`fd00:198:18:${this.#index}::${end}/64`)]
  }

  /** Outside the range of addresses that the network assigns. */
  #mac(end: 1 | 2): MacAddress {
    return `02:00:c6:12:${this.#index.toString(16).padStart(2, '0')}:0${end}`
  }
}

function prefix(text: string): Prefix {
  return parsePrefix(text)!
}
