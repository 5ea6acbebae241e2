/** The two ends of a conversation across the cable to the kernel, and the counters of both afterwards. */
import { createHash } from 'node:crypto'
import { Errno, type Host, type TcpSocket } from '#network'
import { pump, randomBytes } from '#network/host/transfer.fixture.ts'
import { BesideLinux, connectAcross, LINUX, LINUX_IPV6, SIMULATED, SIMULATED_IPV6, until } from '../beside-linux.ts'

export type Direction = 'simulated to linux' | 'linux to simulated'
export const DIRECTIONS: readonly Direction[] = ['simulated to linux', 'linux to simulated']
export const FAMILIES = [4, 6] as const
export type Family = (typeof FAMILIES)[number]

type WorldOptions = ConstructorParameters<typeof BesideLinux>[0]

export interface Sides {
  readonly world: BesideLinux
  readonly from: Host
  readonly to: Host
  /** Of `to`, and of `from`. */
  readonly address: string
  readonly ownAddress: string
}

/** Lays the cable; the caller closes the world. */
export function openSides(direction: Direction, family: Family, options: WorldOptions = {}): Sides {
  const world = new BesideLinux({ ipv6: family === 6, ...options })
  const { simulated, linux } = world
  const [ours, theirs] = family === 4 ? [SIMULATED, LINUX] : [SIMULATED_IPV6, LINUX_IPV6]
  return direction === 'simulated to linux'
    ? { world, from: simulated, to: linux, address: theirs, ownAddress: ours }
    : { world, from: linux, to: simulated, address: ours, ownAddress: theirs }
}

/** Sends so many bytes and compares the hashes of what was sent and what arrived; both ends are closed then. Throws where something is wrong. */
export async function transferAcross({ from, to, address }: Sides, size: number, limit = 60_000): Promise<void> {
  const { listener, near, far } = await connectAcross(from, to, address, 7000)
  const sent = randomBytes(Math.min(size, 1 << 20))
  const data = size <= sent.length ? sent : repeated(sent, size)
  const got = hashOf(far)
  pump(near, data)
  await until(() => got.ended || got.error !== 0, `${size} bytes`, limit)
  if (got.error !== 0) throw new Error(`the receiver has error ${got.error} after ${got.length} bytes`)
  const expected = createHash('sha256').update(data).digest('hex')
  if (got.digest() !== expected) throw new Error(`${got.length} of ${size} bytes arrived, and not the same`)
  far.close()
  await until(() => near.state === 'TIME_WAIT' || near.state === 'FIN_WAIT_2' || near.state === 'CLOSED', 'the close')
  near.close()
  listener.close()
}

function repeated(bytes: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size)
  for (let at = 0; at < size; at += bytes.length) whole.set(bytes.subarray(0, Math.min(bytes.length, size - at)), at)
  return whole
}

/** Reads everything as it arrives, and keeps nothing of it but its hash. */
function hashOf(socket: TcpSocket) {
  const hash = createHash('sha256')
  const reading = { ended: false, error: 0, length: 0, digest: () => hash.digest('hex') }
  const read = (): void => {
    while (!reading.ended && reading.error === 0) {
      const received = socket.receive(262_144)
      if (typeof received === 'number') {
        if (received !== -Errno.EAGAIN) reading.error = -received
        return
      }
      reading.ended = received.bytes.length === 0
      reading.length += received.bytes.length
      hash.update(received.bytes)
    }
  }
  socket.onReadiness = read
  read()
  return reading
}
