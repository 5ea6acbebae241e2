import type { RealmContext } from '../context.ts'
import { environmentValue } from '../environment.ts'
import { nativeError } from '../native-error.ts'
import type { Binding } from '../types.ts'

export const USER = { username: 'user', uid: 1000, gid: 1000, homedir: '/home/user', shell: '/bin/sh' }

/** /etc/passwd and /etc/group of every host. */
const USERS: Readonly<Record<string, number>> = { root: 0, nobody: 65_534, [USER.username]: USER.uid }
const GROUPS: Readonly<Record<string, number>> = { root: 0, nogroup: 65_534, [USER.username]: USER.gid }

const UNKNOWN_USER = 1
const UNKNOWN_GROUP = 2
const EPERM = 1

/** Returns the first folder that the environment names, without a slash at its end; undefined for the library's default. */
function temporaryFolder(realm: RealmContext): string | undefined {
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
    const folder = environmentValue(realm, name)
    if (folder) return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder
  }
  return undefined
}

const idOf = (known: Readonly<Record<string, number>>, id: string | number): number | undefined =>
  typeof id === 'number' ? id : known[id]

/** Throws EPERM: without CAP_SETUID a process may only become the user that it already is [credentials(7)]. */
function refuse(syscall: string): never {
  throw Object.assign(nativeError(Error, 'EPERM', 'EPERM, Operation not permitted'), { errno: EPERM, syscall })
}

/** `internalBinding('credentials')`: node_credentials.cc, for a process that runs as an ordinary user. */
export function credentialsBinding(realm: RealmContext): Binding {
  const setter =
    (name: string, known: Readonly<Record<string, number>>, own: number) =>
    (id: string | number): number => {
      const number = idOf(known, id)
      if (number === undefined) return UNKNOWN_USER
      return number === own ? 0 : refuse(name)
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
    setuid: setter('setuid', USERS, USER.uid),
    seteuid: setter('seteuid', USERS, USER.uid),
    setgid: setter('setgid', GROUPS, USER.gid),
    setegid: setter('setegid', GROUPS, USER.gid),
    /** Returns the position, from 1, of the first unknown group. */
    setgroups(groups: (string | number)[]): number {
      const unknown = groups.findIndex((group) => idOf(GROUPS, group) === undefined)
      return unknown >= 0 ? unknown + 1 : refuse('setgroups')
    },
    initgroups(user: string | number, group: string | number): number {
      const isKnown = typeof user === 'string' || Object.values(USERS).includes(user)
      if (!isKnown) return UNKNOWN_USER
      return idOf(GROUPS, group) === undefined ? UNKNOWN_GROUP : refuse('initgroups')
    },
  }
}
