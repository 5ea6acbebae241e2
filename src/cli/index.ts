/**
 * The `ackademy` command: thin, one verb a file. A verb exports `run(args): Promise<number>` and returns the exit status
 * (0 passed, 1 failed, 2 could not be done, with the reason on standard error). The work itself is done by lower layers.
 */
export { runCommand } from './main.ts'
