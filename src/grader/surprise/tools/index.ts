import { didYouMean } from '#lab'
import { dig } from './dig.ts'
import { nc } from './nc.ts'
import { ping, traceroute } from './ping.ts'
import { ip, ss } from './tables.ts'
import { type Shell, type Tool, ToolError, UsageError } from './tool.ts'

/**
 * Tools of a troubleshooter on every node with a shell. They work through Lab as a test does, so that they need no process on the
 * node; what they send is in the capture.
 */
const TOOLS: Readonly<Record<string, Tool>> = { ping, traceroute, ip, ss, dig, nc }

const TOOL_NAMES: readonly string[] = Object.keys(TOOLS)

/** Runs a command line and returns what it prints. */
export async function runTool(shell: Shell, line: string): Promise<string> {
  const [name = '', ...args] = line.trim().split(/\s+/)
  if (name === '') return ''
  if (name === 'help') return helpText(shell)
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name]! : null
  if (!tool) return `${name}: command not found${didYouMean(name, TOOL_NAMES)}\n${helpText(shell)}`
  try {
    return await tool.run(shell, args)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\nUsage: ${tool.usage}\n`
    if (error instanceof ToolError) return `${error.message}\n`
    throw error
  }
}

const helpText = ({ programs }: Shell): string =>
  `Commands here:\n${[...Object.values(TOOLS).map(({ usage }) => usage), ...programs].map((usage) => `  ${usage}\n`).join('')}`
