import { type Duration, expect, labTest, type Process, times } from 'ackademy/lab'
import { params } from './params.ts'

export const RECORDS = 2_000

/** A source that counts, beside its records, the listeners of the socket: at its first write, and when it ends. */
const COUNTING = `import net from 'node:net'
const count = (socket) => socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0)
const atFirst = new WeakMap()
const { write, end } = net.Socket.prototype
net.Socket.prototype.write = function (...args) {
  if (!atFirst.has(this)) atFirst.set(this, count(this))
  return write.apply(this, args)
}
net.Socket.prototype.end = function (...args) {
  console.log('listeners added: ' + (count(this) - (atFirst.get(this) ?? count(this))))
  return end.apply(this, args)
}
export const RECORDS = ${RECORDS}
export async function* makeRecords() {
  for (let i = 0; i < RECORDS; i++) yield Buffer.from((i + ' ' + Math.round(performance.now()) + ' ').padEnd(999, '.') + '\\n')
}
`

/** A source that has 40 records for the first reader, 80 for the second, and so on. */
const SHORT = `let readers = 0
export const RECORDS = 40
export async function* makeRecords() {
  const count = RECORDS * ++readers
  for (let i = 0; i < count; i++) yield Buffer.from((i + ' ').padEnd(999, '.') + '\\n')
}
`

/** Number of records that fill a batch. */
export const PACED = Math.ceil(params.batchBytes / 1_000)

/** A source that makes a whole batch at once, and one more record when a reader that stalls would be reset by now. */
const PACED_SOURCE = `import { setTimeout as sleep } from 'node:timers/promises'
export const RECORDS = ${PACED + 1}
export async function* makeRecords() {
  for (let i = 0; i < RECORDS; i++) {
    if (i === ${PACED}) await sleep(${1.5 * params.stallMs})
    yield Buffer.from((i + ' ').padEnd(999, '.') + '\\n')
  }
}
`

/** The server, and readers whose receive buffer is fixed: what they do not read stays with the server. */
const serving = (files: { [name: string]: string }) =>
  labTest(async (lab) => {
    const running = lab.host('server').run('server.ts', { listens: params.port, files })
    const server = await expect(running, 'your server, listening').toHappen()
    const connect = (options: { paused?: boolean; receiveBuffer?: number } = {}) => {
      const connecting = lab.host('client').connect('server', params.port, { receiveBuffer: 65_536, ...options })
      return expect(connecting, 'the connection').toHappen()
    }
    return { server, connect }
  })

export const test = serving({})
export const countingTest = serving({ 'records.ts': COUNTING })
export const shortTest = serving({ 'records.ts': SHORT })
export const pacedTest = serving({ 'records.ts': PACED_SOURCE })

export interface Record {
  number: number
  madeAt: number
  length: number
}

export function readRecord(line: string): Record {
  const [number, madeAt] = line.split(' ', 2)
  return { number: Number(number), madeAt: Number(madeAt), length: line.length + 1 }
}

/** The records of a whole stream, of which none may be missing or come twice. */
export function readRecords(text: string): Record[] {
  const records = text.split('\n').slice(0, -1).map(readRecord)
  const numbers = records.map(({ number }) => number)
  expect(numbers, 'the numbers of all records').toEqual(times(RECORDS, (i) => i))
  return records
}

/** How many records had been made when the source was given back. The server may print lines of its own, too. */
export async function givenBack(server: Process, within: Duration): Promise<number> {
  for (;;) {
    const line = await expect(server.line({ within }), 'the line of the source, given back').toHappen()
    const made = /^the source is given back after (\d+) records$/.exec(line)?.[1]
    if (made !== undefined) return Number(made)
  }
}
