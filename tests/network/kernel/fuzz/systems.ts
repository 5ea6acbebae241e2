import { openLinuxSystem } from '#cli/packetdrill/linux-system.ts'
import { openSimulatedSystem, type RunSettings, type System } from '#packetdrill'
import type { ConversationPlan } from './conversation.ts'
import { play } from './play.ts'
import { HOST, type Observation, PEER } from './talk.ts'

const SETTINGS: RunSettings = {
  ipVersion: 'ipv4',
  localAddress: HOST,
  remoteAddress: PEER,
  mtu: null,
  port: 8080,
  tolerance: 0,
  timestampTick: 0,
  matching: 'semantic',
  personality: 'linux',
  strictSegments: false,
}
/** What this stack has, and what would make conversations that share a kernel see each other. */
const SETUP =
  'sysctl -q net.ipv4.tcp_rmem="4096 131072 6291456" net.ipv4.tcp_wmem="4096 16384 4194304" net.ipv4.tcp_early_retrans=0'

async function playOn(system: System, plans: readonly ConversationPlan[]): Promise<Observation[]> {
  try {
    return await play(system, plans)
  } finally {
    await system.close()
  }
}

export async function playSimulated(plan: ConversationPlan): Promise<Observation> {
  const [observation] = await playOn(
    openSimulatedSystem(SETTINGS, SETUP, () => ''),
    [plan],
  )
  return observation!
}

/** Needs root. */
export function playOnKernel(plans: readonly ConversationPlan[]): Promise<Observation[]> {
  return playOn(openLinuxSystem(SETTINGS, SETUP, '.'), plans)
}
