import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isUserError, messageOf } from './command-error.ts'
import { PLATFORM } from './platform.ts'

export { lookBeforeBuilding } from './run-script.ts'

/** A verb's module; loaded when it is called, so that `ackademy run` does not pay for the grader. */
interface Verb {
  run(args: string[]): Promise<number>
}
interface VerbEntry {
  usage: string
  does: string
  /** Takes `--course DIR`. */
  hasCourse?: true
  load: () => Promise<Verb>
}
const VERBS: Record<string, VerbEntry> = {
  start: {
    usage: 'start [--port N] [--host H]',
    does: 'serve a course on this machine',
    hasCourse: true,
    load: () => import('./start.ts'),
  },
  build: {
    usage: 'build --out DIR',
    does: 'write the site to a folder, for any static host',
    hasCourse: true,
    load: () => import('./build.ts'),
  },
  dev: {
    usage: 'dev [--port N] [--host H]',
    does: 'serve a course for its authors: saved files show in the page',
    hasCourse: true,
    load: () => import('./dev.ts'),
  },
  run: {
    usage: 'run [options] PROGRAM [args]',
    does: 'run a program on a simulated host',
    load: () => import('./run/index.ts'),
  },
  grade: {
    usage: 'grade [options] EXERCISE DIR…',
    does: 'grade submissions',
    hasCourse: true,
    load: () => import('./grade/index.ts'),
  },
  submit: {
    usage: 'submit [options] EXERCISE DIR',
    does: 'submit a folder to a running server',
    hasCourse: true,
    load: () => import('./submit.ts'),
  },
  replay: {
    usage: 'replay FILE.replay.json',
    does: 'replay a kept failure, packet for packet',
    load: () => import('./replay.ts'),
  },
  surprise: {
    usage: 'surprise [options] [SCENARIO]',
    does: 'find a hidden fault in a world, prove it and mend it',
    load: () => import('./surprise/index.ts'),
  },
  check: {
    usage: 'check [options] [EXERCISE…]',
    does: 'check exercises, quizzes and drills (for authors)',
    hasCourse: true,
    load: () => import('./check/index.ts'),
  },
  new: {
    usage: 'new [KIND] NAME --module NN',
    does: 'create a course, module, lesson, exercise, quiz or drill',
    hasCourse: true,
    load: () => import('./new/index.ts'),
  },
  wrong: {
    usage: 'wrong show|capture EXERCISE NAME',
    does: 'show a wrong program, or capture one from a working copy',
    hasCourse: true,
    load: () => import('./wrong/index.ts'),
  },
  export: {
    usage: 'export gradescope EXERCISE',
    does: "export an exercise's autograder for another system",
    hasCourse: true,
    load: () => import('./export/index.ts'),
  },
  packetdrill: {
    usage: 'packetdrill [options] FILE.pkt…',
    does: 'run packetdrill scripts against the simulated stack',
    load: () => import('./packetdrill/index.ts'),
  },
  image: { usage: 'image build', does: 'build the Docker image that grades', load: () => import('./image.ts') },
}

function usage(): string {
  const verbs = Object.values(VERBS)
  const width = Math.max(...verbs.map((verb) => verb.usage.length))
  return `Usage: ackademy COMMAND …\n\n${verbs.map((verb) => `  ${verb.usage.padEnd(width)}  ${verb.does}`).join('\n')}\n\n\`ackademy COMMAND --help\` lists the options of a command.\n`
}

const version = (): string => JSON.parse(readFileSync(join(PLATFORM, 'package.json'), 'utf8')).version

/** Runs one command line and returns its exit status. */
export async function runCommand(args: string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage())
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version()}\n`)
    return 0
  }
  const verb = VERBS[name]
  if (!verb) {
    const { didYouMean } = await import('#lab')
    process.stderr.write(`ackademy: unknown command "${name}"${didYouMean(name, Object.keys(VERBS))}\n\n${usage()}`)
    return 2
  }
  try {
    return await (verb.hasCourse ? runWithCourse(verb, rest) : (await verb.load()).run(rest))
  } catch (error) {
    if (!isUserError(error)) throw error
    process.stderr.write(messageOf(error, `ackademy ${name}`))
    return 2
  }
}

const COURSE_HELP = `
The course is the one that the working folder is in, else the shipped one.
  --course DIR     another course: a folder with course.yaml
`

/** Runs a verb that works on a course. */
async function runWithCourse(verb: VerbEntry, args: string[]): Promise<number> {
  const { takeCourse } = await import('./course-option.ts')
  const status = await (await verb.load()).run(takeCourse(args))
  if (args.includes('--help')) process.stdout.write(COURSE_HELP)
  return status
}
