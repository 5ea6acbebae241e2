/**
 * Worlds of real Linux kernels: one network namespace per host, the simulated links between them as a userspace relay
 * on real time, and programs in a jail. It provides the same objects to Lab's backend as the simulated world (hosts
 * with sockets, links, a recorder, processes). Kernels are configured from the topology (`host-configuration`,
 * `middleboxes`, `multicast-routes`); what no kernel does by itself runs next to it (`advertising`).
 * docs/lab-backends.md compares the two. Needs Node on Linux, koffi and root; code for pages does not import it.
 */
export { KernelFeatureError } from './kernel-feature.ts'
export { LinuxHost } from './linux-host.ts'
export { buildLinuxNetwork } from './linux-network.ts'
export { LinuxProcess, type ProgramLauncher, type ProgramPlace } from './linux-process.ts'
export { LINUX_CAPABILITIES, LinuxWorld, type LinuxWorldOptions } from './linux-world.ts'
export { Namespace } from './namespace.ts'
export { type OpenLinuxOptions, openLinuxBackend } from './open.ts'
export { PacketPort } from './packet-port.ts'
export { Poller } from './poller.ts'
export { RealClock } from './real-clock.ts'
export { readInformation, TCP_INFO_ROOM } from './tcp-info.ts'
export { attachToTap, TunDevice } from './tun-device.ts'
