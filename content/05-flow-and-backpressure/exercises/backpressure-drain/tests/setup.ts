import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const RECORDS = 2_000

/** The server, and readers whose receive buffer is fixed: what they do not read stays with the server. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = (options: { paused?: boolean } = {}) =>
    lab.host('client').connect('server', params.port, { receiveBuffer: 65_536, ...options })
  return { server, connect }
})

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
  const wrong = records.findIndex(({ number }, i) => number !== i)
  expect(wrong < 0 ? 'every record once' : `record ${records[wrong]!.number} in place ${wrong}`).toBe(
    'every record once',
  )
  expect(records.length).toBe(RECORDS)
  return records
}
