import { isLabError } from '#lab'
import { hostOf, type Tool, UsageError } from './tool.ts'

/** `cat`: configuration under /etc. Elsewhere a file might name the fault: `/proc` has the parameters of the world. */
export const cat: Tool = {
  usage: 'cat /etc/resolv.conf',
  about: 'shows which nameserver the node asks',
  async run(shell, [path, ...more]) {
    if (path === undefined || more.length > 0) throw new UsageError('cat: expected one file')
    const file = /^\/etc\/[\w.-]+$/.test(path) ? await read(shell, path) : null
    return file === null ? `cat: ${path}: No such file or directory\n` : new TextDecoder().decode(file)
  },
}

async function read(shell: Parameters<Tool['run']>[0], path: string): Promise<Uint8Array | null> {
  try {
    return await hostOf(shell).readFile(path)
  } catch (error) {
    if (isLabError(error)) return null
    throw error
  }
}
