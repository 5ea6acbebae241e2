import type { MacAddress } from '../address/index.ts'
import { SECOND } from '../clock.ts'
import { onEvents } from '../control/index.ts'
import type { Direction, Impairment, Link, Switch } from '../link/index.ts'
import type { SimulatedNetwork } from '../topology/index.ts'
import { HostTables } from './host-tables.ts'
import { Ration } from './ration.ts'
import { type LoggedRow, TableLog, type TablePiece } from './table-log.ts'

interface QueueEntry {
  readonly row: LoggedRow
  readonly direction: Direction
  readonly values: Float64Array
  impairment: Impairment | null
  isTouched: boolean
}

/**
 * Logs the tables of a running network: sockets, routes, neighbors, interfaces, addresses learned by switches, queues
 * of links. It affects nothing. Tables touched in an instant are sampled when the clock leaves it: an instant with many
 * events costs one sample. During dense traffic, such as a bulk transfer, not every instant is sampled (`Ration`);
 * whenever the world is stopped, the tables are exact.
 */
export class TableRecorder {
  readonly #network: SimulatedNetwork
  readonly #log = new TableLog()
  readonly #hosts: HostTables[]
  readonly #touched: HostTables[] = []
  readonly #queues: QueueEntry[] = []
  readonly #touchedQueues: QueueEntry[] = []
  readonly #ration = new Ration()

  constructor(network: SimulatedNetwork) {
    this.#network = network
    const onTouched = (tables: HostTables) => this.#touched.push(tables)
    this.#hosts = [...network.hosts.values()].map((host) => new HostTables(host, this.#log, onTouched))
    for (const link of network.links) this.#watchLink(link)
    for (const node of network.switches.values()) this.#watchSwitch(node)
    for (const tables of this.#hosts) tables.sample(network.clock.now, true)
    this.#sampleQueues()
    onEvents(network.clock, (event) => {
      const { now } = network.clock
      if (event?.at !== now && this.#isTouched && this.#ration.take(now)) this.#sample(false)
    })
  }

  /** Returns what was logged since the last call, up to now, for inspecting a stopped world. */
  take(): TablePiece[] {
    for (const tables of this.#hosts) if (tables.isBehind) tables.hostTouched()
    this.#sample(true)
    for (const entry of this.#queues) if (entry.impairment !== entry.direction.impairment) this.#queueTouched(entry)
    this.#sampleQueues()
    return this.#log.take()
  }

  get #isTouched(): boolean {
    return this.#touched.length > 0 || this.#touchedQueues.length > 0
  }

  #sample(isStanding: boolean): void {
    const { now } = this.#network.clock
    for (const tables of this.#touched) tables.sample(now, isStanding)
    this.#touched.length = 0
    this.#sampleQueues()
  }

  #watchLink(link: Link): void {
    for (const direction of link.directions) {
      const row = this.#log.add('queues')
      const values = Float64Array.of(this.#log.text(direction.from), link.index, 0, 0, 0, -1)
      const entry: QueueEntry = { row, direction, values, impairment: null, isTouched: false }
      this.#queues.push(entry)
      direction.onQueue = () => this.#queueTouched(entry)
      this.#queueTouched(entry)
    }
  }

  #queueTouched(entry: QueueEntry): void {
    if (entry.isTouched) return
    entry.isTouched = true
    this.#touchedQueues.push(entry)
  }

  #sampleQueues(): void {
    for (const entry of this.#touchedQueues) {
      const { direction, values } = entry
      entry.isTouched = false
      if (entry.impairment !== direction.impairment) {
        entry.impairment = direction.impairment
        values[5] = this.#log.text(JSON.stringify(direction.impairment))
      }
      values[2] = direction.queued
      values[3] = direction.queuedBytes
      values[4] = direction.counters.dropped
      this.#log.set(this.#network.clock.now, entry.row, values)
    }
    this.#touchedQueues.length = 0
  }

  /** Logged when new or moved, and once a second while frames from it arrive. */
  #watchSwitch(watched: Switch): void {
    const node = this.#log.text(watched.name)
    const learnt = new Map<MacAddress, LoggedRow>()
    watched.onLearn = (mac, port) => {
      const row = learnt.get(mac) ?? this.#log.add('switches')
      learnt.set(mac, row)
      const { now } = this.#network.clock
      const seen = now - (now % SECOND)
      const portText = this.#log.text(port)
      if (row.segment >= 0 && row.values[2] === portText && row.values[3] === seen) return
      this.#log.set(now, row, [node, this.#log.text(mac), portText, seen])
    }
  }
}
