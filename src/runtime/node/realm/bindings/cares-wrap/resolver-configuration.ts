import { addressFamily, parseIpAddress } from '#network'
import type { RealmContext } from '../../context.ts'
import { Files } from '../fs/index.ts'
import type { Server } from './stream-exchange.ts'

const PATH = '/etc/resolv.conf'
const DNS_PORT = 53
/** MAXNS of resolv.h: further servers are ignored. */
const MOST_SERVERS = 3
const LOCAL_SERVER: Server = { family: 4, address: '127.0.0.1', port: DNS_PORT }

/** The supported parts of resolv.conf(5). */
export interface ResolverConfiguration {
  /** In the order in which they are asked. */
  servers: Server[]
  /** Domains to search for a short name. */
  search: string[]
  /** A name with at least this many dots is first tried as is. */
  ndots: number
  /** Timeout per server, in ms. */
  timeout: number
  attempts: number
}

/** Reads the file for each use, so that changes apply at once; null where the host has none. */
export function readResolverConfiguration(realm: RealmContext): ResolverConfiguration | null {
  const read = new Files(realm).readAll(PATH, 0)
  return 'bytes' in read ? parseResolverConfiguration(realm.platform.decodeUtf8(read.bytes)) : null
}

export function parseResolverConfiguration(text: string): ResolverConfiguration {
  const configuration: ResolverConfiguration = { servers: [], search: [], ndots: 1, timeout: 5000, attempts: 2 }
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/)
    if (keyword === 'nameserver') addServer(configuration, words[0] ?? '')
    else if (keyword === 'search' || keyword === 'domain') configuration.search = words
    else if (keyword === 'options') for (const word of words) setOption(configuration, word)
  }
  if (configuration.servers.length === 0) configuration.servers.push(LOCAL_SERVER)
  return configuration
}

function addServer({ servers }: ResolverConfiguration, address: string): void {
  if (servers.length < MOST_SERVERS && parseIpAddress(address) !== null)
    servers.push({ family: addressFamily(address), address, port: DNS_PORT })
}

function setOption(configuration: ResolverConfiguration, option: string): void {
  const [, name, number] = /^(ndots|timeout|attempts):(\d+)$/.exec(option) ?? []
  if (name === 'ndots') configuration.ndots = Math.min(Number(number), 15)
  else if (name === 'timeout') configuration.timeout = Math.min(Number(number), 30) * 1000
  else if (name === 'attempts') configuration.attempts = Math.min(Number(number), 5)
}

/** Returns the names to query, in order, when a program looks up `name`. */
export function candidates({ search, ndots }: ResolverConfiguration, name: string): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const inDomains = search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`)
  return name.split('.').length - 1 >= ndots ? [name, ...inDomains] : [...inDomains, name]
}
