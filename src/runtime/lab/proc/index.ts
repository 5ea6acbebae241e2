/** What /proc tells of processes and of the machine. Needs Node on Linux and nothing else; elsewhere nothing is known, and nothing fails. */
export {
  cpuMs,
  descendant,
  endedChildrenCpuMs,
  parseMachineBusyMs,
  processTree,
  socketInodes,
  waitedMs,
} from './proc.ts'
