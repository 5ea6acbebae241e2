/** What `ip` shows of devices: addresses, links with their counters, and groups. */
'use strict'
const { isIP } = require('node:net')

const COUNTED = ['RX: ', 'TX: ']
const TITLES = [
  ['bytes', 'packets', 'errors', 'dropped', 'missed', 'mcast'],
  ['bytes', 'packets', 'errors', 'dropped', 'carrier', 'collsns'],
]
const WIDTHS = [10, 7, 6, 7, 7, 7]
/** Room for a column that has no title as long as nothing is compressed. */
const LAST = 10
const LIFETIMES = '       valid_lft forever preferred_lft forever'

const isLoopback = ({ name }) => name === 'lo'
const familyOf = (address) => isIP(address.replace(/\/\d+$/, ''))
const stateOf = (row) => (!row.up ? 'DOWN' : isLoopback(row) ? 'UNKNOWN' : 'UP')
const flagsOf = (row) => `<${isLoopback(row) ? 'LOOPBACK' : 'BROADCAST,MULTICAST'}${row.up ? ',UP,LOWER_UP' : ''}>`
const ofFamily = (row, family) => row.addresses.filter((one) => family === 0 || familyOf(one) === family)

function headOf(row, { family }, mode) {
  const start = `${row.index}: ${row.name}: ${flagsOf(row)} mtu ${row.mtu}`
  if (family === 6) return `${start} state ${stateOf(row)} qlen 1000`
  return `${start} qdisc noqueue state ${stateOf(row)}${mode} group default qlen 1000`
}

function linkLine(row) {
  const every = isLoopback(row) ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'
  return `    link/${isLoopback(row) ? 'loopback' : 'ether'} ${row.mac} brd ${every}`
}

/** The network of an IPv4 prefix, to tell which addresses are secondary. */
function networkOf(prefix) {
  const [address, length] = prefix.split('/')
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return `${Math.floor(number / 2 ** (32 - length))}/${length}`
}

function addressLine(row, prefix, earlier) {
  if (familyOf(prefix) === 4) {
    const isSecond = earlier.some((one) => familyOf(one) === 4 && networkOf(one) === networkOf(prefix))
    const scope = prefix.startsWith('127.') ? 'host' : 'global'
    return `    inet ${prefix} scope ${scope}${isSecond ? ' secondary' : ''} ${row.name}`
  }
  const scope = prefix === '::1/128' ? 'host' : /^fe[89ab]/i.test(prefix) ? 'link' : 'global'
  return `    inet6 ${prefix} scope ${scope} `
}

const brief = (row) => `${row.name.padEnd(16)} ${stateOf(row).padEnd(14)} `

function addressesText(rows, options) {
  const { family, isBrief, isOneLine } = options
  const blocks = rows.flatMap((row) => {
    const shown = ofFamily(row, family)
    if (family !== 0 && shown.length === 0) return []
    if (isBrief) return [`${brief(row)}${shown.map((one) => `${one} `).join('')}`]
    const lines = shown.map((one, i) => [addressLine(row, one, shown.slice(0, i)), LIFETIMES])
    if (isOneLine) return lines.map(([first, second]) => `${row.index}: ${row.name}${first}\\${second}`)
    return [headOf(row, options, ''), ...(family === 0 ? [linkLine(row)] : []), ...lines.flat()]
  })
  return blocks.map((line) => `${line}\n`).join('')
}

/** Columns as wide as their widest number. */
function countersOf(side, [bytes, packets]) {
  const numbers = [bytes, packets, 0, 0, 0, 0].map(String)
  const widths = WIDTHS.map((width, i) => Math.max(width, numbers[i].length))
  const [first, ...titles] = TITLES[side]
  const named = titles.map((title, i) => ` ${title.padStart(widths[i + 1])}`).join('')
  return [
    `    ${COUNTED[side]}${first.padStart(widths[0] - COUNTED[side].length)}${named} ${' '.repeat(LAST)}`,
    `    ${numbers.map((number, i) => `${number.padStart(widths[i])} `).join('')}`,
  ]
}

function linksText(rows, options, bytes) {
  if (options.isBrief) return rows.map((row) => `${brief(row)}${row.mac} ${flagsOf(row)} \n`).join('')
  const blocks = rows.map((row) => {
    const [received, sent] = bytes[row.name] ?? [0, 0]
    const counters = [...countersOf(0, [received, row.rx]), ...countersOf(1, [sent, row.tx])]
    return [headOf(row, options, ' mode DEFAULT'), linkLine(row), ...(options.statistics > 0 ? counters : [])]
  })
  return blocks.map((lines) => `${lines.join(options.isOneLine ? '\\' : '\n')}\n`).join('')
}

/** The eight parts of an IPv6 address as four digits each. */
function partsOf(address) {
  const [before, after] = address.split('::').map((side) => (side === '' ? [] : side.split(':')))
  const gap = after === undefined ? [] : Array(8 - before.length - after.length).fill('0')
  return [...before, ...gap, ...(after ?? [])].map((part) => part.padStart(4, '0'))
}

/** The group that asks for an address's neighbor (RFC 4291 §2.7.1). */
function solicitedGroup(prefix) {
  const digits = partsOf(prefix.replace(/\/\d+$/, ''))
    .join('')
    .slice(-6)
  const [high, low] = [digits.slice(0, 2), digits.slice(2).replace(/^0+(?=.)/, '')]
  return `ff02::1:ff${high}:${low}`
}

/** The group address of Ethernet (RFC 1112 §6.4, RFC 2464 §7). */
function groupMac(group) {
  if (isIP(group) === 6) return `33:33:${partsOf(group).slice(6).join('').match(/../g).join(':')}`
  const [, second, third, fourth] = group.split('.').map(Number)
  return ['01', '00', '5e', ...[second & 127, third, fourth].map((byte) => byte.toString(16).padStart(2, '0'))].join(
    ':',
  )
}

function groupLines(row, groups, family) {
  const six = row.addresses.filter((one) => familyOf(one) === 6)
  const joined = groups.filter(({ iface }) => iface === row.name).map(({ group }) => group)
  const solicited = isLoopback(row) ? [] : six.map(solicitedGroup)
  const all = [
    ...joined.filter((group) => isIP(group) === 4),
    ...(row.addresses.length > six.length ? ['224.0.0.1'] : []),
    ...joined.filter((group) => isIP(group) === 6),
    ...solicited,
    ...(six.length > 0 ? ['ff02::1', 'ff01::1'] : []),
  ]
  const unique = [...new Set(all)]
  const onLink = unique.filter((group) => group !== 'ff01::1').map(groupMac)
  const links = isLoopback(row) || family !== 0 ? [] : [...new Set(onLink)].map((mac) => `\tlink  ${mac}`)
  const named = unique.filter((group) => family === 0 || isIP(group) === family)
  return [
    `${row.index}:\t${row.name}`,
    ...links,
    ...named.map((group) => `\tinet${isIP(group) === 6 ? '6' : ' '} ${group}`),
  ]
}

function groupsText({ interfaces, groups }, name, { family }) {
  const rows = interfaces.map((row, i) => ({ ...row, index: i + 1 }))
  const shown = rows.filter((row) => row.up && (name === undefined || row.name === name))
  return shown.flatMap((row) => groupLines(row, groups, family).map((line) => `${line}\n`)).join('')
}

module.exports = { addressesText, groupsText, linksText }
