/** The lives of all worlds in a process of its own, as JSON. Usage: print-life.ts SEED */
import { live, WORLD_NAMES } from './life.ts'

process.stdout.write(JSON.stringify(WORLD_NAMES.map((world) => live(Number(process.argv[2]), world))))
