/** A number is milliseconds. */
export type Duration = number | `${number}${'ns' | 'us' | 'ms' | 's' | 'min' | 'h'}`

/** Milliseconds since the world's start, exact to the nanosecond up to 104 days. */
export type Time = number

/** Strings travel as UTF-8. */
export type Data = string | Uint8Array

/** How long a wait may take. Default: the exercise's `limits.within` (2 s). */
export interface Within {
  within?: Duration
}

/** `server`, `server:eth1`, an address, or a name the hosts resolve. */
export type Target = string

export interface Endpoint {
  address: string
  port: number
}

export type Backend = 'simulated' | 'linux' | 'webcontainer'

export type Capability =
  | 'virtual-time'
  /** Pause, steps and recipes: the world can stand still at an exact event. */
  | 'control'
  | 'segments'
  | 'hold'
  | 'raw'
  | 'inject'
  | 'power'
  | 'multicast'
  | 'nat'
  | 'firewall'
  | 'middlebox'
  | 'policy-routing'
  | 'wall-clock-step'
  | 'count.syscalls'
  | 'count.memory'
  | 'sysctl'
  | 'shell'

/** Wireshark's display filter, the documented part of it: `ip.addr == 10.0.0.1 && tcp.flags.reset == 1`. */
export type DisplayFilter = string

export interface Undo {
  /** @act */
  undo(): Promise<void>
}
