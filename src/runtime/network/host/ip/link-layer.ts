/** Link layer of one host: sends frames to a neighbor, to many or to `lo`, and accepts those that an interface receives. */
import {
  addressFamily,
  BROADCAST_MAC,
  type IpAddress,
  isGroupMac,
  isMulticast,
  type MacAddress,
  macAddressAt,
  multicastMac,
  ZERO_MAC,
} from '../../address/index.ts'
import { MICROSECOND, type Nanoseconds } from '../../clock.ts'
import { ETHERNET_HEADER_LENGTH, EtherType, etherTypeOf, writeEthernetHeader } from '../../wire/index.ts'
import type { Path } from './ip-packet.ts'
import type { IpServices } from './ip-services.ts'
import type { Ipv4 } from './ipv4/index.ts'
import type { Ipv6 } from './ipv6/index.ts'
import type { NetworkInterface } from './network-interface.ts'

/** Delay of a packet through `lo`: small, but not zero. */
const LOOPBACK_DELAY = 1 * MICROSECOND
/** Time to copy each whole page of such a packet: 2 GB/s, the rate at which a program streams to itself on Linux. Copies queue. */
const PAGE_COPY = 2 * MICROSECOND
const PAGE = 4096

/** The host's IP, as packets arrive at it. */
interface Receiver extends IpServices {
  readonly ipv4: Ipv4
  readonly ipv6: Ipv6
}

export class LinkLayer {
  readonly #ip: Receiver
  /** Time when `lo` will have copied everything sent to it. */
  #copiedAt: Nanoseconds = 0

  constructor(ip: Receiver) {
    this.#ip = ip
  }

  /** See `IpLayer.transmit`. */
  transmit(path: Path, source: IpAddress, frame: Uint8Array, isIntact: boolean): void {
    const { device, nextHop } = path
    this.#ip.watch?.hostTouched()
    if (device.isLoopback) this.#loop(device, frame, isIntact)
    else if (path.broadcast || (addressFamily(nextHop) === 6 && isMulticast(nextHop))) this.#transmitToMany(path, frame)
    else this.#ip.neighbors.send(device, nextHop, source, frame)
  }

  #loop(loopback: NetworkInterface, frame: Uint8Array, isIntact: boolean): void {
    const { scheduler } = this.#ip
    loopback.sent++
    loopback.sentBytes += frame.length - ETHERNET_HEADER_LENGTH
    this.#copiedAt = Math.max(this.#copiedAt, scheduler.now) + Math.floor(frame.length / PAGE) * PAGE_COPY
    const arrives = this.#copiedAt + LOOPBACK_DELAY
    loopback.onLooped?.(frame, arrives)
    this.#show(loopback, frame, true)
    scheduler.at(arrives, () => {
      loopback.received++
      loopback.receivedBytes += frame.length - ETHERNET_HEADER_LENGTH
      this.#ip.watch?.hostTouched()
      this.#show(loopback, frame, false)
      const packet = frame.subarray(ETHERNET_HEADER_LENGTH)
      if (packet[0]! >> 4 === 6) this.#ip.ipv6.receivePacket(loopback, packet, false, isIntact)
      else this.#ip.ipv4.receivePacket(loopback, packet, false, isIntact)
    })
  }

  /** Shows packet sockets a packet on `lo`: its header has no addresses (Linux's eth_header of a loopback device). */
  #show(loopback: NetworkInterface, frame: Uint8Array, isOutgoing: boolean): void {
    if (loopback.onFrame === null) return
    const type = frame[ETHERNET_HEADER_LENGTH]! >> 4 === 6 ? EtherType.IPV6 : EtherType.IPV4
    writeEthernetHeader(frame, 0, ZERO_MAC, ZERO_MAC, type)
    loopback.onFrame(frame, isOutgoing)
  }

  /** Sends to everybody on the link or to a group. This host gets a copy of a broadcast, and of what goes to its own group (IP_MULTICAST_LOOP). */
  #transmitToMany({ device, nextHop, loop }: Path, frame: Uint8Array): void {
    const isIpv4 = addressFamily(nextHop) === 4
    const toGroup = isMulticast(nextHop)
    const mac = toGroup ? multicastMac(nextHop) : BROADCAST_MAC
    const packet = frame.subarray(ETHERNET_HEADER_LENGTH)
    if (!toGroup || (loop === true && this.#ip.multicast.isIn(device, nextHop))) {
      this.#ip.scheduler.after(LOOPBACK_DELAY, () => {
        if (isIpv4) this.#ip.ipv4.receivePacket(device, packet, true, false, true)
        else this.#ip.ipv6.receivePacket(device, packet, true)
      })
    }
    // A packet with a time to live or hop limit of 0 doesn't leave the host.
    if (packet[isIpv4 ? 8 : 7] === 0) return
    writeEthernetHeader(frame, 0, mac, device.mac, isIpv4 ? EtherType.IPV4 : EtherType.IPV6)
    device.transmit(frame)
  }

  /** Handles a frame that arrives at an interface. */
  receive(device: NetworkInterface, bytes: Uint8Array): void {
    if (!device.up || bytes.length < ETHERNET_HEADER_LENGTH) return
    device.onFrame?.(bytes, false)
    const destination = macAddressAt(bytes, 0)
    const toGroup = isGroupMac(destination)
    if (toGroup ? !this.#letsIn(device, destination) : destination !== device.mac) return
    device.received++
    device.receivedBytes += bytes.length
    this.#ip.watch?.hostTouched()
    if (device.isLeftAlone) return
    const type = etherTypeOf(bytes)
    const payload = bytes.subarray(ETHERNET_HEADER_LENGTH)
    if (type === EtherType.ARP) this.#ip.ipv4.arp.receive(device, payload)
    else if (type === EtherType.IPV4) this.#ip.ipv4.receivePacket(device, payload, toGroup)
    else if (type === EtherType.IPV6 && device.hasIpv6) this.#ip.ipv6.receivePacket(device, payload, toGroup)
  }

  /** Returns whether the card accepts a frame not sent to its own address: broadcasts, and groups that this host has joined. */
  #letsIn(device: NetworkInterface, destination: MacAddress): boolean {
    return (
      destination === BROADCAST_MAC ||
      this.#ip.multicast.hears(device, destination) ||
      this.#ip.multicastRoutes.hears(device, destination)
    )
  }
}
