import type { Packet, PacketSpec } from '../api/index.ts'

/** A packet as it crosses: what a test reads, and every dissected field by its Wireshark name. */
export type PacketData = Omit<Packet, 'field' | 'icmp'> & {
  icmp?: Omit<NonNullable<Packet['icmp']>, 'about'> & { about?: PacketData }
  fields: Record<string, string | number>
}

/** A packet as the test holds it. */
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

  /** The data again, to send it across. */
  toData(): PacketData {
    return this.#data
  }
}

/** A packet to send, without anything that cannot cross: a packet that it quotes goes as data. */
export function specAsData(spec: PacketSpec): PacketSpec {
  if (!spec.icmp?.about) return spec
  const { about, ...icmp } = spec.icmp
  const quoted = about instanceof PacketView ? { bytes: about.bytes } : specAsData(about as PacketSpec)
  return { ...spec, icmp: { ...icmp, about: quoted } }
}
