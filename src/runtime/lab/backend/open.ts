import { hashEvents, type NetworkDescription } from '#network'
import type { Files } from '../api/index.ts'
import { serveZones } from '../dns/index.ts'
import type { LinkDescription, NodeDescription, OpenBackendOptions, WorldDescription } from '../protocol.ts'
import { ClockSubject } from './clock-subject.ts'
import { Context, type WorldOrigin } from './context.ts'
import { Engine } from './engine.ts'
import { Journal } from './journal.ts'
import { LabSubject } from './lab-subject.ts'
import { LinkTools } from './link-tools.ts'
import { Observer } from './observer.ts'
import { PacketLog } from './packet-log.ts'
import { Peers } from './peers.ts'
import { Processes } from './processes.ts'
import type { BackendWorld } from './world.ts'

const DEFAULT_WITHIN_MS = 2000

export interface OpenEngineOptions extends Omit<OpenBackendOptions, 'params' | 'seed'> {
  /** Files of the driver that serves `load`, by absolute path, the entry first. Without them there is no `load`. */
  loadDriver?: Files
}

/** Opens Lab's operations on a provider's world. */
export function openEngine(world: BackendWorld, options: OpenEngineOptions): Engine {
  const { network } = world
  const nodes = network.description.nodes.map(describeNode)
  const packets = new PacketLog(network.recorder, network.description.ports)
  const observer = new Observer(options, world)
  if (options.observe && options.tables) observer.tables = world.recordTables()
  const processes = new Processes(world)
  const context = new Context({
    world,
    nodes,
    packets,
    peers: new Peers(options.schedule ?? { kind: 'whole' }, network.seed),
    loopbacks: captureLoopbacks(world, nodes, options),
    processes,
    links: new LinkTools(network),
    files: { submission: options.files.submission, programs: options.files.programs ?? {} },
    loadDriver: options.loadDriver ?? {},
    journal: world.control === null ? null : new Journal(world.control),
    origin: originOf(world, options),
    trace: options.trace && world.control !== null ? hashEvents(world.control) : null,
  })
  context.register('lab', new LabSubject(context))
  context.register('clock', new ClockSubject(context))
  const { keepsPackets = true, onPacket } = options
  network.recorder.onPacket = (record) => {
    if (keepsPackets) packets.noteSent(record)
    observer.packet(record)
    onPacket?.(record)
  }
  network.recorder.onFate = (record) => {
    if (keepsPackets) packets.noteFate(record)
    observer.fate(record)
  }
  for (const node of network.description.nodes)
    if (node.kind !== 'switch' && node.zones) context.onEnd(serveZones(network.host(node.name), node.zones))
  processes.onStart = (started) => observer.watch(started)
  return new Engine(describeWorld(world, nodes, options.limits?.within), context, observer, options.limits ?? {})
}

/** By name: `server:lo`. Empty if not requested. */
function captureLoopbacks(
  world: BackendWorld,
  nodes: readonly NodeDescription[],
  { keepsPackets = true, onPacket }: OpenEngineOptions,
): ReadonlyMap<string, PacketLog> {
  const hosts = keepsPackets || onPacket ? nodes.filter(({ hasStack }) => hasStack) : []
  return new Map(
    hosts.map(({ name }) => {
      const { endpoint, recorder } = world.captureLoopback(name, keepsPackets)
      const log = new PacketLog(recorder)
      recorder.onPacket = (record) => {
        if (keepsPackets) log.noteSent(record)
        onPacket?.(record)
      }
      return [endpoint, log]
    }),
  )
}

function originOf({ network }: BackendWorld, options: OpenEngineOptions): WorldOrigin {
  const { files, schedule, limits, platform } = options
  return {
    ...(platform !== undefined && { platform }),
    description: network.description,
    seed: network.seed,
    files: { submission: files.submission, programs: files.programs ?? {} },
    ...(schedule !== undefined && { schedule }),
    ...(limits !== undefined && { limits }),
  }
}

function describeWorld(world: BackendWorld, nodes: NodeDescription[], within = DEFAULT_WITHIN_MS): WorldDescription {
  const { backend, capabilities, time, tolerance, network } = world
  const links = network.links.map(({ endpoints }): LinkDescription => ({ endpoints: [...endpoints] }))
  return {
    backend,
    seed: network.seed,
    capabilities: [...capabilities],
    clock: time,
    tolerance,
    within,
    topology: network.description.name,
    nodes,
    links,
  }
}

function describeNode(node: NetworkDescription['nodes'][number]): NodeDescription {
  const { name, kind } = node
  if (kind === 'switch') return { name, kind, hasStack: false, interfaces: [] }
  const interfaces = node.interfaces.map((iface) => ({
    name: iface.name,
    addresses: iface.addresses.map(({ address }) => address),
  }))
  return { name, kind, hasStack: true, interfaces }
}
