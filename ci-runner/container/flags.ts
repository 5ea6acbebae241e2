/** Docker flags of a grading container: no network, nothing writable but two small memory disks, only the named capabilities. */

/** What the harness needs to make namespaces, interfaces and jails. The jail drops all of them before a submission's program begins. */
const CAPABILITIES = [
  'CHOWN', // Unix sockets that a submission's user may connect to
  'DAC_OVERRIDE', // sockets in folders of that user
  'KILL', // that user's processes
  'NET_ADMIN', // interfaces, addresses, routes
  'NET_RAW', // AF_PACKET in the relay, raw sockets in exercises that need them
  'SETGID',
  'SETPCAP', // to drop capabilities for good
  'SETUID',
  'SYS_ADMIN', // namespaces and mounts
  'SYS_CHROOT',
  'SYS_PTRACE', // to see which sockets another user's process holds
]

export interface ContainerLimits {
  memory: string
  cpus: number
}

export function runFlags({ memory, cpus }: ContainerLimits, cgroupDriver: string): string[] {
  return [
    'run',
    '--rm',
    '--interactive',
    '--network=none',
    '--read-only',
    '--tmpfs=/run:exec,size=64m,mode=755',
    '--tmpfs=/tmp:size=16m',
    '--cap-drop=ALL',
    ...CAPABILITIES.map((capability) => `--cap-add=${capability}`),
    '--security-opt=no-new-privileges',
    // Docker's AppArmor profile forbids mounts even with CAP_SYS_ADMIN; its system-call filter stays.
    '--security-opt=apparmor=unconfined',
    `--memory=${memory}`,
    `--memory-swap=${memory}`,
    '--pids-limit=256',
    `--cpus=${cpus}`,
    // Eight times the usual weight: work on real time must not wait for a processor …
    '--cpu-shares=8192',
    // … and weighed against each process of the machine, instead of all containers together.
    ...(cgroupDriver === 'cgroupfs' ? ['--cgroup-parent=/'] : []),
    // A submission's output would otherwise be written to the machine's disk.
    '--log-driver=none',
    '--hostname=ci-runner',
  ]
}
