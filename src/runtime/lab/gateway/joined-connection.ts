import type { Socket } from 'node:net'
import { Errno, Ready, Shutdown, type TcpSocket } from '#network'
import type { Threshold } from './threshold.ts'

/** Largest piece taken from the simulated socket at once. */
const PIECE = 65_536

export interface JoinedConnectionOptions {
  /** Accepted, paused, and allowed to be half open. */
  real: Socket
  /** Not yet connected. */
  simulated: TcpSocket
  threshold: Threshold
  /** The published port could not be reached: a positive errno. */
  onRefused: (error: number) => void
  onOver: (connection: JoinedConnection) => void
}

/**
 * A real connection and a simulated one, joined: bytes both ways, each side held back by the other's full buffer; FIN becomes
 * FIN, RST becomes RST. Nothing is read from the real client before the simulated connection is made.
 */
export class JoinedConnection {
  readonly #real: Socket
  readonly #simulated: TcpSocket
  readonly #onRefused: (error: number) => void
  readonly #onOver: (connection: JoinedConnection) => void
  #state: 'connecting' | 'joined' | 'over' = 'connecting'
  /** Read from the real client, with no room yet in the simulated send buffer. */
  readonly #inward: Uint8Array[] = []
  #realHasEnded = false
  #endWasPassedOn = false
  #simulatedHasEnded = false
  /** The real client reads too slowly. */
  #isHeldBack = false

  constructor({ real, simulated, threshold, onRefused, onOver }: JoinedConnectionOptions) {
    this.#real = real
    this.#simulated = simulated
    this.#onRefused = onRefused
    this.#onOver = onOver
    simulated.onReadiness = () => this.#onReadiness()
    const on = (event: string, act: () => void) => real.on(event, () => threshold.act(() => this.#unlessOver(act)))
    real.on('data', (chunk) => threshold.act(() => this.#unlessOver(() => this.#fromReal(chunk))))
    on('end', () => this.#onRealEnd())
    on('drain', () => this.#onDrain())
    on('error', () => this.#break())
    on('close', () => this.#finish())
  }

  /** Starts connecting to the published port. */
  connect(address: string, port: number): void {
    const begun = this.#simulated.connect(address, port)
    if (begun < 0 && begun !== -Errno.EINPROGRESS) this.#refuse(-begun)
  }

  /** Ends with the world: the real client still gets the data sent to it, and then the end. */
  end(): void {
    if (this.#state !== 'over') this.#simulated.close()
    this.#state = 'over'
    this.#real.destroySoon()
  }

  #unlessOver(act: () => void): void {
    if (this.#state !== 'over') act()
  }

  #onReadiness(): void {
    if (this.#state === 'connecting') this.#onAnswer()
    if (this.#state !== 'joined') return
    this.#sendOn()
    this.#receiveOn()
  }

  #onAnswer(): void {
    if ((this.#simulated.readiness() & (Ready.OUT | Ready.ERR | Ready.HUP)) === 0) return
    const error = this.#simulated.takeError()
    if (error !== 0) {
      this.#refuse(error)
      return
    }
    this.#state = 'joined'
    this.#real.resume()
  }

  #refuse(error: number): void {
    this.#onRefused(error)
    this.#break()
  }

  #fromReal(chunk: Uint8Array): void {
    this.#inward.push(chunk)
    this.#sendOn()
    if (this.#inward.length > 0) this.#real.pause()
  }

  #onRealEnd(): void {
    this.#realHasEnded = true
    this.#sendOn()
  }

  /** Writes as much as the simulated send buffer has room for; then the real client may send more, or its FIN follows. */
  #sendOn(): void {
    for (let piece = this.#inward[0]; piece !== undefined; piece = this.#inward[0]) {
      const sent = this.#simulated.send(piece)
      if (sent === -Errno.EAGAIN) return
      if (sent < 0) {
        this.#break()
        return
      }
      if (sent < piece.length) this.#inward[0] = piece.subarray(sent)
      else this.#inward.shift()
    }
    if (!this.#realHasEnded) {
      if (this.#real.isPaused()) this.#real.resume()
    } else if (!this.#endWasPassedOn) {
      this.#endWasPassedOn = true
      this.#simulated.shutdown(Shutdown.WRITE)
    }
  }

  #onDrain(): void {
    this.#isHeldBack = false
    this.#receiveOn()
  }

  /** While the real client does not read, the simulated receive buffer fills and its window closes. */
  #receiveOn(): void {
    while (!this.#isHeldBack && !this.#simulatedHasEnded) {
      const received = this.#simulated.receive(PIECE)
      if (received === -Errno.EAGAIN) return
      if (typeof received === 'number') {
        this.#break()
        return
      }
      if (received.bytes.length === 0) {
        this.#simulatedHasEnded = true
        this.#real.end()
      } else this.#isHeldBack = !this.#real.write(received.bytes.slice())
    }
  }

  /** One side was reset or could not be reached: resets the other. */
  #break(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#simulated.reset()
    if (!this.#real.destroyed) this.#real.resetAndDestroy()
    this.#onOver(this)
  }

  #finish(): void {
    if (!this.#simulatedHasEnded || !this.#endWasPassedOn) {
      this.#break()
      return
    }
    this.#state = 'over'
    this.#simulated.close()
    this.#onOver(this)
  }
}
