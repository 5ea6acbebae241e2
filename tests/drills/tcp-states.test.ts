/** Every answer of the drill wu-tcp-states, against the simulated stack: two hosts whose frames are handed over one at a time. */
import { describe, expect, test } from 'vitest'
import { Draw } from '#grader/drills/index.ts'
import { Clock, MILLISECOND } from '#network/clock.ts'
import { SimulatedHost } from '#network/host/simulated-host.ts'
import type { TcpSocket } from '#network/host/socket.ts'
import { Shutdown } from '#network/host/socket-constants.ts'
import generate, { formatStates } from '../../content/03-tcp-conversations/drills/wu-tcp-states/generator.ts'
import {
  drawSequence,
  type End,
  type Event,
  HANDSHAKE,
  other,
  play,
  type State,
} from '../../content/03-tcp-conversations/drills/wu-tcp-states/machine.ts'

const PORTS: Record<End, number> = { A: 1000, B: 2000 }
const ADDRESSES: Record<End, string> = { A: '10.0.0.1', B: '10.0.0.2' }
const MACS: Record<End, string> = { A: '02:00:00:00:00:01', B: '02:00:00:00:00:02' }

/** Two real ends; what they send waits until it is handed over. */
class Hosts {
  readonly #clock = new Clock()
  readonly #toward: Record<End, Uint8Array[]> = { A: [], B: [] }
  readonly #ports = { A: this.#port('A'), B: this.#port('B') }
  readonly #hosts = { A: this.#host('A'), B: this.#host('B') }
  readonly #hadConnection = new Set<End>()
  readonly #sockets: Partial<Record<End, TcpSocket>> = {}

  constructor() {
    for (const end of ['A', 'B'] as const) {
      const host = this.#hosts[end]
      host.ip.neighbors.addPermanent(host.interface('eth0')!, ADDRESSES[other(end)], MACS[other(end)])
    }
  }

  do({ end, action }: Event): void {
    if (action === 'arrives') this.#ports[end].onReceive!(this.#toward[end].shift()!)
    else if (action === 'end') this.#connection(end).shutdown(Shutdown.WRITE)
    else this.#open(end, action)
    // Enough for what is done at once, too little for any timer.
    this.#clock.runUntil(this.#clock.now + MILLISECOND)
    for (const each of ['A', 'B'] as const) this.state(each)
  }

  state(end: End): State {
    const rows = this.#hosts[end].sockets()
    const connection = rows.find(({ state }) => state !== 'LISTEN')
    if (connection) this.#hadConnection.add(end)
    // What listens goes on listening; the connection that came of it is what is asked for.
    const state = String(connection?.state ?? (this.#hadConnection.has(end) ? 'CLOSED' : (rows[0]?.state ?? 'CLOSED')))
    return (state === 'SYN_RECV' ? 'SYN_RECEIVED' : state === 'CLOSE' ? 'CLOSED' : state) as State
  }

  #open(end: End, action: 'listen' | 'connect'): void {
    const socket = this.#hosts[end].tcp.socket(4)
    this.#sockets[end] = socket
    socket.bind('0.0.0.0', PORTS[end])
    if (action === 'listen') socket.listen(8)
    else socket.connect(ADDRESSES[other(end)], PORTS[other(end)])
  }

  /** Of the end that listened, what it has accepted. */
  #connection(end: End): TcpSocket {
    const accepted = this.#sockets[end]!.accept?.()
    if (accepted !== undefined && typeof accepted !== 'number') this.#sockets[end] = accepted
    return this.#sockets[end]!
  }

  #port(end: End) {
    return {
      transmit: (frame: Uint8Array) => {
        this.#toward[other(end)].push(frame.slice())
      },
      onReceive: null as ((frame: Uint8Array) => void) | null,
    }
  }

  #host(end: End): SimulatedHost {
    return new SimulatedHost({
      name: end,
      scheduler: this.#clock,
      seed: 1,
      routes: [],
      forwarding: false,
      silent: false,
      interfaces: [
        {
          name: 'eth0',
          mac: MACS[end],
          mtu: 1500,
          addresses: [{ address: ADDRESSES[end], length: 24 }],
          port: this.#ports[end],
        },
      ],
    })
  }
}

function reallyPlayed(events: readonly Event[]): Record<End, State> {
  const hosts = new Hosts()
  for (const event of events) hosts.do(event)
  return { A: hosts.state('A'), B: hosts.state('B') }
}

describe('wu-tcp-states', () => {
  test('every answer of 2,000 questions is what the stack does', () => {
    const states = new Set<State>()
    for (let seed = 1; seed <= 2000; seed++) {
      const { before, told } = drawSequence(new Draw(seed, 'proof'))
      const item = generate(new Draw(seed, 'proof'), (mistake) => mistake)
      if (item.kind !== 'single') throw new Error(`found a question of kind ${item.kind}`)
      const seen = reallyPlayed([...before, ...told])
      expect(item.choices.find(({ right }) => right)?.text, item.ask).toBe(formatStates(seen))
      states.add(seen.A).add(seen.B)
    }
    expect(states.size).toBe(11)
  })

  test('the handshake ends established, and whoever ends first has TIME_WAIT', () => {
    expect(reallyPlayed(HANDSHAKE)).toEqual(play(HANDSHAKE).states)
    const close: Event[] = (['end', 'arrives'] as const).map((action, i) => ({ end: i === 0 ? 'A' : 'B', action }))
    expect(reallyPlayed([...HANDSHAKE, ...close])).toEqual({ A: 'FIN_WAIT_1', B: 'CLOSE_WAIT' })
  })
})
