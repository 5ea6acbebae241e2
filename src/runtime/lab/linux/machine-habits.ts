import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** A file of /proc/sys, and what a kernel has there by itself. */
export type Habit = readonly [file: string, value: string]

const FOLDERS = ['all', 'default'].map((name) => `/proc/sys/net/ipv4/conf/${name}`)
/** ip-sysctl: those that are not 0. */
const DEFAULTS: Readonly<Record<string, string>> = {
  accept_redirects: '1',
  arp_evict_nocarrier: '1',
  igmpv2_unsolicited_report_interval: '10000',
  igmpv3_unsolicited_report_interval: '1000',
  secure_redirects: '1',
  send_redirects: '1',
  shared_media: '1',
}
/** Settings without an effect on packets here, and read-only ones. */
const WITHOUT_EFFECT = new Set(['mc_forwarding', 'tag', 'medium_id', 'accept_source_route'])

/**
 * Differences of a new namespace from an unconfigured kernel: for IPv4 it inherits the machine's settings
 * (devconf_inherit_init_net), and a machine that runs Docker forwards packets. A host here would be a router.
 */
export function machineHabits(): Habit[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder).flatMap((name): Habit[] => {
      const usual = DEFAULTS[name] ?? '0'
      const isUsual = WITHOUT_EFFECT.has(name) || readFileSync(`${folder}/${name}`, 'utf8') === `${usual}\n`
      return isUsual ? [] : [[`${folder}/${name}`, usual]]
    }),
  )
}

/** Makes the namespace that this thread is in as a kernel is by itself, before it has interfaces. */
export function forgetHabits(habits: readonly Habit[]): void {
  for (const [file, value] of habits) writeFileSync(file, `${value}\n`)
}
