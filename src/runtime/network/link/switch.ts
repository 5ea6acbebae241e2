import type { MacAddress } from '../address/index.ts'
import { isGroupMac } from '../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../clock.ts'
import { ParseError, parseEthernet } from '../wire/index.ts'
import type { FramePort } from './frame-port.ts'

export interface SwitchTableRow {
  mac: MacAddress
  port: string
  /** Time since the last frame from that address. */
  age: Nanoseconds
}

/** Aging time of an address (IEEE 802.1D table 7-5, and Linux's bridge). */
const AGEING_TIME: Nanoseconds = 300 * SECOND

interface Entry {
  port: string
  seen: Nanoseconds
}

/**
 * A learning switch (IEEE 802.1D without spanning tree: a loop of switches floods forever, as in reality). Forwarding
 * takes no time.
 */
export class Switch {
  readonly name: string
  /** Called with the source of every frame. */
  onLearn: ((mac: MacAddress, port: string) => void) | null = null
  readonly #scheduler: Scheduler
  readonly #ports = new Map<string, FramePort>()
  readonly #table = new Map<MacAddress, Entry>()

  constructor(name: string, scheduler: Scheduler) {
    this.name = name
    this.#scheduler = scheduler
  }

  /** Connects a cable to a free port. */
  connect(port: string, cable: FramePort): void {
    if (this.#ports.has(port)) throw new Error(`${this.name}:${port} has a cable already`)
    this.#ports.set(port, cable)
    cable.onReceive = (frame) => this.#receive(frame, port)
  }

  /** Learned addresses that have not aged out, in learning order. */
  table(): SwitchTableRow[] {
    const now = this.#scheduler.now
    return [...this.#table]
      .map(([mac, { port, seen }]) => ({ mac, port, age: now - seen }))
      .filter(({ age }) => age < AGEING_TIME)
  }

  #receive(frame: Uint8Array, port: string): void {
    const header = parseEthernet(frame)
    if (header instanceof ParseError) return
    if (!isGroupMac(header.source)) this.#learn(header.source, port)
    const destination = isGroupMac(header.destination) ? undefined : this.#lookUp(header.destination)
    if (destination === undefined) this.#flood(frame, port)
    else if (destination !== port) this.#ports.get(destination)!.transmit(frame)
  }

  #learn(mac: MacAddress, port: string): void {
    const entry = this.#table.get(mac)
    this.onLearn?.(mac, port)
    if (entry === undefined) this.#table.set(mac, { port, seen: this.#scheduler.now })
    else {
      entry.port = port
      entry.seen = this.#scheduler.now
    }
  }

  #lookUp(mac: MacAddress): string | undefined {
    const entry = this.#table.get(mac)
    if (entry === undefined) return undefined
    if (this.#scheduler.now - entry.seen < AGEING_TIME) return entry.port
    this.#table.delete(mac)
    return undefined
  }

  #flood(frame: Uint8Array, except: string): void {
    for (const [port, cable] of this.#ports) {
      if (port !== except) cable.transmit(frame)
    }
  }
}
