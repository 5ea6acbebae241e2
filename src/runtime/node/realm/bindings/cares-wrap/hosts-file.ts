import type { RealmContext } from '../../context.ts'
import { Files } from '../fs/index.ts'

const PATH = '/etc/hosts'

/** Reads hosts(5), for each lookup as getaddrinfo(3) does: names in lower case → addresses, in the order of the lines. */
export function readHosts(realm: RealmContext): ReadonlyMap<string, string[]> {
  const hosts = new Map<string, string[]>()
  const read = new Files(realm).readAll(PATH, 0)
  if (!('bytes' in read)) return hosts
  for (const line of realm.platform.decodeUtf8(read.bytes).split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (address === undefined) continue
    for (const name of names) {
      const key = name.toLowerCase()
      hosts.set(key, [...(hosts.get(key) ?? []), address])
    }
  }
  return hosts
}

/** Returns the names of an address, in the order of the lines. */
export function namesOf(realm: RealmContext, address: string): string[] {
  return [...readHosts(realm)].flatMap(([name, addresses]) => (addresses.includes(address) ? [name] : []))
}
