import type { IpAddress } from '../../address/index.ts'
import type { PortHolder } from '../port-table.ts'
import type { HostTcpSocket } from './tcp-socket.ts'

/**
 * A local address and port in use: by a bound socket, by connections, or by both. It stays until the last of them is gone, so that
 * a connection in TIME-WAIT keeps its port after the program closed the socket.
 */
export class PortClaim implements PortHolder {
  readonly port: number
  readonly address: IpAddress
  readonly onlyIpv6: boolean
  readonly reuseAddress: boolean
  readonly reusePort: boolean
  /** Who listens here, if anybody does. */
  listener: HostTcpSocket | null = null
  users = 0
  /** Chosen by connect: other connections may leave from the same port, to other ends. */
  connectOnly = false

  constructor(port: number, holder: Omit<PortHolder, 'listening'>) {
    this.port = port
    this.address = holder.address
    this.onlyIpv6 = holder.onlyIpv6
    this.reuseAddress = holder.reuseAddress
    this.reusePort = holder.reusePort
  }

  get listening(): boolean {
    return this.listener !== null
  }
}
