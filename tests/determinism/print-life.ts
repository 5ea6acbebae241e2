/** A life in a process of its own, as JSON. Usage: print-life.ts SEED */
import { live } from './life.ts'

process.stdout.write(JSON.stringify(live(Number(process.argv[2]))))
