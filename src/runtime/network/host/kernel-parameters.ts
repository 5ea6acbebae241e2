/** Kernel parameters by their Linux names (sysctl(8)), as far as this stack supports what they set. */
import type { InterfaceSettings, IpLayer } from './ip/index.ts'
import {
  INTERFACE_PARAMETERS,
  IP_PARAMETERS,
  NEIGHBOR_PARAMETERS,
  type Parameter,
  TCP_PARAMETERS,
} from './parameter-table.ts'
import type { TcpSettings } from './tcp/index.ts'

/** Settings that parameters change. */
export interface Tunables {
  readonly ip: IpLayer
  readonly tcp: TcpSettings
}

/** Parameters of all interfaces or of one, whose name they contain. */
const FOR_INTERFACES = /^net\.ipv([46])\.(conf|neigh)\.([^.]+)\.(\w+)$/

/** Known names; NAME stands for an interface, or for `all`. */
export function knownParameters(): string[] {
  const ofInterfaces = Object.keys(INTERFACE_PARAMETERS).map((key) => `net.${key.replace(' ', '.conf.NAME.')}`)
  const ofNeighbors = Object.keys(NEIGHBOR_PARAMETERS).flatMap((key) =>
    [4, 6].map((n) => `net.ipv${n}.neigh.NAME.${key}`),
  )
  const ofTheHost = [...Object.keys(IP_PARAMETERS), ...Object.keys(TCP_PARAMETERS)]
  return [...ofTheHost, 'net.ipv4.tcp_congestion_control', ...ofInterfaces, ...ofNeighbors]
}

/** Sets a parameter. Throws RangeError if the name or the value is invalid. */
export function setKernelParameter({ ip, tcp }: Tunables, name: string, value: string | number): void {
  if (name === 'net.ipv4.tcp_congestion_control') {
    if (value !== 'reno' && value !== 'cubic') throw new RangeError(`${name} is ${value}, expected reno or cubic`)
    tcp.congestionControl = value
  } else if (Object.hasOwn(IP_PARAMETERS, name)) put(ip.settings, IP_PARAMETERS[name]!, name, value)
  else if (Object.hasOwn(TCP_PARAMETERS, name)) put(tcp, TCP_PARAMETERS[name]!, name, value)
  else setOfInterface(ip, name, value)
}

function setOfInterface(ip: IpLayer, name: string, value: string | number): void {
  const [, family, kind, deviceName = '', key = ''] = FOR_INTERFACES.exec(name) ?? []
  if (kind === 'neigh' && Object.hasOwn(NEIGHBOR_PARAMETERS, key)) {
    const { neighbors } = settingsNamed(ip, name, deviceName, false)
    put(neighbors[family === '4' ? 4 : 6], NEIGHBOR_PARAMETERS[key]!, name, value)
  } else if (kind === 'conf' && Object.hasOwn(INTERFACE_PARAMETERS, `ipv${family} ${key}`)) {
    put(settingsNamed(ip, name, deviceName, true), INTERFACE_PARAMETERS[`ipv${family} ${key}`]!, name, value)
  } else throw new RangeError(`There is no parameter ${name} here, only ${knownParameters().join(', ')}`)
}

/** Neighbor settings have no `all`. */
function settingsNamed(ip: IpLayer, name: string, deviceName: string, hasAll: boolean): InterfaceSettings {
  const { settings, interfaces } = ip
  if (hasAll && deviceName === 'all') return settings.all
  const device = interfaces.find((one) => one.name === deviceName)
  if (device !== undefined) return device.settings
  const names = interfaces.map((one) => one.name).join(', ')
  throw new RangeError(
    `${name}: there is no interface ${deviceName}, expected ${hasAll ? 'all or ' : ''}one of ${names}`,
  )
}

function put<Settings>(settings: Settings, parameter: Parameter<Settings>, name: string, value: string | number): void {
  const { least, most } = parameter
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || number > most)
    throw new RangeError(`${name} is ${value}, expected a whole number from ${least} to ${most}`)
  parameter.set(settings, number)
}
