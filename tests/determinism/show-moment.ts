/** A moment of a recording's file, shown by a process that never saw the world. Usage: show-moment.ts FILE NANOSECONDS */
import { readFileSync } from 'node:fs'
import { importRecording } from '#lab'
import { shown } from './moment.ts'

const [file = '', at = ''] = process.argv.slice(2)
const { recording } = await importRecording(readFileSync(file))
process.stdout.write(JSON.stringify(shown(recording, Number(at))))
