import type { Packet, PacketSpec } from '../api/index.ts'
import type { PacketData } from '../protocol.ts'

/** A packet, as the test sees it. */
export class PacketView implements Packet {
  declare readonly number: number
  declare readonly at: number
  declare readonly on: string
  declare readonly from: string
  declare readonly to: string
  declare readonly fate: Packet['fate']
  declare readonly summary: string
  declare readonly bytes: Uint8Array
  declare readonly payload: Uint8Array
  declare readonly text: string
  declare readonly icmp?: NonNullable<Packet['icmp']>
  readonly #data: PacketData

  constructor(data: PacketData) {
    const { fields: _, icmp, ...rest } = data
    this.#data = data
    Object.assign(this, rest)
    if (!icmp) return
    const { about, ...values } = icmp
    this.icmp = about ? { ...values, about: new PacketView(about) } : values
  }

  field(name: string): string | number | undefined {
    return this.#data.fields[name]
  }

  /** The plain data again, for sending. */
  toData(): PacketData {
    return this.#data
  }
}

/** A packet to send, as plain data, including a packet that it quotes. */
export function specAsData(spec: PacketSpec): PacketSpec {
  if (!spec.icmp?.about) return spec
  const { about, ...icmp } = spec.icmp
  const quoted = about instanceof PacketView ? { bytes: about.bytes } : specAsData(about as PacketSpec)
  return { ...spec, icmp: { ...icmp, about: quoted } }
}
