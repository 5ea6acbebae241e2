/** `ackademy run --client`: the clients of a capture, against a program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { emitEthernet, emitIpv4, emitTcp, emitUdp, type PacketRecord, TcpFlag, writePcapng } from '#network'
import { ackademy } from './command.ts'

vi.setConfig({ testTimeout: 90_000 })

const [CLIENT, SERVER] = ['192.0.2.7', '192.0.2.1']
const [PORT, EPHEMERAL] = [9000, 50_123]
const NOTHING = new Uint8Array(0)
const utf8 = (text: string) => new TextEncoder().encode(text)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-client-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function ip(protocol: number, payload: Uint8Array, back: boolean): Uint8Array {
  const [source, destination] = back ? [SERVER, CLIENT] : [CLIENT, SERVER]
  const header = { dscp: 0, ecn: 0, identification: 1, reservedFlag: false, dontFragment: true, moreFragments: false }
  const packet = emitIpv4({
    ...header,
    fragmentOffset: 0,
    ttl: 64,
    protocol,
    source,
    destination,
    options: NOTHING,
    payload,
  })
  return emitEthernet({ destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01', type: 0x0800, payload: packet })
}

function segment(flags: number, sequence: number, text = '', back = false): Uint8Array {
  const [source, destination] = back ? [SERVER, CLIENT] : [CLIENT, SERVER]
  const [sourcePort, destinationPort] = back ? [PORT, EPHEMERAL] : [EPHEMERAL, PORT]
  const numbers = { sequenceNumber: sequence, acknowledgmentNumber: flags === TcpFlag.SYN ? 0 : 1 }
  const rest = { reserved: 0, flags, window: 65_000, urgentPointer: 0, options: NOTHING, payload: utf8(text) }
  return ip(6, emitTcp({ sourcePort, destinationPort, ...numbers, ...rest }, source, destination), back)
}

function datagram(text: string, back = false): Uint8Array {
  const [source, destination] = back ? [SERVER, CLIENT] : [CLIENT, SERVER]
  const [sourcePort, destinationPort] = back ? [7000, 40_000] : [40_000, 7000]
  return ip(17, emitUdp({ sourcePort, destinationPort, payload: utf8(text) }, source, destination), back)
}

/** A capture of these frames, 20 ms apart. */
function capture(name: string, ...frames: Uint8Array[]): string {
  const packets = frames.map((bytes, index): PacketRecord => {
    const at = index * 20_000_000
    return {
      number: index + 1,
      at,
      arrives: at,
      link: 0,
      from: 'a:eth0',
      to: 'a:eth0',
      bytes,
      fate: 'delivered',
      cause: null,
    }
  })
  const file = join(folder, name)
  writeFileSync(file, writePcapng(['a:eth0'], packets))
  return file
}

function program(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const ACK = TcpFlag.ACK
const upper = (answer: string) =>
  `import net from 'node:net'
  net.createServer((socket) => socket.on('data', (bytes) => socket.write(${answer}))).listen(${PORT})`
const conversation = () =>
  capture(
    'tcp.pcapng',
    segment(TcpFlag.SYN, 0),
    segment(TcpFlag.SYN | ACK, 0, '', true),
    // Out of order, and once more.
    segment(ACK, 4, 'lo\n'),
    segment(ACK, 1, 'hel'),
    segment(ACK, 1, 'hel'),
    segment(ACK, 1, 'HELLO\n', true),
    segment(TcpFlag.FIN | ACK, 7),
  )

test('a server that answers as in the capture passes', async () => {
  const server = program('upper.ts', upper('String(bytes).toUpperCase()'))
  expect(await ackademy(['run', '--client', conversation(), server])).toEqual({
    status: 0,
    stdout: `tcp ${CLIENT} ${EPHEMERAL} to port ${PORT}: sent 6 bytes, answered as in the capture\n`,
    stderr: '',
  })
})

test('a server that answers otherwise is told where', async () => {
  const server = program('same.ts', upper("String(bytes).replace('lo', 'LO')"))
  const { status, stdout } = await ackademy(['run', '--client', conversation(), server])
  expect(stdout).toContain('the answer differs from the capture at byte 0: captured "HELLO\\n", received "hel')
  expect(status).toBe(1)
})

test('datagrams are sent one by one, and nobody who listens is said', async () => {
  const file = capture('udp.pcapng', datagram('a'), datagram('A', true), datagram('b'), datagram('B', true))
  const server = program(
    'udp.ts',
    `import dgram from 'node:dgram'
    const socket = dgram.createSocket('udp4').bind(7000)
    socket.on('message', (bytes, { port, address }) => socket.send(String(bytes).toUpperCase(), port, address))`,
  )
  const { status, stdout } = await ackademy(['run', '--client', file, server])
  expect([status, stdout]).toEqual([0, `udp ${CLIENT} 40000 to port 7000: sent 2 bytes, answered as in the capture\n`])
  const refused = await ackademy(['run', '--client', conversation(), server])
  expect(refused.stdout).toContain('failed: connect ECONNREFUSED')
  expect(refused.status).toBe(1)
})

test('what is no capture, or holds no client, is refused with the reason', async () => {
  const server = program('any.ts', upper('bytes'))
  const told = async (file: string) => (await ackademy(['run', '--client', file, server])).stderr
  expect(await told(program('text.pcapng', 'no capture'))).toContain('byte 0: neither a pcap nor a pcapng file')
  expect(await told(join(folder, 'missing.pcapng'))).toContain('ENOENT')
  expect(await told(capture('late.pcapng', segment(ACK, 1, 'hi')))).toContain('the capture begins after its SYN')
})
