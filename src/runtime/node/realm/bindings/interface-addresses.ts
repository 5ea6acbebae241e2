import { addressFamily, type InterfaceRow, LINK_LOCAL_PREFIX, parsePrefix, prefixContains, prefixMask } from '#network'
import { Op } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'

/** An address of an interface as `internalBinding('os')` lists it: name, address, netmask, family, mac, internal, scope id. */
type Row = [string, string, string, 'IPv4' | 'IPv6', string, boolean, number]

/** Returns addresses as libuv does from getifaddrs(3): those of interfaces that are up, IPv4 first, in the kernel's order. */
export function interfaceAddresses({ kernel }: RealmContext): Row[number][] {
  kernel.call(Op.interfaces)
  const interfaces: InterfaceRow[] = JSON.parse(kernel.out.str)
  const rows = interfaces.flatMap((row, i) => (row.up ? row.addresses.map((text) => rowOf(row, i + 1, text)) : []))
  return [
    ...rows.filter(([, , , family]) => family === 'IPv4'),
    ...rows.filter(([, , , family]) => family === 'IPv6'),
  ].flat()
}

function rowOf({ name, mac }: InterfaceRow, index: number, text: string): Row {
  const prefix = parsePrefix(text)!
  const { address } = prefix
  const isIpv4 = addressFamily(address) === 4
  const scope = isIpv4 ? -1 : prefixContains(LINK_LOCAL_PREFIX, address) ? index : 0
  return [name, address, prefixMask(prefix), isIpv4 ? 'IPv4' : 'IPv6', mac, name === 'lo', scope]
}
