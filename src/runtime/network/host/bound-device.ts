import { Errno } from '../errno.ts'
import type { IpLayer, NetworkInterface } from './ip/index.ts'

/** The interface that a program names to bind its socket to (SO_BINDTODEVICE); null for '', -ENODEV when there is none of that name. */
export function deviceToBind(ip: IpLayer, name: string): NetworkInterface | null | number {
  if (name === '') return null
  return ip.interfaces.find((device) => device.name === name) ?? -Errno.ENODEV
}

/** The number of an interface, from 1 on, as if_nametoindex(3) gives it; 0 for none. */
export function indexOfDevice(ip: IpLayer, device: NetworkInterface | null): number {
  return device === null ? 0 : ip.interfaces.indexOf(device) + 1
}
