import type { RealmContext } from '../context.ts'
import { environmentValue } from '../environment.ts'
import type { Any, Binding } from '../types.ts'
import { interfaceAddresses } from './interface-addresses.ts'
import { USER } from './credentials.ts'

const SECOND = 1_000_000_000
const TOTAL_MEMORY = 2 ** 32

/** `internalBinding('os')`: the machine that a host pretends to be. */
export function osBinding(realm: RealmContext): Binding {
  return {
    isBigEndian: false,
    getHostname: () => realm.start.hostname,
    getOSInformation: () => ['Linux', '#1 SMP', '6.1.0', 'x86_64'],
    getHomeDirectory: () => environmentValue(realm, 'HOME') ?? USER.homedir,
    getUserInfo: (options?: Any) =>
      options?.encoding === 'buffer'
        ? {
            ...USER,
            username: realm.require('buffer').Buffer.from(USER.username),
            homedir: realm.require('buffer').Buffer.from(USER.homedir),
          }
        : { ...USER },
    getLoadAvg(values: Float64Array) {
      values.fill(0)
    },
    getUptime: () => realm.kernel.time / SECOND,
    getTotalMem: () => TOTAL_MEMORY,
    getFreeMem: () => TOTAL_MEMORY / 2,
    getAvailableParallelism: () => 1,
    // model, speed, and times in user, nice, sys, idle, irq
    getCPUs: () => ['Simulated processor', 0, 0, 0, 0, 0, 0],
    getInterfaceAddresses: () => interfaceAddresses(realm),
    getPriority: () => 0,
    setPriority: () => 0,
  }
}
