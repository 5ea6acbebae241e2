/** Goes through a script event by event: its packets to and from the wire, its calls, its assertions. Which system it drives it does not know. */
export { type OpenSystem, runScript, type ScriptResult } from './run-script.ts'
