import type { InterfaceRow } from '#network'
import type { ModuleHost } from '#node/realm/index.ts'
import { Op } from '#node/syscalls/index.ts'

/** The host's interfaces: in the order of their numbers, which count from 1. */
export function interfacesOf(host: ModuleHost) {
  const rows = (): InterfaceRow[] => {
    host.call(Op.interfaces)
    return JSON.parse(host.out.str)
  }
  return {
    rows,
    indexOf: (name: string): number | undefined => rows().findIndex((row) => row.name === name) + 1 || undefined,
    nameOf: (index: number): string | undefined => rows()[index - 1]?.name,
  }
}
