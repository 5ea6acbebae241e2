import { x25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import type { RealmContext } from '../../../../context.ts'
import { curveKey, decodeSpki, ellipticKey, encodeSpki, requireCurve } from '../../keys/index.ts'
import { generateRsaKey } from '../../rsa/index.ts'
import { servicesOf } from '../services.ts'
import { ascii } from './bytes.ts'
import { Client, type ClientOptions } from './client.ts'
import type { Connection, Identity, TlsEvent } from './connection.ts'
import { GROUPS, type KeyPair } from './groups.ts'
import * as trace from './rfc8448.fixture.ts'
import { Server, type ServerOptions } from './server.ts'
import type { Session } from './session.ts'
import { SUITES } from './suites.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex')

/** A realm with a seeded stream of random bytes and a clock that stands still. */
function smallRealm(seed: number): RealmContext {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  }
  const out = { bytes: new Uint8Array(0) }
  const call = (_op: number, size: number) => {
    out.bytes = Uint8Array.from({ length: size }, next)
  }
  const kernel = { call, out, spend() {}, clock: () => 0 }
  return { kernel, platform: {}, start: { epochMs: 1_800_000_000_000 } } as unknown as RealmContext
}

/** In these tests a certificate is only its public key. */
const services = (seed: number) => ({
  ...servicesOf(smallRealm(seed)),
  publicKeyOf: (der: Uint8Array) => decodeSpki(der),
})

const P256 = ellipticKey(requireCurve('prime256v1'), new Uint8Array(32).fill(7))
const identityOf = (key: Identity['key']): Identity => ({ key, chain: [encodeSpki(key)] })
const SERVER_IDENTITY = identityOf(P256)

interface Pair {
  client: Connection
  server: Connection
  clientEvents: TlsEvent[]
  serverEvents: TlsEvent[]
}

/** Passes bytes both ways until neither side has any. */
function exchange(pair: Pair, change: (data: Uint8Array) => Uint8Array = (data) => data): void {
  const { client, server } = pair
  for (let i = 0; i < 20; i++) {
    const [out, back] = [client.takeOutput(), server.takeOutput()]
    if (out.length > 0) server.receive(change(out))
    if (back.length > 0) client.receive(change(back))
    for (let event = client.nextEvent(); event; event = client.nextEvent()) pair.clientEvents.push(event)
    for (let event = server.nextEvent(); event; event = server.nextEvent()) pair.serverEvents.push(event)
    if (out.length === 0 && back.length === 0) return
  }
}

function pairOf(
  clientOptions: Partial<ClientOptions> = {},
  serverOptions: Partial<ServerOptions> = {},
  seed = 1,
): Pair {
  const client = new Client(services(seed), clientOptions)
  const server = new Server(services(seed + 1), { identities: () => [SERVER_IDENTITY], ...serverOptions })
  client.start()
  return { client, server, clientEvents: [], serverEvents: [] }
}

function connected(clientOptions: Partial<ClientOptions> = {}, serverOptions: Partial<ServerOptions> = {}): Pair {
  const pair = pairOf(clientOptions, serverOptions)
  exchange(pair)
  return pair
}

const received = (events: TlsEvent[]) =>
  Buffer.concat(events.flatMap((event) => (event.type === 'data' ? [event.bytes] : []))).toString('latin1')
const reasons = (events: TlsEvent[]) =>
  events.flatMap((event) => (event.type === 'error' ? [[event.fault.reason, event.fault.alert]] : []))
const sessionIn = (events: TlsEvent[]): Session => {
  const event = events.find(({ type }) => type === 'session')
  if (event?.type !== 'session') throw new Error('No ticket came')
  return event.session
}

describe('RFC 8448, simple 1-RTT handshake', () => {
  /** A client whose hello and key are those of the trace. */
  class TracedClient extends Client {
    protected override buildHello(keyPair: KeyPair): Uint8Array {
      const secret = bytes(trace.CLIENT_PRIVATE_KEY)
      const agree = (peer: Uint8Array) => x25519.getSharedSecret(secret, peer)
      this.keyPair = { ...keyPair, publicKey: x25519.getPublicKey(secret), agree }
      return bytes(trace.CLIENT_HELLO)
    }
  }
  const start = () => {
    const client = new TracedClient({ ...servicesOf(smallRealm(1)) }, {})
    client.start()
    client.takeOutput()
    return client
  }

  test.each([1, 7, 100, 5000])('a client makes the records of the trace from pieces of %i bytes', (size) => {
    const client = start()
    const flight = bytes(trace.SERVER_HELLO_RECORD + trace.SERVER_FLIGHT_RECORD)
    for (let at = 0; at < flight.length; at += size) client.receive(flight.subarray(at, at + size))
    expect(hex(client.takeOutput())).toBe(trace.CLIENT_FINISHED_RECORD)
    client.write(Uint8Array.from({ length: 50 }, (_, i) => i))
    expect(hex(client.takeOutput())).toBe(trace.CLIENT_DATA_RECORD)
  })

  test('the key log has the secrets of the trace', () => {
    const client = start()
    client.receive(bytes(trace.SERVER_HELLO_RECORD + trace.SERVER_FLIGHT_RECORD))
    const lines: string[] = []
    for (let event = client.nextEvent(); event; event = client.nextEvent())
      if (event.type === 'keylog') lines.push(event.line)
    const random = 'cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7'
    expect(lines).toContain(
      `CLIENT_HANDSHAKE_TRAFFIC_SECRET ${random} b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21\n`,
    )
    expect(lines).toContain(
      `SERVER_HANDSHAKE_TRAFFIC_SECRET ${random} b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38\n`,
    )
    expect(lines).toContain(
      `CLIENT_TRAFFIC_SECRET_0 ${random} 9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5\n`,
    )
    expect(lines).toContain(
      `SERVER_TRAFFIC_SECRET_0 ${random} a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643\n`,
    )
  })

  test('one wrong bit in the flight is a bad record', () => {
    const client = start()
    const flight = bytes(trace.SERVER_HELLO_RECORD + trace.SERVER_FLIGHT_RECORD)
    flight[200]! ^= 1
    client.receive(flight)
    const events: TlsEvent[] = []
    for (let event = client.nextEvent(); event; event = client.nextEvent()) events.push(event)
    expect(reasons(events)).toEqual([['decryption failed or bad record mac', 20]])
  })
})

describe('handshake', () => {
  test.each(SUITES)('$name carries data both ways', (suite) => {
    const pair = connected({ suites: [suite] })
    pair.client.write(ascii('ping'))
    pair.server.write(ascii('pong'.repeat(10_000)))
    exchange(pair)
    expect(received(pair.serverEvents)).toBe('ping')
    expect(received(pair.clientEvents)).toBe('pong'.repeat(10_000))
    expect(pair.client.exportKeyingMaterial(16, 'x', ascii(''))).toEqual(
      pair.server.exportKeyingMaterial(16, 'x', ascii('')),
    )
  })

  test.each(GROUPS)('$names.0 agrees, after a HelloRetryRequest if the client guessed another', (group) => {
    const pair = connected({}, { groups: [group] })
    expect(pair.client.phase).toBe('open')
    expect(pair.server.phase).toBe('open')
    expect(pair.client.keyPair?.group).toBe(group)
  })

  test.each([
    ['ed25519', curveKey('ed25519', new Uint8Array(32).fill(3))],
    ['ed448', curveKey('ed448', new Uint8Array(57).fill(3))],
    ['secp384r1', ellipticKey(requireCurve('secp384r1'), new Uint8Array(48).fill(7))],
    ['rsa', generateRsaKey(smallRealm(5), 1024, 65_537) as Identity['key']],
  ])('a server proves a key of type %s', (_, key) => {
    expect(connected({}, { identities: () => [identityOf(key)] }).client.phase).toBe('open')
  })

  test('a client without a certificate is refused where one is required', () => {
    const pair = connected({}, { requestsCertificate: true, requiresCertificate: true })
    expect(reasons(pair.serverEvents)).toEqual([['peer did not return a certificate', 116]])
    expect(reasons(pair.clientEvents)).toEqual([['tlsv13 alert certificate required', 116]])
  })

  test("a client's certificate arrives", () => {
    const pair = connected({ identities: [identityOf(P256)] }, { requestsCertificate: true, requiresCertificate: true })
    expect(pair.server.peerChain).toEqual([encodeSpki(P256)])
  })

  test('without a common suite both sides say so', () => {
    const pair = connected({ suites: [SUITES[0]!] }, { suites: [SUITES[1]!] })
    expect(reasons(pair.serverEvents)).toEqual([['no shared cipher', 40]])
    expect(reasons(pair.clientEvents)).toEqual([['ssl/tls alert handshake failure', 40]])
  })

  test('names and protocols arrive', () => {
    const selectAlpn = (offered: readonly Uint8Array[]) => offered[1]
    const pair = connected({ serverName: 'a.example', alpn: [ascii('h2'), ascii('http/1.1')] }, { selectAlpn })
    expect(pair.server.serverName).toBe('a.example')
    expect(pair.client.alpn).toEqual(ascii('http/1.1'))
  })

  test('a paused server goes on when it is resumed', () => {
    const pair = connected({}, { pausesAtHello: true })
    expect(pair.serverEvents.map(({ type }) => type)).toEqual(['handshakeStart', 'clientHello'])
    ;(pair.server as Server).resume()
    exchange(pair)
    expect(pair.client.phase).toBe('open')
  })

  test.each([
    ['GET / HTTP/1.1\r\n', 'http request', null],
    ['SSH-2.0-OpenSSH\r\n', 'wrong version number', 70],
  ])('%j is no TLS', (text, reason, alert) => {
    const { server, serverEvents, ...rest } = pairOf()
    server.receive(ascii(text))
    exchange({ server, serverEvents, ...rest, client: new Client(services(9), {}) })
    expect(reasons(serverEvents)).toEqual([[reason, alert]])
  })
})

describe('tickets', () => {
  test('a ticket resumes without certificates', () => {
    const session = sessionIn(connected().clientEvents)
    const pair = connected({ session })
    expect([pair.client.resumed, pair.server.resumed, pair.client.phase]).toEqual([true, true, 'open'])
    expect(pair.client.peerChain).toEqual(SERVER_IDENTITY.chain)
  })

  test('a ticket works after a HelloRetryRequest', () => {
    const session = sessionIn(connected().clientEvents)
    const pair = connected({ session }, { groups: [GROUPS[1]!] })
    expect([pair.client.resumed, pair.client.phase]).toEqual([true, 'open'])
  })

  test('a ticket of other keys leads to a full handshake', () => {
    const session = sessionIn(connected().clientEvents)
    const pair = connected({ session }, { ticketKeys: () => new Uint8Array(48).fill(1) })
    expect([pair.client.resumed, pair.client.phase]).toEqual([false, 'open'])
  })
})

describe('after the handshake', () => {
  test('a key update changes the keys of both directions', () => {
    const pair = connected()
    pair.client.updateKeys(true)
    pair.client.write(ascii('new keys'))
    exchange(pair)
    pair.server.write(ascii('too'))
    exchange(pair)
    expect([received(pair.serverEvents), received(pair.clientEvents)]).toEqual(['new keys', 'too'])
  })

  test('close_notify ends one direction', () => {
    const pair = connected()
    pair.client.close()
    exchange(pair)
    expect(pair.serverEvents.at(-1)?.type).toBe('end')
    pair.server.write(ascii('last words'))
    exchange(pair)
    expect(received(pair.clientEvents)).toBe('last words')
  })
})

describe('hostile bytes', () => {
  /** Changes, removes or repeats a byte somewhere in some messages. */
  function mutator(seed: number): (data: Uint8Array) => Uint8Array {
    let state = seed
    const next = (limit: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return (state >>> 8) % limit
    }
    return (data) => {
      if (next(2) === 0) return data
      const copy = [...data]
      const at = next(next(2) === 0 ? Math.min(copy.length, 120) : copy.length)
      const kind = next(3)
      if (kind === 0) copy[at] = next(256)
      else if (kind === 1) copy.splice(at, 1 + next(8))
      else copy.splice(at, 0, ...copy.slice(at, at + next(40)))
      return Uint8Array.from(copy)
    }
  }

  test('a changed byte leads to an alert or to waiting, never to another error', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const pair = pairOf({ alpn: [ascii('h2')], serverName: 'a.example', groups: [GROUPS[0]!] }, {}, seed)
      exchange(pair, mutator(seed))
      for (const [reason] of reasons([...pair.clientEvents, ...pair.serverEvents])) expect(reason).toBeTypeOf('string')
    }
  })

  test('10,000 changed hellos are answered or refused', () => {
    const hello = pairOf({ alpn: [ascii('h2')], serverName: 'a.example' }).client.takeOutput()
    let refused = 0
    for (let seed = 1; seed <= 10_000; seed++) {
      const server = new Server(services(seed), { pausesAtHello: true })
      const changed = mutator(seed * 2 + 1)(mutator(seed)(hello))
      server.receive(changed)
      for (let event = server.nextEvent(); event; event = server.nextEvent()) if (event.type === 'error') refused++
    }
    expect(refused).toBeGreaterThan(1000)
  })

  test('a message without an end is refused before it fills the memory', () => {
    const server = new Server(services(1), {})
    server.receive(bytes('160303000401ffffff'))
    const event = server.nextEvent()
    expect(event?.type === 'error' && event.fault.reason).toBe('excessive message size')
  })
})
