/** TCP socket as a program's kernel sees it: POSIX calls on a connection or a listener, with Linux's error numbers. */
import { type IpAddress, isMulticast } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import { deviceToBind } from '../bound-device.ts'
import type { Endpoint, Received, TcpSocket } from '../socket.ts'
import { destinationOf } from '../socket-address.ts'
import { BindFlag, Shutdown, SocketOption } from '../socket-constants.ts'
import { addressToBind, zonedAddressFrom } from '../zone.ts'
import { abandonConnection, abortConnection, closeSending, endConnection } from './closing.ts'
import type { Connection, ConnectionOwner } from './connection.ts'
import { wantQuickAcks } from './delayed-ack.ts'
import { Listener } from './listener.ts'
import { sendPending } from './output.ts'
import { claimForBind, claimForConnect, pathFrom } from './port-claim.ts'
import { sendSyn } from './segment-output.ts'
import { sequenceAdd } from './sequence.ts'
import { applyOptions, setTcpOption } from './socket-options.ts'
import { receiveBytes, sendBytes } from './stream.ts'
import { TcpSocketState } from './tcp-socket-state.ts'

/** Replaces a connection in TIME-WAIT: numbers begin above everything it sent, and the last timestamp is echoed (Linux's tcp_twsk_unique). */
function follow(connection: Connection, replaced: Connection): void {
  connection.snd.iss = sequenceAdd(replaced.snd.nxt, 65_537)
  connection.timestamps.recent = replaced.timestamps.recent
  connection.timestamps.recentAt = replaced.timestamps.recentAt
  endConnection(replaced, 0)
}

export class HostTcpSocket extends TcpSocketState implements TcpSocket, ConnectionOwner {
  onReadiness: (() => void) | null = null
  /** A connect is in progress as far as the program knows: the first call after its success reports that once more. */
  #connecting = false

  // --- names

  bind(address: string, port: number, flags = 0): number {
    if (this.claim !== null || this.connection !== null) return -Errno.EINVAL
    const named = addressToBind(this.layer.ip, address, this.family)
    if (typeof named === 'number') return named
    if (named.zone !== null) this.options.device = named.zone
    if (flags & BindFlag.REUSEADDR) this.options.reuseAddress = true
    return this.#claimPort(named.address, port, flags)
  }

  #claimPort(address: IpAddress, port: number, flags: number): number {
    const claim = claimForBind(this.layer, this.options, address, port, flags)
    if (typeof claim === 'number') return claim
    this.claim = claim
    return 0
  }

  // --- opening

  connect(address: string, port: number): number {
    const answer = this.#answerConnect()
    if (answer !== null) return answer
    const given = zonedAddressFrom(this.layer.ip, address, this.family)
    if (typeof given === 'number') return given
    const { zone } = given
    if (zone !== null && this.options.device !== null && this.options.device !== zone) return -Errno.EINVAL
    if (zone !== null) this.options.device = zone
    const remote = { address: destinationOf(given.address), port }
    const path = pathFrom(this.layer, this.claim, remote.address, this.options.device)
    if (typeof path === 'number') return path
    if (path.broadcast || isMulticast(remote.address)) return -Errno.ENETUNREACH
    const claimed = claimForConnect(this.layer, this.claim, this.options, path.source, remote)
    if (typeof claimed === 'number') return claimed
    const { claim, replaced } = claimed
    this.claim = claim
    const local = { address: path.source, port: claim.port }
    const connection = this.layer.createConnection(local, remote, path, this.options.device)
    if (replaced !== null) follow(connection, replaced)
    this.layer.connections.add(connection)
    this.layer.use(connection, claim)
    this.#adopt(connection)
    connection.state = 'SYN_SENT'
    this.#connecting = true
    this.layer.count('TcpActiveOpens')
    sendSyn(connection)
    return -Errno.EINPROGRESS
  }

  /** Returns connect's error for a socket that is not fresh; null when it may connect. */
  #answerConnect(): number | null {
    if (this.queue !== null) return -Errno.EISCONN
    const connection = this.connection
    if (connection === null) return null
    if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return -Errno.EALREADY
    if (connection.state !== 'CLOSED') {
      if (!this.#connecting) return -Errno.EISCONN
      this.#connecting = false
      return 0
    }
    const error = this.takeError()
    if (error !== 0) return -error
    this.connection = null
    return null
  }

  #adopt(connection: Connection): void {
    this.connection = connection
    connection.owner = this
    applyOptions(this.options, connection)
  }

  listen(backlog: number): number {
    const limited = Math.min(Math.max(backlog, 0), this.layer.settings.maximumBacklog)
    if (this.queue !== null) {
      this.queue.backlog = limited
      this.touched()
      return 0
    }
    if (this.connection !== null && this.connection.state !== 'CLOSED') return -Errno.EINVAL
    if (this.claim === null) {
      const failed = this.#claimPort(this.family === 6 ? '::' : '0.0.0.0', 0, 0)
      if (failed < 0) return failed
    }
    const claim = this.claim!
    claim.listener = this
    if (!this.layer.ports.isFree(claim.port, claim)) {
      claim.listener = null
      return -Errno.EADDRINUSE
    }
    this.queue = new Listener(limited, () => {
      this.touched()
      this.onReadiness?.()
    })
    this.touched()
    return 0
  }

  accept(): TcpSocket | number {
    if (this.queue === null) return -Errno.EINVAL
    const connection = this.queue.shift()
    if (connection === undefined) return -Errno.EAGAIN
    const accepted = this.layer.createSocket(this.family)
    Object.assign(accepted.options, this.options, { device: connection.flow.device })
    accepted.connection = connection
    connection.owner = accepted
    this.touched()
    this.layer.touched(connection)
    return accepted
  }

  /** Gives a connection opened by a peer this listener's options and a hold on its port. */
  lend(connection: Connection): void {
    this.layer.use(connection, this.claim!)
    this.configure(connection)
  }

  /** Copies this socket's options to it. */
  configure(connection: Connection): void {
    applyOptions(this.options, connection)
  }

  // --- data

  send(bytes: Uint8Array, _to?: Endpoint, flags = 0): number {
    return this.connection === null ? -Errno.EPIPE : sendBytes(this.connection, bytes, flags)
  }

  receive(max: number, flags = 0): Received | number {
    return this.connection === null ? -Errno.ENOTCONN : receiveBytes(this.connection, max, flags)
  }

  // --- closing

  shutdown(how: number): number {
    const connection = this.connection
    if (how !== Shutdown.READ && how !== Shutdown.WRITE && how !== Shutdown.BOTH) return -Errno.EINVAL
    if (this.queue !== null) {
      if (how !== Shutdown.WRITE) this.#stopListening()
      return 0
    }
    if (connection === null || this.state === 'CLOSED') return -Errno.ENOTCONN
    if (how !== Shutdown.WRITE) connection.rcv.shut = true
    if (how !== Shutdown.READ) closeSending(connection)
    connection.touch()
    connection.settle()
    return 0
  }

  reset(): void {
    this.options.resetOnClose = true
    this.close()
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.onReadiness = null
    this.#stopListening()
    const connection = this.connection
    if (connection !== null && connection.state !== 'CLOSED') {
      connection.owner = null
      if (this.options.resetOnClose) abortConnection(connection, 0)
      else abandonConnection(connection)
    }
    if (this.claim !== null) this.layer.unuse(this.claim)
    this.claim = null
    this.layer.forgetSocket(this)
    if (connection !== null) this.layer.touched(connection)
  }

  #stopListening(): void {
    const listener = this.queue
    if (listener === null) return
    this.queue = null
    this.claim!.listener = null
    listener.close()
    this.touched()
  }

  connectionChanged(): void {
    this.onReadiness?.()
  }

  // --- options

  setOption(option: number, value: number, text?: string): number {
    if (option === SocketOption.BIND_TO_DEVICE) return this.#bindToDevice(text ?? '')
    const result = setTcpOption(this.options, option, value, text)
    const connection = this.connection
    if (result === 0 && connection !== null && connection.state !== 'CLOSED') {
      applyOptions(this.options, connection)
      // Nagle or the cork may have held data.
      // At TCP_NODELAY, Linux sends queued data even past a cork.
      if (option === SocketOption.NODELAY) sendPending(connection, value !== 0 ? 'push' : 'usual')
      if (option === SocketOption.CORK) sendPending(connection)
      if (option === SocketOption.QUICK_ACK) wantQuickAcks(connection, value !== 0)
    }
    return result
  }

  #bindToDevice(name: string): number {
    const device = deviceToBind(this.layer.ip, name)
    if (typeof device === 'number') return device
    this.options.device = device
    if (this.claim !== null) this.claim.device = device
    this.connection?.bindToDevice(device)
    return 0
  }
}
