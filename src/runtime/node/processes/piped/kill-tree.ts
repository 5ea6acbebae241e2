/** Kills a child that leads its own process group, and the group with it. A child that is already gone is not an error. */
export function killTree(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // ESRCH: it has ended already
    }
  }
}
