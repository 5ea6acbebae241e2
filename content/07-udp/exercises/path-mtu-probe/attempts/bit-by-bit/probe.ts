import * as net from 'ackademy:sockets'
import { randomFillSync } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

/** A prober is a socket with two loops: one that reads whatever comes, and the search. */
class Prober {
  readonly #udp = net.socket(net.AF_INET, net.SOCK_DGRAM)
  readonly #confirmed = new Set<string>()
  #reported: number | undefined
  #isClosed = false

  constructor(readonly address: string, readonly port: number) {
    this.#udp.setsockopt(net.IPPROTO_IP, net.IP_MTU_DISCOVER, net.IP_PMTUDISC_PROBE)
    this.#udp.setsockopt(net.IPPROTO_IP, net.IP_RECVERR, 1)
    void this.#read()
  }

  close(): void {
    this.#isClosed = true
    this.#udp.close()
  }

  /** Reads every 5 ms, since a closed socket would end a pending poll with an error. */
  async #read(): Promise<void> {
    while (!this.#isClosed) {
      this.#reports()
      this.#acknowledgments()
      await sleep(5)
    }
  }

  #reports(): void {
    for (;;) {
      const message = this.#udp.recvmsg(100, net.MSG_ERRQUEUE)
      if (!message) return
      const error = message.control.find((one) => one.error)?.error
      if (error && error.type === 3 && error.code === 4) this.#reported ??= error.info
    }
  }

  #acknowledgments(): void {
    try {
      for (let got = this.#udp.recvfrom(64); got; got = this.#udp.recvfrom(64))
        if (got.address === this.address && got.port === this.port) this.#confirmed.add(Buffer.from(got.bytes).toString('hex'))
    } catch {
      // an error that its report has explained
    }
  }

  async fits(size: number): Promise<boolean> {
    const bytes = new Uint8Array(size)
    randomFillSync(bytes, 0, 8)
    const id = Buffer.from(bytes.subarray(0, 8)).toString('hex')
    for (let left = 3; left > 0 && !this.#confirmed.has(id); left--) {
      this.#reports()
      try {
        this.#udp.sendto(bytes, this.address, this.port)
      } catch {
        this.#reports()
      }
      for (let waited = 0; waited < params.waitMs + 5 && !this.#confirmed.has(id); waited += 5) await sleep(5)
    }
    return this.#confirmed.has(id)
  }

  /** Size that a report names, once. */
  takeHint(): number | undefined {
    const hint = this.#reported
    if (hint !== undefined) this.#reported = 0
    return hint ? hint - 28 : undefined
  }
}

export async function largestPayload(address: string, port: number): Promise<number> {
  const prober = new Prober(address, port)
  try {
    if (await prober.fits(1472)) return 1472
    let known = 1251
    const hint = prober.takeHint()
    let limit = 1472
    if (hint !== undefined && hint > known && hint < limit) {
      if (await prober.fits(hint)) {
        known = hint
        if (!(await prober.fits(hint + 1))) return hint
        known++
      } else limit = hint
    }
    for (let step = 128; step > 0; step >>= 1)
      if (known + step < limit && (await prober.fits(known + step))) known += step
    if (known === 1251) throw Object.assign(new Error('nothing fits'), { code: 'ETIMEDOUT' })
    return known
  } finally {
    prober.close()
  }
}
