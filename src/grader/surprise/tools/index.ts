import { didYouMean, isLabError } from '#lab'
import { cat } from './cat.ts'
import { dig } from './dig.ts'
import { nc } from './nc.ts'
import { ping, traceroute } from './ping.ts'
import { ip, ss } from './tables.ts'
import { type Shell, type Tool, ToolError, UsageError } from './tool.ts'

/**
 * Tools of a troubleshooter on every node with a shell. They work through Lab as a test does, so that they need no process on the
 * node; what they send is in the capture.
 */
const TOOLS: Readonly<Record<string, Tool>> = { ping, traceroute, ip, ss, dig, nc, cat }

const TOOL_NAMES: readonly string[] = Object.keys(TOOLS)
/** Longer lines are refused: what a tool prints may repeat them. */
const LONGEST_LINE = 500

/** Runs a command line and returns what it prints. */
export async function runTool(shell: Shell, line: string): Promise<string> {
  if (line.length > LONGEST_LINE) return `The line is longer than ${LONGEST_LINE} characters.\n`
  const [name = '', ...args] = line.trim().split(/\s+/)
  if (name === '') return ''
  if (name === 'help') return helpText(shell)
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name]! : null
  if (!tool) return `${name}: command not found${didYouMean(name, TOOL_NAMES)}\n${helpText(shell)}`
  if (args.includes('--help')) return `Usage: ${tool.usage}\n${name} ${tool.about}\n`
  try {
    return await tool.run(shell, args)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\nUsage: ${tool.usage}\n`
    if (error instanceof ToolError) return `${error.message}\n`
    // What Lab refuses is an answer too: the world goes on.
    if (isLabError(error)) return `${name}: ${error.seen}\n`
    throw error
  }
}

function helpText({ programs }: Shell): string {
  const rows = [
    ...Object.values(TOOLS).map(({ usage, about }) => [usage, about]),
    ...programs.map((line) => [line, 'does what the user did, once more']),
  ]
  const width = Math.max(...rows.map(([usage]) => usage!.length))
  return `Commands here:\n${rows.map(([usage, about]) => `  ${usage!.padEnd(width)}  ${about}\n`).join('')}`
}
