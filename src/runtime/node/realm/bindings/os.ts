import { SECOND } from '#network'
import { Op } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import { environmentValue } from '../environment.ts'
import type { Any, Binding } from '../types.ts'
import { USER } from './credentials.ts'
import { interfaceAddresses } from './interface-addresses.ts'

const TOTAL_MEMORY = 2 ** 32

/** `internalBinding('os')`: the simulated machine of a host. */
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
    ...priorities(realm),
  }
}

/** getpriority(2), setpriority(2): every process begins at 0 and, without privileges, can only raise its nice value. */
function priorities(realm: RealmContext): Binding {
  let own = 0
  const isOwn = (pid: number) => pid === 0 || pid === realm.pid
  const fail = (context: Any, errno: string, syscall: string): void => {
    const [code, message] = [errno, realm.internalBinding('uv').getErrorMessage(-realm.errno(errno))]
    Object.assign(context, { errno: -realm.errno(errno), code, message, syscall })
  }
  return {
    getPriority(pid: number, context: Any) {
      if (isOwn(pid)) return own
      if (pid > 0 && realm.kernel.call(Op.kill, pid, 0) >= 0) return 0
      return fail(context, 'ESRCH', 'uv_os_getpriority')
    },
    setPriority(pid: number, priority: number, context: Any) {
      if (!isOwn(pid))
        return fail(
          context,
          pid > 0 && realm.kernel.call(Op.kill, pid, 0) >= 0 ? 'EPERM' : 'ESRCH',
          'uv_os_setpriority',
        )
      if (priority < own) return fail(context, 'EACCES', 'uv_os_setpriority')
      own = priority
      return 0
    },
  }
}
