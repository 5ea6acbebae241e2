/** Runs all worlds in a process of its own and prints the hashes as JSON. Usage: print-runs.ts SEED */
import { runWorld, WORLD_NAMES } from './worlds.ts'

process.stdout.write(JSON.stringify(WORLD_NAMES.map((world) => runWorld(Number(process.argv[2]), world))))
