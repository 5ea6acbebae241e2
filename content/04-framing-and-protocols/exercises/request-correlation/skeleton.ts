import { params } from './params.ts'

interface Call {
  line: string
  timer: NodeJS.Timeout
  resolve(text: string): void
  reject(error: Error): void
}

/** Who waits, who is on the way, and which ids are not free. */
export class Books {
  readonly waiting: Call[] = [] // not sent yet
  readonly #active = new Map<number, Call>() // sent, by id
  readonly #forgotten = new Set<number>() // ids of calls that gave up, whose answers may still come
  #nextId = 0

  /** The next id that nobody has. */
  freeId(): number | null {
    for (let i = 0; i < params.ids; i++) {
      const id = (this.#nextId + i) % params.ids
      if (this.#active.has(id) || this.#forgotten.has(id)) continue
      this.#nextId = id + 1
      return id
    }
    return null
  }

  // An answer has come: … which of the three lose something?
  // A call gives up: … and may still be among those who wait.
  // The connection is lost: … everybody has to learn it.
}
