/** dig's command line (dig(1) of BIND 9.18): `dig [@SERVER] [-p PORT] NAME [TYPE] [+OPTION…]`, several names one after the other. */
import { addressFamily, DnsType, parseIpAddress } from '#network'

/** What one name is asked with. */
export interface Lookup {
  name: string
  type: number
  port: number
  servers: readonly string[]
  /** Family that `-4` or `-6` asks for; 0: either. */
  family: 0 | 4 | 6
  tcp: boolean
  ignoresTruncation: boolean
  recursion: boolean
  /** Bytes of a reply over UDP that the query allows; null: no EDNS. */
  edns: number | null
  cookie: boolean
  seconds: number
  tries: number
  short: boolean
  shows: Readonly<Record<Part, boolean>>
}

type Part = 'cmd' | 'comments' | 'question' | 'answer' | 'authority' | 'additional' | 'stats'
const PARTS: readonly Part[] = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats']
const shown = (value: boolean) => Object.fromEntries(PARTS.map((part) => [part, value])) as Record<Part, boolean>

const DEFAULT: Lookup = {
  name: '',
  type: DnsType.A,
  port: 53,
  servers: [],
  family: 0,
  tcp: false,
  ignoresTruncation: false,
  recursion: true,
  edns: 1232,
  cookie: true,
  seconds: 5,
  tries: 3,
  short: false,
  shows: shown(true),
}

export interface Wish {
  lookups: Lookup[]
  /** The first lines of the output; '' if they are turned off. */
  greeting: boolean
}

/** A wrong command line: what dig prints to standard error, and its exit status. */
export class DigProblem {
  readonly text: string
  readonly status: number
  /** What comes before it on standard output. */
  readonly stdout: string

  constructor(text: string, status = 1, stdout = '') {
    this.text = text
    this.status = status
    this.stdout = stdout
  }
}

const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
`

function invalid(option: string): never {
  throw new DigProblem(`Invalid option: ${option}\n${USAGE}`)
}

/** Returns the number of a type: `AAAA`, `TYPE28`; null if it is none. */
function typeNumber(word: string): number | null {
  const number = (DnsType as Readonly<Record<string, number>>)[word.toUpperCase()]
  if (number !== undefined && number !== DnsType.OPT) return number
  const digits = /^TYPE(\d{1,5})$/i.exec(word)?.[1]
  return digits !== undefined && Number(digits) < 65_536 ? Number(digits) : null
}

/** Reads the words from left to right: options before the first name hold for all, others for the name before them. */
export function readDigLine(args: readonly string[], addressesOf: (name: string) => readonly string[]): Wish {
  const wish: Wish = { lookups: [], greeting: false }
  let current: Lookup = { ...DEFAULT }
  const common = current
  const begin = (changes: Partial<Lookup>) => {
    if (wish.lookups.length === 0) wish.greeting = current.shows.cmd && !current.short
    current = { ...common, ...changes }
    wish.lookups.push(current)
  }
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word.startsWith('@')) current.servers = serversOf(word.slice(1), addressesOf)
    else if (word.startsWith('+')) setOption(current, word)
    else if (/^-./.test(word)) readFlag(word, words, current, begin)
    else if (word.toUpperCase() === 'IN') continue
    else {
      const type = typeNumber(word)
      if (type === null) begin({ name: legalName(word) })
      else setType(current, type)
    }
  }
  if (wish.lookups.length === 0) begin({ name: '', type: common.type === DnsType.A ? DnsType.NS : common.type })
  return wish
}

/** A query for ANY goes over TCP: its answer is rarely short. */
function setType(lookup: Lookup, type: number): void {
  lookup.type = type
  if (type === DnsType.ANY) lookup.tcp = true
}

function serversOf(name: string, addressesOf: (name: string) => readonly string[]): readonly string[] {
  const addresses = parseIpAddress(name) === null ? addressesOf(name) : [name]
  if (addresses.length === 0) throw new DigProblem(`dig: couldn't get address for '${name}': not found\n`)
  return addresses
}

function readFlag(word: string, words: string[], current: Lookup, begin: (changes: Partial<Lookup>) => void): void {
  if (word === '-4' || word === '-6') {
    current.family = word === '-4' ? 4 : 6
    return
  }
  const letter = word[1]!
  if (!'ptqx'.includes(letter)) invalid(word)
  const value = word.length > 2 ? word.slice(2) : words.shift()
  if (value === undefined) invalid(word)
  if (letter === 'p') current.port = portNumber(value)
  else if (letter === 'q') begin({ name: legalName(value) })
  else if (letter === 'x') begin({ name: reverseName(value), type: DnsType.PTR })
  else {
    const type = typeNumber(value)
    if (type === null) throw new DigProblem(`;; Warning, ignoring invalid type ${value}\n`)
    setType(current, type)
  }
}

function portNumber(text: string): number {
  if (/^\d+$/.test(text) && Number(text) < 65_536) return Number(text)
  const why = /^\d+$/.test(text) ? 'out of range' : 'not a valid number'
  throw new DigProblem("dig: Couldn't parse port number\n", 1, `invalid port number '${text}': ${why}\n`)
}

const SWITCHES: Readonly<Record<string, (lookup: Lookup, on: boolean) => void>> = {
  tcp: (lookup, on) => (lookup.tcp = on),
  vc: (lookup, on) => (lookup.tcp = on),
  ignore: (lookup, on) => (lookup.ignoresTruncation = on),
  recurse: (lookup, on) => (lookup.recursion = on),
  rec: (lookup, on) => (lookup.recursion = on),
  edns: (lookup, on) => (lookup.edns = on ? (lookup.edns ?? 1232) : null),
  cookie: (lookup, on) => (lookup.cookie = on),
  short: (lookup, on) => (lookup.short = on),
  all: (lookup, on) => (lookup.shows = shown(on)),
}
const NUMBERS: Readonly<Record<string, (lookup: Lookup, value: number) => void>> = {
  time: (lookup, value) => (lookup.seconds = Math.max(1, value)),
  timeout: (lookup, value) => (lookup.seconds = Math.max(1, value)),
  tries: (lookup, value) => (lookup.tries = Math.max(1, value)),
  retry: (lookup, value) => (lookup.tries = value + 1),
  bufsize: (lookup, value) => (lookup.edns = value),
}

function setOption(lookup: Lookup, word: string): void {
  const [, no, name, digits] = /^\+(no)?([a-z]+)(?:=(\d{1,5}))?$/.exec(word) ?? []
  if (name === undefined) invalid(word)
  const part = PARTS.find((one) => one === name)
  if (digits !== undefined && Object.hasOwn(NUMBERS, name) && no === undefined) NUMBERS[name]!(lookup, Number(digits))
  else if (digits !== undefined) invalid(word)
  else if (part) lookup.shows = { ...lookup.shows, [part]: no === undefined }
  else if (Object.hasOwn(SWITCHES, name)) SWITCHES[name]!(lookup, no === undefined)
  else invalid(word)
}

function legalName(word: string): string {
  if (word === '.') return ''
  const name = word.endsWith('.') ? word.slice(0, -1) : word
  const labels = name.split('.')
  const why = labels.some((label) => label === '')
    ? 'empty label'
    : labels.some((label) => label.length > 63)
      ? 'label too long'
      : name.length > 253
        ? 'ran out of space'
        : null
  if (why !== null) throw new DigProblem(`dig: '${word}' is not a legal name (${why})\n`, 10)
  return name
}

/** Returns the name that asks for the names of an address, or of the beginning of one (RFC 1035 §3.5, RFC 3596 §2.5). */
function reverseName(address: string): string {
  const bytes = parseIpAddress(address)
  if (bytes === null) return `${legalName(address).split('.').reverse().join('.')}.in-addr.arpa`
  if (addressFamily(address) === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${[...digits].reverse().join('.')}.ip6.arpa`
}
