/** `--save-test`: captured clients as a test file of an exercise. */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { testOfClients } from '#grader'
import type { CaptureClients } from '#lab'
import { CommandError } from '../command-error.ts'
import type { RunOptions } from './options.ts'

/** The files that the grader reads, by its own names. */
const READ = /^(visible|practice|sealed)\.test\.ts$/

/** Writes the file, which must not exist, and says what it compares. Throws CommandError. */
export function saveTest(file: string, sides: CaptureClients['sides'], options: RunOptions): void {
  const capture = basename(options.client!)
  const saved = testOfClients(sides, {
    ...{ capture, id: capture.replace(/\.(pcapng|pcap|cap|gz)$/g, '') },
    ...{
      program: basename(options.program),
      server: options.host,
      client: options.clientHost,
      port: options.clientPort,
    },
  })
  if (typeof saved === 'string') throw new CommandError(`--save-test ${file}: ${saved}`)
  try {
    writeFileSync(file, saved.text, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EEXIST' ? 'the file exists already. Remove it, or name another' : message
    throw new CommandError(`--save-test ${file}: ${why}`)
  }
  const name = READ.test(basename(file))
    ? ''
    : ' An exercise reads tests/visible.test.ts, practice.test.ts and sealed.test.ts.'
  process.stderr.write(
    `ackademy run: test ${saved.id} is saved in ${file}. ${saved.compares} List ${saved.id} in a group of exercise.yaml.${name}\n`,
  )
}
