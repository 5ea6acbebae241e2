/** Groups that sockets of a network namespace have joined, from /proc/net: igmp, igmp6, and what mcfilter and mcfilter6 say of sources. */
import { formatIpAddress, type GroupRow } from '#network'

/** Groups that the kernel joins by itself: all nodes, and solicited-node groups. */
const KERNEL_GROUPS = /^(224\.0\.0\.1|ff0[12]::1|ff02::1:ff[0-9a-f]{2}:[0-9a-f]{1,4})$/

export function readGroupTables(read: (name: 'igmp' | 'igmp6' | 'mcfilter' | 'mcfilter6') => string): GroupRow[] {
  const rows = [...readIgmp(read('igmp')), ...readIgmp6(read('igmp6'))]
  const sources = [...readFilters(read('mcfilter')), ...readFilters(read('mcfilter6'))]
  return rows
    .filter(({ group }) => !KERNEL_GROUPS.test(group))
    .map((row) => {
      const own = sources.filter(({ group, iface }) => group === row.group && iface === row.iface)
      if (own.length === 0) return row
      const included = own.filter(({ isIncluded }) => isIncluded)
      const mode = included.length > 0 ? 'include' : 'exclude'
      return { ...row, mode, sources: (included.length > 0 ? included : own).map(({ source }) => source) }
    })
}

/** A line for an interface, `2	eth0      :     2      V3`, and one for each of its groups below, the address in the machine's byte order. */
function readIgmp(text: string): GroupRow[] {
  let iface = ''
  return lines(text).flatMap((line) => {
    const device = /^\d+\s+(\S+?)\s*:/.exec(line)
    if (device !== null) iface = device[1]!
    const group = device === null ? /^\s+([0-9A-F]{8})\s/.exec(line) : null
    return group === null ? [] : [{ group: formatIpAddress(bytes(group[1]!).reverse()), iface }]
  })
}

/** `2    eth0            ff0200000000000000000000000000fb     1 00000004 0` */
function readIgmp6(text: string): GroupRow[] {
  return lines(text, 0).map((line) => {
    const [, iface = '', group = ''] = line.trim().split(/\s+/)
    return { group: formatIpAddress(bytes(group)), iface }
  })
}

interface FilterRow extends GroupRow {
  source: string
  isIncluded: boolean
}

/** Interface, group, source, and how many sockets include and exclude it. */
function readFilters(text: string): FilterRow[] {
  return lines(text).map((line) => {
    const [, iface = '', group = '', source = '', included = '0'] = line.trim().split(/\s+/)
    const address = (hex: string) => formatIpAddress(bytes(hex.replace('0x', '')))
    return { iface, group: address(group), source: address(source), isIncluded: Number(included) > 0 }
  })
}

function lines(text: string, from = 1): string[] {
  return text
    .split('\n')
    .slice(from)
    .filter((line) => line.trim() !== '')
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
