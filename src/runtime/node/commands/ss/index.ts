/** ss(8): the sockets of the host, in the columns of iproute2 when its output is not a terminal. Ports are always numbers. */
import { type SocketRow, ssState } from '#network'
import type { SocketOwner } from '../../syscalls/index.ts'
import { Op } from '../../syscalls/index.ts'
import { complain, print } from '../output.ts'
import type { Steps, System } from '../system.ts'
import { FilterProblem, parseFilter, stateOf, statesNamed } from './filter.ts'

type Row = SocketRow & { owner?: SocketOwner }
const CONNECTED = ['listening', 'closed', 'time-wait', 'syn-recv']
const LONG: Readonly<Record<string, string>> = {
  numeric: 'n',
  all: 'a',
  listening: 'l',
  processes: 'p',
  ipv4: '4',
  ipv6: '6',
  tcp: 't',
  udp: 'u',
  raw: 'w',
  'no-header': 'H',
}
const PROTOCOLS: Readonly<Record<string, Row['proto']>> = { t: 'tcp', u: 'udp', w: 'raw' }

export function* ss(system: System, args: string[]): Steps<number> {
  const letters: string[] = []
  const words: string[] = []
  for (const word of args) {
    const long = word.startsWith('--') ? LONG[word.slice(2)] : undefined
    if (long !== undefined) letters.push(long)
    else if (/^-./.test(word)) letters.push(...word.replace(/^--?/, ''))
    else words.push(word)
  }
  const unknown = letters.find((letter) => !'nalp46tuwH'.includes(letter))
  if (unknown) return yield* complain(system, `ss: invalid option -- '${unknown}'`)
  try {
    const states: string[] = []
    while (words[0] === 'state') states.push(...statesNamed(words.splice(0, 2)[1] ?? ''))
    const test = parseFilter(words.join(' '))
    const rows = rowsOf(system).filter((row) => isWanted(row, letters, states) && test(row))
    return yield* print(system, 'ss', tableText(rows, letters, new Set(states).size === 1))
  } catch (problem) {
    if (problem instanceof FilterProblem) return yield* complain(system, problem.text.trimEnd(), problem.status)
    throw problem
  }
}

/** Without `-a` and `-l` only connections. */
function isWanted(row: Row, letters: string[], states: readonly string[]): boolean {
  const protocols = letters.flatMap((letter) => PROTOCOLS[letter] ?? [])
  const family = row.local.address.includes(':') ? '6' : '4'
  const families = letters.filter((letter) => letter === '4' || letter === '6')
  if (!(protocols.length === 0 ? ['udp', 'tcp', 'raw'] : protocols).includes(row.proto)) return false
  if (families.length > 0 && !families.includes(family)) return false
  const state = stateOf(row)
  if (states.length > 0) return states.includes(state)
  if (letters.includes('a')) return true
  if (letters.includes('l')) return state === 'listening' || (state === 'closed' && row.proto !== 'tcp')
  return !CONNECTED.includes(state)
}

const ORDER: readonly Row['proto'][] = ['raw', 'udp', 'tcp']

/** As the kernel lists them: protocol by protocol, a protocol's listeners first. */
function rowsOf(system: System): Row[] {
  system.call(Op.sockets)
  const rows: Row[] = JSON.parse(system.out.str)
  const place = (row: Row) => ORDER.indexOf(row.proto) * 2 + Number(stateOf(row) !== 'listening')
  return rows.sort((one, other) => place(one) - place(other))
}

interface Column {
  title: string
  /** What separates it from the column before. */
  before: string
  right?: true
  cell: (row: Row) => string
}

/** An IPv6 socket on every address takes IPv4 too. */
const addressText = (address: string): string =>
  address === '::' ? '*' : address.includes(':') ? `[${address}]` : address
const everyAddress = ({ local }: Row): string =>
  local.address === '::' ? '*' : local.address.includes(':') ? '[::]' : '0.0.0.0'
const portText = (port: number | undefined): string => (port ? `${port}` : '*')

const NETID: Column = { title: 'Netid', before: '', cell: ({ proto }) => proto }
const STATE: Column = {
  title: 'State',
  before: ' ',
  cell: ({ state }) => ssState(state).replace('ESTABLISHED', 'ESTAB'),
}
const COLUMNS: readonly Column[] = [
  { title: 'Recv-Q', before: ' ', cell: ({ recvQ }) => `${recvQ}`.padEnd(6) },
  { title: 'Send-Q', before: ' ', cell: ({ sendQ }) => `${sendQ}`.padEnd(6) },
  { title: 'Local Address:', before: ' ', right: true, cell: ({ local }) => `${addressText(local.address)}:` },
  { title: 'Port', before: '', cell: ({ local }) => portText(local.port) },
  {
    title: 'Peer Address:',
    before: ' ',
    right: true,
    cell: (row) => `${row.remote ? addressText(row.remote.address) : everyAddress(row)}:`,
  },
  { title: 'Port', before: '', cell: ({ remote }) => portText(remote?.port) },
]
const OWNER: Column = {
  title: 'Process',
  before: '',
  cell: ({ owner }) => (owner ? ` users:(("${owner.name}",pid=${owner.pid},fd=${owner.fd}))` : ''),
}

function tableText(rows: readonly Row[], letters: string[], isOneState: boolean): string {
  const protocols = letters.filter((letter) => Object.hasOwn(PROTOCOLS, letter))
  const hasHeader = !letters.includes('H')
  const columns = [
    ...(new Set(protocols).size === 1 ? [] : [NETID]),
    ...(isOneState ? [] : [STATE]),
    ...COLUMNS,
    { ...OWNER, cell: letters.includes('p') ? OWNER.cell : () => '' },
  ]
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)))
  const lines = hasHeader ? [columns.map(({ title }) => title), ...cells] : cells
  const widths = columns.map((_, i) => Math.max(0, ...lines.map((line) => line[i]!.length)))
  return lines
    .map((line) => {
      const padded = line.map((cell, i) => {
        const { before, right } = columns[i]!
        const text = right ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)
        return (i === 0 ? '' : before) + text
      })
      return `${padded.join('')}\n`
    })
    .join('')
}
