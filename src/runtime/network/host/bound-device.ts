import { Errno } from '../errno.ts'
import type { IpLayer, NetworkInterface } from './ip/index.ts'

/** Returns the interface to bind a socket to (SO_BINDTODEVICE); null for '', -ENODEV if there is none with the name. */
export function deviceToBind(ip: IpLayer, name: string): NetworkInterface | null | number {
  if (name === '') return null
  return ip.interfaces.find((device) => device.name === name) ?? -Errno.ENODEV
}

/** Returns an interface's number, from 1 on, as if_nametoindex(3) does; 0 for none. */
export function indexOfDevice(ip: IpLayer, device: NetworkInterface | null): number {
  return device === null ? 0 : ip.interfaces.indexOf(device) + 1
}
