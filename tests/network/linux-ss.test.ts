/** `ss -tinoe` of both ends of one connection: our words for the kernel's TCP_INFO are its own, and our stack's values are as its. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Host, Ready, SocketOption, type TcpSocket, tcpInfoText } from '#network'
import { BesideLinux, connectAcross, LINUX, SIMULATED, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: ss beside the Linux kernel: ${problem}`)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** What depends on the moment, on the kernel's offloads and memory, or is not kept by our stack. */
const OF_THE_MOMENT =
  /^(lastsnd|lastrcv|lastack|rto|rtt|minrtt|rcv_rtt|busy|ato|cwnd|ssthresh|notsent|rcv_space|rcv_ssthresh|snd_wnd|rcvmss|segs_out|segs_in|data_segs_out|data_segs_in|delivered|wscale|app_limited)/
const RATES = / (send|pacing_rate|delivery_rate) \d+bps/g

function words(line: string): string[] {
  return line
    .replace(RATES, '')
    .trim()
    .split(/\s+/)
    .filter((word) => !/^\w+:\(/.test(word))
}

/** Which one the kernel is set to: it stands behind the options. Some have a word of their own besides. */
const congestionControlOf = (line: string) => words(line).find((word) => !/^(ts|sack|ecn|ecnseen)$/.test(word))!

const names = (line: string) =>
  [
    ...words(line).map((word) => word.split(':')[0]!),
    ...(line.match(RATES) ?? []).map((rate) => rate.split(' ')[1]!),
  ].sort()

async function transfer(from: TcpSocket, to: TcpSocket, total: number): Promise<void> {
  let sent = 0
  let received = 0
  const piece = Buffer.alloc(8192, 'x')
  while (received < total) {
    const result = sent < total ? from.send(piece.subarray(0, Math.min(piece.length, total - sent))) : 0
    if (result > 0) sent += result
    for (let got = to.receive(65_536); typeof got !== 'number' && got.bytes.length > 0; got = to.receive(65_536))
      received += got.bytes.length
    await pause(1)
  }
}

describe.skipIf(problem !== null)('ss', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    world = new BesideLinux({ impairment: { delay: 2_000_000 } })
  })
  afterAll(() => world.close())

  /** The two lines of the kernel's `ss` about a connection with this local port. */
  function kernelLines(port: number): [string, string] {
    const text = world.namespace.command('ss', ['-tinoe', 'sport', '=', `:${port}`, 'and', 'dport', '!=', ':0'])
    const [, first, second] = text.split('\n') as [string, string, string]
    return [first, second]
  }

  const ourLines = (port: number) => {
    const [found] = world.simulated.tcp.texts().filter((text) => text.includes(`:${port} `) && text.includes('\n'))
    return found!.split('\n') as [string, string]
  }

  test.each([
    ['the kernel connects', 7101],
    ['we connect', 7102],
  ])('says the same of both ends where %s', async (how, port) => {
    const [near, far]: [Host, Host] =
      how === 'we connect' ? [world.simulated, world.linux] : [world.linux, world.simulated]
    const ends = await connectAcross(near, far, near === world.linux ? SIMULATED : LINUX, port)
    await transfer(ends.near, ends.far, 100_000)
    await transfer(ends.far, ends.near, 3_000)
    await pause(300)
    const onKernel = near === world.linux ? ends.near : ends.far
    const kernelPort = near === world.linux ? onKernel.localEndpoint()!.port : port
    const ourPort = near === world.simulated ? ends.near.localEndpoint()!.port : port
    const [, theirs] = kernelLines(kernelPort)
    const ours = ourLines(ourPort)[1]

    // Our words for what TCP_INFO says are the words of ss itself.
    const written = tcpInfoText(onKernel.information(), congestionControlOf(theirs))
    const comparable = (line: string) => words(line).filter((word) => !/^(last|app_limited)/.test(word))
    expect(comparable(written)).toEqual(comparable(theirs))

    // Options, sizes and counts of bytes are what the kernel's end says of the same connection, turned round where they are of one direction.
    const [mine, other] = [ours, theirs].map((line) => words(line).filter((word) => !OF_THE_MOMENT.test(word)))
    const value = (line: string[], name: string) => line.find((word) => word.startsWith(`${name}:`))?.split(':')[1]
    for (const name of ['mss', 'pmtu', 'advmss'])
      expect([name, value(mine!, name)]).toEqual([name, value(other!, name)])
    expect([mine!.slice(0, 3), other!.slice(0, 2)]).toEqual([
      ['ts', 'sack', 'cubic'],
      ['ts', 'sack'],
    ])
    expect(value(mine!, 'bytes_received')).toBe(String(near === world.simulated ? 3000 : 100_000))
    expect(value(mine!, 'bytes_sent')).toBe(String(near === world.simulated ? 100_000 : 3000))
    // The same columns are there, but for what our stack has no state for.
    const missing = new Set(['delivery_rate', 'app_limited', congestionControlOf(theirs)])
    const inKernelOnly = names(theirs).filter((name) => !names(ours).includes(name) && !missing.has(name))
    expect(inKernelOnly).toEqual([])
    for (const socket of [ends.near, ends.far, ends.listener]) socket.close()
  })

  test('shows the timer that a connection waits for', async () => {
    const { listener, near, far } = await connectAcross(world.simulated, world.linux, LINUX, 7110)
    near.setOption(SocketOption.KEEPALIVE, 7200)
    far.setOption(SocketOption.KEEPALIVE, 7200)
    await pause(100)
    const { port } = near.localEndpoint()!
    expect(ourLines(port)[0]).toContain('timer:(keepalive,119min,0)')
    expect(kernelLines(7110)[0]).toContain('timer:(keepalive,119min,0)')
    world.link.impair({ loss: 1 })
    near.send(Buffer.from('lost'))
    expect(ourLines(port)[0]).toMatch(/timer:\(on,[12]\d\dms,0\)/)
    world.link.impair({ loss: 0 })
    await until(() => (far.readiness() & Ready.IN) !== 0, 'the data')
    for (const socket of [near, far, listener]) socket.close()
  })
})
