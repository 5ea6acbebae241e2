import dgram, { type RemoteInfo } from 'node:dgram'
import { params } from './params.ts'

interface Remembered {
  reply: Buffer
  until: number
}

/** What was answered in the last minute. A Map is in the order of insertion, so the oldest one is the first. */
class Memory {
  readonly #all = new Map<string, Remembered>()
  #timer: NodeJS.Timeout | undefined

  get(key: string): Buffer | undefined {
    this.#forget()
    const known = this.#all.get(key)
    if (known) {
      this.#all.delete(key)
      this.set(key, known.reply)
    }
    return known?.reply
  }

  set(key: string, reply: Buffer): void {
    this.#all.set(key, { reply, until: performance.now() + 60_000 })
    this.#arm()
  }

  #forget(): void {
    const now = performance.now()
    for (const [key, { until }] of this.#all) {
      if (until > now) break
      this.#all.delete(key)
    }
  }

  #arm(): void {
    const oldest = this.#all.values().next().value
    if (!oldest || this.#timer) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#forget()
        this.#arm()
      },
      Math.max(1, oldest.until - performance.now()),
    )
  }
}

class Adder {
  #sum = 0n

  answer(text: string): string {
    const match = text.match(/^add (?<number>-?[0-9]+)$/)
    if (!match) return 'unknown'
    this.#sum += BigInt(match.groups!.number!)
    return this.#sum.toString()
  }
}

const memory = new Memory()
const adder = new Adder()
const socket = dgram.createSocket('udp4', onRequest)

function onRequest(request: Buffer, { address, port }: RemoteInfo): void {
  if (request.length < 8 || port < 1) return
  const key = [address, port, request.toString('hex', 0, 8)].join('/')
  let reply = memory.get(key)
  if (reply === undefined) {
    reply = Buffer.concat([request.subarray(0, 8), Buffer.from(adder.answer(request.toString('utf8', 8)))])
    memory.set(key, reply)
  }
  socket.send(reply, port, address, (error) => {
    if (error) console.error(error.message)
  })
}

socket.bind(params.port)
