import { CLOCK_HEADERS, type Step, stepsOf, visibleReplies } from '#lab'
import type { ClientSide } from '#network'
import { dataLiteral, quoted, readable, shownData } from './literals.ts'

export interface Place {
  /** Host of the server and of the clients, as Lab names them. */
  readonly server: string
  readonly client: string
  readonly port: number
}

/** A line of the test with the moment of the capture at which it happened. */
export interface Line {
  readonly at: number
  readonly text: string
  /** Whether it is the client that acts, at its own time. */
  readonly isAct: boolean
}

const lastByte = (side: ClientSide) => side.replies.at(-1)?.at ?? side.opensAt

/** One client as lines of a test, in the order of the capture. */
export class Conversation {
  readonly #side: ClientSide
  readonly #name: string
  /** `client 2: ` where there are several. */
  readonly #who: string
  readonly #place: Place
  readonly #replies: readonly Uint8Array[]
  readonly #lines: Line[] = []
  /** Bytes of the stream, or datagrams, that were read. */
  #read = 0
  #heardAt = 0
  /** Pieces sent since the last answer, then what they asked together. */
  #sent: Uint8Array[] = []
  #asked: string | null = null
  #sawEnd = false

  constructor(side: ClientSide, index: number, count: number, place: Place) {
    this.#side = side
    this.#name = count === 1 ? 'client' : `client${index + 1}`
    this.#who = count === 1 ? '' : `client ${index + 1}: `
    this.#place = place
    this.#replies = visibleReplies(side)
  }

  get isHttp(): boolean {
    return this.#side.protocol === 'tcp' && this.#replies[0] !== undefined && isHttp(this.#replies[0])
  }

  lines(): readonly Line[] {
    const { side, place } = { side: this.#side, place: this.#place }
    const [server, client] = [quoted(place.server), quoted(place.client)]
    if (side.protocol === 'udp') this.#act(side.opensAt, `const ${this.#name} = await lab.host(${client}).udp()`)
    else {
      const connecting = `lab.host(${client}).connect(${server}, ${place.port})`
      this.#act(
        side.opensAt,
        `const ${this.#name} = await expect(${connecting}, ${quoted(`${this.#who}the connection`)}).toHappen()`,
      )
    }
    const steps = stepsOf(side)
    const times = [...side.sends.map(({ at }) => at), ...(side.end === null ? [] : [side.end.at])]
    for (const [index, step] of steps.entries()) this.#step(step, times[index]!)
    this.#finish()
    return this.#lines
  }

  #step(step: Step, at: number): void {
    this.#hear(step.heard)
    if (step.afterEnd) this.#expectEnd(at)
    if ('end' in step.act) {
      this.#act(at, `await ${this.#name}.${step.act.end === 'fin' ? 'end' : 'reset'}()`)
      return
    }
    const to = this.#side.protocol === 'udp' ? `, [${quoted(this.#place.server)}, ${this.#place.port}]` : ''
    this.#act(at, `await ${this.#name}.send(${dataLiteral(step.act.send)}${to})`)
    this.#sent.push(step.act.send)
  }

  /** Expects the answers up to so many bytes or datagrams. */
  #hear(until: number): void {
    if (until <= this.#read) return
    this.#heardAt = this.#timeOf(until)
    if (this.#sent.length > 0) this.#asked = this.#nameOfSent()
    this.#sent = []
    if (this.#side.protocol === 'udp') {
      for (const bytes of this.#replies.slice(this.#read, until))
        this.#expect(`${this.#name}.receive().then(({ data }) => data)`, `.toEqualBytes(${dataLiteral(bytes)})`)
    } else this.#hearStream(this.#replies[0]!.subarray(this.#read, until))
    this.#read = until
  }

  /** Which of several datagrams an answer is for, the capture doesn't say. */
  #nameOfSent(): string {
    const [first, ...more] = this.#sent
    if (this.#side.protocol === 'udp' && more.length > 0) return `an answer to one of ${this.#sent.length} datagrams`
    const all = Uint8Array.from([first!, ...more].flatMap((piece) => [...piece]))
    return `the answer to ${shownData(all)}`
  }

  /** When so many bytes or datagrams had been captured. */
  #timeOf(until: number): number {
    let heard = 0
    for (const { at, bytes } of this.#side.replies) {
      heard += this.#side.protocol === 'tcp' ? bytes.length : 1
      if (heard >= until) return at
    }
    return lastByte(this.#side)
  }

  #hearStream(bytes: Uint8Array): void {
    const text = readable(bytes)
    const name = this.#name
    if (this.isHttp)
      this.#expect(`${name}.bytes(${bytes.length}).then(steady)`, `.toEqualBytes(${dataLiteral(steady(bytes))})`)
    else if (text?.endsWith('\n')) {
      const lines = text.slice(0, -1).split('\n')
      if (lines.length === 1) this.#expect(`${name}.line()`, `.toBe(${quoted(lines[0]!)})`)
      else this.#expect(`${name}.lines(${lines.length})`, `.toEqual([${lines.map(quoted).join(', ')}])`)
    } else this.#expect(`${name}.bytes(${bytes.length})`, `.toEqualBytes(${dataLiteral(bytes)})`)
  }

  #finish(): void {
    const { protocol, end, serverEnd, repliesEnd } = this.#side
    this.#hear(protocol === 'udp' ? this.#replies.length : (this.#replies[0]?.length ?? 0))
    if (repliesEnd !== null || end?.how === 'reset') return
    const at = Math.max(lastByte(this.#side), serverEnd?.at ?? 0)
    if (serverEnd?.how === 'fin') this.#expectEnd(at)
    else if (serverEnd?.how === 'reset') this.#check(at, `${this.#name}.expectReset()`, 'your RST', '.toHappen()')
    else this.#check(at, `${this.#name}.expectSilence('200ms')`, 'nothing after the last answer', '.toHappen()')
  }

  #expectEnd(at: number): void {
    if (this.#sawEnd) return
    this.#sawEnd = true
    this.#check(at, `${this.#name}.expectEnd()`, 'your FIN after the last answer', '.toHappen()')
  }

  #expect(value: string, matcher: string): void {
    this.#check(this.#heardAt, value, this.#asked ?? 'what your server says first', matcher)
  }

  #check(at: number, value: string, about: string, matcher: string): void {
    this.#lines.push({ at, isAct: false, text: `await expect(${value}, ${quoted(this.#who + about)})${matcher}` })
  }

  #act(at: number, text: string): void {
    this.#lines.push({ at, isAct: true, text })
  }
}

/** Whether a stream is an answer of HTTP. */
const isHttp = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 7)) === 'HTTP/1.'

/** Stars for the times in headers of HTTP. */
function steady(bytes: Uint8Array): Uint8Array {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const masked = text.replace(CLOCK_HEADERS, (value) => '*'.repeat(value.length))
  return Uint8Array.from(masked, (letter) => letter.charCodeAt(0))
}
