/** tcpdump's filter expressions (pcap-filter(7)): hosts, nets, ports, protocols, and comparisons of bytes. */
'use strict'
const { isIP } = require('node:net')
const { macAt } = require('./tcpdump-frames.cjs')

const PROTOCOLS = ['ip', 'ip6', 'arp', 'tcp', 'udp', 'icmp', 'icmp6', 'igmp', 'ether']
const KINDS = ['host', 'net', 'port', 'portrange', 'proto']
const NUMBERS = { tcp: 6, udp: 17, icmp: 1, icmp6: 58, igmp: 2 }
const NAMED = {
  ...{ tcpflags: 13, icmptype: 0, icmpcode: 1 },
  ...{
    'tcp-fin': 1,
    'tcp-syn': 2,
    'tcp-rst': 4,
    'tcp-push': 8,
    'tcp-ack': 16,
    'tcp-urg': 32,
    'tcp-ece': 64,
    'tcp-cwr': 128,
  },
  ...{ 'icmp-echoreply': 0, 'icmp-unreach': 3, 'icmp-redirect': 5, 'icmp-echo': 8, 'icmp-timxceed': 11 },
}
const COMPARE = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
}
/** From what binds least. */
const ARITHMETIC = [
  { '|': (a, b) => (a | b) >>> 0, '&': (a, b) => (a & b) >>> 0 },
  { '<<': (a, b) => (a << b) >>> 0, '>>': (a, b) => a >>> b },
  { '+': (a, b) => (a + b) >>> 0, '-': (a, b) => (a - b) >>> 0 },
  { '*': (a, b) => Math.imul(a, b) >>> 0, '/': (a, b) => Math.floor(a / b), '%': (a, b) => a % b },
]
const TOKEN = /\s*(&&|\|\||==|!=|<=|>=|<<|>>|[()[\]!&|<>=+*/%]|\\?[\w.:-]+(?:\/\d+)?|\S)/gy

class FilterProblem extends Error {}

const problem = () => new FilterProblem("can't parse filter expression: syntax error")
/** ICMP and IGMP are of IPv4 only, ICMPv6 of IPv6. */
const VERSIONS = { icmp: 4, igmp: 4, icmp6: 6 }
const isCarried =
  (name) =>
  ({ packet }) =>
    packet?.protocol === NUMBERS[name] && (VERSIONS[name] ?? packet.version) === packet.version

const hasProtocol = (name) => {
  if (name === undefined) return () => true
  if (NUMBERS[name] !== undefined) return isCarried(name)
  return name === 'ether' ? () => true : (frame) => frame.kind === name
}

function bitsOf(address) {
  if (isIP(address) === 4)
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('')
  const [before, after] = address.split('::').map((side) => (side === '' ? [] : side.split(':')))
  const gap = after === undefined ? [] : Array(8 - before.length - after.length).fill('0')
  return [...before, ...gap, ...(after ?? [])]
    .map((part) => Number.parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('')
}

/** Source and destination: those of a packet, or of an ARP message. */
function endsOf({ kind, packet, payload }) {
  if (packet) return [packet.from, packet.to]
  if (kind !== 'arp' || payload.length < 28) return [undefined, undefined]
  return [14, 24].map((at) => [...payload.subarray(at, at + 4)].join('.'))
}

function portsOf({ packet }) {
  const isKnown =
    packet && (packet.protocol === 6 || packet.protocol === 17) && packet.fragment === 0 && packet.bytes.length >= 4
  return isKnown ? [packet.bytes.readUInt16BE(0), packet.bytes.readUInt16BE(2)] : [undefined, undefined]
}

/** Tests one end or both, as the direction says. */
function toward(direction, ends, test) {
  return (frame) => {
    const [source, target] = ends(frame).map((one) => one !== undefined && test(one))
    if (direction === 'src') return source
    if (direction === 'dst') return target
    return direction === 'src and dst' ? source && target : source || target
  }
}

class Parser {
  constructor(text, names) {
    this.tokens = [...text.matchAll(TOKEN)].map(([, token]) => token)
    Object.assign(this, { at: 0, names, last: {} })
  }

  get next() {
    return this.tokens[this.at]
  }

  take(...wanted) {
    if (!wanted.includes(this.next)) return false
    this.at++
    return true
  }

  /** `and` and `or` bind alike, from the left. */
  any() {
    let test = this.negation()
    for (;;) {
      if (this.take('and', '&&')) {
        const [one, other] = [test, this.negation()]
        test = (frame) => one(frame) && other(frame)
      } else if (this.take('or', '||')) {
        const [one, other] = [test, this.negation()]
        test = (frame) => one(frame) || other(frame)
      } else return test
    }
  }

  negation() {
    if (!this.take('not', '!')) return this.primary()
    const test = this.negation()
    return (frame) => !test(frame)
  }

  primary() {
    const start = this.at
    if (this.isArithmetic()) return this.relation()
    if (this.take('(')) {
      const test = this.tried(() => this.any())
      if (test && this.take(')') && !this.isOperator()) return test
      this.at = start
      return this.relation()
    }
    return this.described()
  }

  tried(parse) {
    try {
      return parse()
    } catch (error) {
      if (error instanceof FilterProblem) return null
      throw error
    }
  }

  isOperator() {
    return this.next !== undefined && (this.next in COMPARE || ARITHMETIC.some((level) => this.next in level))
  }

  isArithmetic() {
    const [token, after] = [this.next, this.tokens[this.at + 1]]
    return (
      after === '[' ||
      token === 'len' ||
      (/^\d+$|^0x/.test(token ?? '') &&
        after !== undefined &&
        (after in COMPARE || ARITHMETIC.some((level) => after in level)))
    )
  }

  relation() {
    const left = this.arithmetic(0)
    const compare = COMPARE[this.next]
    if (compare === undefined) throw problem()
    this.at++
    const right = this.arithmetic(0)
    return (frame) => {
      const [a, b] = [left(frame), right(frame)]
      return a !== undefined && b !== undefined && compare(a, b)
    }
  }

  arithmetic(level) {
    if (level === ARITHMETIC.length) return this.operand()
    let value = this.arithmetic(level + 1)
    while (Object.hasOwn(ARITHMETIC[level], this.next ?? '')) {
      const operation = ARITHMETIC[level][this.tokens[this.at++]]
      const [left, right] = [value, this.arithmetic(level + 1)]
      value = (frame) => {
        const [a, b] = [left(frame), right(frame)]
        return a === undefined || b === undefined ? undefined : operation(a, b)
      }
    }
    return value
  }

  operand() {
    if (this.take('(')) {
      const value = this.arithmetic(0)
      if (!this.take(')')) throw problem()
      return value
    }
    const token = this.tokens[this.at++]
    if (token === 'len') return ({ bytes }) => bytes.length
    if (this.next === '[' && PROTOCOLS.includes(token)) return this.bytesOf(token)
    if (Object.hasOwn(NAMED, token ?? '')) return () => NAMED[token]
    if (!/^(\d+|0x[\da-f]+)$/i.test(token ?? '')) throw problem()
    return () => Number(token)
  }

  /** `tcp[13]`, `ip[2:2]`. */
  bytesOf(protocol) {
    this.at++
    const [, first, size] = /^(\d+):(\d)$/.exec(this.next ?? '') ?? []
    if (first !== undefined) this.at++
    const offset = first === undefined ? this.arithmetic(0) : () => Number(first)
    if (!this.take(']')) throw problem()
    const belongs = hasProtocol(protocol)
    const base = (frame) => {
      if (protocol === 'ether') return frame.bytes
      return NUMBERS[protocol] === undefined
        ? frame.payload
        : frame.packet.version === 4 || protocol === 'icmp6'
          ? frame.packet.bytes
          : undefined
    }
    return (frame) => {
      if (!belongs(frame) || (NUMBERS[protocol] !== undefined && frame.packet.fragment > 0)) return undefined
      const [bytes, at, length] = [base(frame), offset(frame), Number(size ?? 1)]
      return bytes !== undefined && at + length <= bytes.length ? bytes.readUIntBE(at, length) : undefined
    }
  }

  /** `[protocol] [direction] [kind] value`; without any of them, as what came before. */
  described() {
    if (this.next === undefined) throw problem()
    if (this.take('broadcast')) return ({ bytes }) => macAt(bytes, 0) === 'ff:ff:ff:ff:ff:ff'
    if (this.take('multicast')) return ({ bytes }) => (bytes[0] & 1) === 1
    if (this.next === 'less' || this.next === 'greater') return this.sized(this.tokens[this.at++])
    const protocol = PROTOCOLS.includes(this.next) ? this.tokens[this.at++] : undefined
    if (protocol === 'ether' && this.take('broadcast')) return ({ bytes }) => macAt(bytes, 0) === 'ff:ff:ff:ff:ff:ff'
    if (protocol === 'ether' && this.take('multicast')) return ({ bytes }) => (bytes[0] & 1) === 1
    const direction = this.direction()
    const kind = KINDS.includes(this.next) ? this.tokens[this.at++] : undefined
    const isBare = protocol !== undefined && direction === undefined && kind === undefined
    if (isBare && (this.next === undefined || !/^[\w.:]/.test(this.next) || ['and', 'or', 'not'].includes(this.next)))
      return hasProtocol(protocol)
    const qualified = protocol ?? direction ?? kind
    const meant = qualified === undefined ? this.last : { protocol, direction, kind: kind ?? 'host' }
    this.last = meant
    return this.tested(meant, this.tokens[this.at++])
  }

  sized(word) {
    const size = Number(this.tokens[this.at++] ?? Number.NaN)
    if (Number.isNaN(size)) throw problem()
    return word === 'less' ? ({ bytes }) => bytes.length <= size : ({ bytes }) => bytes.length >= size
  }

  direction() {
    if (this.next !== 'src' && this.next !== 'dst') return undefined
    const first = this.tokens[this.at++]
    if ((this.next !== 'or' && this.next !== 'and') || !['src', 'dst'].includes(this.tokens[this.at + 1])) return first
    const joined = `src ${this.next} dst`
    this.at += 2
    return joined
  }

  tested({ protocol, direction, kind = 'host' }, value) {
    if (value === undefined || value === ')' || value === 'and' || value === 'or') throw problem()
    const belongs = hasProtocol(protocol)
    const test = { host: this.host, net: this.net, port: this.port, portrange: this.port, proto: this.proto }[
      kind
    ].call(this, direction, value, protocol)
    return (frame) => belongs(frame) && test(frame)
  }

  host(direction, value, protocol) {
    if (protocol === 'ether') {
      const macs = ({ bytes }) => [macAt(bytes, 6), macAt(bytes, 0)]
      return toward(direction, macs, (mac) => mac === value.toLowerCase())
    }
    const address = isIP(value) ? value : this.names.get(value)
    if (address === undefined) {
      this.unknown ??= `unknown host '${value}'`
      return () => false
    }
    const kind = isIP(address) === 6 ? 'ip6' : 'ip'
    if (protocol !== undefined && protocol !== kind && !(protocol === 'arp' && kind === 'ip'))
      throw new FilterProblem(`'${protocol}' modifier applied to ${NUMBERS[protocol] ? '' : `${kind} `}host`)
    const bits = bitsOf(address)
    return toward(direction, endsOf, (one) => bitsOf(one) === bits)
  }

  net(direction, value) {
    const [text, length] = value.split('/')
    const parts = text.split('.')
    const address = text.includes(':') ? text : [...parts, 0, 0, 0].slice(0, 4).join('.')
    if (!isIP(address)) throw problem()
    const wanted = bitsOf(address).slice(
      0,
      length === undefined ? (text.includes(':') ? 128 : parts.length * 8) : Number(length),
    )
    return toward(direction, endsOf, (one) => isIP(one) === isIP(address) && bitsOf(one).startsWith(wanted))
  }

  port(direction, value) {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? []
    if (first === undefined) throw new FilterProblem(`unknown port '${value}'`)
    return toward(direction, portsOf, (port) => port >= Number(first) && port <= Number(last ?? first))
  }

  proto(_, value) {
    const number = NUMBERS[value.replace(/^\\/, '')] ?? Number(value)
    if (Number.isNaN(number)) throw problem()
    return ({ packet }) => packet?.protocol === number
  }
}

/** Words that may be names of hosts. */
function namesIn(text) {
  return [...text.matchAll(TOKEN)].map(([, token]) => token).filter((token) => /^[a-z]/i.test(token) && !isIP(token))
}

/** Makes a test of frames from an expression; an empty one lets all pass. Throws FilterProblem. */
function filterOf(text, names = new Map()) {
  if (text.trim() === '') return () => true
  const parser = new Parser(text, names)
  const test = parser.any()
  if (parser.next !== undefined) throw problem()
  if (parser.unknown !== undefined) throw new FilterProblem(parser.unknown)
  return test
}

module.exports = { FilterProblem, filterOf, namesIn }
