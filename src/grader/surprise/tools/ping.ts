// cspell:ignore dont
import { type Duration, isLabError, type Packet, type RawPeer } from '#lab'
import { addressOf } from './dig.ts'
import { errnoWords, hostOf, numberOf, optionsOf, type Shell, type Tool, UsageError } from './tool.ts'

const HEADERS = 28
/** What fits into a frame of Ethernet: more would have to be fragmented. */
const MOST_BYTES = 1500 - HEADERS
const [ECHO_REPLY, UNREACHABLE, ECHO, TIME_EXCEEDED] = [0, 3, 8, 11]
const WAIT = 1000
/** Words of iputils for codes of "destination unreachable" (RFC 792, RFC 1812 §5.2.7.1). */
const UNREACHABLE_WORDS: Readonly<Record<number, string>> = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  13: 'Packet filtered',
}

interface Probe {
  dst: string
  id: number
  seq: number
  size: number
  ttl?: number
  df?: boolean
}

type Answer = { packet: Packet; ms: number } | 'none' | { refused: string }

/** Sends one echo request and waits a second for its reply, or an error that quotes it. */
async function probe(shell: Shell, raw: RawPeer, { dst, id, seq, size, ttl, df }: Probe): Promise<Answer> {
  const { clock } = shell.lab
  const sent = clock.now
  const payload = 'abcdefghijklmnopqrstuvw'.repeat(Math.ceil(size / 23)).slice(0, size)
  const ip = { dst, ...(ttl !== undefined && { ttl }), ...(df && { df }) }
  try {
    await raw.send({ ip, icmp: { type: ECHO, code: 0, id, seq }, payload })
  } catch (error) {
    if (isLabError(error) && error.code === 'UNREACHABLE') return { refused: error.seen }
    throw error
  }
  try {
    for (;;) {
      const left = sent + WAIT - clock.now
      const packet = await raw.receive({ within: Math.max(left, 0) as Duration })
      if (belongs(packet, id, seq)) return { packet, ms: clock.now - sent }
    }
  } catch (error) {
    if (isLabError(error) && error.code === 'TIMEOUT') return 'none'
    throw error
  }
}

function belongs({ icmp }: Packet, id: number, seq: number): boolean {
  const own = icmp?.type === ECHO_REPLY ? icmp : icmp?.about?.icmp
  return own?.id === id && own.seq === seq
}

export const ping: Tool = {
  usage: 'ping [-c COUNT] [-s SIZE] [-M do] HOST',
  about: "sends ICMP echo requests; -s: bytes of data, -M do: don't fragment",
  async run(shell, args) {
    const { options, rest } = optionsOf(args, ['-c', '-s', '-M'])
    const [count, size] = [numberOf(options, '-c', 3, 20), numberOf(options, '-s', 56, MOST_BYTES)]
    const mode = options.get('-M') ?? 'dont'
    if (!['do', 'dont', 'want'].includes(mode)) throw new UsageError(`ping: invalid -M argument: ${mode}`)
    const [target] = rest
    if (target === undefined) throw new UsageError('ping: usage error: Destination address required')
    const dst = await addressOf(shell, 'ping', target)
    const lines = [`PING ${target} (${dst}) ${size}(${size + HEADERS}) bytes of data.`]
    const raw = await hostOf(shell).raw('icmp')
    const id = idOf(shell)
    let received = 0
    for (let seq = 1; seq <= count; seq++) {
      const began = shell.lab.clock.now
      const answer = await probe(shell, raw, { dst, id, seq, size, df: mode === 'do' })
      if (typeof answer === 'object' && 'refused' in answer)
        return answer.refused === 'EMSGSIZE'
          ? 'ping: local error: message too long\n'
          : `ping: connect: ${errnoWords(answer.refused)}\n`
      if (answer !== 'none') {
        if (answer.packet.icmp?.type === ECHO_REPLY) received++
        lines.push(line(answer, seq))
      }
      const rest = WAIT - (shell.lab.clock.now - began)
      if (seq < count && rest > 0) await shell.lab.clock.advance(rest)
    }
    const lost = Math.round((100 * (count - received)) / count)
    lines.push('', `--- ${target} ping statistics ---`)
    lines.push(`${count} packets transmitted, ${received} received, ${lost}% packet loss`, '')
    return lines.join('\n')
  },
}

function line({ packet, ms }: { packet: Packet; ms: number }, seq: number): string {
  const { icmp, ip } = packet
  if (icmp?.type === ECHO_REPLY)
    return `${packet.payload.length + 8} bytes from ${ip?.src}: icmp_seq=${seq} ttl=${ip?.ttl} time=${ms.toFixed(1)} ms`
  return `From ${ip?.src} icmp_seq=${seq} ${errorWords(packet)}`
}

function errorWords({ icmp }: Packet): string {
  if (icmp?.type === TIME_EXCEEDED) return 'Time to live exceeded'
  if (icmp?.type !== UNREACHABLE) return `Bad ICMP type: ${icmp?.type}`
  if (icmp.code === 4) return `Frag needed and DF set (mtu = ${icmp.mtu})`
  return UNREACHABLE_WORDS[icmp.code] ?? `Dest Unreachable, Bad Code: ${icmp.code}`
}

/** Linux uses a process id; here the clock is as good, and the same in every run. */
const idOf = ({ lab }: Shell): number => 1 + (Math.floor(lab.clock.now) % 0xfffe)

const MOST_HOPS = 10

export const traceroute: Tool = {
  usage: 'traceroute HOST',
  about: 'shows the routers on the way to a host',
  async run(shell, args) {
    const [target] = optionsOf(args, [], ['-n', '-I']).rest
    if (target === undefined) throw new UsageError('traceroute: which host?')
    const dst = await addressOf(shell, 'traceroute', target)
    const raw = await hostOf(shell).raw('icmp')
    const id = idOf(shell)
    const lines = [`traceroute to ${target} (${dst}), ${MOST_HOPS} hops max, 60 byte packets`]
    for (let ttl = 1; ttl <= MOST_HOPS; ttl++) {
      const answer = await probe(shell, raw, { dst, id, seq: ttl, size: 32, ttl })
      if (typeof answer === 'object' && 'refused' in answer)
        return `traceroute: connect: ${errnoWords(answer.refused)}\n`
      lines.push(`${String(ttl).padStart(2)}  ${answer === 'none' ? '*' : hopText(answer)}`)
      if (answer !== 'none' && answer.packet.icmp?.type !== TIME_EXCEEDED) break
    }
    return `${lines.join('\n')}\n`
  },
}

function hopText({ packet, ms }: { packet: Packet; ms: number }): string {
  const marks: Readonly<Record<number, string>> = { 0: ' !N', 1: ' !H', 13: ' !X' }
  const mark = packet.icmp?.type === UNREACHABLE ? (marks[packet.icmp.code] ?? ` !<${packet.icmp.code}>`) : ''
  return `${packet.ip?.src}  ${ms.toFixed(3)} ms${mark}`
}
