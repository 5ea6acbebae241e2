/** A UDP socket as a program's kernel sees it, with Linux's error numbers. */
import { addressFamily, type Family, type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import { IpProtocol } from '../../wire/index.ts'
import { DatagramOptions } from '../datagram-options.ts'
import { DatagramQueue } from '../datagram-queue.ts'
import type { NetworkInterface, Path } from '../ip/index.ts'
import type { PortHolder } from '../port-table.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, Received, UdpSocket } from '../socket.ts'
import { addressFromProgram, destinationOf, endpointForProgram, isAny } from '../socket-address.ts'
import { BindFlag, Ready, SocketOption } from '../socket-constants.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import type { UdpLayer } from './udp-layer.ts'

/** What fits behind the headers: of IPv6, whose length field does not count its own header, more. */
const LARGEST_PAYLOAD = { 4: 65_507, 6: 65_527 }

export class HostUdpSocket implements UdpSocket, PortHolder, SocketSource {
  readonly kind = 'udp'
  readonly family: Family
  readonly inode: number
  readonly listening = false
  onReadiness: (() => void) | null = null
  address: IpAddress
  onlyIpv6 = false
  reuseAddress = false
  reusePort = false
  readonly options: DatagramOptions
  readonly #layer: UdpLayer
  readonly #queue = new DatagramQueue()
  #port = 0
  /** True after bind to one address: connect and disconnect leave it. */
  #fixedAddress = false
  /** True after bind to a port of the program's choice: dissolving an association leaves it. */
  #fixedPort = false
  #remote: Endpoint | null = null
  #error = 0

  constructor(layer: UdpLayer, family: Family, inode: number) {
    this.#layer = layer
    this.family = family
    this.inode = inode
    this.address = this.#any
    this.options = new DatagramOptions(layer.ip, family, this.#queue)
  }

  get #any(): IpAddress {
    return this.family === 6 ? '::' : '0.0.0.0'
  }

  get port(): number {
    return this.#port
  }

  get device(): NetworkInterface | null {
    return this.options.device
  }

  get remote(): Endpoint | null {
    return this.#remote
  }

  bind(address: string, port: number, flags = 0): number {
    if (this.#port !== 0) return -Errno.EINVAL
    const local = addressFromProgram(address, this.family)
    if (typeof local === 'number') return local
    if (!isAny(local) && !this.#layer.mayBind(local)) return -Errno.EADDRNOTAVAIL
    this.onlyIpv6 = (flags & BindFlag.V6ONLY) !== 0
    if (flags & BindFlag.REUSEADDR) this.reuseAddress = true
    this.reusePort = (flags & BindFlag.REUSEPORT) !== 0
    this.address = local
    const bound = this.#takePort(port)
    if (bound < 0) this.address = this.#any
    else {
      this.#fixedAddress = !isAny(local)
      this.#fixedPort = port !== 0
    }
    this.#touched()
    return bound
  }

  #takePort(port: number): number {
    const { ports } = this.#layer
    const chosen = port === 0 ? ports.chooseForBind(this) : port
    if (chosen === null || !ports.isFree(chosen, this)) return -Errno.EADDRINUSE
    ports.take(chosen, this)
    this.#port = chosen
    this.#touched()
    return 0
  }

  #releasePort(): void {
    if (this.#port !== 0) this.#layer.ports.release(this.#port, this)
    this.#port = 0
    this.#touched()
  }

  connect(address: string, port: number): number {
    if (address === '') {
      this.#remote = null
      if (!this.#fixedAddress) this.address = this.#any
      if (!this.#fixedPort) this.#releasePort()
      this.#touched()
      return 0
    }
    const given = addressFromProgram(address, this.family)
    if (typeof given === 'number') return given
    const destination = destinationOf(given)
    const path = this.#pathTo({ address: destination, port })
    if (typeof path === 'number') return path
    if (this.options.isForbidden(destination, path)) return -Errno.EACCES
    if (this.#port === 0) {
      const failed = this.#takePort(0)
      if (failed < 0) return failed
    }
    if (!this.#fixedAddress) this.address = path.source
    this.#remote = { address: destination, port }
    this.#touched()
    return 0
  }

  /** Where datagrams leave, from the address bound to if there is one. One of IPv6 cannot reach IPv4, nor can a socket for IPv6 only. */
  #pathTo({ address: destination, port }: Endpoint): Path | number {
    const { address } = this
    const isIpv4 = addressFamily(destination) === 4
    if (isIpv4 && this.onlyIpv6) return -Errno.ENETUNREACH
    const source = isAny(address) || isMulticast(address) ? null : address
    if (source !== null && (addressFamily(source) === 4) !== isIpv4) return -Errno.ENETUNREACH
    if (isMulticast(destination)) return this.options.groups.path(destination, source, this.device)
    const ports = { protocol: IpProtocol.UDP, sourcePort: this.#port, destinationPort: port }
    return this.#layer.ip.path(destination, source, { device: this.device, arrivedOn: null, ports })
  }

  send(bytes: Uint8Array, to?: Endpoint): number {
    // Linux names the socket first, whatever becomes of the datagram (inet_autobind).
    const named = this.#port === 0 ? this.#takePort(0) : 0
    if (named < 0) return named
    if (this.#error !== 0) return -this.takeError()
    const target = to === undefined ? this.#remote : this.#target(to)
    if (target === null) return -Errno.EDESTADDRREQ
    if (typeof target === 'number') return target
    if (bytes.length > LARGEST_PAYLOAD[addressFamily(target.address)]) return -Errno.EMSGSIZE
    if (target.port === 0) return -Errno.EINVAL
    const path = this.#pathTo(target)
    if (typeof path === 'number') return path
    if (this.options.isForbidden(target.address, path)) return -Errno.EACCES
    const sent = this.#layer.transmit(this, path, target, bytes)
    return sent < 0 ? sent : bytes.length
  }

  #target(to: Endpoint): Endpoint | number {
    const address = addressFromProgram(to.address, this.family)
    if (typeof address === 'number') return address
    return { address: destinationOf(address), port: to.port }
  }

  receive(max: number): Received | number {
    if (this.#error !== 0) return -this.takeError()
    const datagram = this.#queue.shift()
    if (datagram === undefined) return -Errno.EAGAIN
    this.#touched()
    return datagram.bytes.length <= max ? datagram : { ...datagram, bytes: datagram.bytes.slice(0, max) }
  }

  /** A datagram arrived for this socket. False when its buffer is full. */
  deliver(from: Endpoint, payload: Uint8Array): boolean {
    const queued = this.#queue.push({ bytes: payload.slice(), from: endpointForProgram(from, this.family) })
    this.#touched()
    if (queued) this.onReadiness?.()
    return queued
  }

  /** An ICMP error: only a connected socket hears of it, and only of what will not pass (Linux without IP_RECVERR). */
  fail(errno: number, hard: boolean): void {
    if (this.#remote === null || !hard) return
    this.#error = errno
    this.onReadiness?.()
  }

  #touched(): void {
    this.#layer.ip.watch?.socketTouched(this)
  }

  tableRow(): SocketDetail | null {
    const row = this.row()
    return row === null ? null : { row, stats: null }
  }

  readiness(): number {
    return Ready.OUT | (this.#queue.length > 0 ? Ready.IN : 0) | (this.#error !== 0 ? Ready.ERR : 0)
  }

  sendSpace(): number {
    return this.options.sendBuffer
  }

  takeError(): number {
    const error = this.#error
    this.#error = 0
    return error
  }

  localEndpoint(): Endpoint | null {
    return endpointForProgram({ address: this.address, port: this.#port }, this.family)
  }

  remoteEndpoint(): Endpoint | null {
    return this.#remote === null ? null : endpointForProgram(this.#remote, this.family)
  }

  getOption(option: number): number {
    if (option === SocketOption.ERROR) return this.takeError()
    if (option === SocketOption.REUSEADDR) return this.reuseAddress ? 1 : 0
    return this.options.get(option)
  }

  setOption(option: number, value: number, text = ''): number {
    if (option !== SocketOption.REUSEADDR) return this.options.set(option, value, text)
    this.reuseAddress = value !== 0
    return 0
  }

  close(): void {
    this.onReadiness = null
    this.#queue.clear()
    this.#releasePort()
    this.options.groups.close()
    this.#layer.forget(this)
  }

  row(): SocketRow | null {
    if (this.#port === 0) return null
    const local = this.localEndpoint()!
    const remote = this.remoteEndpoint()
    const state = remote === null ? 'UNCONN' : 'ESTABLISHED'
    const row: SocketRow = { proto: 'udp', state, local, recvQ: this.#queue.charged, sendQ: 0, inode: this.inode }
    return remote === null ? row : { ...row, remote }
  }
}
