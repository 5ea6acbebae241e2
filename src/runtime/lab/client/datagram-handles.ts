import type {
  Data,
  Datagram,
  Duration,
  Endpoint,
  Packet,
  PacketSpec,
  RawPeer,
  Target,
  UdpPeer,
  Within,
} from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { Handle, limitOf } from './handle.ts'
import { PacketView, specAsData } from './packet-view.ts'
import type { Session } from './session.ts'

export class UdpPeerHandle extends Handle implements UdpPeer {
  readonly local: Endpoint

  constructor(session: Session, on: string, label: string, local: Endpoint) {
    super(session, on, label)
    this.local = local
  }

  send(data: Data, to?: Endpoint | [Target, number]): Promise<void> {
    return this.act('send', { args: [data, to] })
  }

  receive(options?: Within): Promise<Datagram> {
    return this.wait('receive', limitOf(options))
  }

  expectSilence(during: Duration): Promise<void> {
    return this.wait('expectSilence', { args: [milliseconds(during)] })
  }

  join(group: string, options: { iface?: string; source?: string } = {}): Promise<void> {
    return this.act('join', { args: [group, options] })
  }

  leave(group: string, options: { iface?: string; source?: string } = {}): Promise<void> {
    return this.act('leave', { args: [group, options] })
  }

  received(): Promise<Datagram[]> {
    return this.look('received')
  }

  close(): Promise<void> {
    return this.act('close')
  }
}

export class RawPeerHandle extends Handle implements RawPeer {
  send(packet: PacketSpec): Promise<void> {
    return this.act('send', { args: [specAsData(packet)] })
  }

  receive(options?: Within): Promise<Packet> {
    return this.wait('receive', { ...limitOf(options), result: (data: PacketData) => new PacketView(data) })
  }

  expectSilence(during: Duration): Promise<void> {
    return this.wait('expectSilence', { args: [milliseconds(during)] })
  }
}
