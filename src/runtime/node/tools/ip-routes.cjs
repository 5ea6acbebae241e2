/** What `ip` shows of routes, neighbors and rules. */
'use strict'
const { isIP } = require('node:net')

const REFUSALS = ['blackhole', 'unreachable', 'prohibit', 'throw']
const SIZES = { 4: 32, 6: 128 }

const addressOf = (text) => text.replace(/\/\d+$/, '')
const isRefusing = ({ dev }) => REFUSALS.includes(dev)

function numberOf(address) {
  if (isIP(address) === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const [before, after] = address.split('::').map((side) => (side === '' ? [] : side.split(':')))
  const gap = after === undefined ? [] : Array(8 - before.length - after.length).fill('0')
  return [...before, ...gap, ...(after ?? [])].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n)
}

/** A route's prefix: its first address as a number, and its length. */
function prefixOf(text, family) {
  if (text === 'default') return { first: 0n, length: 0 }
  const [address, length = SIZES[family]] = text.split('/')
  return { first: numberOf(address), length: Number(length) }
}

function contains({ first, length }, address, family) {
  const rest = BigInt(SIZES[family] - length)
  return first >> rest === address >> rest
}

/** A row says `default` for both families: what else it has tells which. */
function familyOf(row, tables) {
  const known = isIP(addressOf(row.to)) || isIP(row.via ?? row.nexthops?.[0].via ?? row.src ?? '')
  if (known) return known
  return row.metric === 0 || !tables.interfaces.some((one) => one.addresses.some((text) => text.includes(':'))) ? 4 : 6
}

/** Whether the kernel made it for an address of the interface. */
function isConnected(row, { interfaces }, family) {
  if (row.via !== undefined || row.nexthops || row.to === 'default' || row.metric !== (family === 4 ? 0 : 256))
    return false
  const own = interfaces.find(({ name }) => name === row.dev)?.addresses ?? []
  const to = prefixOf(row.to, family)
  return own.some((text) => {
    const { first, length } = prefixOf(text, family)
    return isIP(addressOf(text)) === family && length === to.length && contains(to, first, family)
  })
}

/** As the kernel walks its trees: by address; IPv6 the narrower prefix first, IPv4 the one that begins first. */
function inOrder(family) {
  return (one, other) => {
    const [a, b] = [prefixOf(one.to, family), prefixOf(other.to, family)]
    if (family === 6 && contains(a, b.first, 6) && a.length < b.length) return 1
    if (family === 6 && contains(b, a.first, 6) && b.length < a.length) return -1
    if (a.first !== b.first) return a.first < b.first ? -1 : 1
    return b.length - a.length || one.metric - other.metric
  }
}

/** A full-length prefix is shown as an address. */
const toText = ({ to }, family) => (to.endsWith(`/${SIZES[family]}`) ? addressOf(to) : to)
const hopText = ({ via, dev, weight }) => `\tnexthop ${via ? `via ${via} ` : ''}dev ${dev} weight ${weight} `

function lineOf(row, tables, family, { dev, table, via }) {
  const own = isConnected(row, tables, family)
  const isFour = family === 4
  const parts = [
    isRefusing(row) ? `${row.dev} ${toText(row, family)}` : toText(row, family),
    row.via && !via && `via ${row.via}`,
    isRefusing(row) ? !isFour && 'dev lo' : dev === undefined && !row.nexthops && `dev ${row.dev}`,
    table === 'all' && row.table !== 'main' && `table ${row.table}`,
    own && 'proto kernel',
    isFour && !row.via && !row.nexthops && !isRefusing(row) && 'scope link',
    row.src && isFour && `src ${row.src}`,
    (row.metric > 0 || !isFour) && `metric ${row.metric}`,
  ]
  const text = `${parts.filter(Boolean).join(' ')} ${isFour ? '' : 'pref medium'}\n`
  return text + (row.nexthops ?? []).map((hop) => `${hopText(hop)}\n`).join('')
}

function routesText(tables, { family, dev, table, to, via }) {
  const rows = tables.routes.filter((row) => {
    const isMeant = table === 'all' || row.table === table
    const isTo = to === undefined || to === 'all' || row.to === to || row.to === `${to}/${SIZES[family]}`
    return (
      isMeant &&
      isTo &&
      familyOf(row, tables) === family &&
      (!dev || (row.dev === dev && !row.nexthops)) &&
      (!via || row.via === via)
    )
  })
  return rows
    .sort(inOrder(family))
    .map((row) => lineOf(row, tables, family, { dev, table, via }))
    .join('')
}

/** The best route of the table that led there, for what `ip -6 route get` adds. */
function routeTo(tables, to, { dev, nextHop }) {
  const address = numberOf(to)
  const fits = tables.routes.filter((row) => {
    const hops = row.nexthops ?? [row]
    const isSame = hops.some((hop) => hop.dev === dev && (hop.via ?? to) === nextHop)
    return isSame && familyOf(row, tables) === 6 && contains(prefixOf(row.to, 6), address, 6)
  })
  return fits.sort(inOrder(6))[0]
}

/** Behind the rules that every host has, the local table is searched for itself, and named. */
const STANDING = 3

function getFour(tables, to, from, way) {
  const { dev, src, nextHop, isBroadcast, isGroup, expires, mtu } = way
  const isLocal = dev === 'lo'
  const kind = isLocal ? 'local ' : isGroup ? 'multicast ' : isBroadcast ? 'broadcast ' : ''
  const via = isLocal || isBroadcast || isGroup || nextHop === to ? '' : `via ${nextHop} `
  const hasPolicy = tables.rules.filter(({ family }) => family === 4).length > STANDING
  const table = hasPolicy && (isLocal || isBroadcast) ? 'table local ' : ''
  const source = from === undefined ? `src ${src} ` : ''
  const flags = isLocal ? '<local> ' : isGroup ? '<mc> ' : isBroadcast ? '<local,brd> ' : ''
  const learned = expires === undefined ? '' : `expires ${expires}sec mtu ${mtu} `
  return `${kind}${to} ${from ? `from ${from} ` : ''}${via}dev ${dev} ${table}${source}uid 0 \n    cache ${flags}${learned}\n`
}

function getSix(tables, to, from, way) {
  const { dev, src, nextHop, isGroup, expires, mtu } = way
  const start = `${to} from ${from ?? '::'} `
  if (dev === 'lo') return `local ${start}dev lo table local proto kernel src ${src} metric 0 pref medium\n`
  if (isGroup) return `multicast ${start}dev ${dev} table local proto kernel src ${src} metric 256 pref medium\n`
  const row = routeTo(tables, to, way)
  const via = nextHop === to ? '' : `via ${nextHop} `
  const kernel = row && isConnected(row, tables, 6) ? 'proto kernel ' : ''
  const learned = expires === undefined ? '' : `expires ${expires}sec mtu ${mtu} `
  return `${start}${via}dev ${dev} ${kernel}src ${src} metric ${row?.metric ?? 1024} ${learned}pref medium\n`
}

const routeText = (tables, to, from, way) =>
  isIP(to) === 4 ? getFour(tables, to, from, way) : getSix(tables, to, from, way)

function neighborsText({ neighbors }, { family, dev, to }) {
  const rows = neighbors.filter(
    ({ ip, dev: on }) => (family === 0 || isIP(ip) === family) && (!dev || on === dev) && (!to || ip === to),
  )
  rows.sort((one, other) => isIP(one.ip) - isIP(other.ip))
  return rows
    .map(({ ip, mac, dev: on, state }) => `${ip} ${dev ? '' : `dev ${on} `}${mac ? `lladdr ${mac} ` : ''}${state} \n`)
    .join('')
}

function rulesText({ rules }, { family }) {
  return rules
    .filter((row) => row.family === (family || 4))
    .map(({ priority, from, to, iif, oif, table, action }) => {
      const tests = [to && `to ${to}`, iif && `iif ${iif}`, oif && `oif ${oif}`].filter(Boolean)
      return `${[`${priority}:\tfrom ${from}`, ...tests, table ? `lookup ${table}` : action].join(' ')}\n`
    })
    .join('')
}

module.exports = { neighborsText, routeText, routesText, rulesText }
