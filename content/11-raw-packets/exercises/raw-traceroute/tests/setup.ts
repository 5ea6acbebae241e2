import { expect, type Lab, labTest, type Packet, type RawPeer, type Remote } from 'ackademy/lab'
import type { Answer, Hop, Options } from './contract.ts'

type Tracer = Remote<typeof import('./contract.ts')>
export const [CLIENT, R1, R2, SERVER] = ['10.0.1.10', '10.0.1.1', '10.0.12.2', '10.0.2.10']
/** The IPv4 identification of forged errors, by which `silence` knows them. */
const FORGED = 0x4242

/** The learner's `traceroute.ts` loaded on the client; nobody listens on the server's UDP ports. */
export const test = labTest(async (lab) => {
  const client = lab.host('client')
  // Nobody listens there, but now everybody on the way knows his neighbors: ARP would add a round trip of each link to the first answer.
  await client.connect('server', 9).catch(() => {})
  lab.begin()
  const load = () => client.load<typeof import('./contract.ts')>('traceroute.ts')
  const loaded = await load()
  // One socket for all forged errors: each that is open gets a copy of every packet.
  let raw: Promise<RawPeer> | undefined
  return {
    client: loaded,
    /** The same program once more, in a process of its own. */
    load,
    trace: (host: string, options: Options = {}) => {
      const tracing = traced(loaded, host, options)
      // Where a test fails before it waits for this one, nobody else does.
      tracing.catch(() => {})
      return tracing
    },
    link: lab.link('client', 'r1'),
    // What an error quotes is found by the filter as well.
    probes: lab.capture(`udp && ip.src == ${CLIENT} && !icmp`, { on: 'client:eth0' }),
    silence: (nth = 1, count = Infinity) => silence(lab, nth, count),
    forge: async (about: Forged) => {
      raw ??= lab.host('r1').raw()
      await forge(await raw, about)
    },
  }
})

/** What a trace returns, once it is known to have that shape. */
export async function traced(tracer: Tracer, host: string, options: Options) {
  const about = `what a trace to ${host} came to`
  const calling = tracer.traceroute(host, options)
  await expect(outcomeOf(calling), about).toBe('hops')
  const { hops, end } = (await calling) ?? {}
  const isShaped =
    Array.isArray(hops) && hops.every((hop) => Array.isArray(hop?.answers) && hop.answers.every(isAnswer))
  expect(isShaped, 'traceroute returns hops, and each of them has answers').toBe(true)
  const ttls = hops!.map(({ ttl }) => ttl)
  const expected = ttls.map((_, i) => i + 1)
  expect(ttls, 'ttl in your hops').toEqual(expected)
  return { hops: hops!, end }
}

const isAnswer = (one: unknown) => one === null || typeof (one as Answer | undefined)?.address === 'string'

/** r1's own errors get lost from the nth on; forged ones pass. */
const silence = (lab: Lab, nth: number, count: number) =>
  lab
    .link('client', 'r1')
    .from('r1')
    .rule({ filter: `icmp.type == 11 && ip.src == ${R1} && !(ip.id == ${FORGED})`, action: 'drop', nth, count })

export interface Forged {
  type: number
  code?: number
  /** Bytes that the error quotes. */
  quote: Uint8Array
  /** Length of the quoted datagram in words of 32 bits, where an extension follows it. */
  words?: number
  src?: string
  options?: Uint8Array
}

/** Sends an ICMP error from r1 to the client. */
async function forge(raw: RawPeer, { type, code = 0, quote, words = 0, src = R1, options }: Forged) {
  const ip = { src, dst: CLIENT, id: FORGED, ...(options && { options }) }
  await raw.send({ ip, icmp: { type, code, id: words, seq: 0 }, payload: quote })
}

/** The IPv4 header and the first 8 bytes of a probe, changed where a test says so. */
export function quoteOf(
  probe: Packet,
  change: { protocol?: number; target?: number; source?: number; port?: number } = {},
) {
  const quote = probe.bytes.slice(14, 14 + 28)
  const { protocol = quote[9]!, target = quote[19]!, source = 0, port = 0 } = change
  quote[9] = protocol
  quote[19] = target
  // Another low byte of the port, so that no carry changes the high one.
  quote[21] = quote[21]! ^ source
  quote[23] = quote[23]! ^ port
  return quote
}

/** `10.0.1.1`, `10.0.1.1 !N`, `*` */
export const shown = (answer: Answer | null): string =>
  answer === null ? '*' : `${answer.address} ${answer.mark}`.trimEnd()

/** `['10.0.1.1 10.0.1.1 *', …]` */
export const lines = (hops: Hop[]): string[] => hops.map(({ answers }) => answers.map(shown).join(' '))

/** `hops`, or `an error: EACCES`. What the test itself waited for in vain stays an error. */
export const outcomeOf = (tracing: Promise<unknown>): Promise<string> =>
  tracing.then(
    () => 'hops',
    (error: Error & { code?: string }) => {
      if (error.name === 'LabError') throw error
      return `an error: ${error.code ?? error.message}`
    },
  )

/** A quote padded to 128 bytes, and behind it an extension with one object of 4 bytes (RFC 4884 §7, §8). */
export function withExtension(quote: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(128 + 12)
  bytes.set(quote)
  bytes.set([0x20, 0, 0, 0, 0, 8, 1, 1, 0, 1, 0x91, 1], 128)
  // The extension has a checksum of its own.
  let sum = 0
  for (let i = 128; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  bytes.set([(~sum >> 8) & 0xff, ~sum & 0xff], 130)
  return bytes
}
