import { setTimeout as sleep } from 'node:timers/promises'

/** How many there are. */
export const RECORDS = 2_000

const SIZE = 1_000
/** This one is longer than any batch. */
const LONG_ONE = 40
const LONG_SIZE = 20_000

/** The source. Each record is a line: its number, when it was made (milliseconds since the program began), and filling. */
export async function* makeRecords(): AsyncGenerator<Buffer> {
  let made = 0
  try {
    while (made < RECORDS) {
      if (made === 1 || made === 2) await sleep(300)
      yield record(made++)
    }
  } finally {
    console.log(`the source is given back after ${made} records`)
  }
}

function record(number: number): Buffer {
  const size = number === LONG_ONE ? LONG_SIZE : SIZE
  return Buffer.from(`${number} ${Math.round(performance.now())} `.padEnd(size - 1, '.').concat('\n'))
}
