import type { Batch, Command, LabErrorData } from '../api/index.ts'
import type { Answer, LabBackend, Result, WorldDescription } from '../protocol.ts'

/**
 * The smallest world that implements the protocol, for the client's own tests: named queues that fill at given times. A
 * host is a queue. Operations: `listen` (act) puts `value` into the queue after `ms`; `sockets` (look) counts; `sh`
 * (wait) takes the next.
 */
export class ToyWorld implements LabBackend {
  readonly description: WorldDescription = {
    backend: 'simulated',
    seed: 1,
    capabilities: ['virtual-time'],
    clock: 'virtual',
    tolerance: { ms: 1, share: 0 },
    within: 100,
    topology: 'toy',
    nodes: ['a', 'b'].map((name) => ({
      name,
      kind: 'host',
      hasStack: true,
      interfaces: [{ name: 'eth0', addresses: ['10.0.0.1'] }],
    })),
    links: [{ endpoints: ['a:eth0', 'b:eth0'] }],
  }
  /** Batches received, for assertions. */
  readonly batches: Batch[] = []
  /** Called before each event: lets a test disturb real time. */
  closed = false
  #now = 0
  #sequence = 0
  readonly #events: { at: number; queue: string; value: unknown }[] = []
  readonly #queues = new Map<string, unknown[]>()
  readonly #waits = new Map<number, { command: Command; deadline: number }>()

  execute(batch: Batch): Promise<Answer> {
    this.batches.push(structuredClone(batch))
    const results: Result[] = []
    for (const id of batch.cancel ?? []) this.#waits.delete(id)
    for (const command of batch.commands) this.#start(command, results)
    if (batch.run && this.#waits.size > 0) this.#run(results)
    return Promise.resolve({ batch: batch.batch, now: this.#now, sequence: ++this.#sequence, packets: 0, results })
  }

  close(): Promise<void> {
    this.closed = true
    return Promise.resolve()
  }

  #start(command: Command, results: Result[]): void {
    const { id, op, on, args } = command
    if (command.kind === 'wait') {
      const within = op === 'advance' ? (args[0] as number) : (command.within ?? 100)
      this.#waits.set(id, { command, deadline: this.#now + within })
    } else if (op === 'listen') {
      const [value, { ms }] = args as [unknown, { ms: number }]
      this.#events.push({ at: this.#now + ms, queue: on, value })
      this.#events.sort((x, y) => x.at - y.at)
      results.push({ id, value: { local: { address: '', port: 0 } } })
    } else if (op === 'sockets') results.push({ id, value: this.#queue(on).length })
    else results.push({ id, error: this.#error('NOT_SUPPORTED', op) })
  }

  #run(results: Result[]): void {
    this.#complete(results)
    while (results.every(({ id }) => !this.#done.has(id))) {
      const deadline = Math.min(...[...this.#waits.values()].map((wait) => wait.deadline))
      const event = this.#events[0]
      if (event && event.at <= deadline) {
        this.#events.shift()
        this.#now = event.at
        this.#queue(event.queue).push(event.value)
      } else this.#now = deadline
      this.#complete(results)
    }
  }

  readonly #done = new Set<number>()

  #complete(results: Result[]): void {
    for (const [id, { command, deadline }] of this.#waits) {
      const queue = this.#queue(command.on)
      const taken = command.op === 'sh' && queue.length > 0
      if (!taken && this.#now < deadline) continue
      this.#waits.delete(id)
      this.#done.add(id)
      if (taken) results.push({ id, value: queue.shift() })
      else if (command.op === 'advance') results.push({ id })
      else results.push({ id, error: this.#error('TIMEOUT', `an item of ${command.on}`) })
    }
  }

  #queue(name: string): unknown[] {
    const queue = this.#queues.get(name) ?? []
    this.#queues.set(name, queue)
    return queue
  }

  #error(code: LabErrorData['code'], expected: string): LabErrorData {
    return { code, expected, seen: 'nothing', at: this.#now, packets: [] }
  }
}
