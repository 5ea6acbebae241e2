import type { RealmContext } from '../context.ts'
import { environmentValue } from '../environment.ts'
import type { Any, Binding } from '../types.ts'
import { interfaceAddresses } from './interface-addresses.ts'

const USER = { username: 'user', uid: 1000, gid: 1000, homedir: '/home/user', shell: '/bin/sh' }
const SECOND = 1_000_000_000
const TOTAL_MEMORY = 2 ** 32

/** The first that the environment names, without a slash at its end; none for the library's own choice. */
function temporaryFolder(realm: RealmContext): string | undefined {
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
    const folder = environmentValue(realm, name)
    if (folder) return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder
  }
  return undefined
}

/** `internalBinding('credentials')`: a process runs as an ordinary user. */
export function credentialsBinding(realm: RealmContext): Binding {
  const refuse = () => {
    throw new Error('A simulated process cannot change its user or group')
  }
  return {
    implementsPosixCredentials: true,
    safeGetenv: (name: string) => environmentValue(realm, name),
    getTempDir: () => temporaryFolder(realm),
    getuid: () => USER.uid,
    geteuid: () => USER.uid,
    getgid: () => USER.gid,
    getegid: () => USER.gid,
    getgroups: () => [USER.gid],
    ...Object.fromEntries(
      ['initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid'].map((name) => [name, refuse]),
    ),
  }
}

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
